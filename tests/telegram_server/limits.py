"""Telegram's published sending limits, and bans: 429 with the seconds to wait."""

import math
from dataclasses import dataclass

from tests.telegram_server.records import ApiError, Clock, Journal

Target = int | str
EVERYBODY = "all"


@dataclass(frozen=True)
class Rates:
    """Sends allowed: per second to everybody, per second and in a burst to a person, per minute to a group."""

    enabled: bool = True
    overall: float = 30.0
    per_chat: float = 1.0
    chat_burst: float = 5.0
    per_group_minute: float = 20.0


class _Bucket:
    """Fills with `rate` tokens a second up to `burst`; a send takes one."""

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self.rate = rate
        self.burst = burst
        self.tokens = burst
        self.at = now

    def missing_seconds(self, now: float) -> float:
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate


class RateLimits:
    """Counts sends. Whoever is over the limit is banned for the seconds it was told."""

    def __init__(self, rates: Rates, clock: Clock, journal: Journal) -> None:
        self._rates = rates
        self._clock = clock
        self._journal = journal
        self._buckets: dict[Target, _Bucket] = {}
        self._banned_until: dict[Target, float] = {}

    def ban(self, target: Target, seconds: float) -> None:
        """Sends to the chat (or to EVERYBODY) are answered 429 for so long."""
        self._banned_until[target] = self._clock() + seconds

    def admit(self, chat_id: int, private: bool) -> None:
        """Counts one send; raises ApiError 429 when it may not go out now."""
        now = self._clock()
        for target in (EVERYBODY, chat_id):
            left = self._banned_until.get(target, 0.0) - now
            if left > 0:
                self._journal.problem("429", f"sent again before retry_after was over ({target})")
                raise _too_many(math.ceil(left))
        if not self._rates.enabled:
            return
        buckets: dict[Target, _Bucket] = {EVERYBODY: self._overall(now), chat_id: self._chat(chat_id, private, now)}
        for target, bucket in buckets.items():
            missing = bucket.missing_seconds(now)
            if missing > 0:
                wait = max(1, math.ceil(missing))
                self._banned_until[target] = now + wait
                raise _too_many(wait)
        for bucket in buckets.values():
            bucket.tokens -= 1

    def _overall(self, now: float) -> _Bucket:
        rate = self._rates.overall
        return self._buckets.setdefault(EVERYBODY, _Bucket(rate, rate, now))

    def _chat(self, chat_id: int, private: bool, now: float) -> _Bucket:
        rate, burst = self._rates.per_chat, self._rates.chat_burst
        if not private:
            rate, burst = self._rates.per_group_minute / 60, self._rates.per_group_minute
        return self._buckets.setdefault(chat_id, _Bucket(rate, burst, now))


def _too_many(seconds: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
