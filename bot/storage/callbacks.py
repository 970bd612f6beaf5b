"""Callback requests in SQL; name, phone and note are sealed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from bot.domain.callback import OPEN, Attempt, CallbackRequest, Outcome
from bot.domain.errors import AlreadyOpen, AlreadyTaken, CallbackNotFound
from bot.services.ports import CallbackFilter
from bot.storage import callback_queue as queue
from bot.storage.callback_rows import request_of, row_of
from bot.storage.callback_search import VERSION, SearchIndex
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
    """Implements `ports.Callbacks`."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer
        self._search = SearchIndex(connection, sealer)
        self._kept_attempts: dict[str, int] = {}

    def add(self, request: CallbackRequest, request_key: str) -> bool:
        """Keep a new request; False when the key is known. Raises `AlreadyOpen` when the person has an open one."""
        if self.made_by(request_key) is not None:
            return False
        values = {
            **row_of(request, self._sealer),
            "reference": request.reference,
            "conversation_id": request.conversation_id,
            "request_key": request_key,
            "created_at": request.created_at,
        }
        with _one_open(self._connection, request.conversation_id):
            added = insert_new(self._connection, requests, values, ["request_key"])
        if added:
            self._kept_attempts[request.reference] = 0
            self._search.put(request)
        return added

    def save(self, request: CallbackRequest) -> None:
        """Write changes back if nobody else did since it was read. Raises `AlreadyTaken`, `AlreadyOpen`."""
        change = (
            requests.update()
            .where(requests.c.reference == request.reference, requests.c.version == request.version)
            .values(**row_of(request, self._sealer), version=request.version + 1)
        )
        with _one_open(self._connection, request.conversation_id):
            changed = self._connection.execute(change)
        if changed.rowcount != 1:
            holder = self._connection.execute(
                sa.select(requests.c.assignee).where(requests.c.reference == request.reference)
            ).scalar()
            raise AlreadyTaken(request.reference, holder or "")
        request.version += 1
        self._add_attempts(request)
        self._search.put(request)

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
        return self._read(requests.c.reference.in_(queue.page(self._condition(wanted), offset, limit)), limit)

    def count(self, wanted: CallbackFilter) -> int:
        """How many there are in all."""
        query = sa.select(sa.func.count()).select_from(requests).where(self._condition(wanted))
        return int(self._connection.execute(query).scalar_one())

    def after(self, reference: str, wanted: CallbackFilter, limit: int) -> list[CallbackRequest]:
        """Requests in the order of their references, behind this one."""
        behind = sa.and_(requests.c.reference > reference, self._condition(wanted))
        return self._read(behind, limit, (requests.c.reference,))

    def countries(self) -> list[str]:
        """Codes of the countries that requests name."""
        named = sa.select(requests.c.country).where(requests.c.country.is_not(None)).distinct()
        return sorted(self._connection.execute(named).scalars())

    def index(self, limit: int) -> int:
        """Make requests that were kept before the search existed findable."""
        version = requests.c.search_version
        older = self._read(sa.or_(version.is_(None), version < VERSION), limit, (requests.c.reference,))
        for request in older:
            self._search.put(request)
            named = requests.c.reference == request.reference
            self._connection.execute(requests.update().where(named).values(search_version=VERSION))
        return len(older)

    def _condition(self, wanted: CallbackFilter) -> Any:
        return queue.condition(wanted, self._search)

    def _read(self, condition: Any, limit: int = 1000, order: tuple[Any, ...] = queue.ORDER) -> list[CallbackRequest]:
        rows = self._connection.execute(sa.select(requests).where(condition).order_by(*order).limit(limit)).all()
        made = self._attempts_of([row.reference for row in rows])
        return [self._given(row, made.get(row.reference, [])) for row in rows]

    def _given(self, row: Any, made: list[Attempt]) -> CallbackRequest:
        self._kept_attempts[row.reference] = len(made)
        return request_of(row, made, self._sealer)

    def _attempts_of(self, references: list[str]) -> dict[str, list[Attempt]]:
        made: dict[str, list[Attempt]] = {}
        if not references:
            return made
        query = sa.select(attempts).where(attempts.c.reference.in_(references)).order_by(attempts.c.id)
        for row in self._connection.execute(query):
            made.setdefault(row.reference, []).append(Attempt(row.at, row.by, Outcome(row.outcome)))
        return made
