"""While one of us talks with a person: the bot hears nothing, whatever arrives; and how it gets the word again."""

import time

import pytest

from bot.answers.shelf import Shelf
from bot.channel.chat_loop import ChatLoop
from bot.channel.desk import Desk
from bot.channel.translate import translate
from bot.channel.turns import Turns
from bot.domain.errors import HeldByStaff
from bot.domain.handover import Outcome, Reason
from bot.domain.incoming import Incoming, Kind
from tests.chats import ROOT, Chats

AMINA = {"id": 7, "is_bot": False, "first_name": "A", "language_code": "fr"}
PRIVATE = {"id": 7, "type": "private"}
PHOTO = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]


class World(Chats):
    """Chats with the channel's desk before them and a pretended assistant behind."""

    def __init__(self, app):
        super().__init__(app)
        shelf = Shelf(ROOT, app.settings.text_constants)
        turns = Turns(self.assist, app.new_work, self.clock, app.conversations, shelf, time.monotonic)
        self.heard, self.queued, self.asides, self.put = [], [], [], []
        self.before_answer = lambda: None
        self.front = Desk(turns, Sender(self), app.conversations, app.new_work, self.clock, self.aside, self.gate)
        self.loop = ChatLoop(self.timers, app.new_work, self.clock, self.put.append, self.aside)
        self.ids = iter(range(1, 1000))

    async def assist(self, message):
        self.heard.append(message.text)
        self.before_answer()
        await message.output_channel.send_response(message.sender_id, {"text": f"about {message.text}"})

    async def aside(self, method, params):
        self.asides.append(method)

    async def receive(self, kind="message", **fields):
        update = {"update_id": next(self.ids), kind: fields}
        with self.app.new_work() as work:
            work.inbox.claim([update], self.clock())
            work.commit()
        await self.front.handle(translate(update))

    async def write(self, **fields):
        await self.receive(message_id=41, date=1, chat=PRIVATE, **{"from": AMINA}, **fields)

    async def press(self, data):
        message = {"message_id": 50, "date": 1, "chat": PRIVATE, "text": "?"}
        await self.receive("callback_query", id="q", chat_instance="1", data=data, message=message, **{"from": AMINA})

    def button(self, payload):
        with self.app.new_work() as work:
            kept = work.buttons.keep(payload)
            work.commit()
        return kept

    def unhandled(self):
        with self.app.new_reading() as work:
            return work.inbox.unhandled()

    def kept(self):
        """What of the person stands in the history, as (text, kind)."""
        events = self.events(self.person())
        return [(each["text"], each["metadata"]["kind"]) for each in events if each["event"] == "user"]


class Sender:
    def __init__(self, world):
        self.world = world

    def saw(self, message_id):
        """Numbers of messages are of no matter here."""

    def put(self, outgoing):
        self.world.queued += [item.params["text"] for item in outgoing if "text" in item.params]


@pytest.fixture
def world(app):
    return World(app)


@pytest.fixture
def held(world):
    world.desk.take(world.person().id, "ana")
    return world


async def test_who_waits_still_talks_with_the_bot(world):
    world.requests.ask(world.person().id, Reason.ASKED)
    await world.write(text="bonjour")
    assert world.queued == ["about bonjour"]


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({"text": "bonjour"}, ("bonjour", "text")),
        ({"text": "/menu"}, ("/menu", "command")),
        ({"text": "😀😀"}, ("😀😀", "text")),
        ({"photo": PHOTO}, ("", "photo")),
        ({"photo": PHOTO, "caption": "my paper"}, ("my paper", "photo")),
        ({"voice": {"file_id": "a", "file_unique_id": "b", "duration": 3}}, ("", "voice")),
        ({"contact": {"phone_number": "32470123456", "first_name": "A", "user_id": 7}}, ("+32470123456", "contact")),
    ],
)
async def test_the_bot_is_silent_whatever_arrives_and_staff_can_read_it(held, fields, kept):
    await held.write(**fields)
    assert (held.heard, held.queued, held.asides) == ([], [], [])
    assert held.kept() == [kept]
    assert held.unhandled() == []


