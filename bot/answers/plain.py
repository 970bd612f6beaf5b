"""A message without formatting, for when Telegram refuses the formatting."""

import html
import re
from typing import Any

_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def plain(params: dict[str, Any]) -> dict[str, Any]:
    """The parameters of a call with its words as they are; addresses of links are written behind their words."""
    rest = {name: value for name, value in params.items() if name != "parse_mode"}
    words = _LINK.sub(lambda link: f"{link.group(2)} ({link.group(1)})", str(params.get("text", "")))
    return {**rest, "text": html.unescape(_TAG.sub("", words))}
