"""Where the time of an answer goes, out of the bot's own metrics."""

import re
import urllib.request

STAGES = {
    "intake": "claim the update, on the disk",
    "wait": "behind earlier messages of the chat",
    "person": "who writes: read the conversation",
    "read": "read the dialogue",
    "understand": "NLU",
    "decide": "policies",
    "act": "actions and answers",
    "render": "make Bot API calls",
    "write": "write turn and messages",
    "send": "call Telegram",
}
_SUM = re.compile(r'^montoyer_stage_seconds_(sum|count)\{stage="(\w+)"\} (\S+)$', re.MULTILINE)

Sums = dict[str, tuple[float, float]]


def read(port: int) -> Sums:
    """Seconds and count of each stage so far."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        text = answer.read().decode()
    found: dict[str, dict[str, float]] = {}
    for kind, stage, value in _SUM.findall(text):
        found.setdefault(stage, {})[kind] = float(value)
    return {stage: (values.get("sum", 0.0), values.get("count", 0.0)) for stage, values in found.items()}


def between(before: Sums, after: Sums, messages: int) -> dict[str, float]:
    """Milliseconds per message and stage."""
    spent = {name: after[name][0] - before.get(name, (0.0, 0.0))[0] for name in STAGES if name in after}
    return {name: 1000 * seconds / max(1, messages) for name, seconds in spent.items()}
