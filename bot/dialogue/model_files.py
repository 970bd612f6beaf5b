"""Which model belongs to the files as they are. Imports nothing of Rasa: a start must not pay for it."""

import hashlib
import hmac
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot.domain.errors import InvalidSetting

_RECORD = "montoyer.json"
_FORMER = "former"


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
    """The model that was trained from the files as they are, or None. Raises `InvalidSetting` for a changed model."""
    record = _record(models)
    return _checked(models, record) if record.get("fingerprint") == fingerprint(root) else None


def latest_model(models: Path) -> Path | None:
    """The model of the latest training, whatever the files say now. Raises `InvalidSetting` for a changed model."""
    return _checked(models, _record(models))


def record_model(models: Path, model: Path, trained_from: str) -> None:
    """Write down a model's checksum and which files it was trained from, by the fingerprint before the training."""
    record: dict[str, Any] = {"fingerprint": trained_from, "model": model.name, "sha256": checksum(model)}
    before = _record(models)
    if before.get("model") not in (None, model.name):
        record[_FORMER] = {name: before[name] for name in ("fingerprint", "model", "sha256") if name in before}
    elif _FORMER in before:
        record[_FORMER] = before[_FORMER]
    _write(models, record)


def trained_from(models: Path) -> str:
    """The fingerprint of the files that the latest model was trained from."""
    return str(_record(models).get("fingerprint", ""))


def recorded_name(models: Path) -> str:
    """The name of the latest model, whatever became of its file."""
    return str(_record(models).get("model", ""))


def former_model(models: Path) -> Path | None:
    """The model before the present one, if it is still there. Raises `InvalidSetting` for a changed model."""
    former = _record(models).get(_FORMER)
    return _checked(models, former) if isinstance(former, dict) else None


def put_former_back(models: Path) -> Path | None:
    """Let the former model and the present one change places; gives the former, or None when there is none."""
    model, record = former_model(models), _record(models)
    if model is not None:
        former = record.pop(_FORMER)
        _write(models, {**former, _FORMER: record})
    return model


def _write(models: Path, record: dict[str, Any]) -> None:
    draft = models / f"{_RECORD}.new"
    draft.write_text(json.dumps(record, indent=1), "utf-8")
    draft.replace(models / _RECORD)


def checksum(model: Path) -> str:
    """SHA-256 of a model file."""
    with model.open("rb") as stream:
        return hashlib.sha256(stream.read()).hexdigest()


def _record(models: Path) -> dict[str, Any]:
    try:
        record = json.loads((models / _RECORD).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _checked(models: Path, record: dict[str, Any]) -> Path | None:
    """The recorded model, if it is still the file that our training wrote: loading a model runs what it says."""
    name = str(record.get("model", ""))
    model = models / name
    if not name or Path(name).name != name or not model.is_file() or "sha256" not in record:
        return None
    if not hmac.compare_digest(checksum(model), str(record["sha256"])):
        raise InvalidSetting(
            "MONTOYER_MODELS", f"{model} is not the file that was trained; run `montoyer train --force`"
        )
    return model
