"""What YAML files name must exist: Rasa would hide or postpone the failure."""

import importlib
import re
from pathlib import Path

import pytest
import yaml
from rasa_sdk.executor import ActionExecutor

from bot.answers.catalogue import read_catalogue
from bot.channel.payloads import COMMANDS, DEEP_LINKS, parse

ROOT = Path(__file__).parents[2]
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
STORIES = [yaml.safe_load(path.read_text("utf-8")) for path in sorted((ROOT / "data" / "stories").rglob("*.yml"))]


def dotted(name):
    return re.findall(r"\b(?:bot|actions)(?:\.\w+)+\.[A-Z]\w+", (ROOT / name).read_text("utf-8"))


@pytest.mark.parametrize("name", ["config.yml", "endpoints.yml", "credentials.yml"])
def test_every_class_that_a_file_names_can_be_loaded(name):
    paths = dotted(name)
    assert paths, f"{name} names no class of ours"
    for path in paths:
        module, _, attribute = path.rpartition(".")
        assert hasattr(importlib.import_module(module), attribute), path


def test_the_domain_and_the_actions_name_each_other():
    executor = ActionExecutor()
    executor.register_package("actions")
    # The executor finds every subclass there is, those of other tests included.
    ours = {name for name, run in executor.actions.items() if _module(run).startswith("actions.")}
    assert set(DOMAIN["actions"]) == ours


def _module(run):
    return type(run.__self__).__module__ if hasattr(run, "__self__") else run.__module__


def steps():
    for content in STORIES:
        for entry in (content.get("rules") or []) + (content.get("stories") or []):
            yield from entry["steps"]


def test_every_intent_has_a_rule_or_is_an_answer_to_the_form():
    used = {step["intent"] for step in steps() if "intent" in step}
    intents = {next(iter(i)) if isinstance(i, dict) else i for i in DOMAIN["intents"]}
    assert len(intents) > 90
    assert intents == used


def test_every_answer_that_python_names_exists():
    named = set()
    for folder in ("bot", "actions"):
        for path in (ROOT / folder).rglob("*.py"):
            named |= set(re.findall(r'"(utter_[a-z_]+)"', path.read_text("utf-8")))
    assert len(named) > 20
    # Beginnings of names, and Rasa's own name of a field in an event.
    named = {name for name in named if not name.endswith("_")} - {"utter_action"}
    assert named <= set(DOMAIN["responses"])


def test_every_payload_on_a_button_is_an_intent_of_the_domain():
    catalogue = read_catalogue(ROOT)
    payloads = [p for edition in catalogue.editions.values() for p in edition.buttons]
    payloads += [b["payload"] for a in catalogue.reference.values() for b in a.get("buttons", []) if "payload" in b]
    payloads += [*COMMANDS.values(), *DEEP_LINKS.values()]
    assert payloads
    assert {parse(payload)["intent"]["name"] for payload in payloads} <= set(DOMAIN["intents"])


def test_a_payload_has_one_title():
    catalogue = read_catalogue(ROOT)
    for key, answer in catalogue.reference.items():
        for button in answer.get("buttons", []):
            if "payload" in button:
                assert catalogue.editions["en"].buttons[button["payload"]] == button["title"], key
