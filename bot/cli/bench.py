"""`montoyer bench`: Montoyer beside the stock Rasa bot. The measuring itself is in `benchmarks/speed`."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.domain.errors import InvalidSetting


def bench(
    short: Annotated[bool, typer.Option(help="A few minutes instead of twenty-five; ratios are rough.")] = False,
    write: Annotated[bool, typer.Option(help="Write benchmarks/results.md and its charts.")] = False,
    minutes: Annotated[int, typer.Option(help="Stop after so many minutes and show what there is.")] = 60,
) -> None:
    """Measure speed, memory and storage beside the stock Rasa bot, which is trained the first time."""
    if not Path("benchmarks/speed").is_dir():
        raise InvalidSetting("montoyer bench", "needs the project's folder as the working folder")
    chosen = [flag for flag, wanted in (("--short", short), ("--write", write)) if wanted]
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.speed", "--minutes", str(minutes), *chosen]
    sys.exit(subprocess.run(command, check=False).returncode)  # noqa: S603 - our own command
