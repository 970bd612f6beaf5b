"""Which failures pass by themselves, so that trying again later helps."""

import asyncio

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.dialogue.turn import TurnFailed

# An action that failed, a database that is away or locked, a connection that broke.
_PASSING = (TurnFailed, OperationalError, InterfaceError, PoolTimeout, OSError, asyncio.TimeoutError)


def passes(error: Exception) -> bool:
    """Whether a part of us was away, rather than something in the message breaking our own code."""
    return isinstance(error, _PASSING)
