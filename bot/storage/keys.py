"""The keys of this installation: from the settings, or made once beside the SQLite file."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.domain.errors import InvalidSetting
from bot.settings import Settings


@dataclass(frozen=True)
class Keys:
    """`secrets` encrypt (newest first, older ones still open); `pseudonym` names chats for good."""

    secrets: tuple[str, ...]
    pseudonym: str


def load_keys(settings: Settings) -> Keys:
    """Keys to use. Makes the key file on first use with SQLite. Raises `InvalidSetting`."""
    if settings.secret_keys and settings.pseudonym_key:
        return Keys(settings.secret_keys, settings.pseudonym_key)
    stored = _stored(key_file(settings))
    return Keys(settings.secret_keys or stored.secrets, settings.pseudonym_key or stored.pseudonym)


def add_key(settings: Settings) -> Path:
    """Put a new key before the others in the key file. Raises `InvalidSetting` when keys come from the environment."""
    if settings.secret_keys:
        raise InvalidSetting(
            "MONTOYER_SECRET_KEYS", "comes from the environment: put a new key before the others there"
        )
    path = key_file(settings)
    old = _stored(path)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    _write(draft, Keys((secrets.token_urlsafe(48), *old.secrets), old.pseudonym))
    draft.replace(path)
    return path


def key_file(settings: Settings) -> Path:
    """Where keys are kept that the environment does not give. Raises `InvalidSetting` without a database file."""
    database = make_url(settings.database_url).database or ""
    if database in ("", ":memory:"):
        raise InvalidSetting("MONTOYER_SECRET_KEYS", "is needed when the database is not a file")
    return Path(database).with_suffix(".keys.json")


def _stored(path: Path) -> Keys:
    try:
        held = json.loads(path.read_text("utf-8"))
        first, *others = held["secret_keys"]
        return Keys((first, *others), held["pseudonym_key"])
    except FileNotFoundError:
        return _make(path)
    except (ValueError, KeyError, TypeError):
        raise InvalidSetting("MONTOYER_SECRET_KEYS", f"key file {path.name} is damaged") from None


def _make(path: Path) -> Keys:
    keys = Keys((secrets.token_urlsafe(48),), secrets.token_urlsafe(48))
    path.parent.mkdir(parents=True, exist_ok=True)
    # Written aside and linked into place: of two processes that start at once, the second reads the first's keys.
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    _write(draft, keys)
    try:
        os.link(draft, path)
    except FileExistsError:
        return _stored(path)
    finally:
        draft.unlink()
    return keys


def _write(path: Path, keys: Keys) -> None:
    text = json.dumps({"secret_keys": keys.secrets, "pseudonym_key": keys.pseudonym}, indent=1)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
