"""Nothing is kept longer than people were told."""

from datetime import timedelta

from bot.services.ports import Clock, NewWork


class Retention:
    """Removes what is older than the limits, in days, that the privacy notice and the consent text name."""

    def __init__(self, new_work: NewWork, clock: Clock, conversation_days: int, callback_days: int) -> None:
        self._new_work = new_work
        self._clock = clock
        self._conversations = timedelta(days=conversation_days)
        self._callbacks = timedelta(days=callback_days)

    def apply(self) -> None:
        """Remove what is due now."""
        now = self._clock()
        with self._new_work() as work:
            work.expire(now - self._conversations, now - self._callbacks)
            work.commit()
