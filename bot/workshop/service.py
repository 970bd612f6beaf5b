"""Which model is to answer: candidates become models, and the former one is kept to be put back."""

import shutil
from pathlib import Path

from bot.dialogue.model_files import latest_model, put_former_back, record_model, trained_from
from bot.domain.errors import InvalidSetting
from bot.workshop.candidate import CANDIDATES


def promote(models: Path, name: str) -> tuple[str, str]:
    """Make a candidate the model of this installation; gives its name and the former one's.

    Raises `InvalidSetting` when it is not the file that was trained.
    """
    source = latest_model(models / CANDIDATES)
    if source is None or source.name != name:
        raise InvalidSetting("MONTOYER_MODELS", f"{name} is not the latest candidate that was trained")
    former = latest_model(models)
    target = models / name
    if not target.exists():
        draft = models / f"{name}.new"
        shutil.copy2(source, draft)
        draft.replace(target)
    record_model(models, target, trained_from(models / CANDIDATES))
    return name, former.name if former else ""


def put_back(models: Path) -> tuple[str, str] | None:
    """Make the former model the one of this installation again; its name and the other's, or None without one."""
    present = latest_model(models)
    former = put_former_back(models)
    return (former.name, present.name if present else "") if former else None
