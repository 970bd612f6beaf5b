"""Measure Montoyer beside the stock Rasa bot, in one run: `montoyer bench`, or `python -m benchmarks.speed`.

Both bots run on this machine at the same time, each against a strict fake Telegram of its own, and take turns, so that
whatever else the machine does falls on both. What counts is the ratio.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import traceback
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.speed import measures, report, stock, training, waterfall
from benchmarks.speed.contestants import Contestant, montoyer, stock_bot

Results = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """How much of each is measured."""

    rounds: int
    seconds: float
    rates: tuple[float, ...]
    turns: int
    events: int
    long_texts: int
    stored_turns: int
    trains: bool


FULL = Plan(4, 20.0, (20, 30, 40, 50, 60, 80, 100, 120, 150, 200, 250), 150, 100_000, 7, 12, True)
SHORT = Plan(1, 10.0, (20, 40, 80), 12, 5_000, 2, 0, False)


async def compare(plan: Plan, folder: Path, results: Results, minutes: float) -> None:
    """Fill the results, part by part: what was measured before a failure is kept."""
    theirs, ours = stock_bot(await asyncio.to_thread(stock.build, 60 * minutes)), montoyer(folder)
    bots = {"stock": theirs, "montoyer": ours}
    try:
        for name, bot in bots.items():
            say(f"starting {name}")
            results["start"] = {**results.get("start", {}), name: await bot.start(folder)}
        await _steady(plan, bots, results)
        await _part(results, "dialogue", both(bots, lambda bot: measures.long_dialogue(bot, plan.turns, 4)))
        await _part(results, "long_text", in_turn(bots, lambda bot: measures.long_text(bot, plan.long_texts)))
        await _part(
            results, "rate", in_turn(bots, lambda bot: measures.highest_rate(bot, plan.rates, plan.seconds / 2))
        )
        await _part(results, "history", measures.long_history(ours, plan.events))
        if plan.stored_turns:
            await _part(results, "stored", _stored(plan, bots, folder))
    finally:
        for bot in bots.values():
            if bot.started:
                await bot.stop()
    if plan.trains:
        await _part(results, "training", training.compare(folder))


async def _steady(plan: Plan, bots: dict[str, Contestant], results: Results) -> None:
    """Five messages a second, in alternating rounds; then the memory that this took."""
    gathered = {name: measures.Round() for name in bots}
    port = bots["montoyer"].metrics_port or 0
    for bot in bots.values():
        await measures.play(bot, measures.TYPICAL, 5.0)  # Nobody is measured cold.
    before = waterfall.read(port)
    for number in range(plan.rounds):
        say(f"five messages a second, round {number + 1} of {plan.rounds}")
        for name, bot in bots.items():
            gathered[name].add(await measures.play(bot, measures.TYPICAL, plan.seconds))
    spent = waterfall.between(before, waterfall.read(port), gathered["montoyer"].sent)
    results["typical"] = {name: each.figures() for name, each in gathered.items()}
    results["waterfall"] = spent
    results["memory"] = {name: bot.memory_mib() for name, bot in bots.items()}


async def _stored(plan: Plan, bots: dict[str, Contestant], folder: Path) -> Results:
    """The stock bot keeps dialogues in memory unless told otherwise: it is started again with its own SQL store."""
    ours = await measures.stored_per_turn(bots["montoyer"], plan.stored_turns)
    await bots["stock"].stop()
    bots["stock"] = stock_bot(stock.FOLDER.resolve(), stored=True)
    await bots["stock"].start(folder)
    return {"stock": await measures.stored_per_turn(bots["stock"], plan.stored_turns), "montoyer": ours}


async def in_turn(bots: dict[str, Contestant], measure: Any) -> Results:
    """One bot after the other."""
    return {name: await measure(bot) for name, bot in bots.items()}


async def both(bots: dict[str, Contestant], measure: Any) -> Results:
    """Both bots at the same time."""
    return dict(zip(bots, await asyncio.gather(*(measure(bot) for bot in bots.values())), strict=True))


async def _part(results: Results, name: str, measure: Awaitable[Any]) -> None:
    """One part; its failure is noted and the others go on."""
    say(name.replace("_", " "))
    try:
        results[name] = await measure
    except Exception:
        results.setdefault("failed", []).append(name)
        traceback.print_exc()


def say(line: str) -> None:
    print(f"… {line}", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="montoyer bench", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a few minutes instead of twenty-five; ratios are rough")
    parser.add_argument("--write", action="store_true", help="write benchmarks/results.md and its charts")
    parser.add_argument("--minutes", type=float, default=60, help="stop after so many and show what there is")
    chosen = parser.parse_args()
    results: Results = {"short": chosen.short}
    with tempfile.TemporaryDirectory() as folder:
        try:
            plan = SHORT if chosen.short else FULL
            asyncio.run(asyncio.wait_for(compare(plan, Path(folder), results, chosen.minutes), 60 * chosen.minutes))
        except asyncio.TimeoutError:
            say(f"{chosen.minutes:g} minutes are over")
        except Exception:
            traceback.print_exc()
            for log in Path(folder).glob("*.log"):
                print(
                    f"--- {log.name}", *log.read_text("utf-8", "replace").splitlines()[-25:], sep="\n", file=sys.stderr
                )
    print(report.table(results))
    if chosen.write:
        report.write(results, Path("benchmarks"))
    Path("var/benchmark").mkdir(parents=True, exist_ok=True)
    Path("var/benchmark/latest.json").write_text(json.dumps(results, indent=1), "utf-8")
    sys.exit(0 if results.get("typical") else 1)


if __name__ == "__main__":
    main()
