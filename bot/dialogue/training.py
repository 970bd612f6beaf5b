"""Train the assistant with Rasa, which trains anew only the parts whose input changed."""

import os
from pathlib import Path

from bot.dialogue import without_tensorflow
from bot.dialogue.model_files import fingerprint, record_model, trained_model

KEPT_MODELS = 3


class TrainingFailed(RuntimeError):
    """Rasa refused the data; it has printed why."""


def train(root: Path, models: Path, force: bool = False) -> Path:
    """Train if anything changed since the last time; gives the model file. Raises `TrainingFailed`."""
    ready = None if force else trained_model(root, models)
    if ready is not None:
        return ready
    without_tensorflow.install()
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    # In service one core is enough; here the vectors of all examples wait.
    os.environ.setdefault("OMP_NUM_THREADS", str(os.cpu_count() or 1))
    if "MONTOYER_CACHE_DIR" in os.environ:
        os.environ.setdefault("RASA_CACHE_DIRECTORY", os.path.join(os.environ["MONTOYER_CACHE_DIR"], "rasa"))
    from rasa.model_training import train as rasa_train
    from rasa.shared.exceptions import RasaException

    models.mkdir(parents=True, exist_ok=True)
    # Taken now: an edit while training runs asks for the next training.
    trained_from = fingerprint(root)
    try:
        result = rasa_train(
            domain=str(root / "domain.yml"),
            config=str(root / "config.yml"),
            training_files=[str(root / "data" / "nlu"), str(root / "data" / "stories")],
            output=str(models),
            force_training=force,
        )
    except RasaException as error:
        raise TrainingFailed(str(error)) from error
    if result.code != 0 or not result.model:
        raise TrainingFailed(f"Rasa stopped with code {result.code}")
    model = Path(result.model)
    record_model(models, model, trained_from)
    _drop_old(models, model)
    return model


def _drop_old(models: Path, newest: Path) -> None:
    others = sorted((path for path in models.glob("*.tar.gz") if path != newest), key=lambda path: path.stat().st_mtime)
    for path in others[: max(0, len(others) - KEPT_MODELS + 1)]:
        path.unlink()
