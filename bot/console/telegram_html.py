"""Telegram's HTML as safe HTML: exactly the tags Telegram knows, everything else as visible text."""

import re
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from markupsafe import Markup

# What Telegram accepts, and what we show it with.
TAGS = {
    "b": "b",
    "strong": "b",
    "i": "i",
    "em": "i",
    "u": "u",
    "ins": "u",
    "s": "s",
    "strike": "s",
    "del": "s",
    "code": "code",
    "pre": "pre",
    "a": "a",
    "tg-spoiler": "span",
    "blockquote": "blockquote",
}
_OPENING = {"span": '<span class="spoiler" tabindex="0">'}
_SCHEMES = {"http", "https", "mailto", "tel", "tg"}
# Telegram makes addresses and commands in plain text clickable.
_CLICKABLE = re.compile(
    r"(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)])|(?<![\w/@.])(?P<command>/[a-z][a-z0-9_]{0,31})\b"
)
_PLAIN_INSIDE = {"a", "code", "pre"}


def safe_html(text: str, commands: bool = True) -> Markup:
    """A text with `parse_mode` HTML; its commands can be pressed unless told otherwise."""
    reader = _Reader(commands)
    reader.feed(text)
    reader.close()
    return Markup(reader.finish())  # noqa: S704 - built below from escaped text and fixed tags


def safe_text(text: str) -> Markup:
    """A text without `parse_mode`."""
    return Markup(_with_clickables(text))  # noqa: S704 - escaped piece by piece


def _with_clickables(text: str, commands: bool = True) -> str:
    pieces, end = [], 0
    for found in _CLICKABLE.finditer(text):
        pieces.append(escape(text[end : found.start()]))
        shown = escape(found.group())
        if found["url"]:
            pieces.append(_link(found.group()) + f"{shown}</a>")
        elif not commands:
            pieces.append(shown)
        else:
            pieces.append(f'<button type="button" class="command" data-say="{shown}">{shown}</button>')
        end = found.end()
    return "".join([*pieces, escape(text[end:])])


def _link(address: str) -> str:
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">'


class _Reader(HTMLParser):
    """Writes allowed tags anew, closes what stays open, and turns the rest into text."""

    def __init__(self, commands: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._commands = commands
        self._pieces: list[str] = []
        self._open: list[str] = []

    def finish(self) -> str:
        """The safe HTML."""
        while self._open:
            self._close(self._open[-1])
        return "".join(self._pieces)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An opening tag."""
        shown = TAGS.get(tag)
        if shown is None or (shown == "a" and not _is_safe(dict(attrs).get("href"))):
            self._pieces.append(escape(self.get_starttag_text() or ""))
            return
        self._open.append(tag)
        opening = _link(dict(attrs)["href"] or "") if shown == "a" else _OPENING.get(shown, f"<{shown}>")
        self._pieces.append(opening)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that closes itself: Telegram knows none."""
        self._pieces.append(escape(self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        """A closing tag; one that closes nothing is text."""
        if tag not in self._open:
            self._pieces.append(escape(f"</{tag}>"))
            return
        while self._open[-1] != tag:
            self._close(self._open[-1])
        self._close(tag)

    def handle_data(self, data: str) -> None:
        """Text."""
        inside = {TAGS[tag] for tag in self._open}
        self._pieces.append(escape(data) if inside & _PLAIN_INSIDE else _with_clickables(data, self._commands))

    def handle_comment(self, data: str) -> None:
        """Telegram knows no comments."""
        self._pieces.append(escape(f"<!--{data}-->"))

    def handle_decl(self, decl: str) -> None:
        """Nor declarations."""
        self._pieces.append(escape(f"<!{decl}>"))

    def handle_pi(self, data: str) -> None:
        """Nor instructions."""
        self._pieces.append(escape(f"<?{data}>"))

    def unknown_decl(self, data: str) -> None:
        """Nor marked sections."""
        self._pieces.append(escape(f"<![{data}]>"))

    def _close(self, tag: str) -> None:
        self._open.pop()
        self._pieces.append(f"</{TAGS[tag]}>")


def _is_safe(address: str | None) -> bool:
    try:
        return bool(address) and urlsplit((address or "").strip()).scheme.lower() in _SCHEMES
    except ValueError:
        return False
