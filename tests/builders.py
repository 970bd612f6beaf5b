"""Things that tests need, with only what matters spelled out."""

from dataclasses import replace
from datetime import datetime, time, timedelta, timezone
from typing import Any

from bot.domain.call_window import CallWindow, DayPart
from bot.domain.callback import CallbackRequest, Consent, Topic, Wish
from bot.domain.conversation import Channel, Conversation
from bot.domain.staff import Role, Staff

# A Tuesday in winter, 10:07 by Brussels' clock.
NOW = datetime(2026, 11, 24, 9, 7, tzinfo=timezone.utc)

HOURS = (DayPart(time(9), time(12)), DayPart(time(13), time(17)))

A_KEY = "k" * 40
ANOTHER_KEY = "n" * 40

_WISH = Wish(
    name="Amina Haddad",
    phone="+32470123456",
    language="ar",
    window=CallWindow(NOW + timedelta(hours=1), NOW + timedelta(hours=2)),
    topic=Topic.RETURN,
    may_leave_message=False,
)


def a_window(starts_in: timedelta = timedelta(hours=1), lasts: timedelta = timedelta(hours=1)) -> CallWindow:
    return CallWindow(NOW + starts_in, NOW + starts_in + lasts)


def a_wish(**changes: Any) -> Wish:
    return replace(_WISH, **changes)


def a_consent(text_version: str = "2026-01") -> Consent:
    return Consent(text_version, NOW)


def a_request(reference: str = "ABC-234", wish: Wish = _WISH, **changes: Any) -> CallbackRequest:
    # A person has one open request: other references are other people's.
    person = "amina" if reference == "ABC-234" else reference
    values: dict[str, Any] = {
        "conversation_id": f"conversation-of-{person}",
        "consent": a_consent(),
        "created_at": NOW,
        "updated_at": NOW,
        **changes,
    }
    return CallbackRequest(reference, wish=wish, **values)


def a_conversation(conversation_id: str = "conversation-of-amina", **changes: Any) -> Conversation:
    values: dict[str, Any] = {"address": "424242", "created_at": NOW, "last_seen_at": NOW, **changes}
    return Conversation(conversation_id, Channel.TELEGRAM, **values)


def a_colleague(name: str = "ana", role: Role = Role.AGENT, **changes: Any) -> Staff:
    return Staff(name, role, **{"created_at": NOW, **changes})


def an_update(update_id: int, text: str = "hello") -> dict[str, Any]:
    return {"update_id": update_id, "message": {"text": text, "chat": {"id": 424242}}}


def a_call(text: str = "hello") -> dict[str, Any]:
    return {"method": "sendMessage", "params": {"text": text}}
