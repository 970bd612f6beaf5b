"""One bot worker or several: what differs between the two is built here and nowhere else."""

from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis

from bot.bootstrap import App, clock
from bot.channel.intake import Act, Intake
from bot.channel.limits import Limits
from bot.channel.locks import Locks, OnlyWorker, RedisLocks
from bot.channel.sender import Send, Sender
from bot.channel.shared_intake import SharedIntake
from bot.channel.shared_rate import SharedRate
from bot.channel.shared_sender import SharedSender
from bot.settings import Settings

REDIS_SECONDS = 5.0
"""How long Redis may take to answer before it counts as away."""


@dataclass(frozen=True)
class Workers:
    """How this worker shares the work; `redis` is None where it is the only one."""

    locks: Locks
    redis: "Redis[Any] | None" = None

    def intake(self, app: App, handle: Act, trouble: Act) -> Intake:
        """The intake of this worker."""
        if self.redis is None:
            return Intake(handle, trouble, app.new_work, clock)
        return SharedIntake(handle, trouble, app.new_work, clock, self.locks)

    def sender(self, app: App, send: Send) -> Sender:
        """The sender of this worker."""
        if self.redis is None:
            limits = Limits(app.settings.send_rate)
            return Sender(send, app.new_repeatable_work, clock, app.conversations, limits, app.new_reading)
        limits = Limits(SharedRate(self.redis, app.settings.send_rate))
        return SharedSender(send, app.new_repeatable_work, clock, app.conversations, limits, self.locks)

    async def close(self) -> None:
        """Give connections back."""
        if self.redis is not None:
            await self.redis.close()


def workers(settings: Settings) -> Workers:
    """Several workers when there is a Redis to share, else one."""
    if not settings.redis_url:
        return Workers(OnlyWorker())
    redis: Redis[Any] = Redis.from_url(
        settings.redis_url, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS
    )
    return Workers(RedisLocks(redis), redis)
