"""Training on the same examples: stock Rasa's default pipeline with DIET, and ours. Nothing is taken from a cache."""

import asyncio
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import yaml

from benchmarks.speed import stock

EXAMPLES = 1000
LANGUAGES = ("en", "fr")


async def compare(folder: Path) -> dict[str, float]:
    """Seconds of each on the same subset of data/nlu; ours also once more, with the vectors of the first time."""
    data = folder / "nlu.yml"
    count = _subset(data)
    ours = await asyncio.to_thread(_train, Path("config.yml"), data, folder / "ours", True)
    again = await asyncio.to_thread(_train, Path("config.yml"), data, folder / "ours", True)
    theirs = await asyncio.to_thread(_train, _with_diet(folder), data, folder / "diet", False)
    return {"examples": count, "montoyer_s": ours, "again_s": again, "stock_s": theirs}


def _subset(target: Path) -> int:
    """The same share of every intent, from two languages."""
    blocks = [block for path in sorted(Path("data/nlu").glob("*.yml")) for block in _blocks(path)]
    total = sum(len(block["examples"]) for block in blocks)
    chance = random.Random(7)
    kept = []
    for block in blocks:
        count = max(2, round(EXAMPLES * len(block["examples"]) / total))
        chosen = chance.sample(block["examples"], min(count, len(block["examples"])))
        kept.append({**block, "examples": "".join(f"- {text}\n" for text in chosen)})
    target.write_text(yaml.safe_dump({"version": "3.1", "nlu": kept}, allow_unicode=True, width=10_000), "utf-8")
    return sum(block["examples"].count("\n") for block in kept)


def _blocks(path: Path) -> list[dict[str, Any]]:
    content = yaml.safe_load(path.read_text("utf-8")) or {}
    return [
        {**block, "examples": [line[2:] for line in block["examples"].splitlines() if line.startswith("- ")]}
        for block in content.get("nlu", [])
        if "intent" in block and (block.get("metadata") or {}).get("language") in LANGUAGES
    ]


def _with_diet(folder: Path) -> Path:
    """Rasa's default pipeline is what it puts in place of an empty one."""
    config = folder / "diet.yml"
    shutil.copy(stock.FOLDER / "config.yml", config)
    return config


def _train(config: Path, data: Path, out: Path, lean: bool) -> float:
    out.mkdir(exist_ok=True)
    tensorflow = "from bot.dialogue.without_tensorflow import install; install();" if lean else ""
    paths = ", ".join(repr(str(path)) for path in (config, data, out))
    code = f"{tensorflow}from rasa.model_training import train_nlu; train_nlu({paths})"
    environment = {
        **os.environ,
        **stock.ENVIRONMENT,
        "RASA_MAX_CACHE_SIZE": "0",
        "RASA_CACHE_DIRECTORY": str(out / "cache"),
        "MONTOYER_CACHE_DIR": str(out / "vectors"),
    }
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True)
    return time.monotonic() - started
