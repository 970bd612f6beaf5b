"""`montoyer probe`: ask a process of ours how it is, for health checks in places that have no curl."""

import sys
import urllib.error
import urllib.request
from typing import Annotated

import typer

Address = Annotated[str, typer.Argument(metavar="ADDRESS", help="As http://127.0.0.1:5005/readyz.")]
PATIENCE = 5


def probe(address: Address) -> None:
    """Print what a health address answers; exit code 0 when it is well, else 1."""
    if not address.startswith(("http://", "https://")):
        print("montoyer: ADDRESS: must begin with http:// or https://", file=sys.stderr)
        sys.exit(2)
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - checked above
            print(answer.read().decode())
    except urllib.error.HTTPError as refusal:
        print(refusal.read().decode())
        sys.exit(1)
    except OSError as trouble:
        print(f"montoyer: no answer from {address}: {trouble}", file=sys.stderr)
        sys.exit(1)
