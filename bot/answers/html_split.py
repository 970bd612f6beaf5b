"""Cut a text with Telegram's HTML into parts that each stand alone."""

import re

_TOKEN = re.compile(r"<(/?)([a-z-]+)[^<>]*>|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-f]+);|.", re.DOTALL | re.IGNORECASE)
# Better places to cut first: between paragraphs, lines, sentences, words.
_BORDERS = ("\n\n", "\n", ". ", "! ", "? ", "؟ ", "։ ", "። ", " ")


def split_html(text: str, limit: int) -> list[str]:
    """Parts of at most `limit` visible UTF-16 units, cut on the best border; tags are closed and opened again."""
    parts, rest = [], text
    # No character is wider than two units: most texts need no counting.
    while 2 * len(rest) > limit and _visible(rest) > limit:
        cut = _cut(rest, limit)
        open_tags = _open_tags(rest[:cut])
        parts.append(rest[:cut].rstrip() + "".join(f"</{_name(tag)}>" for tag in reversed(open_tags)))
        rest = "".join(open_tags) + rest[cut:].lstrip()
    if rest.strip():
        parts.append(rest)
    return parts


def _visible(text: str) -> int:
    return sum(_width(token.group(0)) for token in _TOKEN.finditer(text) if not token.group(2))


def _width(token: str) -> int:
    # An entity such as &amp; shows one character; a character outside the basic plane counts twice.
    return 1 if len(token) > 1 else len(token.encode("utf-16-le")) // 2


def _cut(text: str, limit: int) -> int:
    seen, end = 0, 0
    for token in _TOKEN.finditer(text):
        if not token.group(2):
            seen += _width(token.group(0))
            if seen > limit:
                break
        end = token.end()
    for border in _BORDERS:
        # A border very early would leave a stump; then the next kind of border is tried.
        at = text.rfind(border, end // 2, end)
        if at > 0 and not _inside_tag(text, at):
            return at + len(border)
    return end


def _inside_tag(text: str, at: int) -> bool:
    return text.rfind("<", 0, at) > text.rfind(">", 0, at)


def _open_tags(text: str) -> list[str]:
    opened: list[str] = []
    for token in _TOKEN.finditer(text):
        if not token.group(2):
            continue
        if token.group(1):
            if opened:
                opened.pop()
        else:
            opened.append(token.group(0))
    return opened


def _name(tag: str) -> str:
    return tag.strip("<>").split()[0]
