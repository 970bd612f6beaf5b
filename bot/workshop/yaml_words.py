"""What PyYAML says of broken YAML, in words for people who do not know its grammar."""

import re

_SAID = (
    (
        "cannot start any token",
        "a character that may not begin a word here, such as a tab or `@`",
        "Put the text into quotes; indent with spaces.",
    ),
    (
        "mapping values are not allowed",
        "a colon where none can stand",
        'Put a text that holds `: ` into quotes: "like: this". Or the line is indented too far.',
    ),
    (
        "could not find expected ':'",
        "this is neither `key: value` nor an item that begins with `- `",
        "Look at the indentation: text under `|` stands deeper than its key.",
    ),
    (
        "expected <block end>",
        "this line is indented differently from those it belongs to",
        "Give it as many spaces in front as its neighbours have.",
    ),
    (
        "did not find expected",
        "this line is indented differently from those it belongs to, or a quote or bracket is open",
        "Give it as many spaces in front as its neighbours have; close what was opened above.",
    ),
    ("found unexpected end of stream", "a quote is opened and never closed", "Close it with the same sign: \" or '."),
    (
        "unknown escape character",
        "a backslash inside double quotes",
        "Write \\\\ for a backslash, or use single quotes.",
    ),
    ("undefined alias", "a text that begins with `*` means something else in YAML", "Put the text into quotes."),
    ("is given twice", None, "Keep one of the two: of two equal keys only the last would count."),
    ("is missing", None, "Put the file back, for example with `git checkout`."),
    ("not UTF-8", None, "Save the file as UTF-8 in the editor."),
    ("special characters are not allowed", "an invisible control character", "Delete it and type the text again."),
)

TAB = re.compile(r"^[ \-]*\t")


def explain(reason: str) -> tuple[str, str]:
    """What is wrong and what to do, for a reason that `read_yaml` gives."""
    for part, message, advice in _SAID:
        if part in reason:
            return message or reason, advice
    return f"broken YAML: {reason}", "Compare the line with its neighbours: indentation, quotes, colons."
