"""`montoyer retention`: show what is too old, and remove it."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from bot.services.retention_ports import Limit, Stale


def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would go.")] = False,
) -> None:
    """Remove what is older than the settings allow, as the bot does every hour, and show what that was."""
    from bot.bootstrap import build, environment

    app = build(environment())
    found = app.retention.preview() if dry_run else app.retention.apply()
    print(table(found, app.retention.days))
    rows = sum(stale.rows for stale in found)
    print(f"{rows} rows would go; nothing was removed." if dry_run else f"{rows} rows removed.")


def table(found: Sequence[Stale], days: Mapping[Limit, int]) -> str:
    """Kind, days kept, rows too old and the oldest of them, in columns."""
    lines = [("kind", "kept", "too old", "oldest")]
    for stale in found:
        oldest = f"{stale.oldest:%Y-%m-%d}" if stale.oldest and stale.rows else ""
        lines.append((stale.kind, f"{days[stale.limit]} days", str(stale.rows), oldest))
    return "\n".join(f"{kind:20} {kept:>10} {rows:>9}  {oldest}".rstrip() for kind, kept, rows, oldest in lines)
