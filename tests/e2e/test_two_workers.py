"""Two bot workers behind one address, on PostgreSQL and Redis: nothing is lost when one dies or Redis goes away."""

import asyncio
import itertools
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from aiohttp import ClientError, ClientSession, web

from bot.bootstrap import build
from bot.storage.migrate import migrate
from tests.builders import A_KEY
from tests.contract import postgres, redis_server
from tests.telegram_server.bot_process import BotProcess, free_port
from tests.telegram_server.load import Load, run_load
from tests.telegram_server.people import User
from tests.telegram_server.server import FakeTelegram
from tests.telegram_server.webhook import Pace

ROOT = Path(__file__).parents[2]
READY_SECONDS = 240.0
OFFICE = re.compile("Montoyer 40")
pytestmark = [pytest.mark.e2e]


@dataclass
class Crew:
    """Two workers, what they share, and the Telegram before them."""

    telegram: FakeTelegram
    workers: list[BotProcess]
    health: list[int]
    redis: redis_server.RedisServer

    async def start(self, number: int) -> None:
        async def ready() -> bool:
            try:
                async with httpx.AsyncClient(timeout=2) as client:
                    answer = await client.get(f"http://127.0.0.1:{self.health[number]}/readyz")
            except httpx.HTTPError:
                return False
            return answer.status_code == 200

        await self.workers[number].start(READY_SECONDS, ready)


@asynccontextmanager
async def proxy(port: int, targets: list[int]) -> AsyncIterator[None]:
    """Gives each post to the next worker, and to the other one when that does not answer."""
    turns = itertools.count()

    async def forward(request: web.Request) -> web.Response:
        body, first = await request.read(), next(turns)
        for step in range(len(targets)):
            target = targets[(first + step) % len(targets)]
            try:
                url = f"http://127.0.0.1:{target}{request.path}"
                async with session.post(url, data=body, headers=request.headers) as answer:
                    return web.Response(status=answer.status, headers={"Retry-After": "1"})
            except ClientError:
                continue
        return web.Response(status=502)

    application = web.Application()
    application.router.add_post("/telegram", forward)
    runner = web.AppRunner(application)
    async with ClientSession() as session:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        try:
            yield
        finally:
            await runner.cleanup()


@pytest.fixture
async def crew(tmp_path: Path, model: Path) -> AsyncIterator[Crew]:
    """Two workers that are ready."""
    programs = postgres.programs()
    if programs is None or redis_server.program() is None:
        pytest.skip("PostgreSQL or Redis is not installed (apt-get install postgresql redis-server)")
    entrance, health = free_port(), [free_port(), free_port()]
    with postgres.server(programs) as database, redis_server.server() as redis:
        environment = {
            "MONTOYER_DATABASE_URL": database,
            "MONTOYER_REDIS_URL": redis.address,
            "MONTOYER_SECRET_KEYS": A_KEY,
            "MONTOYER_PSEUDONYM_KEY": A_KEY,
            "MONTOYER_INTERNAL_TOKEN": "a_token_for_our_own_processes",
            "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{entrance}/telegram",
        }
        app = build(environment | {"TELEGRAM_WEBHOOK_URL": ""})
        migrate(app.engine)
        app.engine.dispose()
        async with FakeTelegram(pace=Pace(pause_factor=0.25)) as telegram:
            workers = [
                BotProcess(
                    telegram,
                    f"{sys.executable} -m bot.cli bot --port {health[number]}",
                    webhook=True,
                    env=environment,
                    cwd=ROOT,
                    log=tmp_path / f"bot{number}.log",
                    webhook_path="/telegram",
                )
                for number in (0, 1)
            ]
            started = Crew(telegram, workers, health, redis)
            async with proxy(entrance, [worker.webhook_port for worker in workers]):
                try:
                    await asyncio.gather(started.start(0), started.start(1))
                    yield started
                finally:
                    for worker in workers:
                        await worker.stop(20)


async def heard_until(user: User, words: str) -> str:
    """What was said until these words came, or for a minute."""
    said = ""
    for _ in range(20):
        said += " ".join(await user.texts(timeout=3, quiet=1, n=1)) + " "
        if words in said:
            return said
    return said


def question(user_id: int, number: int) -> tuple[str, re.Pattern[str]]:
    return "where is your office", OFFICE


async def test_nothing_is_lost_when_a_worker_is_killed_under_load(crew: Crew):
    async def kill_one() -> None:
        await asyncio.sleep(4)
        await crew.workers[0].kill()
        await asyncio.sleep(2)
        await crew.start(0)

    people = Load(users=40, rate=4.0, seconds=12, script=question, drain=120, settle=4, language="en")
    figures = await run_load(crew.telegram, people, kill_one)
    assert figures["lost"] == 0
    assert figures["out_of_order"] == 0
    # Only what was on its way to Telegram when the worker died may be there twice.
    assert figures["duplicated"] <= 4


async def test_two_workers_keep_the_order_of_one_chat(crew: Crew):
    user = crew.telegram.user(700_001, language="en")
    await user.start()
    await user.texts(n=3, timeout=60)
    for asked in ("where is your office", "who is the chief of mission", "since when is iom in belgium"):
        await user.send(asked)
    said = await heard_until(user, "1973")
    places = [said.find(answer) for answer in ("Montoyer 40", "Habib", "1973")]
    assert -1 not in places, said
    assert places == sorted(places)
    handled = [worker.log.read_text("utf-8").count("update_taken") for worker in crew.workers]
    assert sum(handled) == 4


async def test_redis_may_go_away_and_come_back(crew: Crew):
    user = crew.telegram.user(700_002, language="en")
    await user.start()
    await user.texts(n=3, timeout=60)
    crew.redis.stop()
    await user.send("where is your office")
    await asyncio.sleep(3)
    crew.redis.start()
    said = await heard_until(user, "Montoyer 40")
    assert said.count("Our office") == 1
