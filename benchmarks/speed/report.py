"""The figures as a table and as charts."""

import os
import platform
from collections.abc import Callable
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.speed.waterfall import STAGES

Results = dict[str, Any]
Pick = Callable[[Results], tuple[float, float]]

HEAD = """# How fast, how small: Montoyer beside the stock Rasa bot

{about}

Both bots ran at the same time on one machine and took turns; read the ratio, not the milliseconds: they change with the
machine and with what else it does. *Stock* is what `rasa init` makes (DIET and TED, dialogues in memory)
on Rasa's own Telegram channel, mended in two lines so that it answers at all; *Montoyer* is `montoyer run` as shipped
(SQLite, all languages), with `MONTOYER_SEND_RATE=1000`, for Telegram's own limit of 30 messages a second would hide
what the bot can do. Both by webhook. Made by `montoyer bench --write`.

"""
PICTURES = """

![Ratios](charts/ratios.svg)

## Where the time of an answer goes

![Stages](charts/waterfall.svg)

"""


def _pair(part: str, figure: str) -> Pick:
    return lambda results: (results[part]["stock"][figure], results[part]["montoyer"][figure])


# name, unit, target, what to show
ROWS: list[tuple[str, str, str, Pick]] = [
    ("update → reply, 5/s, p50", "ms", "≤ 0.4", _pair("typical", "p50_ms")),
    ("update → reply, 5/s, p95", "ms", "≤ 0.4", _pair("typical", "p95_ms")),
    ("processor time per message", "ms", "≤ 0.35", _pair("typical", "cpu_ms")),
    ("highest rate with p95 < 250 ms", "/s", "≥ 3", _pair("rate", "rate")),
    ("start to first answer", "s", "≤ 0.2", lambda r: (r["start"]["stock"], r["start"]["montoyer"])),
    ("memory of all processes (PSS)", "MiB", "≤ 0.5", lambda r: (r["memory"]["stock"], r["memory"]["montoyer"])),
    ("training, the first time", "s", "≤ 0.1", lambda r: (r["training"]["stock_s"], r["training"]["montoyer_s"])),
    ("training after an edit", "s", "≤ 0.1", lambda r: (r["training"]["stock_s"], r["training"]["again_s"])),
    ("last turn of a long dialogue / first", "×", "≤ 1.1 itself", _pair("dialogue", "growth")),
    ("4,096 / 300 characters", "×", "≤ 2 itself", _pair("long_text", "growth")),
    ("a bystander's wait behind 4,096 characters", "ms", "≤ 50 itself", _pair("long_text", "bystander_ms")),
    ("rows stored per turn", "", "≤ 0.5", _pair("stored", "rows")),
    ("bytes stored per turn", "B", "≤ 0.5", _pair("stored", "bytes")),
]


def table(results: Results) -> str:
    """What was measured, in Markdown; what was not is left out."""
    lines = ["| Figure | Stock | Montoyer | Ratio | Target |", "|---|---|---|---|---|"]
    for name, unit, target, pick in ROWS:
        try:
            theirs, ours = pick(results)
        except KeyError:
            continue
        ratio = f"{ours / theirs:.2f}" if theirs else "–"
        lines.append(f"| {name} | {theirs:.4g} {unit} | {ours:.4g} {unit} | {ratio} | {target} |")
    history = results.get("history")
    if history:
        name = f"a turn after {7 * int(history['turns']):,} stored events / after few"
        lines.append(f"| {name} | | {history['growth']:.3g} × | | ≤ 1.1 itself |")
    if results.get("training"):
        lines.append(f"\nTrained on {results['training']['examples']} examples of two languages, a part of ours.")
    if results.get("failed"):
        lines.append(f"\nNot measured, for it failed: {', '.join(results['failed'])}.")
    return "\n".join(lines)


def write(results: Results, folder: Path) -> None:
    """`results.md` with its charts beside it."""
    charts = folder / "charts"
    charts.mkdir(exist_ok=True)
    ratios(results, charts / "ratios.svg")
    stages(results, charts / "waterfall.svg")
    pictures = (
        "\n\n![Ratios](charts/ratios.svg)\n\n## Where the time of an answer goes\n\n![Stages](charts/waterfall.svg)\n\n"
    )
    spent = results.get("waterfall", {})
    rows = [f"| {name} | {STAGES[name]} | {spent[name]:.2f} |" for name in STAGES if name in spent]
    stage_table = "\n".join(["| Stage | What it does | ms per message |", "|---|---|---|", *rows])
    (folder / "results.md").write_text(
        HEAD.format(about=about(results)) + table(results) + pictures + stage_table + "\n", "utf-8"
    )


def about(results: Results) -> str:
    """Date, machine and versions."""
    short = " A short run: the ratios are rough." if results.get("short") else ""
    versions = ", ".join(f"{name} {version(name)}" for name in ("rasa", "python-telegram-bot", "spacy", "sqlalchemy"))
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{datetime.now(timezone.utc):%d %B %Y}; {os.cpu_count()} cores, {memory:.0f} GiB, {platform.machine()}, "
        f"load average at the end {load}; Python {platform.python_version()}, {versions}.{short}"
    )


def ratios(results: Results, path: Path) -> None:
    """Montoyer as a share of stock, one bar per figure."""
    names, values = [], []
    for name, _, target, pick in ROWS:
        if "itself" in target:
            continue
        try:
            theirs, ours = pick(results)
        except KeyError:
            continue
        names.append(name)
        # For a rate more is better: drawn the other way round, so that short is good everywhere.
        values.append(theirs / ours if target.startswith("≥") else ours / theirs)
    bars(names, values, "share of stock Rasa (1 = the same; shorter is better)", path, line=1.0)


def stages(results: Results, path: Path) -> None:
    """Milliseconds per stage of one message, in order."""
    spent = results.get("waterfall", {})
    names = [name for name in STAGES if name in spent]
    starts = [sum(spent[earlier] for earlier in names[:place]) for place in range(len(names))]
    bars(names, [spent[name] for name in names], "milliseconds since the update arrived", path, starts=starts)


def bars(
    names: list[str],
    values: list[float],
    label: str,
    path: Path,
    *,
    line: float | None = None,
    starts: list[float] | None = None,
) -> None:
    """Horizontal bars with their values."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 0.45 * len(names) + 1.2))
    FigureCanvasSVG(figure)
    axes = figure.add_subplot()
    places = range(len(names))
    axes.barh(places, values, left=starts or [0.0] * len(names), color="#1d5b8f")
    for place, value in zip(places, values, strict=True):
        axes.text((starts[place] if starts else 0) + value, place, f" {value:.2f}", va="center", fontsize=9)
    if line is not None:
        axes.axvline(line, color="#888888", linestyle="--", linewidth=1)
    axes.set_yticks(list(places))
    axes.set_yticklabels(names)
    axes.invert_yaxis()
    axes.margins(x=0.12)
    axes.set_xlabel(label)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.tight_layout()
    figure.savefig(path, format="svg", metadata={"Date": None})
