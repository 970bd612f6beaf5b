"""The desk of the channel over the project's real answers, with a pretended assistant and sender."""

from datetime import datetime, timezone
from pathlib import Path

from bot.answers.shelf import Shelf
from bot.bootstrap import build
from bot.channel.chat_gate import ChatGate
from bot.channel.desk import Desk
from bot.channel.translate import translate
from bot.channel.turns import Turns
from bot.domain.conversation import Channel
from bot.domain.outgoing import OutgoingState
from bot.storage.migrate import migrate

ROOT = Path(__file__).parents[1]


def now():
    return datetime(2026, 11, 24, 12, tzinfo=timezone.utc)


class Assistant:
    """Answers every message with the given ones."""

    def __init__(self, *messages):
        self.messages, self.heard = messages, []

    async def __call__(self, message):
        self.heard.append(message)
        for answer in self.messages:
            await message.output_channel.send_response(message.sender_id, dict(answer))


class Sender:
    def __init__(self):
        self.queued = []

    def put(self, outgoing):
        self.queued += outgoing

    def saw(self, message_id):
        pass

    def texts(self):
        return [item.params["text"] for item in self.queued if "text" in item.params]


class World:
    def __init__(self, tmp_path, *messages, staff_group=""):
        self.app = build({"MONTOYER_DATABASE_URL": f"sqlite:///{tmp_path / 'm.db'}"})
        migrate(self.app.engine)
        self.assistant, self.sender, self.asides = Assistant(*messages), Sender(), []
        shelf = Shelf(ROOT, self.app.settings.text_constants)
        turns = Turns(self.assistant, self.app.new_work, now, self.app.conversations, shelf, lambda: 0.0)
        gate = ChatGate(self.app.live_chat.gate, self.app.live_chat.requests, self.app.new_work)
        self.desk = Desk(
            turns, self.sender, self.app.conversations, self.app.new_work, now, self.aside, gate, staff_group
        )
        self.ids, self.date = iter(range(1, 1000)), int(now().timestamp())

    async def aside(self, method, params):
        self.asides.append((method, params))

    async def receive(self, kind="message", **fields):
        update = {"update_id": next(self.ids), kind: fields}
        with self.app.new_work() as work:
            work.inbox.claim([update], now())
            work.commit()
        await self.desk.handle(translate(update))

    async def write(self, language="fr", after=60, **fields):
        self.date += after
        sender = {"id": 7, "is_bot": False, "first_name": "A", "language_code": language}
        chat = {"id": 7, "type": "private"}
        message = {"message_id": 1, "date": self.date, "chat": chat, "from": sender, **fields}
        await self.receive(**message)

    async def press(self, data, message_id=50):
        chat = {"id": 7, "type": "private"}
        message = {"message_id": message_id, "date": 1, "chat": chat, "text": "?"}
        person = {"id": 7, "is_bot": False, "first_name": "A", "language_code": "fr"}
        await self.receive("callback_query", id="q", chat_instance="1", data=data, message=message, **{"from": person})

    def arrive(self, message_id=50):
        """What is queued was sent; its last message got this id."""
        with self.app.new_work() as work:
            left = work.outbox.unsettled()
            for place, item in enumerate(reversed(left)):
                work.outbox.settle(item.id, OutgoingState.SENT, now(), message_id - place)
            work.commit()

    def history(self):
        person = self.app.conversations.meet(Channel.TELEGRAM, "7", None)
        with self.app.new_work() as work:
            return work.trackers.all(person.id)

    def unhandled(self):
        with self.app.new_work() as work:
            return work.inbox.unhandled()

    def buttons(self):
        return [b for row in self.sender.queued[-1].params["reply_markup"]["inline_keyboard"] for b in row]
