"""Training as a step of `montoyer run`."""

import json
import subprocess
import sys


def train_apart() -> None:
    """Train in a process of its own, so that what it holds in memory is given back; show how far it is."""
    command = [sys.executable, "-W", "ignore", "-m", "bot.cli", "train"]
    with subprocess.Popen(  # noqa: S603 - our own command
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        said = [line for line in process.stdout or () if not _show_progress(line)]
    if process.returncode != 0:
        print("", *said[-40:], sep="\n", file=sys.stderr)
        sys.exit(process.returncode)


def _show_progress(line: str) -> bool:
    """Show a line of progress; whether it was one."""
    try:
        event = json.loads(line)
        done, total = int(event["done"]), int(event["total"])
    except (ValueError, TypeError, KeyError):
        return False
    print(f"{100 * done // max(total, 1)} %", end=" ", flush=True)
    return True
