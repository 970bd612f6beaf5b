"""`montoyer report`: how well a model understands, as a page and as data."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.domain.call_window import BRUSSELS


def report(
    model: Annotated[Path | None, typer.Option(help="A model file; else the one trained last.")] = None,
    against: Annotated[Path | None, typer.Option(help="The model in service, to compare with.")] = None,
    folder: Annotated[Path, typer.Option(help="Where report.html and report.json are written.")] = Path("report"),
    quick: Annotated[bool, typer.Option("--quick", help="Leave the cross-validation out; it takes minutes.")] = False,
) -> None:
    """Judge a model on the held-out messages; compare it with the last report. Exit code 1 when a bar is missed."""
    import json
    import logging

    from bot.bootstrap import environment
    from bot.dialogue import without_tensorflow
    from bot.dialogue.model_files import latest_model
    from bot.observability.logging import configure
    from bot.settings import Settings

    without_tensorflow.install()
    configure("report", "ERROR")
    logging.disable(logging.WARNING)
    latest = latest_model(Settings.read(environment()).models)
    chosen = model or latest
    if chosen is None:
        print("montoyer: nothing is trained yet; run montoyer train", file=sys.stderr)
        sys.exit(2)
    from bot.workshop.report import DATA, Order
    from bot.workshop.report import report as make

    order = Order(Path.cwd(), folder, chosen, against or (latest if model else None), quick)
    page = make(order, datetime.now(BRUSSELS), lambda line: print(line, flush=True))
    data = json.loads((folder / DATA).read_text("utf-8"))
    for bar in data["bars"]:
        wanted = f"{'at most' if bar['upper'] else 'at least'} {bar['limit']}"
        print(f"{'ok  ' if bar['cleared'] else 'MISS'} {bar['value']:.3f} {bar['figure']} ({wanted})")
    for name, part in (("the last report", data["since_last"]), ("the model in service", data["against_service"])):
        if part:
            print(f"{len(part['changes'])} messages are understood differently from {name}")
    print(f"Report: {page}")
    if not all(bar["cleared"] for bar in data["bars"]):
        sys.exit(1)
