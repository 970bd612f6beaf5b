"""Telegram's HTML: the plain text and its entities, or ParseError in Telegram's words.

Follows the server's own reader rather than the documentation: which sloppiness it forgives (a missing
semicolon, unquoted attribute values) and which it refuses.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.telegram_server.html_words import CHARACTER, TAG_KINDS, in_name, link_target, unescaped
from tests.telegram_server.records import Json


class ParseError(ValueError):
    """The text is not what Telegram calls HTML."""


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    piece: int


class HtmlReader:
    """Reads one text once. Offsets of entities count UTF-16 units, those of errors count bytes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.offset = 0
        self.pieces: list[str] = []
        self.entities: list[Json] = []
        self.open: list[_Open] = []

    def read(self) -> tuple[str, list[Json]]:
        while self.at < len(self.text):
            character = CHARACTER.match(self.text, self.at)
            if character:
                self._emit(unescaped(character))
                self.at = character.end()
            elif self.text[self.at] == "<":
                self._tag()
            else:
                end = self._skip(self.at + 1, lambda c: c not in "<&")
                self._emit(self.text[self.at : end])
                self.at = end
        if self.open:
            raise ParseError(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        entities = sorted(self.entities, key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.pieces), entities

    def _emit(self, text: str) -> None:
        self.pieces.append(text)
        self.offset += utf16_length(text)

    def _skip(self, start: int, keep: Callable[[str], bool]) -> int:
        end = start
        while end < len(self.text) and keep(self.text[end]):
            end += 1
        return end

    def _skip_spaces(self, unclosed: str, begin: int) -> str:
        """The next character that is not a space; the end of the text is an error."""
        self.at = self._skip(self.at, str.isspace)
        if self.at >= len(self.text):
            raise self._error(unclosed, begin)
        return self.text[self.at]

    def _error(self, words: str, at: int, more: str = "") -> ParseError:
        offset = len(self.text[:at].encode("utf-8", "surrogatepass"))
        return ParseError(f"{words} at byte offset {offset}{more}")

    def _tag(self) -> None:
        if self.text.startswith("</", self.at):
            self._end_tag(self.at)
        else:
            self._start_tag(self.at)

    def _start_tag(self, begin: int) -> None:
        self.at = self._skip(begin + 1, in_name)
        if self.at >= len(self.text):
            raise self._error("Unclosed start tag", begin)
        tag = self.text[begin + 1 : self.at].lower()
        if tag not in TAG_KINDS:
            raise self._error(f'Unsupported start tag "{tag}"', begin)
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Open(tag, attributes, self.offset, len(self.pieces)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while self._skip_spaces("Unclosed start tag", begin) != ">":
            start = self.at
            self.at = self._skip(start, lambda c: not c.isspace() and c not in "=>/\"'")
            name = self.text[start : self.at]
            if not name:
                raise self._error(f'Empty attribute name in the tag "{tag}"', begin)
            found[name] = ""
            if self._skip_spaces(f'Unclosed start tag "{tag}"', begin) == "=":
                self.at += 1
                found[name] = self._attribute_value(tag, begin)
        self.at += 1
        return found

    def _attribute_value(self, tag: str, begin: int) -> str:
        quote = self._skip_spaces(f'Unclosed start tag "{tag}"', begin)
        start = self.at
        if quote in "\"'":
            end = self.text.find(quote, start + 1)
            if end < 0:
                raise self._error("Unclosed start tag", begin)
            self.at = end + 1
            return CHARACTER.sub(unescaped, self.text[start + 1 : end])
        self.at = self._skip(start, lambda c: (c.isascii() and c.isalnum()) or c in ".-")
        if self.at < len(self.text) and in_name(self.text[self.at]):
            raise self._error("Unexpected end of name token", start)
        return self.text[start : self.at].lower()

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise self._error("Unexpected end tag", begin)
        self.at = self._skip(begin + 2, in_name)
        name = self.text[begin + 2 : self.at].lower()
        if self._skip_spaces("Unclosed end tag", begin) != ">":
            raise self._error("Unclosed end tag", begin)
        opened = self.open.pop()
        if name and name != opened.tag:
            found = f', expected "</{opened.tag}>", found "</{name}>"'
            raise self._error("Unmatched end tag", begin, found)
        if self.offset > opened.offset:
            self.entities += self._entities_of(opened)
        self.at += 1

    def _entities_of(self, opened: _Open) -> list[Json]:
        """One entity, or none for a link that leads nowhere: Telegram then shows plain text."""
        length = self.offset - opened.offset
        entity: Json = {"type": TAG_KINDS[opened.tag], "offset": opened.offset, "length": length}
        if opened.tag == "a":
            target = link_target(opened.attributes.get("href") or "".join(self.pieces[opened.piece :]))
            return [entity | target] if target else []
        if opened.tag == "tg-emoji":
            identifier = opened.attributes.get("emoji-id", "")
            if not re.fullmatch(r"[1-9]\d*", identifier):
                raise ParseError("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = identifier
        if opened.tag == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        return [entity]
