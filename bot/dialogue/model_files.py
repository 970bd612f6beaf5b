"""Which model belongs to the files as they are. Imports nothing of Rasa: a start must not pay for it."""

import hashlib
import json
from importlib.metadata import version
from pathlib import Path

_RECORD = "montoyer.json"


def fingerprint(root: Path) -> str:
    """A hash over everything that training reads: data, domain, configuration, components, Rasa's version."""
    digest = hashlib.sha256(version("rasa").encode())
    files = [root / "domain.yml", root / "config.yml"]
    for folder, pattern in (("data/nlu", "*.yml"), ("data/stories", "*.yml"), ("bot/nlu", "*")):
        files += sorted(path for path in (root / folder).rglob(pattern) if path.is_file() and path.suffix != ".pyc")
    judging = root / "bot" / "nlu" / "evaluation"  # learns nothing, so nothing has to be trained anew
    for path in files:
        if judging in path.parents:
            continue
        digest.update(str(path.relative_to(root)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def trained_model(root: Path, models: Path) -> Path | None:
    """The model that was trained from the files as they are, or None."""
    try:
        record = json.loads((models / _RECORD).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    model = models / str(record.get("model"))
    return model if record.get("fingerprint") == fingerprint(root) and model.is_file() else None


def latest_model(models: Path) -> Path | None:
    """The model of the latest training, whatever the files say now."""
    try:
        model = models / str(json.loads((models / _RECORD).read_text("utf-8"))["model"])
    except (FileNotFoundError, ValueError, KeyError):
        return None
    return model if model.is_file() else None


def record_model(models: Path, model: Path, trained_from: str) -> None:
    """Write down which files a model was trained from, by the fingerprint taken before the training."""
    text = json.dumps({"fingerprint": trained_from, "model": model.name}, indent=1)
    draft = models / f"{_RECORD}.new"
    draft.write_text(text, "utf-8")
    draft.replace(models / _RECORD)
