"""A chat with the bot in the terminal, in place of a telephone."""

import asyncio
import sys
import threading
from collections.abc import Awaitable, Callable

from tests.telegram_server.inbox import Reply
from tests.telegram_server.people import SOMEBODYS_PHONE, User
from tests.telegram_server.server import FakeTelegram

HELP = """\
A line is a message of yours. Lines that begin with a colon do something else:
  :click TITLE     press a button            :contact         share your phone number
  :contact other   share somebody's number   :location        share where you are
  :photo  :voice  :sticker  :document        send one
  :edit TEXT       correct your last message :forward TEXT    forward a text
  :block  :unblock                           block the bot, let it back in
  :buttons         what can be pressed       :problems        what Telegram would have refused
  :help            this                      :quit            leave"""
ANSWER_TIMEOUT = 5.0
FOREVER = 3600.0

Write = Callable[[str], None]


class Terminal:
    """Obeys lines on behalf of one person and writes down what the bot answers."""

    def __init__(self, telegram: FakeTelegram, user: User, write: Write = print) -> None:
        self._telegram = telegram
        self._user = user
        self._write = write
        self._simple: dict[str, Callable[[], Awaitable[object]]] = {
            "photo": user.photo,
            "voice": user.voice,
            "sticker": user.sticker,
            "document": user.document,
            "location": user.location,
            "block": user.block,
            "unblock": user.unblock,
        }

    async def obey(self, line: str) -> bool:
        """Does what the line says; False when it was the last one."""
        if not line.startswith(":"):
            if line.strip():
                await self._user.send(line)
            return True
        name, _, argument = line[1:].strip().partition(" ")
        if name in self._simple:
            await self._simple[name]()
        elif name != "quit":
            await self._special(name, argument)
        return name != "quit"

    async def _special(self, name: str, argument: str) -> None:
        match name:
            case "click":
                await self._click(argument)
            case "contact" if argument:
                await self._user.contact(SOMEBODYS_PHONE, own=False)
            case "contact":
                await self._user.contact()
            case "forward":
                await self._user.forward(argument)
            case "edit" if self._user.sent:
                await self._user.edit(self._user.sent[-1].message_id, argument)
            case "buttons":
                self._write("  ".join(f"[{button.label}]" for button in self._user.buttons()) or "none")
            case "problems":
                self._write("\n".join(str(problem) for problem in self._telegram.problems) or "none")
            case _:
                self._write(HELP)

    async def _click(self, label: str) -> None:
        try:
            sent = await self._user.click(label)
        except AssertionError as error:
            self._write(f"! {error}")
            return
        if sent.press_id:
            answer = await self._user.answered(sent, ANSWER_TIMEOUT)
            if answer is None:
                self._write("! the press was not answered: a telephone would still show it as loading")
            elif answer["text"]:
                self._write(f"({answer['text']})")

    async def write_replies(self) -> None:
        """Runs until cancelled."""
        while True:
            for reply in await self._user.replies(timeout=FOREVER, n=1):
                self._write(render(reply))


def render(reply: Reply) -> str:
    """The message as plain text: link addresses behind it, buttons below it."""
    prefix = "< (edited) " if reply.edited else "< "
    lines = [prefix + reply.text.replace("\n", "\n  ")]
    if "venue" in reply.message:
        venue = reply.message["venue"]
        lines.append(f"  {venue['title']}, {venue['address']}")
    lines += [f"  -> {entity['url']}" for entity in reply.message.get("entities", []) if "url" in entity]
    for row in reply.markup.get("inline_keyboard", []) + reply.markup.get("keyboard", []):
        shown = (f"[{button['text']}{' -> ' + button['url'] if 'url' in button else ''}]" for button in row)
        lines.append("  " + " ".join(shown))
    if reply.markup.get("remove_keyboard"):
        lines.append("  (keyboard removed)")
    return "\n".join(lines)


async def converse(telegram: FakeTelegram, user: User) -> None:
    """Until the input ends or says so."""
    terminal = Terminal(telegram, user)
    lines = _lines_of_input()
    writer = asyncio.ensure_future(terminal.write_replies())
    try:
        while (line := await lines.get()) is not None:
            if not await terminal.obey(line.rstrip("\n")):
                return
    finally:
        writer.cancel()


def _lines_of_input() -> "asyncio.Queue[str | None]":
    """Lines of standard input as they come, then None."""
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, None)

    # A daemon: a thread that waits for the keyboard must not keep the program alive.
    threading.Thread(target=read, daemon=True).start()
    return lines
