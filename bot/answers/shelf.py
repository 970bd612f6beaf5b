"""The catalogue as it stands in the files now: an edit is seen without a restart."""

import logging
from collections.abc import Mapping
from pathlib import Path

from bot.answers.catalogue import Catalogue, read_catalogue
from bot.domain.errors import InvalidFile

log = logging.getLogger(__name__)

LOOK_EVERY = 2.0
"""Seconds between two looks at the files."""


class Shelf:
    """Reads the catalogue once and again when a file changed. A broken edit is reported and the former text stays."""

    def __init__(self, root: Path, constants: Mapping[str, object] | None = None) -> None:
        self._root = root
        self._constants = constants or {}
        self._seen = self._stamp()
        self._catalogue = read_catalogue(root, self._constants)
        self._looked = float("-inf")

    def catalogue(self, now: float) -> Catalogue:
        """The newest catalogue; `now` is a monotonic time in seconds."""
        if now - self._looked >= LOOK_EVERY:
            self._looked = now
            self._reread()
        return self._catalogue

    def _reread(self) -> None:
        stamp = self._stamp()
        if stamp == self._seen:
            return
        self._seen = stamp
        try:
            self._catalogue = read_catalogue(self._root, self._constants)
        except InvalidFile as fault:
            log.error("answers_broken %s", fault)

    def _stamp(self) -> tuple[tuple[str, int], ...]:
        files = [self._root / "domain.yml", self._root / "data" / "facts.yml"]
        files += sorted((self._root / "data" / "answers").glob("*.yml"))
        return tuple((file.name, file.stat().st_mtime_ns) for file in files if file.exists())
