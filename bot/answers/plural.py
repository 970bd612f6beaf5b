"""Words that change with a number: `{days: one day, other days}`, by the plural rules of the language."""

import re
from collections.abc import Mapping

from babel import Locale

PLURAL = re.compile(r"\{([a-z][a-z0-9_]*): ([^{}]+)\}")
_FORM = re.compile(r"\s*([a-z]+) (.+?)\s*$")
OTHER = "other"


def forms_of(written: str) -> dict[str, str]:
    """`one day, other days` as a mapping from the rule's name to the word. Raises `ValueError` when it is not one."""
    found = [_FORM.match(part) for part in written.split(",")]
    forms = {match.group(1): match.group(2) for match in found if match}
    if len(forms) != len(found) or OTHER not in forms:
        raise ValueError(written)
    return forms


def plural_faults(text: str, language: str) -> list[str]:
    """What is wrong with the words for numbers in a text."""
    known = Locale.parse(language).plural_form.tags | {OTHER}
    faults = []
    for name, written in PLURAL.findall(text):
        try:
            strange = sorted(forms_of(written).keys() - known)
        except ValueError:
            faults.append(f"{{{name}: …}} needs forms such as `one day, other days`, and `other` among them")
        else:
            faults += [f"{{{name}: …}}: {language} has no form `{form}`" for form in strange]
    return faults


def with_plurals(text: str, values: Mapping[str, object], language: str) -> str:
    """The text with the words that its numbers ask for."""

    def word(found: "re.Match[str]") -> str:
        forms = forms_of(found.group(2))
        number = str(values.get(found.group(1), ""))
        rule = Locale.parse(language).plural_form(int(number)) if number.isdecimal() else OTHER
        return forms.get(rule, forms[OTHER])

    return PLURAL.sub(word, text)
