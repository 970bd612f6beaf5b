"""How well and how fast the shipped config.yml understands: on tests/nlu and on public sets.

    python benchmarks/nlu.py                          # trains on data/nlu, judges on tests/nlu
    python benchmarks/nlu.py --model models/x.tar.gz # judges a trained model
    python benchmarks/nlu.py --clinc FOLDER          # CLINC150: data_full.json
    python benchmarks/nlu.py --hint3 FOLDER          # HINT3: train/ and test/ with curekart_*.csv
    python benchmarks/nlu.py --xsid FOLDER           # xSID: en.train.conll, <language>.test.conll

Public sets are not part of this repository; each is trained from its own examples.
"""

import argparse
import asyncio
import csv
import json
import logging
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
FALLBACK, OUT = "nlu_fallback", "oos"
_CLINC_INTENTS, _CLINC_EXAMPLES = 50, 20
# "# text: ..." in older files, "# text = ..." in newer ones; "# text-en" is the English original.
_XSID_COMMENT = re.compile(r"^# (text|intent) ?[:=] *(.*?) *$", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    text: str
    intent: str
    language: str = "en"


@dataclass(frozen=True)
class Answer:
    case: Case
    intent: str
    first: str
    confidence: float
    language: str | None
    milliseconds: float

    @property
    def declined(self) -> bool:
        return self.intent == FALLBACK or self.intent.startswith(OUT)


def own_cases(folder: Path) -> list[Case]:
    cases = []
    for path in sorted(folder.glob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        if isinstance(content, dict) and "messages" in content:
            cases += [Case(t, i, content["language"]) for i, texts in content["messages"].items() for t in texts]
        elif path.stem == "out_of_scope":
            cases += [Case(entry["text"], entry["intent"], entry["language"]) for entry in content]
    return cases


def clinc(folder: Path) -> tuple[list[Case], list[Case]]:
    data = json.loads((folder / "data_full.json").read_text(encoding="utf-8"))
    chosen = sorted({intent for _, intent in data["train"]})[:_CLINC_INTENTS]
    by_intent: dict[str, list[Case]] = defaultdict(list)
    for text, intent in data["train"]:
        if intent in chosen and len(by_intent[intent]) < _CLINC_EXAMPLES:
            by_intent[intent].append(Case(text, intent))
    judged = [Case(text, intent) for text, intent in data["test"] if intent in chosen]
    return [case for cases in by_intent.values() for case in cases], judged + [
        Case(t, OUT) for t, _ in data["oos_test"]
    ]


def hint3(folder: Path) -> tuple[list[Case], list[Case]]:
    def read(part: str) -> Iterable[Case]:
        with (folder / part / f"curekart_{part}.csv").open(encoding="utf-8") as stream:
            for row in csv.DictReader(stream):
                yield Case(row["sentence"], OUT if row["label"] == "NO_NODES_DETECTED" else row["label"])

    return list(read("train")), list(read("test"))


def xsid(folder: Path) -> tuple[list[Case], list[Case]]:
    def read(path: Path) -> Iterable[Case]:
        text = ""
        for key, value in _XSID_COMMENT.findall(path.read_text(encoding="utf-8")):
            if key == "text":
                text = value
            else:
                yield Case(text, value.replace("/", "_"), path.name[:2])

    judged = [case for path in sorted(folder.glob("*.test.conll")) for case in read(path)]
    return list(read(folder / "en.train.conll")), judged


def train(examples: list[Case] | None, folder: Path) -> str:
    from rasa.model_training import train_nlu

    data = ROOT / "data" / "nlu"
    if examples is not None:
        data = folder / "nlu.yml"
        data.write_text(as_nlu_file(examples), encoding="utf-8")
    started = time.perf_counter()
    model = train_nlu(str(ROOT / "config.yml"), str(data), str(folder), fixed_model_name="benchmark")
    print(f"trained in {time.perf_counter() - started:.0f} s")
    return str(model)


def as_nlu_file(examples: list[Case]) -> str:
    blocks: dict[tuple[str, str], list[str]] = defaultdict(list)
    for case in examples:
        blocks[case.intent, case.language].append(" ".join(case.text.replace("[", "(").replace("]", ")").split()))
    entries = [
        {"intent": intent, "metadata": {"language": language}, "examples": "".join(f"- {text}\n" for text in texts)}
        for (intent, language), texts in blocks.items()
    ]
    return yaml.safe_dump({"version": "3.1", "nlu": entries}, allow_unicode=True, width=10_000)


async def ask(model: str, cases: list[Case]) -> list[Answer]:
    from rasa.core.agent import Agent

    started = time.perf_counter()
    agent = Agent.load(model)
    await agent.parse_message("warm up")
    print(f"ready in {time.perf_counter() - started:.1f} s")
    answers = []
    for case in cases:
        started = time.perf_counter()
        parsed = await agent.parse_message(case.text)
        spent = 1000 * (time.perf_counter() - started)
        ranking = [entry for entry in parsed.get("intent_ranking", []) if entry["name"] != FALLBACK]
        first, confidence = (ranking[0]["name"], ranking[0]["confidence"]) if ranking else (FALLBACK, 0.0)
        answers.append(Answer(case, parsed["intent"]["name"], first, confidence, parsed.get("language"), spent))
    return answers


def share(answers: list[Answer], test) -> float:
    return sum(map(test, answers)) / len(answers) if answers else float("nan")


def report(answers: list[Answer]) -> None:
    inside = [answer for answer in answers if not answer.case.intent.startswith(OUT)]
    outside = [answer for answer in answers if answer.case.intent.startswith(OUT)]
    first = share(inside, lambda a: a.first == a.case.intent)
    print(f"\n{len(inside)} in scope: first of ranking right {first:.3f}, ", end="")
    print(f"answered right {share(inside, right):.3f}, declined {share(inside, lambda a: a.declined):.3f}")
    if outside:
        print(f"{len(outside)} out of scope: declined {share(outside, lambda a: a.declined):.3f}, ", end="")
        print(f"accepted where 95 % of in-scope is: {accepted_at_95(inside, outside):.3f}")
    for title in ("language", "intent"):
        by_group(title, answers)
    spent = sorted(answer.milliseconds for answer in answers)
    p50, p95 = (spent[int(part * len(spent))] for part in (0.5, 0.95))
    print(f"\nparse ms: p50 {p50:.1f}, p95 {p95:.1f}, max {spent[-1]:.1f}")


def right(answer: Answer) -> bool:
    return answer.intent == answer.case.intent or (answer.case.intent == OUT and answer.declined)


def accepted_at_95(inside: list[Answer], outside: list[Answer]) -> float:
    limit = sorted(answer.confidence for answer in inside)[int(0.05 * len(inside))]
    return share(outside, lambda answer: answer.confidence >= limit and not answer.first.startswith(OUT))


def by_group(title: str, answers: list[Answer]) -> None:
    names = {getattr(a.case, title) for a in answers}
    groups = {name: [a for a in answers if getattr(a.case, title) == name] for name in names}
    print(f"\n{title:<42} n     right  declined")
    for name, group in sorted(groups.items(), key=lambda item: share(item[1], right)):
        print(f"{name:<42} {len(group):<5} {share(group, right):.2f}   {share(group, lambda a: a.declined):.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model")
    for name in ("clinc", "hint3", "xsid"):
        parser.add_argument(f"--{name}", type=Path)
    arguments = parser.parse_args()
    examples, cases = None, own_cases(ROOT / "tests" / "nlu")
    for read in (clinc, hint3, xsid):
        if folder := getattr(arguments, read.__name__):
            examples, cases = read(folder)
    with tempfile.TemporaryDirectory() as folder:
        model = arguments.model or train(examples, Path(folder))
        report(asyncio.run(ask(model, cases)))


if __name__ == "__main__":
    import structlog

    from bot.dialogue.without_tensorflow import install

    install()
    logging.disable(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    main()
