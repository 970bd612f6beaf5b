"""Callback requests in SQL; name, phone and note are sealed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from bot.domain.call_window import CallWindow
from bot.domain.callback import OPEN, Attempt, CallbackRequest, Consent, Outcome, State, Topic, Wish
from bot.domain.errors import AlreadyOpen, AlreadyTaken, CallbackNotFound
from bot.services.ports import CallbackFilter
from bot.storage.sealing import Sealer
from bot.storage.tables import callback_attempt as attempts
from bot.storage.tables import callback_request as requests
from bot.storage.upsert import insert_new

_OPEN = [state.value for state in OPEN]


@contextmanager
def _one_open(connection: Connection, conversation_id: str) -> Iterator[None]:
    """The database holds one open request per person. Raises `AlreadyOpen`, and the transaction can go on."""
    try:
        with connection.begin_nested():
            yield
    except IntegrityError:
        mine = sa.and_(requests.c.conversation_id == conversation_id, requests.c.state.in_(_OPEN))
        raise AlreadyOpen(connection.execute(sa.select(requests.c.reference).where(mine)).scalar() or "") from None


class SqlCallbacks:
    """Implements `ports.Callbacks`. Within one unit of work it remembers the version it read of each request."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer
        self._versions: dict[str, int] = {}
        self._kept_attempts: dict[str, int] = {}

    def add(self, request: CallbackRequest, request_key: str) -> bool:
        """Keep a new request; False when the key is known. Raises `AlreadyOpen` when the person has an open one."""
        if self.made_by(request_key) is not None:
            return False
        values = {
            **self._row(request),
            "reference": request.reference,
            "conversation_id": request.conversation_id,
            "request_key": request_key,
            "created_at": request.created_at,
        }
        with _one_open(self._connection, request.conversation_id):
            added = insert_new(self._connection, requests, values, ["request_key"])
        if added:
            self._versions[request.reference] = 1
            self._kept_attempts[request.reference] = 0
        return added

    def save(self, request: CallbackRequest) -> None:
        """Write changes back if nobody else did since it was read. Raises `AlreadyTaken`, `AlreadyOpen`."""
        version = self._versions[request.reference]
        change = (
            requests.update()
            .where(requests.c.reference == request.reference, requests.c.version == version)
            .values(**self._row(request), version=version + 1)
        )
        with _one_open(self._connection, request.conversation_id):
            changed = self._connection.execute(change)
        if changed.rowcount != 1:
            holder = self._connection.execute(
                sa.select(requests.c.assignee).where(requests.c.reference == request.reference)
            ).scalar()
            raise AlreadyTaken(request.reference, holder or "")
        self._versions[request.reference] = version + 1
        self._add_attempts(request)

    def _add_attempts(self, request: CallbackRequest) -> None:
        for attempt in request.attempts[self._kept_attempts[request.reference] :]:
            self._connection.execute(
                attempts.insert().values(
                    reference=request.reference, at=attempt.at, by=attempt.by, outcome=attempt.outcome.value
                )
            )
        self._kept_attempts[request.reference] = len(request.attempts)

    def get(self, reference: str) -> CallbackRequest:
        """The request. Raises `CallbackNotFound`."""
        found = self._read(requests.c.reference == reference)
        if not found:
            raise CallbackNotFound(reference)
        return found[0]

    def made_by(self, request_key: str) -> CallbackRequest | None:
        """The request that was kept with this key."""
        return next(iter(self._read(requests.c.request_key == request_key, limit=1)), None)

    def open_for(self, conversation_id: str) -> CallbackRequest | None:
        """The person's open request."""
        mine = requests.c.conversation_id == conversation_id
        return next(iter(self._read(sa.and_(mine, requests.c.state.in_(_OPEN)), limit=1)), None)

    def latest_for(self, conversation_id: str) -> CallbackRequest | None:
        """The person's newest request in whatever state."""
        query = (
            sa.select(requests.c.reference)
            .where(requests.c.conversation_id == conversation_id)
            .order_by(requests.c.created_at.desc())
            .limit(1)
        )
        reference = self._connection.execute(query).scalar()
        return self.get(reference) if reference else None

    def page(self, wanted: CallbackFilter, offset: int, limit: int) -> list[CallbackRequest]:
        """Requests in the order in which to act."""
        return self._read(self._condition(wanted), offset, limit)

    def count(self, wanted: CallbackFilter) -> int:
        """How many there are in all."""
        query = sa.select(sa.func.count()).select_from(requests).where(self._condition(wanted))
        return int(self._connection.execute(query).scalar_one())

    @staticmethod
    def _condition(wanted: CallbackFilter) -> Any:
        terms = [sa.true()]
        if wanted.states is not None:
            terms.append(requests.c.state.in_([state.value for state in wanted.states]))
        if wanted.language is not None:
            terms.append(requests.c.language == wanted.language)
        if wanted.topic is not None:
            terms.append(requests.c.topic == wanted.topic.value)
        if wanted.assignee is not None:
            terms.append(requests.c.assignee == wanted.assignee)
        if wanted.text:
            terms.append(requests.c.reference.contains(wanted.text.upper(), autoescape=True))
        return sa.and_(*terms)

    def _read(self, condition: Any, offset: int = 0, limit: int = 1000) -> list[CallbackRequest]:
        ended = sa.case((requests.c.state.in_(_OPEN), 0), else_=1)
        query = (
            sa.select(requests)
            .where(condition)
            .order_by(ended, requests.c.urgent.desc(), requests.c.window_end, requests.c.reference)
            .offset(offset)
            .limit(limit)
        )
        rows = self._connection.execute(query).all()
        made = self._attempts_of([row.reference for row in rows])
        return [self._request(row, made.get(row.reference, [])) for row in rows]

    def _attempts_of(self, references: list[str]) -> dict[str, list[Attempt]]:
        made: dict[str, list[Attempt]] = {}
        if not references:
            return made
        query = sa.select(attempts).where(attempts.c.reference.in_(references)).order_by(attempts.c.id)
        for row in self._connection.execute(query):
            made.setdefault(row.reference, []).append(Attempt(row.at, row.by, Outcome(row.outcome)))
        return made

    def _request(self, row: Any, made: list[Attempt]) -> CallbackRequest:
        self._versions[row.reference] = row.version
        self._kept_attempts[row.reference] = len(made)
        return CallbackRequest(
            reference=row.reference,
            conversation_id=row.conversation_id,
            wish=Wish(
                name=self._sealer.open(row.sealed_name),
                phone=self._sealer.open(row.sealed_phone),
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
            note=self._sealer.open(row.sealed_note) if row.sealed_note else "",
        )

    def _row(self, request: CallbackRequest) -> dict[str, Any]:
        wish = request.wish
        return {
            "state": request.state.value,
            "urgent": request.urgent,
            "sealed_name": self._sealer.seal(wish.name),
            "sealed_phone": self._sealer.seal(wish.phone),
            "language": wish.language,
            "topic": wish.topic.value,
            "window_start": wish.window.start,
            "window_end": wish.window.end,
            "may_leave_message": wish.may_leave_message,
            "consent_version": request.consent.text_version,
            "consent_at": request.consent.given_at,
            "assignee": request.assignee,
            "sealed_note": self._sealer.seal(request.note) if request.note else None,
            "updated_at": request.updated_at,
        }
