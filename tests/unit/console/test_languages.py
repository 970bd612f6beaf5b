"""The console's own translations are whole and compiled."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.console.i18n import FOLDER, LANGUAGES, SOURCE, translations

TEMPLATES = Path(FOLDER).parent / "templates"
TRANSLATED = sorted(set(LANGUAGES) - {SOURCE})


def sentences():
    options = {"**.html": {"trimmed": "true", "newstyle_gettext": "true"}}
    found = {
        message
        for _, _, message, _, _ in extract_from_dir(
            TEMPLATES, method_map=[("**.html", "jinja2.ext:babel_extract")], options_map=options
        )
    }
    assert len(found) > 100, "nothing to check"
    return found


def catalogue(language):
    with (FOLDER / language / "LC_MESSAGES" / "console.po").open(encoding="utf-8") as file:
        return read_po(file, locale=language)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_of_the_templates_is_translated(language):
    known = {message.id: message for message in catalogue(language) if message.id}
    assert {message for message in sentences() if message not in known} == set()
    assert [message.id for message in known.values() if not all(texts(message.string)) or message.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_over(language):
    assert {message.id for message in catalogue(language) if message.id} - sentences() == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_fill_the_same_places(language):
    for message in catalogue(language):
        for source, translated in zip(texts(message.id), texts(message.string), strict=True):
            assert places(source) == places(translated), source


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_console_speaks_the_translations(language):
    translated = next(message for message in catalogue(language) if message.id and isinstance(message.id, str))
    assert translations(language).gettext(translated.id) == translated.string


def texts(value):
    return [value] if isinstance(value, str) else list(value)


def places(text):
    return sorted(re.findall(r"%\(\w+\)s", text))
