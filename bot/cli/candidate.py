"""`montoyer candidate NAME`: train and judge a change set of the console; the console starts this by itself."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

NICE = 10
"""People are answered first."""


def candidate(name: Annotated[str, typer.Argument(help="The change set's name.")]) -> None:
    """Train a candidate model from the files with a change set in them, and judge it. Exit code 1 when it fails."""
    from bot.bootstrap import build, clock, environment
    from bot.dialogue import without_tensorflow
    from bot.observability.logging import configure
    from bot.workshop.candidate import Candidate, make
    from bot.workshop.drafts import draft

    os.nice(NICE)
    without_tensorflow.install()
    app = build(environment())
    configure("candidate", "ERROR")
    with app.new_reading() as work:
        changes = work.changes.items(name)
    folder = app.settings.changes / name
    order = Candidate(Path.cwd(), folder, app.settings.models)
    try:
        made = make(order, draft(order.root, changes), clock)
    except Exception as error:
        order.tell("failed", clock(), detail=f"{type(error).__name__}: {error}"[:400])
        raise
    sys.exit(0 if made else 1)
