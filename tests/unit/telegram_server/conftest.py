from collections.abc import AsyncIterator

import pytest_asyncio

from tests.telegram_server.server import FakeTelegram


@pytest_asyncio.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(slow_repeats=False) as server:
        yield server
