"""A trained model, unpacked once: a start reads the files instead of the archive."""

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import MODEL_ARCHIVE_COMPONENTS_DIR, LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelMetadata, ModelStorage
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.domain import Domain

from bot.dialogue.direct_runner import DirectRunner

_FOLDER = ".unpacked"
_KEPT = 2


def load_runner(archive: Path, runner: type[DirectRunner]) -> tuple[ModelMetadata, DirectRunner]:
    """What the archive holds, ready to predict. Raises `tarfile.ReadError` when it is no archive."""
    folder = unpacked(archive)
    metadata = LocalModelStorage._load_metadata(folder)
    schema = metadata.predict_schema
    context = ExecutionContext(graph_schema=schema, model_id=metadata.model_id)
    storage = LocalModelStorage(folder / MODEL_ARCHIVE_COMPONENTS_DIR)
    provider = _provider_of(metadata.domain)
    return metadata, runner.create(schema, storage, context, replacements={DomainProvider: provider})


def _provider_of(domain: Domain) -> type[DomainProvider]:
    """Gives the graph the domain that stands in the metadata; Rasa's own reads and checks the same one again."""

    class Provider(DomainProvider):
        @classmethod
        def load(
            cls,
            config: dict[str, Any],
            model_storage: ModelStorage,
            resource: Resource,
            execution_context: ExecutionContext,
            **kwargs: Any,
        ) -> "Provider":
            return cls(model_storage, resource, domain)

    return Provider


def unpacked(archive: Path) -> Path:
    """The folder with the contents of an archive, beside it; named by its checksum, so that it is never stale."""
    with archive.open("rb") as stream:
        name = _checksum(stream.read())
    folder = archive.parent / _FOLDER / name
    if not folder.is_dir():
        _unpack(archive, folder)
        _drop_old(folder)
    return folder


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _unpack(archive: Path, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix="draft-", dir=folder.parent))
    try:
        LocalModelStorage._extract_archive_to_directory(archive, draft)
        draft.rename(folder)
    except OSError:
        # Another process of ours was faster; what it wrote is the same.
        if not folder.is_dir():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _drop_old(newest: Path) -> None:
    """Keep this one and the one before: a process may still read it."""
    folders = sorted(newest.parent.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for folder in [path for path in folders if path != newest][_KEPT - 1 :]:
        shutil.rmtree(folder, ignore_errors=True)
