import asyncio

from tests.telegram_server.inbox import Reply
from tests.telegram_server.server import FakeTelegram
from tests.telegram_server.terminal import HELP, Terminal, render
from tests.unit.telegram_server.client import call, until


async def test_lines_are_messages_and_colons_are_deeds(telegram: FakeTelegram) -> None:
    user = telegram.user(1)
    written: list[str] = []
    terminal = Terminal(telegram, user, written.append)

    for line in ("hello", "", ":contact", ":contact other", ":photo", ":edit hullo", ":forward news"):
        assert await terminal.obey(line)

    contents = [set(sent.message) - {"from", "chat", "date", "message_id"} for sent in user.sent]
    assert contents == [{"text"}, {"contact"}, {"contact"}, {"photo"}, {"text", "forward_origin"}]
    assert not await terminal.obey(":quit")


async def test_a_click_shows_how_the_press_was_answered(telegram: FakeTelegram) -> None:
    user = telegram.user(1)
    written: list[str] = []
    terminal = Terminal(telegram, user, written.append)
    markup = {"keyboard": [["Yes"]]}
    await call(telegram, "sendMessage", chat_id=1, text="Sure?", reply_markup=markup)

    await terminal.obey(":buttons")
    await terminal.obey(":click Yes")
    await terminal.obey(":click Perhaps")

    assert written == ["[Yes]", "! no button 'Perhaps' number 0; visible: ['Yes']"]
    assert user.sent[-1].message["text"] == "Yes"


async def test_unknown_deeds_are_answered_with_help_and_problems_are_listed(telegram: FakeTelegram) -> None:
    written: list[str] = []
    terminal = Terminal(telegram, telegram.user(1), written.append)
    await terminal.obey(":problems")
    await call(telegram, "sendMessage", chat_id=1, text="")
    await terminal.obey(":problems")
    await terminal.obey(":dance")

    assert written == ["none", "sendMessage: Bad Request: message text is empty", HELP]


def test_a_message_is_shown_with_links_buttons_and_place() -> None:
    message = {
        "text": "Our office\nis here",
        "entities": [{"type": "text_link", "offset": 0, "length": 3, "url": "https://iom.int"}],
    }
    rows = [[{"text": "Yes", "callback_data": "y"}, {"text": "Map", "url": "https://osm.org"}]]

    shown = render(Reply(message, {"inline_keyboard": rows}, True, 0, 0))

    assert shown.splitlines() == [
        "< (edited) Our office",
        "  is here",
        "  -> https://iom.int",
        "  [Yes] [Map -> https://osm.org]",
    ]


async def test_replies_are_written_as_they_come(telegram: FakeTelegram) -> None:
    written: list[str] = []
    terminal = Terminal(telegram, telegram.user(1), written.append)
    writing = asyncio.ensure_future(terminal.write_replies())
    await call(telegram, "sendVenue", chat_id=1, latitude=1, longitude=1, title="Office", address="Street")
    await until(lambda: written)
    writing.cancel()

    assert written == ["< <venue>\n  Office, Street"]
