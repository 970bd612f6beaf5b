"""A message for the next page, e.g. after a form was sent: a code, never a sentence."""

import base64
import binascii
import json
from dataclasses import dataclass, field

SECONDS = 60


@dataclass(frozen=True)
class Flash:
    """`code` names a sentence of `_messages.html`; `values` fill its places; `good` decides how it looks."""

    code: str
    good: bool = True
    values: dict[str, str] = field(default_factory=dict)


def encode(flash: Flash) -> str:
    """As a cookie's value."""
    text = json.dumps([flash.code, flash.good, flash.values])
    return base64.urlsafe_b64encode(text.encode()).decode()


def decode(text: str) -> Flash | None:
    """Reverse of `encode`; None for anything else."""
    try:
        code, good, values = json.loads(base64.urlsafe_b64decode(text.encode()))
        return Flash(str(code), bool(good), {str(name): str(value) for name, value in values.items()})
    except (binascii.Error, ValueError, TypeError, AttributeError):
        return None
