"""The staff group over the real connector and the fake Telegram, with a pretended assistant behind."""

import pytest

from bot.answers.shelf import Shelf
from bot.bootstrap import build
from bot.channel.connector import Connector
from bot.channel.staff_room import word_of
from bot.channel.translate import translate
from bot.domain.conversation import Channel
from bot.domain.handover import Reason
from bot.domain.incoming import Kind
from bot.domain.staff import Role
from bot.storage.migrate import migrate
from tests.chats import ROOT
from tests.staff_room import GROUP, Room, whole_chat
from tests.telegram_server.server import FakeTelegram

MESSAGE = {"message_id": 5, "date": 1, "chat": {"id": GROUP, "type": "supergroup", "title": "Staff", "is_forum": True}}
ANA = {"id": 900, "is_bot": False, "first_name": "Ana"}


async def silent(message):
    """The assistant has nothing to say."""


@pytest.fixture
async def telegram():
    async with FakeTelegram() as running:
        yield running


@pytest.fixture
async def app(tmp_path, telegram):
    built = build(
        {
            "MONTOYER_DATABASE_URL": f"sqlite:///{tmp_path / 'm.db'}",
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_BASE_URL": telegram.base_url,
            "MONTOYER_STAFF_GROUP": str(GROUP),
            "MONTOYER_SERVICE_HOURS": "mon-sun 00:00-23:59",
            "MONTOYER_HOLIDAYS": "none",
        }
    )
    migrate(built.engine)
    built.accounts.invite("Ana", Role.AGENT)
    connector = Connector(built, silent, Shelf(ROOT, built.settings.text_constants))
    await connector.start()
    try:
        yield built
    finally:
        await connector.stop()
        built.engine.dispose()


async def test_a_whole_chat_goes_through_the_group(app, telegram):
    room = Room(telegram)
    person = app.conversations.meet(Channel.TELEGRAM, "4001", "fr")
    app.live_chat.requests.ask(person.id, Reason.ASKED)
    await whole_chat(room, app)
    # The topic that was deleted is the only thing Telegram had to refuse.
    assert {problem.text for problem in telegram.problems} == {"Bad Request: message thread not found"}


async def test_an_erased_person_leaves_no_topic(app, telegram):
    room = Room(telegram)
    person = app.conversations.meet(Channel.TELEGRAM, "4001", "fr")
    app.live_chat.requests.ask(person.id, Reason.ASKED)
    topic = await room.topic()
    await room.shows("asked for a person")
    app.erasure.erase(person.id)
    await room.until_gone(topic)


def word(**fields):
    return word_of(translate({"update_id": 1, "message": {**MESSAGE, **fields}}, "montoyer_bot"))


def test_a_message_in_a_topic_is_read():
    heard = word(text="hello", message_thread_id=4, is_topic_message=True, **{"from": ANA})
    assert (heard.chat, heard.thread, heard.sender, heard.text, heard.command) == (GROUP, 4, "900", "hello", "")


def test_a_command_is_never_somebodys_plain_words():
    assert word(text="/note@montoyer_bot cold", **{"from": ANA}).command == "note"
    assert word(text="/größe 5", **{"from": ANA}).command == "größe"
    assert word(text="/ 5", **{"from": ANA}).command == "5"
    other = {"update_id": 1, "message": {**MESSAGE, "text": "/note@other_bot cold", "from": ANA}}
    assert translate(other, "montoyer_bot").inner is Kind.OTHER


def test_who_writes_as_the_group_has_no_name():
    chat = MESSAGE["chat"]
    assert word(text="hello", sender_chat=chat, **{"from": {**ANA, "id": 1087968824}}).sender == ""


def test_what_telegram_reports_of_a_topic_is_nobodys_word():
    closed = {**MESSAGE, "forum_topic_closed": {}, "message_thread_id": 4, "from": ANA}
    assert translate({"update_id": 1, "message": closed}).inner is Kind.OTHER
