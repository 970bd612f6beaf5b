"""`montoyer try "text"`: what the assistant understands and answers, without a server."""

import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.workshop.trial import Outcome, Trial

SHOWN = 5


def try_out(
    texts: Annotated[
        list[str] | None, typer.Argument(help="Messages, one conversation each; else standard input.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="Answer in this language, such as fr.")] = None,
    model: Annotated[Path | None, typer.Option(help="A model file; else the one trained last.")] = None,
    talk: Annotated[bool, typer.Option(help="All messages belong to one conversation.")] = False,
) -> None:
    """Show language, intents, entities, the rule or story that fires, and the answer with its buttons."""
    from bot.dialogue import without_tensorflow

    without_tensorflow.install()
    chosen = model or _latest()
    with tempfile.TemporaryDirectory() as folder:
        # Actions keep callbacks and consents: in a trial, in a database of its own.
        os.environ["MONTOYER_DATABASE_URL"] = f"sqlite:///{folder}/trial.db"
        _be_quiet()
        from bot.workshop.trial import Trial

        trial = Trial(Path.cwd(), chosen)
        asyncio.run(_try_all(trial, texts, language, talk))


def _latest() -> Path:
    from bot.bootstrap import environment
    from bot.dialogue.model_files import latest_model, trained_model
    from bot.settings import Settings

    models = Settings.read(environment()).models
    found = latest_model(models)
    if found is None:
        print("montoyer: nothing is trained yet; run montoyer train", file=sys.stderr)
        sys.exit(2)
    if trained_model(Path.cwd(), models) is None:
        print("The files have changed since the last training; this is the former model.\n", file=sys.stderr)
    return found


def _be_quiet() -> None:
    import logging

    from bot.observability.logging import configure

    configure("try", "ERROR")
    logging.disable(logging.WARNING)


async def _try_all(trial: "Trial", texts: list[str] | None, language: str | None, talk: bool) -> None:
    lines = iter(texts) if texts else (line.strip() for line in sys.stdin if line.strip())
    for number, text in enumerate(lines):
        outcome = await trial.say(text, language, "trial" if talk else f"trial {number}")
        print("\n".join(describe(outcome)), flush=True)


def describe(outcome: "Outcome") -> Iterator[str]:
    """The lines that are shown for an outcome."""
    yield f"> {outcome.text}"
    turn = outcome.turn
    yield f"  language  {turn.get('language') or '?'}; answered in {outcome.language or 'en'}"
    for number, entry in enumerate(turn.get("intent_ranking", [])[:SHOWN]):
        yield f"  {'intent' if number == 0 else '':9} {entry['confidence']:.2f} {entry['name']}"
    for entity in turn.get("entities", []):
        yield f"  entity    {entity['entity']} = {entity['value']}"
    for action in turn.get("actions", []):
        source = f"«{action['source']}»" if action["source"] else action["policy"] or "?"
        yield f"  then      {action['name']}, by {source}"
    for message in outcome.messages:
        yield from _message(message)
    yield ""


def _message(message: dict[str, object]) -> Iterator[str]:
    text = unescape(str(message.get("text") or ""))
    yield from (f"  | {line}" for line in text.split("\n") if text)
    buttons = message.get("buttons")
    for button in buttons if isinstance(buttons, list) else []:
        yield f"  | [{button['title']}]  {button.get('payload') or button.get('url')}"
