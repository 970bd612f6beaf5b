"""Formatted text of a request: checked, measured and rendered as Telegram stores it."""

from tests.telegram_server.html_reader import HtmlReader, ParseError, utf16_length
from tests.telegram_server.records import Json, bad_request

MAX_TEXT = 4096
MAX_CAPTION = 1024
_NOT_MODELLED = {"markdown", "markdownv2"}


def message_text(params: Json) -> Json:
    """`text` and `entities` of a message; raises ApiError 400 when empty, too long or badly formatted."""
    raw = params.get("text", "")
    if not raw.strip():
        raise bad_request("message text is empty")
    text, entities = _formatted(raw, params.get("parse_mode", ""), params.get("entities"))
    if not text:
        raise bad_request("text must be non-empty")
    if len(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return {"text": text} | ({"entities": entities} if entities else {})


def caption(params: Json) -> Json:
    """`caption` and `caption_entities`, or nothing."""
    text, entities = _formatted(params.get("caption", ""), params.get("parse_mode", ""), params.get("caption_entities"))
    if len(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text} | ({"caption_entities": entities} if entities else {})


def _formatted(raw: str, mode: str, explicit: list[Json] | None) -> tuple[str, list[Json]]:
    """(text without surrounding space, entities); offsets stay those of the text before stripping."""
    if mode.lower() in _NOT_MODELLED:
        raise bad_request(f"(strict server) parse_mode {mode} is not modelled, use HTML")
    if mode and mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    try:
        text, entities = HtmlReader(raw).read() if mode else (raw, [])
    except ParseError as error:
        raise bad_request(f"can't parse entities: {error}") from None
    if explicit:
        _check_bounds(explicit, utf16_length(text))
        entities = explicit
    return text.strip(), entities


def _check_bounds(entities: list[Json], length: int) -> None:
    for entity in entities:
        if entity["offset"] < 0 or entity["offset"] + entity["length"] > length:
            place = f"UTF-16 offset {entity['offset']}"
            raise bad_request(f"entity begins or ends after the end of the text at {place}")
