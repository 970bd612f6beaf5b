"""The small data tables that lie beside the code, read once."""

import hashlib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent
_DATA = _FOLDER / "data"


@cache
def load_table(name: str) -> dict[str, Any]:
    """The table `data/<name>.yml`; callers must not change what they get."""
    with (_DATA / f"{name}.yml").open(encoding="utf-8") as stream:
        # The C loader reads the large tables ten times faster; both kinds make plain values only.
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        table: dict[str, Any] = yaml.load(stream, Loader=loader)  # noqa: S506
    return table


@lru_cache(maxsize=1)
def code_version() -> str:
    """A fingerprint of this package's code and tables.

    Rasa looks only at a component's own class to decide whether to train again; the work is done
    in the modules and tables around it.
    """
    digest = hashlib.sha256()
    for path in sorted([*_FOLDER.glob("*.py"), *_DATA.glob("*.yml")]):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
