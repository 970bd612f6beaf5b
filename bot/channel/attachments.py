"""What a message holds besides words: named, never opened."""

from typing import Any

from telegram import Message

# By the message field that holds it; the intent is `sent_<kind>`.
_KINDS = {
    "photo": "photo",
    "paid_media": "photo",
    "animation": "video",
    "document": "document",
    "video": "video",
    "video_note": "video",
    "story": "video",
    "voice": "voice",
    "audio": "voice",
    "sticker": "sticker",
    "dice": "sticker",
    "game": "sticker",
    "venue": "location",
    "location": "location",
    "poll": "poll",
    "checklist": "poll",
}

_ANSWERS = {
    "photo": "utter_photo_received",
    "video": "utter_video_received",
    "document": "utter_document_received",
    "voice": "utter_voice_received",
}


def attachment(message: Message) -> str:
    """The kind of a message's attachment; empty when it has none that a person would expect an answer to."""
    held: Any = next((field for field in _KINDS if getattr(message, field, None)), "")
    return _KINDS.get(held, "")


def refusal(kind: str) -> str:
    """The answer that explains why an attachment with a caption is not opened; empty when there is none."""
    return _ANSWERS.get(kind, "")
