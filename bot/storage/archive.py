"""The form of a backup: compressed lines of JSON that either database can be filled from.

First a head with the schema's revision, then a line for each row, at last the counts and a checksum over all lines
before. Sealed columns stay sealed; keys are never inside.
"""

import base64
import gzip
import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timezone
from pathlib import Path
from typing import IO, Any

FORMAT = "montoyer-backup-1"
Row = tuple[str, dict[str, Any]]


class DamagedBackup(Exception):
    """The file is no backup of ours, or not whole. The text says which."""


@dataclass(frozen=True)
class Head:
    """What a backup says of itself."""

    revision: str
    at: str


def write_archive(path: Path, head: Head, rows: Iterable[Row]) -> dict[str, int]:
    """Write a backup, for the owner's eyes only; it has its name once it is whole. Gives the rows of each table."""
    draft = path.with_name(f"{path.name}.part")
    counts: Counter[str] = Counter()
    digest = hashlib.sha256()
    with _private(draft) as raw:
        with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=6, mtime=0) as packed:

            def put(value: Any) -> None:
                line = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
                digest.update(line)
                packed.write(line)

            put({"format": FORMAT, "revision": head.revision, "at": head.at})
            for table, row in rows:
                counts[table] += 1
                put([table, {name: _pack(value) for name, value in row.items()}])
            packed.write(json.dumps({"counts": counts, "sha256": digest.hexdigest()}).encode() + b"\n")
        raw.flush()
        os.fsync(raw.fileno())
    draft.replace(path)
    return dict(counts)


def read_head(path: Path) -> Head:
    """What the backup says of itself. Raises `DamagedBackup`."""
    return _head(next(_lines(path), b""))


def read_rows(path: Path) -> Iterator[Row]:
    """Every row in the order it was written. Call `verify` before."""
    for line in _lines(path):
        value = json.loads(line)
        if isinstance(value, list):
            table, row = value
            yield table, {name: _unpack(packed) for name, packed in row.items()}


def verify(path: Path) -> dict[str, int]:
    """Read all of it; gives the rows of each table. Raises `DamagedBackup`."""
    digest, last, seen = hashlib.sha256(), b"", 0
    for line in _lines(path):
        if seen == 0:
            _head(line)
        digest.update(last)
        last, seen = line, seen + 1
    try:
        end = json.loads(last)
        counts: dict[str, int] = end["counts"]
        told = end["sha256"]
    except (ValueError, KeyError, TypeError):
        raise DamagedBackup(f"{path.name} breaks off before its end") from None
    if told != digest.hexdigest() or sum(counts.values()) != seen - 2:
        raise DamagedBackup(f"{path.name} was changed: its checksum does not fit")
    return counts


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path) as packed:
            yield from packed
    except (OSError, EOFError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise DamagedBackup(f"{path.name} is no backup, or it was cut") from None


def _head(line: bytes) -> Head:
    try:
        value = json.loads(line)
        if value["format"] != FORMAT:
            raise ValueError
        return Head(value["revision"], value["at"])
    except (ValueError, KeyError, TypeError):
        raise DamagedBackup("this is not a backup that this version of Montoyer can read") from None


def _pack(value: Any) -> Any:
    match value:
        case bytes() | memoryview():
            return {"bytes": base64.b64encode(bytes(value)).decode()}
        case datetime():
            # SQLite forgets the zone; what is stored is UTC in both.
            aware = value if value.tzinfo else value.replace(tzinfo=timezone.utc)
            return {"time": aware.astimezone(timezone.utc).isoformat()}
        case date():
            return {"day": value.isoformat()}
        case dict() | list():
            return {"json": value}
        case _:
            return value


def _unpack(packed: Any) -> Any:
    match packed:
        case {"bytes": text}:
            return base64.b64decode(text)
        case {"time": text}:
            return datetime.fromisoformat(text)
        case {"day": text}:
            return date.fromisoformat(text)
        case {"json": value}:
            return value
        case _:
            return packed
