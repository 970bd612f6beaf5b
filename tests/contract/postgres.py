"""A PostgreSQL server of its own for a test run, reachable over a Unix socket only."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ACCOUNT = "postgres"
# Nothing here has to survive: the disk need not be waited for.
_OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def programs() -> Path | None:
    """Folder of the newest PostgreSQL's programs, or None."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    complete = [folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()]
    return complete[-1] if complete else None


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A running server; gives its SQLAlchemy address."""
    # Short, because the path of a socket has at most 107 characters, and open to the server's own account.
    home = Path(tempfile.mkdtemp(prefix="montoyer-pg-"))
    if os.geteuid() == 0:
        account = pwd.getpwnam(_ACCOUNT)
        os.chown(home, account.pw_uid, account.pw_gid)
    try:
        _run(folder / "initdb", "-D", home / "data", "-U", _ACCOUNT, "-A", "trust", "-E", "UTF8", "--no-sync")
        _run(folder / "pg_ctl", "-D", home / "data", "-w", "-l", home / "log", "-o", f"{_OPTIONS} -k {home}", "start")
        try:
            yield f"postgresql://{_ACCOUNT}@/postgres?host={home}"
        finally:
            _run(folder / "pg_ctl", "-D", home / "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _run(program: Path, *arguments: object) -> None:
    # The server refuses to run as root.
    as_account = ["runuser", "-u", _ACCOUNT, "--"] if os.geteuid() == 0 else []
    command = [*as_account, str(program), *map(str, arguments)]
    # A file and no pipe: the server inherits it and a pipe would never close.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(command, stdout=output, stderr=output, check=False, cwd="/")
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"{program.name} failed: {output.read().decode(errors='replace')}")
