"""What is kept of each sending: that it began, and how it ended. However long the database takes to come back."""

import asyncio
import logging
from collections.abc import Callable

from bot.channel.insist import pause
from bot.domain.outgoing import Outgoing, OutgoingState
from bot.observability import metrics
from bot.observability.request import for_request
from bot.services.ports import Clock, NewWork, Work

log = logging.getLogger(__name__)


class Outcomes:
    """Writes to the outbox, and insists: what is not written down would be sent again."""

    def __init__(self, new_work: NewWork, clock: Clock) -> None:
        self._new_work = new_work
        self._clock = clock

    async def begin(self, item: Outgoing, after: int) -> None:
        """A request begins, when `after` was the highest message number known: a crash now leaves it in doubt."""
        await self._write(lambda work: work.outbox.sending(item.id, after))

    async def keep(self, item: Outgoing, state: OutgoingState, message_id: int | None = None, error: str = "") -> None:
        """The outcome is final."""
        await self._write(lambda work: work.outbox.settle(item.id, state, self._clock(), message_id, error))
        metrics.SENDS.labels(state.value).inc()
        with for_request(item.request):
            log.info("call_settled", extra={"method": item.method, "outcome": state.value})

    async def _write(self, change: Callable[[Work], None]) -> None:
        tries = 0
        while True:
            tries += 1
            try:
                with self._new_work() as work:
                    change(work)
                    work.commit()
            except Exception as trouble:
                log.error("outcome_not_kept", extra={"tries": tries, "reason": type(trouble).__name__})
                await asyncio.sleep(pause(tries))
            else:
                return
