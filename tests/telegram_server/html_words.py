"""The words of Telegram's HTML: tags, character references and link addresses."""

import re

from tests.telegram_server.records import Json

TAG_KINDS = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
CHARACTER = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([A-Za-z]+));?")
_URL = re.compile(r"(https?://|tg://|tonsite://|mailto:|tel:)?[^\s/]+")
_LONGEST_CODE = 10


def in_name(character: str) -> bool:
    return not character.isspace() and character != ">"


def unescaped(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return _NAMED.get(name, match[0])
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if code == 0 or code >= 0x10FFFF or len(match[0]) > _LONGEST_CODE:
        return match[0]
    return chr(code)


def link_target(url: str) -> Json | None:
    person = re.fullmatch(r"tg://user\?id=(\d+)", url)
    if person:
        return {"type": "text_mention", "user": {"id": int(person[1])}}
    if not _URL.match(url) or ("." not in url and "://" not in url):
        return None
    return {"url": url if "://" in url or url.startswith(("mailto:", "tel:")) else f"http://{url}"}
