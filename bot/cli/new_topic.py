"""`montoyer new topic NAME`: the skeleton of a topic in all files."""

import sys
from pathlib import Path
from typing import Annotated

import typer

new = typer.Typer(no_args_is_help=True, help="Begin something new in the trainers' files.")


@new.callback()
def begin() -> None:
    """Begin something new in the trainers' files."""


@new.command()
def topic(name: Annotated[str, typer.Argument(help="Small letters, digits and _: office_parking.")]) -> None:
    """Make a topic: examples, rule, story, answer. Says what to write next."""
    from bot.workshop.insertion import AlreadyThere
    from bot.workshop.new_topic import BadName, new_topic

    try:
        made = new_topic(Path.cwd(), name)
    except AlreadyThere:
        print(f"montoyer: there is already something called {name}; nothing was changed", file=sys.stderr)
        sys.exit(2)
    except BadName:
        print(f"montoyer: {name!r} cannot be a name: use small letters, digits and single _", file=sys.stderr)
        sys.exit(2)
    made.write(Path.cwd())
    print(f"""Made the topic {name}:
  data/nlu/{name}.yml       1. what people write: 30 lines in English, then other languages you know
  domain.yml                2. what they read in English: utter_{name}, at the end
  data/answers/fr.yml, nl   3. the same in French and Dutch: utter_{name}, at the end of `answers:`
  data/stories/{name}.yml   4. a rule and a story; they are ready

Everything still to be written is marked TODO. To see what is left:  montoyer check
When nothing is left:  montoyer train, then  montoyer try "…\"""")
