"""What the connector loses, repeats and how long it takes: load, crashes and faults against the strict fake Telegram.

    python -m benchmarks.telegram load --mode webhook --rate 20 --seconds 20
    python -m benchmarks.telegram crash --runs 10            # SIGKILL of everything at 40 %, then a restart
    python -m benchmarks.telegram faults --seeds 7 8 9       # limits, 502s, cut connections, lost answers
    python -m benchmarks.telegram length                     # what a message of 4,096 characters costs

Each run starts the whole assistant (`montoyer run`) on an empty SQLite file with the trained model.
"""

import argparse
import asyncio
import itertools
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.telegram_server.bot_process import BotProcess, free_port
from tests.telegram_server.faults import FaultPlan
from tests.telegram_server.limits import Rates
from tests.telegram_server.load import Load, run_load
from tests.telegram_server.server import FakeTelegram
from tests.telegram_server.webhook import Pace

ROOT = Path(__file__).resolve().parent.parent
ASKED = [
    ("where is your office", re.compile("Montoyer 40")),
    ("who is the chief of mission", re.compile("Habib")),
    ("since when is iom in belgium", re.compile("1973")),
]
COLUMNS = (
    "sent",
    "answered",
    "lost",
    "duplicated",
    "out_of_order",
    "unmatched",
    "p50",
    "p95",
    "max",
    "problems",
    "cut_after",
)
READY_SECONDS = 240.0


def ask(user_id: int, number: int) -> tuple[str, re.Pattern[str]]:
    return ASKED[(user_id + number) % len(ASKED)]


@asynccontextmanager
async def assistant(webhook: bool, faults: FaultPlan, limits: bool) -> AsyncIterator[tuple[FakeTelegram, BotProcess]]:
    """The whole assistant and its Telegram. Without `limits`, Telegram takes as much as it is given."""
    rates = None if limits else Rates(enabled=False)
    with tempfile.TemporaryDirectory(prefix="montoyer-benchmark-") as folder:
        env = {"MONTOYER_DATABASE_URL": f"sqlite:///{folder}/m.db", "MONTOYER_CONSOLE_PORT": str(free_port())}
        async with FakeTelegram(faults=faults, rates=rates, pace=Pace(pause_factor=0.25)) as telegram:
            process = BotProcess(
                telegram,
                f"{sys.executable} -m bot.cli run",
                webhook=webhook,
                env=env,
                cwd=ROOT,
                log=Path(folder) / "log",
                webhook_path="/telegram",
            )
            try:
                await start(process)
                yield telegram, process
            finally:
                await process.stop(30)


async def start(process: BotProcess) -> None:
    before = process.log.read_text().count("Ready.") if process.log.exists() else 0

    async def ready() -> bool:
        return process.log.read_text().count("Ready.") > before

    await process.start(READY_SECONDS, ready)


def counted(telegram: FakeTelegram, figures: dict[str, Any]) -> dict[str, Any]:
    cut = sum(call.fault == "reset_after" and call.method.startswith("send") for call in telegram.calls)
    # A probe for a message that is not there is refused on purpose.
    problems = [each for each in telegram.problems if "message to edit" not in str(each)]
    kinds = dict(Counter(str(each)[:90] for each in problems).most_common(5))
    return {**figures, "problems": kinds or 0, "cut_after": cut}


async def load(chosen: argparse.Namespace, webhook: bool, _seed: int) -> dict[str, Any]:
    async with assistant(webhook, FaultPlan(), limits=True) as (telegram, _):
        plan = Load(chosen.users, chosen.rate, chosen.seconds, ask, drain=60, settle=3)
        return counted(telegram, await run_load(telegram, plan))


async def crash(chosen: argparse.Namespace, webhook: bool, _seed: int) -> dict[str, Any]:
    async with assistant(webhook, FaultPlan(), limits=True) as (telegram, process):

        async def kill() -> None:
            await asyncio.sleep(chosen.seconds * 0.4)
            await process.kill()
            await asyncio.sleep(1)
            await start(process)

        users = int(chosen.rate * chosen.seconds)
        plan = Load(users, chosen.rate, chosen.seconds, ask, drain=150, settle=8)
        return counted(telegram, await run_load(telegram, plan, kill))


async def faults(chosen: argparse.Namespace, webhook: bool, seed: int) -> dict[str, Any]:
    plan = FaultPlan(seed=seed, bad_gateway=0.05, reset=0.03, reset_after=0.02, lost_ack=0.03)
    async with assistant(webhook, plan, limits=True) as (telegram, _):
        people = Load(200, 10, 20, ask, drain=150, settle=8)
        return counted(telegram, await run_load(telegram, people))


async def length(_chosen: argparse.Namespace, webhook: bool, _seed: int) -> dict[str, Any]:
    """Seconds from message to answer, short and long, and what the processes grew by."""
    async with assistant(webhook, FaultPlan(), limits=False) as (telegram, process):
        figures: dict[str, Any] = {}
        # Twice each: the first time costs more. Always new people, for an answer comes in several messages.
        for turn, words in enumerate((300, 4096, 300, 4096)):
            before, took = process.usage().memory_mib, []
            for number in range(50):
                user = telegram.user(900_000 + 1000 * turn + number)
                started = time.monotonic()
                await user.send(("where is your office in brussels please " * 110)[:words])
                await user.texts(timeout=30, quiet=0.0, n=1)
                took.append(time.monotonic() - started)
            figures[f"{words}_characters_p50_{turn // 2 + 1}"] = round(statistics.median(took), 4)
            figures[f"{words}_growth_mib_{turn // 2 + 1}"] = round(process.usage().memory_mib - before, 1)
        return figures


def shown(name: str, figures: dict[str, Any]) -> str:
    known = [f"{column}={figures[column]}" for column in COLUMNS if column in figures]
    return f"{name}: " + " ".join(known or [f"{key}={value}" for key, value in figures.items()])


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.telegram", description=__doc__)
    parser.add_argument("what", choices=["load", "crash", "faults", "length"])
    parser.add_argument("--mode", choices=["polling", "webhook", "both"], default="both")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--seeds", type=int, nargs="+", default=[7])
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--users", type=int, default=200)
    return parser.parse_args()


async def main(chosen: argparse.Namespace) -> None:
    run = {"load": load, "crash": crash, "faults": faults, "length": length}[chosen.what]
    modes = ["polling", "webhook"] if chosen.mode == "both" else [chosen.mode]
    for number, mode, seed in itertools.product(range(1, chosen.runs + 1), modes, chosen.seeds):
        figures = await run(chosen, mode == "webhook", seed)
        print(shown(f"{chosen.what} {mode} run {number} seed {seed}", figures), flush=True)


if __name__ == "__main__":
    asyncio.run(main(arguments()))
