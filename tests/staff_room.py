"""The staff group as colleagues see it on the fake Telegram, and the steps of a whole chat from there."""

import asyncio

from bot.bootstrap import App
from bot.services.transcript import Who, lines_of
from tests.telegram_server.people import User
from tests.telegram_server.server import FakeTelegram

GROUP = -1001234567890
TITLE = "asked for a person"


async def until(condition, what):
    """What `condition` gives once that is something."""
    for _ in range(300):
        found = condition()
        if found:
            return found
        await asyncio.sleep(0.2)
    raise AssertionError(what())


class Room:
    """The group as colleagues see it, and one person outside."""

    def __init__(self, telegram: FakeTelegram):
        self.group = telegram.group(GROUP, forum=True, bot_status="administrator")
        self.ana: User = telegram.user(900, language="en")
        self.person: User = telegram.user(4001, language="fr", first_name="Moussa")

    def here(self):
        return list(self.group.chat.messages.values())

    def words(self):
        return [message.get("text", "") for message in self.here()]

    async def shows(self, words, ours=True):
        """The message of the bot in the group that has these words."""
        return await until(
            lambda: next((each for each in self.here() if words in each.get("text", "") and is_bots(each)), None),
            self.words,
        )

    async def hears(self, words):
        """The message that the person has from us with these words."""
        return await until(
            lambda: next(
                (each for each in self.person.history() if words in each.get("text", "") and is_bots(each)), None
            ),
            lambda: [each.get("text") for each in self.person.history()],
        )

    async def topic(self, without=None):
        return await until(
            lambda: next((number for number in self.group.topics if number != without), None), lambda: self.group.topics
        )

    async def until_gone(self, topic):
        """The topic is not there any more."""
        await until(lambda: topic not in self.group.topics, lambda: self.group.topics)


def is_bots(message):
    return bool(message["from"].get("is_bot"))


def code_for(app, name):
    """As the console's account page makes it."""
    return app.staff_links.make_code(name)


async def whole_chat(room, app: App):
    """From the topic's appearing to the bot's return; somebody has just asked for a person."""
    topic = await room.topic()
    assert TITLE in room.group.topics[topic].name
    assert "Moussa" not in room.group.topics[topic].name
    await room.shows(TITLE)
    await answers_after_linking(room, app, topic)
    await edits_go_both_ways(room, topic)
    await a_note_stays_here(room, topic)
    again = await a_deleted_topic_is_made_again(room, topic)
    await the_end(room, again)
    said_in_the_history(app, room)


async def answers_after_linking(room, app, topic):
    await room.ana.send("Bonjour Moussa", chat=room.group, thread=topic)
    await room.shows("not linked yet")
    name = app.accounts.all()[0].name
    await room.ana.send(f"/link {code_for(app, name)}", chat=room.group)
    await room.shows(f"Welcome, {name}")
    room.sent = await room.ana.send("Bonjour Moussa, où êtes-vous ?", chat=room.group, thread=topic)
    await room.hears("Bonjour Moussa, où êtes-vous ?")
    await room.shows(f"{name} has this chat")
    assert not any(each.get("text") == "Bonjour Moussa" for each in room.person.history()), "before the link"


async def edits_go_both_ways(room, topic):
    ours = await room.hears("où êtes-vous ?")
    theirs = await room.person.reply_to(ours, "j'ai froid, gare du Norrd")
    copied = await room.shows("gare du Norrd")
    assert copied["reply_to_message"]["message_id"] == room.sent.message_id
    await room.person.photo()
    await room.shows("received, not stored")
    await room.person.edit(theirs.message_id, "j'ai froid, gare du Midi")
    changed = await room.shows("gare du Midi")
    assert changed["message_id"] == copied["message_id"]
    await room.ana.edit(room.sent.message_id, "Bonjour Moussa, à quelle gare ?", chat=room.group)
    assert (await room.hears("à quelle gare ?"))["message_id"] == ours["message_id"]
    await room.ana.send("Restez là.", chat=room.group, thread=topic, reply_to=copied["message_id"])
    assert (await room.hears("Restez là."))["reply_to_message"]["message_id"] == theirs.message_id


async def a_note_stays_here(room, topic):
    await room.ana.send("/note needs a blanket", chat=room.group, thread=topic)
    await room.shows("needs a blanket")
    assert not any("blanket" in each.get("text", "") for each in room.person.history())


async def a_deleted_topic_is_made_again(room, topic):
    del room.group.topics[topic]
    await room.person.send("vous êtes encore là ?")
    again = await room.topic(without=topic)
    shown = await room.shows("vous êtes encore là ?")
    assert shown["message_thread_id"] == again
    await room.ana.send("Oui, toujours.", chat=room.group, thread=again)
    await room.hears("Oui, toujours.")
    return again


async def the_end(room, topic):
    await room.ana.send("/close referred", chat=room.group, thread=topic)
    await room.shows("Ended: referred")
    await until(lambda: room.group.topics[topic].closed, room.words)


def said_in_the_history(app, room):
    """What the console's page shows is the same talk, under the name of the account."""
    with app.new_reading() as work:
        [person] = [each.conversation_id for each in work.chats.recent(5)]
        lines = lines_of(work.chats.turns(person, 100), work.chats.notes(person), work.edits.of(person))
        audited = {(each.actor, each.action) for each in work.audit.latest(1000)}
    name = app.accounts.all()[0].name
    ours = [line.text for line in lines if line.who is Who.STAFF and line.by == name]
    assert ours == ["Bonjour Moussa, où êtes-vous ?", "Bonjour Moussa, à quelle gare ?", "Restez là.", "Oui, toujours."]
    assert [line.edited for line in lines if line.edited] == ["j'ai froid, gare du Midi"]
    assert [line.by for line in lines if line.who is Who.NOTE] == [name]
    assert {(name, action) for action in ("chat_taken", "chat_written", "chat_noted", "chat_closed")} <= audited
