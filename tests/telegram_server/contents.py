"""What people put into messages: the fields of a Message besides sender, chat and date."""

import re

from tests.telegram_server.files import StoredFile, media
from tests.telegram_server.html_reader import utf16_length
from tests.telegram_server.records import Json

_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,64}(@\w+)?")
_MENTION = re.compile(r"(?<!\S)@\w{4,32}")


def text(words: str) -> Json:
    """Text with the entities that Telegram's clients recognise: commands and mentions."""
    found = [("bot_command", match) for match in _COMMAND.finditer(words)]
    found += [("mention", match) for match in _MENTION.finditer(words)]
    entities = [
        {"type": kind, "offset": utf16_length(words[: match.start()]), "length": utf16_length(match[0])}
        for kind, match in found
    ]
    return {"text": words} | ({"entities": entities} if entities else {})


def attachment(kind: str, file: StoredFile, caption: str = "") -> Json:
    return {kind: media(kind, file)} | ({"caption": caption} if caption else {})


def location(latitude: float, longitude: float) -> Json:
    return {"location": {"latitude": latitude, "longitude": longitude}}


def venue(title: str, address: str, latitude: float, longitude: float) -> Json:
    place = location(latitude, longitude)
    return place | {"venue": place | {"title": title, "address": address}}


def contact(phone: str, first_name: str, user_id: int | None) -> Json:
    """Somebody's number; the owner's id is there only when Telegram knows that person."""
    card: Json = {"phone_number": phone, "first_name": first_name}
    return {"contact": card | ({"user_id": user_id} if user_id else {})}


def poll(question: str, options: tuple[str, ...], poll_id: str) -> Json:
    return {
        "poll": {
            "id": poll_id,
            "question": question,
            "options": [
                {"text": option, "voter_count": 0, "persistent_id": str(number)}
                for number, option in enumerate(options)
            ],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": False,
            "members_only": False,
        }
    }


def forwarded(content: Json, author: str, date: int) -> Json:
    """The content as written by somebody who hides the account."""
    origin = {"type": "hidden_user", "sender_user_name": author, "date": date}
    return content | {"forward_origin": origin}
