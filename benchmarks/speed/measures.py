"""What is measured. Each function takes one bot, so that the bots can take turns within one run."""

import asyncio
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field

from benchmarks.speed.contestants import Contestant
from tests.telegram_server.matching import percentile
from tests.telegram_server.people import User

Figures = dict[str, float]
TYPICAL = 5.0
LIMIT = 0.25
LONG, SHORT = 4096, 300
SPACING = 1.1
"""Seconds between two messages of one person: Telegram's own limit for one chat is one a second."""
WORDS = "I would like to know what help there is for people who want to return to their country with their family "


@dataclass
class Round:
    """Messages of many people at a steady rate, whether or not the bot keeps up."""

    latencies: list[float] = field(default_factory=list)
    sent: int = 0
    cpu: float = 0.0
    took: float = 0.0

    def add(self, other: "Round") -> None:
        self.latencies += other.latencies
        self.sent += other.sent
        self.cpu += other.cpu
        self.took += other.took

    @property
    def lost(self) -> int:
        return self.sent - len(self.latencies)

    def figures(self) -> Figures:
        return {
            "p50_ms": 1000 * (percentile(self.latencies, 50) or 0),
            "p95_ms": 1000 * (percentile(self.latencies, 95) or 0),
            "cpu_ms": 1000 * self.cpu / max(1, len(self.latencies)),
            "lost": self.lost,
        }


async def play(bot: Contestant, rate: float, seconds: float, patience: float = 15.0) -> Round:
    """One round; each person writes twice."""
    messages = int(rate * seconds)
    people = [bot.person() for _ in range(max(1, messages // 2))]
    cpu, started = bot.cpu_seconds(), time.monotonic()
    for number in range(messages):
        await asyncio.sleep(max(0.0, started + number / rate - time.monotonic()))
        await people[number % len(people)].send(bot.questions[number % len(bot.questions)])
    await _answered(people, patience)
    latencies = [latency for person in people for latency in _latencies(person)]
    return Round(latencies, messages, bot.cpu_seconds() - cpu, time.monotonic() - started)


async def _answered(people: list[User], patience: float) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and any(len(_latencies(each)) < len(each.sent) for each in people):  # noqa: ASYNC110
        await asyncio.sleep(0.05)


def _latencies(person: User) -> list[float]:
    replies = [reply for reply in person.inbox.replies if not reply.edited]
    return [reply.called_at - sent.at for sent, reply in zip(person.sent, replies, strict=False)]


async def highest_rate(bot: Contestant, rates: list[float], seconds: float) -> Figures:
    """The highest rate at which all were answered, 95 % of them within a quarter of a second."""
    held, p95 = 0.0, 0.0
    for rate in rates:
        for _ in range(2):  # A neighbour on the machine may spoil one try.
            played = await play(bot, rate, seconds)
            slow = percentile(played.latencies, 95) or 99.0
            if played.lost == 0 and slow < LIMIT:
                break
        else:
            break
        held, p95 = rate, slow
    return {"rate": held, "p95_ms": 1000 * p95}


async def long_dialogue(bot: Contestant, turns: int, people: int) -> Figures:
    """The same people write again and again: the last turns against the first, in median."""
    talkers = [bot.person() for _ in range(people)]
    taken: list[list[float]] = []
    for turn in range(turns):
        started = time.monotonic()
        answers = await asyncio.gather(*(bot.ask(each, bot.questions[turn % len(bot.questions)]) for each in talkers))
        taken.append([answer for answer in answers if answer is not None])
        await asyncio.sleep(max(0.0, SPACING - (time.monotonic() - started)))
    first, last = (statistics.median([s for part in span for s in part]) for span in (taken[1:9], taken[-8:]))
    return {"first_ms": 1000 * first, "last_ms": 1000 * last, "growth": last / first}


async def long_history(bot: Contestant, events: int) -> Figures:
    """A turn of a person with so many stored events against turns of somebody who has written eight times."""
    assert bot.database, "it has no database"
    novice, veteran = bot.person(), bot.person()
    for number in range(8):
        for person in (novice, veteran):
            await bot.ask(person, bot.questions[number])
        await asyncio.sleep(SPACING)
    turns = await _lengthen(str(bot.database), events)
    taken: dict[int, list[float]] = {novice.id: [], veteran.id: []}
    for number in range(16):
        for each in (novice, veteran):
            answer = await bot.ask(each, bot.questions[number % len(bot.questions)])
            taken[each.id] += [answer] if answer is not None else []
        await asyncio.sleep(SPACING)
    few, many = (statistics.median(taken[each.id]) for each in (novice, veteran))
    return {"turns": turns, "few_ms": 1000 * few, "many_ms": 1000 * many, "growth": many / few}


async def _lengthen(database: str, events: int) -> int:
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.speed.history", database, str(events)]
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, check=True)
    return int(done.stdout.split()[-1])


async def long_text(bot: Contestant, tries: int) -> Figures:
    """A message of 4,096 characters against one of 300, and what somebody else waits meanwhile."""
    taken: dict[str, list[float]] = {"short": [], "long": [], "bystander": []}
    for number in range(tries):
        texts = dict.fromkeys(("short", "long"), f"{number} " + WORDS * 50)
        for name, length in (("short", SHORT), ("long", LONG)):
            asked = asyncio.create_task(bot.ask(bot.person(), texts[name][:length]))
            if name == "long":
                await asyncio.sleep(0.002)
                taken["bystander"].append(await bot.ask(bot.person(), bot.questions[0]) or 30.0)
            taken[name].append(await asked or 30.0)
            await asyncio.sleep(0.3)
    medians = {f"{name}_ms": 1000 * statistics.median(values) for name, values in taken.items()}
    return {**medians, "growth": medians["long_ms"] / medians["short_ms"]}


async def stored_per_turn(bot: Contestant, turns: int) -> Figures:
    """Rows and bytes that turns of people who have written before leave in the database."""
    people = [bot.person() for _ in range(5)]
    for person in people:
        await bot.ask(person, bot.questions[0])
    rows, size = bot.stored()
    for number in range(turns):
        await asyncio.gather(*(bot.ask(each, bot.questions[number % len(bot.questions)]) for each in people))
        await asyncio.sleep(SPACING)
    more_rows, more_size = bot.stored()
    asked = turns * len(people)
    return {"rows": (more_rows - rows) / asked, "bytes": (more_size - size) / asked}
