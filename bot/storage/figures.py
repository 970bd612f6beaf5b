"""How much waits in the database and since when: one list of questions, asked at each look at the metrics."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.domain.callback import OPEN
from bot.domain.handover import Stage
from bot.domain.outgoing import OutgoingState
from bot.observability.figures import Figure
from bot.storage.handover_tables import handover
from bot.storage.tables import callback_request, inbox, outbox

Question = Callable[[Connection, datetime], list[Figure]]


def read_figures(engine: Engine, now: datetime) -> list[Figure]:
    """Every figure, read in one transaction that blocks nobody."""
    with engine.connect().execution_options(sqlite_begin="DEFERRED") as connection, connection.begin():
        return [figure for ask in QUESTIONS for figure in ask(connection, now)]


def _inbox(connection: Connection, now: datetime) -> list[Figure]:
    count, oldest = _backlog(connection, inbox.c.received_at, inbox.c.handled_at.is_(None))
    return [
        Figure("montoyer_inbox_waiting", "Updates taken in and not yet handled.", count),
        Figure("montoyer_inbox_oldest_seconds", "Age of the oldest of them.", age(oldest, now)),
    ]


def _outbox(connection: Connection, now: datetime) -> list[Figure]:
    waiting = outbox.c.state.in_([OutgoingState.WAITING.value, OutgoingState.SENDING.value])
    count, oldest = _backlog(connection, outbox.c.created_at, waiting)
    return [
        Figure("montoyer_outbox_waiting", "Calls to Telegram that wait to be made.", count),
        Figure("montoyer_outbox_oldest_seconds", "Age of the oldest of them.", age(oldest, now)),
    ]


def _callbacks(connection: Connection, now: datetime) -> list[Figure]:
    meaning = "Callback requests: open, due (their time has begun), overdue (it has passed), urgent."
    start, end = callback_request.c.window_start, callback_request.c.window_end
    conditions: dict[str, list[Any]] = {
        "open": [],
        "due": [start <= now, end > now],
        "overdue": [end <= now],
        "urgent": [callback_request.c.urgent],
    }
    is_open = callback_request.c.state.in_([state.value for state in OPEN])
    return [
        Figure("montoyer_callbacks", meaning, _count(connection, is_open, *conditions[state]), {"state": state})
        for state in conditions
    ]


def _handovers(connection: Connection, now: datetime) -> list[Figure]:
    meaning = "Chats that wait for a colleague, and that one holds."
    waiting = handover.c.stage == Stage.WAITING.value
    count, oldest = _backlog(connection, handover.c.created_at, waiting)
    held, _ = _backlog(connection, handover.c.created_at, handover.c.stage == Stage.HELD.value)
    return [
        Figure("montoyer_handovers", meaning, count, {"stage": "waiting"}),
        Figure("montoyer_handovers", meaning, held, {"stage": "held"}),
        Figure("montoyer_handover_wait_seconds", "How long the longest of them waits.", age(oldest, now)),
    ]


def _count(connection: Connection, *conditions: Any) -> float:
    counted = sa.select(sa.func.count()).select_from(callback_request).where(*conditions)
    return float(connection.execute(counted).scalar_one())


def _backlog(connection: Connection, since: Any, condition: Any) -> tuple[float, datetime | None]:
    row = connection.execute(sa.select(sa.func.count(), sa.func.min(since)).where(condition)).one()
    return float(row[0]), row[1]


def age(since: datetime | None, now: datetime) -> float:
    """Seconds since then; 0 when there is nothing."""
    return max(0.0, (now - since).total_seconds()) if since else 0.0


QUESTIONS: list[Question] = [_inbox, _outbox, _callbacks, _handovers]
