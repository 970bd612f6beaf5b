"""The skeleton of a new topic in all files. Everything marked TODO is an error of the check until it is written."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.domain.errors import MontoyerError
from bot.workshop.insertion import AlreadyThere, add_answer, add_to_list

LANGUAGES = ("en", "fr", "nl")
"""Languages for which empty blocks are prepared; more are added by copying one."""
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


@dataclass
class BadName(MontoyerError):
    """A topic's name is small letters, digits and single underscores."""

    name: str


@dataclass(frozen=True)
class NewTopic:
    """New contents by file name."""

    name: str
    files: dict[str, str]

    def write(self, root: Path) -> None:
        """Write all files; each is whole at any moment."""
        for name, text in self.files.items():
            path = root / name
            draft = path.with_name(path.name + ".new")
            draft.write_text(text, "utf-8")
            draft.replace(path)


def new_topic(root: Path, name: str, after: str = "office_address") -> NewTopic:
    """The files of a topic with one intent of the same name. Raises `BadName` or `AlreadyThere`."""
    if not _NAME.fullmatch(name):
        raise BadName(name)
    nlu, stories = f"data/nlu/{name}.yml", f"data/stories/{name}.yml"
    domain = (root / "domain.yml").read_text("utf-8")
    content = yaml.load(domain, yaml.CSafeLoader)
    if any((root / file).exists() for file in (nlu, stories)) or name in content["intents"]:
        raise AlreadyThere(name)
    domain = add_to_list(domain, "intents", name)
    domain = add_answer(domain, "responses", f"utter_{name}", _answer(name))
    files = {nlu: _examples(name), stories: _story(name, after), "domain.yml": domain}
    for language in LANGUAGES[1:]:
        file = f"data/answers/{language}.yml"
        text = (root / file).read_text("utf-8")
        files[file] = add_answer(text, "answers", f"utter_{name}", f"  utter_{name}: |-\n    TODO {language}")
    return NewTopic(name, files)


def _answer(name: str) -> str:
    return f"""  utter_{name}:
  - text: |-
      TODO What people shall read. Plain words, short sentences, at most 700 characters.
    buttons:
    - title: "Ask to be called"
      payload: /callback_request
    - title: "Main menu"
      payload: /help_menu"""


def _examples(name: str) -> str:
    blocks = "".join(
        f"- intent: {name}\n  metadata: {{language: {language}}}\n  examples: |\n    - TODO\n" for language in LANGUAGES
    )
    return f"""# What people write about {name}: what the intent means, and what it must not catch.
version: "3.1"
nlu:
{blocks}"""


def _story(name: str, after: str) -> str:
    words = name.replace("_", " ")
    return f"""# {words.capitalize()}.
version: "3.1"

rules:
- rule: {words}
  steps:
  - intent: {name}
  - action: utter_{name}

stories:
- story: {words}, then another question
  steps:
  - intent: {name}
  - action: utter_{name}
  - intent: {after}
  - action: utter_{after}
"""
