"""A callback request as a row; name, phone and note are sealed."""

from typing import Any

from bot.domain.call_window import CallWindow
from bot.domain.callback import Attempt, CallbackRequest, Consent, State, Topic, Wish
from bot.storage.callback_search import VERSION
from bot.storage.sealing import Sealer


def request_of(row: Any, made: list[Attempt], sealer: Sealer) -> CallbackRequest:
    """A request out of its row."""
    return CallbackRequest(
        reference=row.reference,
        conversation_id=row.conversation_id,
        wish=Wish(
            name=sealer.open(row.sealed_name),
            phone=sealer.open(row.sealed_phone),
            language=row.language,
            window=CallWindow(row.window_start, row.window_end),
            topic=Topic(row.topic),
            may_leave_message=row.may_leave_message,
        ),
        consent=Consent(row.consent_version, row.consent_at),
        created_at=row.created_at,
        updated_at=row.updated_at,
        state=State(row.state),
        urgent=row.urgent,
        assignee=row.assignee,
        attempts=made,
        note=sealer.open(row.sealed_note) if row.sealed_note else "",
        country=row.country,
        version=row.version,
    )


def row_of(request: CallbackRequest, sealer: Sealer) -> dict[str, Any]:
    """What of a request can change, as a row."""
    wish = request.wish
    return {
        "state": request.state.value,
        "urgent": request.urgent,
        "sealed_name": sealer.seal(wish.name),
        "sealed_phone": sealer.seal(wish.phone),
        "language": wish.language,
        "topic": wish.topic.value,
        "window_start": wish.window.start,
        "window_end": wish.window.end,
        "may_leave_message": wish.may_leave_message,
        "consent_version": request.consent.text_version,
        "consent_at": request.consent.given_at,
        "assignee": request.assignee,
        "sealed_note": sealer.seal(request.note) if request.note else None,
        "updated_at": request.updated_at,
        "country": request.country,
        "search_version": VERSION,
    }
