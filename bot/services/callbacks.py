"""The callback desk: what people ask for and what the hotline does with it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.call_window import CallWindow
from bot.domain.callback import Attempt, CallbackRequest, Consent, Outcome, Wish
from bot.domain.errors import AlreadyOpen, CallbackNotFound, ChangedMeanwhile
from bot.services.callback_notices import Notice, Tell, tell_nobody
from bot.services.ports import AuditEntry, CallbackFilter, Clock, NewWork, Work

_INDEXED_AT_ONCE = 200
# No 0/O, 1/I/L: references are read out on the phone.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_reference() -> str:
    """A reference such as `K7M-4QX`: short enough to say, too many to guess."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(6))
    return f"{letters[:3]}-{letters[3:]}"


@dataclass(frozen=True)
class CallbackPage:
    """A page of the queue: `total` counts all that match."""

    requests: list[CallbackRequest]
    total: int
    offset: int


class CallbackDesk:
    """Records, changes and works off callback requests. Every staff verb leaves an audit entry."""

    def __init__(
        self,
        new_work: NewWork,
        clock: Clock,
        reference: Callable[[], str] = new_reference,
        new_reading: NewWork | None = None,
        tell: Tell = tell_nobody,
    ) -> None:
        self._new_work = new_work
        # Looking must not queue behind those who write.
        self._new_reading = new_reading or new_work
        self._clock = clock
        self._reference = reference
        self._tell = tell

    # What the person does

    def record(
        self,
        conversation_id: str,
        wish: Wish,
        consent: Consent,
        request_key: str,
        urgent: bool = False,
        country: str | None = None,
    ) -> CallbackRequest:
        """Keep a wish. The same `request_key` again gives the request it made the first time.

        Raises `AlreadyOpen` when the person has another open request.
        """
        now = self._clock()
        request = CallbackRequest(self._reference(), conversation_id, wish, consent, created_at=now, updated_at=now)
        request.urgent = urgent or wish.is_urgent
        request.country = country
        with self._new_work() as work:
            earlier = work.callbacks.open_for(conversation_id)
            if not work.callbacks.add(request, request_key):
                repeated = work.callbacks.made_by(request_key)
                if repeated is None or repeated.conversation_id != conversation_id:
                    raise CallbackNotFound(request.reference)
                return repeated
            if earlier is not None:
                raise AlreadyOpen(earlier.reference)
            work.commit()
        return request

    def open_for(self, conversation_id: str) -> CallbackRequest | None:
        """The person's open request."""
        with self._new_reading() as work:
            return work.callbacks.open_for(conversation_id)

    def latest_for(self, conversation_id: str) -> CallbackRequest | None:
        """The person's newest request in whatever state."""
        with self._new_reading() as work:
            return work.callbacks.latest_for(conversation_id)

    def amend(self, conversation_id: str, wish: Wish) -> CallbackRequest:
        """Correct the open request. Raises `CallbackNotFound`."""
        with self._new_work() as work:
            request = self._open(work, conversation_id)
            request.amend(wish, self._clock())
            work.callbacks.save(request)
            work.commit()
        return request

    def cancel(self, conversation_id: str) -> CallbackRequest:
        """Cancel the open request. Raises `CallbackNotFound`."""
        with self._new_work() as work:
            request = self._open(work, conversation_id)
            request.cancel(self._clock())
            work.callbacks.save(request)
            work.commit()
        return request

    @staticmethod
    def _open(work: Work, conversation_id: str) -> CallbackRequest:
        request = work.callbacks.open_for(conversation_id)
        if request is None:
            raise CallbackNotFound("")
        return request

    # What the hotline does

    def page(self, wanted: CallbackFilter, offset: int = 0, limit: int = 50) -> CallbackPage:
        """A page of the queue in the order in which to act."""
        with self._new_reading() as work:
            return CallbackPage(work.callbacks.page(wanted, offset, limit), work.callbacks.count(wanted), offset)

    def make_findable(self) -> None:
        """Index requests that were kept before the search existed, a few in each transaction."""
        while True:
            with self._new_work() as work:
                found = work.callbacks.index(_INDEXED_AT_ONCE)
                work.commit()
            if found < _INDEXED_AT_ONCE:
                return

    def open_detail(self, reference: str, staff: str) -> CallbackRequest:
        """The request with its personal data; opening it is audited. Raises `CallbackNotFound`."""
        with self._new_work() as work:
            request = work.callbacks.get(reference)
            work.audit.add(AuditEntry(self._clock(), staff, "callback_opened", reference))
            work.commit()
        return request

    # Each verb: `seen` is the version that was acted upon; with another one there, `ChangedMeanwhile` is raised.

    def take(self, reference: str, staff: str, seen: int | None = None) -> CallbackRequest:
        """Take it. Raises `AlreadyTaken` with the colleague's name."""
        return self._change(reference, staff, "taken", lambda it: it.take(staff, self._clock()), seen)

    def pass_on(self, reference: str, staff: str, to: str, seen: int | None = None) -> CallbackRequest:
        """Hand it to a colleague."""
        return self._change(reference, staff, "passed_on", lambda it: it.pass_on(to, self._clock()), seen)

    def release(self, reference: str, staff: str, seen: int | None = None) -> CallbackRequest:
        """Put it back into the queue."""
        return self._change(reference, staff, "released", lambda it: it.release(self._clock()), seen)

    def record_call(self, reference: str, staff: str, outcome: Outcome, seen: int | None = None) -> CallbackRequest:
        """Write a call down; whoever was not reached is told so."""
        attempt = Attempt(self._clock(), staff, outcome)
        return self._change(
            reference, staff, outcome.value, lambda it: it.record_call(attempt), seen, _AFTER_CALL.get(outcome)
        )

    def postpone(self, reference: str, staff: str, window: CallWindow, seen: int | None = None) -> CallbackRequest:
        """Propose another window; the person is told."""
        return self._change(
            reference, staff, "postponed", lambda it: it.postpone(window, self._clock()), seen, Notice.NEW_TIME
        )

    def close(self, reference: str, staff: str, seen: int | None = None) -> CallbackRequest:
        """Nothing is left to do; the person is told."""
        return self._change(reference, staff, "closed", lambda it: it.close(self._clock()), seen, Notice.CLOSED)

    def reopen(self, reference: str, staff: str, seen: int | None = None) -> CallbackRequest:
        """Take a closing back."""
        return self._change(reference, staff, "reopened", lambda it: it.reopen(self._clock()), seen)

    def write_note(self, reference: str, staff: str, note: str, seen: int | None = None) -> CallbackRequest:
        """Replace the internal note."""
        return self._change(reference, staff, "noted", lambda it: it.annotate(note, self._clock()), seen)

    def _change(
        self,
        reference: str,
        staff: str,
        deed: str,
        verb: Callable[[CallbackRequest], None],
        seen: int | None,
        notice: Notice | None = None,
    ) -> CallbackRequest:
        with self._new_work() as work:
            request = work.callbacks.get(reference)
            if seen not in (None, request.version):
                raise ChangedMeanwhile(reference)
            verb(request)
            work.callbacks.save(request)
            work.audit.add(AuditEntry(self._clock(), staff, f"callback_{deed}", reference))
            if notice is not None:
                self._tell(work, notice, request)
            work.commit()
        return request


_AFTER_CALL = {Outcome.NO_ANSWER: Notice.NO_ANSWER, Outcome.WRONG_NUMBER: Notice.WRONG_NUMBER}
