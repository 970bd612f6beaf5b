"""`montoyer backup`, `restore` and `rotate-keys`: keeping the data safe."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.domain.errors import InvalidSetting

Target = Annotated[
    Path, typer.Argument(metavar="FILE", help="File to write; a folder gets a file named after the time.")
]
Keep = Annotated[int, typer.Option(min=0, help="In a folder: remove our oldest backups beyond so many; 0 keeps all.")]
PATTERN = "montoyer-*.backup"


def backup(target: Target, keep: Keep = 0) -> None:
    """Back up the database while the assistant runs. The keys are not inside: keep them apart."""
    from bot.bootstrap import build, clock, environment
    from bot.storage.backup import back_up

    now = clock()
    folder = target.is_dir()
    path = target / f"montoyer-{now:%Y%m%dT%H%M%SZ}.backup" if folder else target
    if keep and not folder:
        raise InvalidSetting("--keep", "needs a folder that exists")
    if not path.parent.is_dir():
        raise InvalidSetting("FILE", f"there is no folder {path.parent}")
    counts = back_up(build(environment()).engine, path, now)
    print(_table(counts))
    print(f"Backed up to {path} ({path.stat().st_size:,} bytes). Without the keys it cannot be read: keep them too.")
    if keep:
        for old in sorted(target.glob(PATTERN))[:-keep]:
            old.unlink()
            print(f"Removed {old.name}")


def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `montoyer backup` wrote.")],
    force: Annotated[bool, typer.Option("--force", help="Remove what the database holds first.")] = False,
) -> None:
    """Fill an empty database from a backup, of this or an older version. Stop the assistant first."""
    from bot.bootstrap import build, environment
    from bot.storage.archive import DamagedBackup
    from bot.storage.backup import NotEmpty
    from bot.storage.backup import restore as fill

    app = build(environment())
    try:
        counts = fill(app.engine, source, force)
    except FileNotFoundError:
        _fail(f"there is no file {source}")
    except NotEmpty:
        _fail("the database holds data already; --force removes it")
    except DamagedBackup as fault:
        _fail(str(fault))
    print(_table(counts))
    print(f"Restored from {source}.")
    app.check_keys()
    print("The keys open the restored data.")


def rotate_keys(
    add: Annotated[bool, typer.Option("--add", help="First put a new key into the key file; then restart.")] = False,
) -> None:
    """Seal all data anew with the newest key. May be stopped and run again, also while the assistant runs."""
    from bot.bootstrap import build, environment
    from bot.storage.keys import add_key
    from bot.storage.resealing import reseal

    app = build(environment())
    if add:
        path = add_key(app.settings)
        print(f"{os.fspath(path)} has a new key. Restart the assistant, then run `montoyer rotate-keys`.")
        return
    print(_table(reseal(app.engine, app.sealer)))
    print("All data is sealed with the newest key. Keep older keys as long as backups sealed with them.")


def _table(counts: Mapping[str, int]) -> str:
    return "\n".join(f"{name:24} {rows:>9}" for name, rows in sorted(counts.items()))


def _fail(reason: str) -> NoReturn:
    print(f"montoyer: {reason}", file=sys.stderr)
    sys.exit(1)
