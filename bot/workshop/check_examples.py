"""Faults of data/nlu: unknown names, lines that would be lost, repeated examples, marks of entities."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator

from bot.domain.language import LANGUAGES
from bot.nlu.evaluation.likeness import plain
from bot.workshop.examples import Block, Example
from bot.workshop.finding import Finding, error, meant, warning
from bot.workshop.names import Names

TO_DO = "TODO"
LONGEST = 1000
_MARK = re.compile(r"\[[^\[\]]+\](?:\((?P<name>[^():]+)(?::[^()]*)?\)|\{(?P<data>[^{}]*)\}|\[(?P<many>[^\[\]]*)\])")
_HALF = re.compile(r"\[[^\[\]]+\]\s*[({]|\[[^\]]*$|\]\s*\(")


def check_examples(blocks: list[Block], names: Names) -> Iterator[Finding]:
    """Every fault of the examples, block by block and then between blocks."""
    for block in blocks:
        yield from _block(block, names)
    every = [example for block in blocks for example in block.examples]
    yield from _repeated(every)


def _block(block: Block, names: Names) -> Iterator[Finding]:
    if names.declared and block.intent not in names.every_intent:
        advice = meant(block.intent, names.intents) or "Add it under `intents:` in domain.yml."
        yield error(block.file, block.line, "unknown-intent", f"unknown intent {block.intent!r}", advice)
    if block.language and block.language not in LANGUAGES:
        advice = "One of " + ", ".join(LANGUAGES) + "."
        yield error(block.file, block.line, "unknown-language", f"unknown language {block.language!r}", advice)
    if not block.literal:
        message = "the examples do not stand under `examples: |`"
        yield error(block.file, block.line, "examples", message, "Write the sign | after `examples:`.")
        return
    if not list(block.examples):
        yield error(block.file, block.line, "no-examples", "the block has no examples", "Write some, or take it out.")
    for line, raw in block.lines:
        yield from _line(block, line, raw, names)


def _line(block: Block, line: int, raw: str, names: Names) -> Iterator[Finding]:
    if not raw.startswith("-"):
        message = f"this line is no example and would be left out: {_short(raw)}"
        advice = "Begin it with `- `, exactly as deep as the others."
        yield error(block.file, line, "no-dash", message, advice)
    elif not raw[1:].strip():
        yield error(block.file, line, "empty-example", "an example without words", "Write it, or delete the line.")
    elif not raw.startswith("- "):
        message = f"a space is missing after the dash: {_short(raw)}"
        yield warning(block.file, line, "no-space", message, "Write `- ` before the example.")
    if raw.startswith("-") and raw[1:].strip().startswith(TO_DO):
        advice = "Write what people would type instead."
        yield error(block.file, line, "to-do", f"still to be written: {block.intent} ({block.language})", advice)
    if raw.startswith("- /"):
        advice = "Examples are what people type; a payload carries its intent by itself."
        yield error(block.file, line, "payload", f"a payload is no example: {_short(raw)}", advice)
    if len(raw) > LONGEST:
        yield warning(block.file, line, "long-example", f"an example of {len(raw)} characters", "Shorten it.")
    yield from _marks(block, line, raw, names)


def _marks(block: Block, line: int, raw: str, names: Names) -> Iterator[Finding]:
    advice = "Write [words](entity), without a space between the brackets; entities stand in domain.yml."
    for mark in _MARK.finditer(raw):
        for name in _marked(mark):
            if name is None:
                yield error(block.file, line, "entity-mark", f"the mark {mark.group()} cannot be read", advice)
            elif names.declared and name not in names.entities:
                near = meant(name, names.entities) or "Add it under `entities:` in domain.yml."
                yield error(block.file, line, "unknown-entity", f"unknown entity {name!r}", near)
    rest = _MARK.sub("", raw)
    if _HALF.search(rest):
        yield error(block.file, line, "entity-mark", f"half a mark of an entity: {_short(rest)}", advice)


def _marked(mark: "re.Match[str]") -> list[str | None]:
    """The entities a mark names; None where it cannot be read."""
    if mark.group("name"):
        return [mark.group("name").strip()]
    texts = [mark.group("data")] if mark.group("data") is not None else re.findall(r"\{([^{}]*)\}", mark.group("many"))
    found: list[str | None] = []
    for text in texts:
        try:
            found.append(str(json.loads(f"{{{text}}}")["entity"]))
        except (ValueError, KeyError, TypeError):
            found.append(None)
    return found


def _repeated(examples: list[Example]) -> Iterator[Finding]:
    """The same words in two intents cannot be told apart; twice in a block they add nothing."""
    seen: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        seen[plain(example.text)].append(example)
    for group in seen.values():
        for index, example in enumerate(group):
            other = next((each for each in group if each.intent != example.intent), None)
            if other is not None:
                message = f"{_short(example.text)} is an example of {example.intent} and of {other.intent}"
                advice = f"Keep it in one of them; the other stands at {other.file}:{other.line}."
                yield error(example.file, example.line, "two-intents", message, advice)
                continue
            former = next((each for each in group[:index] if each.language == example.language), None)
            if former is not None:
                message = f"{_short(example.text)} is given twice in {example.intent} ({example.language})"
                advice = f"Delete it; the first stands at {former.file}:{former.line}."
                yield warning(example.file, example.line, "repeated-example", message, advice)


def _short(text: str) -> str:
    return f"«{text.strip()[:60]}»"