async def test_a_pressed_button_stops_its_wheel_and_is_read_as_what_it_means(held):
    await held.press(held.button("/office_address"))
    assert held.asides == ["answerCallbackQuery"]
    assert held.heard == []
    assert held.kept() == [("/office_address", "button")]


@pytest.mark.parametrize(("command", "payload"), [("/bot", "/back_to_bot"), ("/forget", "/forget"), ("/stop", "/stop")])
async def test_the_person_can_end_the_chat_and_use_their_rights_at_any_time(held, command, payload):
    await held.write(text=command)
    assert held.latest(held.person()).outcome is Outcome.LEFT
    assert held.heard == [payload]
    await held.write(text="bonjour")
    assert held.heard == [payload, "bonjour"]


async def test_leaving_the_queue_by_command(world):
    world.requests.ask(world.person().id, Reason.ASKED)
    await world.write(text="/bot")
    assert world.open_for(world.person()) is None
    assert world.heard == ["/back_to_bot"]


async def test_a_chat_that_is_taken_while_the_bot_thinks_stays_without_its_answer(world):
    world.before_answer = lambda: world.desk.take(world.person().id, "ana")
    await world.write(text="bonjour")
    assert world.heard == ["bonjour"]
    assert world.queued == []
    assert world.kept() == [("bonjour", "text")]
    assert world.unhandled() == []


async def test_after_the_end_the_bot_takes_the_word_once(held):
    held.desk.close(held.person().id, "ana", Outcome.ANSWERED)
    await held.loop.look()
    await held.loop.look()
    [given] = held.put
    assert (given.kind, given.name, given.address) == (Kind.COMMAND, "bot", "7")
    await held.front.handle(given)
    assert held.heard == ["/back_to_bot"]
    await held.front.handle(given)
    assert held.heard == ["/back_to_bot"]


async def test_a_restart_before_the_bot_took_the_word_does_not_lose_it(held):
    held.desk.close(held.person().id, "ana", Outcome.ANSWERED)
    await held.loop.look()
    again = ChatLoop(held.timers, held.app.new_work, held.clock, held.put.append, held.aside)
    await again.look()
    assert len(held.put) == 2
    for given in held.put:
        await held.front.handle(given)
    assert held.heard == ["/back_to_bot"]


async def test_of_two_processes_that_take_the_word_at_once_one_keeps_nothing(held):
    held.desk.close(held.person().id, "ana", Outcome.ANSWERED)
    handover = held.latest(held.person())

    def other_process():
        with held.app.new_work() as work:
            work.handovers.resumed(handover.id)
            work.commit()

    held.before_answer = other_process
    await held.front.handle(Incoming(-handover.id, Kind.COMMAND, "7", name="bot", resumes=handover.id))
    assert held.queued == []


async def test_who_blocked_the_bot_is_not_greeted_back(held):
    amina = held.person()
    held.app.conversations.block(amina.id)
    held.desk.close(amina.id, "ana", Outcome.NO_REPLY)
    await held.loop.look()
    assert held.put == []
    with held.app.new_reading() as work:
        assert work.handovers.resuming() == []


async def test_the_person_sees_that_a_colleague_types(held):
    held.desk.types(held.person().id, "ana")
    await held.loop.look()
    await held.loop.look()
    assert held.asides == ["sendChatAction"]
    held.later(1)
    for _ in range(20):
        await held.loop.look()
    assert held.asides == ["sendChatAction"]


async def test_the_loop_applies_what_is_due(world):
    world.requests.ask(world.person().id, Reason.ASKED)
    world.later(10)
    await world.loop.look()
    assert world.latest(world.person()).outcome is Outcome.NOBODY_CAME


def test_a_turn_in_a_held_chat_is_refused_by_the_store(held, app):
    amina = held.person()
    with app.new_work() as work, pytest.raises(HeldByStaff):
        work.handovers.refuse_if_held(amina.id)
