"""What Rasa's own training would refuse, found without training: its readers, policies and conflict finders run."""

import logging
import os
import re
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.dialogue import without_tensorflow
from bot.workshop.check_stories import Entry
from bot.workshop.finding import Finding, error, meant
from bot.workshop.project import Project

CONFIG = "config.yml"
_CONTRADICTION = re.compile(
    r"action '(?P<action>[^']+)' in (?P<kind>rule|story) '(?P<name>.+?)' "
    r"is contradicting with rule\(s\) '(?P<others>.+?)'"
)
_INCOMPLETE = re.compile(
    r"^- (?P<what>the (?:action|form) '[^']+') in rule '(?P<name>.+?)' (?P<why>.+?)(?: Please|$)", re.M
)


def check_with_rasa(project: Project, told: list[Entry]) -> list[Finding]:
    """Faults of configuration, contradictions between rules and stories, and whatever else stops a training.

    To be asked when everything else is sound: what Rasa says of a misspelt name helps nobody.
    """
    without_tensorflow.install()
    try:
        with _quiet():
            found = list(_config(project))
            return found or list(_dialogue(project, told))
    except Exception as fault:
        return [error("domain.yml", 0, "rasa", f"Rasa cannot read the files: {_first_line(fault)}")]


@contextmanager
def _quiet() -> Iterator[None]:
    """Rasa without its warnings, logs and progress bars: what matters comes back as findings."""
    import structlog

    level, former = logging.root.manager.disable, os.environ.get("LOG_LEVEL")
    chosen = structlog.get_config()
    logging.disable(logging.WARNING)
    os.environ["LOG_LEVEL"] = "ERROR"
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)
        structlog.configure(**chosen)
        os.environ.pop("LOG_LEVEL")
        os.environ.update({} if former is None else {"LOG_LEVEL": former})


def _config(project: Project) -> Iterator[Finding]:
    from rasa.engine.recipes.default_recipe import DefaultV1Recipe

    document = project.sources[CONFIG].document
    for key in ("pipeline", "policies"):
        for index, part in enumerate(document.content[key]):
            line = document.line(key, index)
            try:
                component = DefaultV1Recipe._from_registry(part["name"]).clazz
            except Exception:
                known = DefaultV1Recipe._registered_components
                advice = meant(part["name"], list(known)) or "Write the name of a part of Rasa, or the path of a class."
                yield error(CONFIG, line, "unknown-component", f"there is no part {part['name']!r}", advice)
                continue
            yield from _options(document, (key, index), part, component.get_default_config())


def _options(document: Any, place: tuple[str, int], part: dict[str, Any], known: dict[str, Any]) -> Iterator[Finding]:
    for option, value in part.items():
        line = document.line(*place, option)
        if option in ("name", "max_history", "priority"):
            continue
        if option not in known:
            advice = meant(str(option), known) or "Known here: " + ", ".join(map(str, known)) + "."
            yield error(CONFIG, line, "unknown-key", f"{part['name']} has no setting {option!r}", advice)
        elif isinstance(known[option], int | float) and not isinstance(value, int | float):
            message = f"{option!r} must be a number, not {value!r}"
            yield error(CONFIG, line, "wrong-type", message, f"Without it, {known[option]} is used.")


def _dialogue(project: Project, told: list[Entry]) -> Iterator[Finding]:
    from rasa.core.training.story_conflict import find_story_conflicts
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.generator import TrainingDataGenerator
    from rasa.shared.importers.importer import TrainingDataImporter

    root = project.root
    importer = TrainingDataImporter.load_from_config(
        str(root / CONFIG), str(root / "domain.yml"), [str(root / "data" / "stories")]
    )
    # The importer would put an empty domain in the place of one that cannot be used.
    domain, graph = Domain.load(str(root / "domain.yml")), importer.get_stories()
    trackers = TrainingDataGenerator(graph, domain, augmentation_factor=0).generate()
    yield from _rules(project, told, trackers, domain)
    stories = TrainingDataGenerator(graph, domain, remove_duplicates=False, augmentation_factor=0)
    for conflict in find_story_conflicts(stories.generate_story_trackers(), domain, None):
        yield from _conflict(conflict, told)


def _rules(project: Project, told: list[Entry], trackers: list[Any], domain: Any) -> Iterator[Finding]:
    from rasa.core.policies.rule_policy import InvalidRule, RulePolicy
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource

    settings = next(
        (part for part in project.sources[CONFIG].document.content["policies"] if part["name"] == "RulePolicy"), None
    )
    if settings is None:
        return
    config = {**RulePolicy.get_default_config(), **{key: value for key, value in settings.items() if key != "name"}}
    RulePolicy.raise_if_incompatible_with_domain(config, domain)
    with tempfile.TemporaryDirectory() as folder:
        storage = LocalModelStorage(Path(folder))
        policy = RulePolicy.create(config, storage, Resource("rules"), ExecutionContext(GraphSchema({})))
        try:
            policy.train(trackers, domain)
        except InvalidRule as fault:
            yield from _invalid(str(fault.message), told)


def _invalid(said: str, told: list[Entry]) -> Iterator[Finding]:
    found = False
    for match in _CONTRADICTION.finditer(said):
        found = True
        others = match["others"].split(", ")
        at = "; ".join(f"{name!r} at {_place(name, told)}" for name in others)
        message = f"the {match['kind']} {match['name']!r} does {match['action']!r}, which another rule forbids"
        advice = f"Compare it with the rule {at}: after the same messages both must do the same."
        yield _at(match["name"], told, "contradiction", message, advice)
    for match in _INCOMPLETE.finditer(said):
        found = True
        message = f"the rule {match['name']!r}: {match['what']} {match['why']}"
        yield _at(match["name"], told, "incomplete-rule", message, "Add the line that the other rules have there.")
    if not found:
        yield error("data/stories", 0, "rasa", said.strip().split("\n")[0])


def _conflict(conflict: Any, told: list[Entry]) -> Iterator[Finding]:
    actions = {action: conflict._conflicting_actions[action] for action in conflict.conflicting_actions}
    listed = [(action, name) for action, names in actions.items() for name in names]
    for action, name in listed:
        others = [each for each in listed if each[0] != action]
        at = "; ".join(f"{other!r} does {does!r} ({_place(other, told)})" for does, other in others[:3])
        message = f"the story {name!r} does {action!r} where another story does something else"
        yield _at(name, told, "contradiction", message, f"Let them agree, or tell more of what went before: {at}.")


def _at(name: str, told: list[Entry], rule: str, message: str, advice: str) -> Finding:
    entry = _entry(name, told)
    return error(entry.source.file if entry else "data/stories", entry.line if entry else 0, rule, message, advice)


def _place(name: str, told: list[Entry]) -> str:
    entry = _entry(name, told)
    return f"{entry.source.file}:{entry.line}" if entry else "data/stories"


def _entry(name: str, told: list[Entry]) -> Entry | None:
    """The rule or story of a tracker, whose name may join several with `>`."""
    last = name.rsplit(" > ", maxsplit=1)[-1]
    return next((entry for entry in told if entry.name in (name, last)), None)


def _first_line(fault: Exception) -> str:
    return next((line for line in str(fault).split("\n") if line.strip()), type(fault).__name__)
