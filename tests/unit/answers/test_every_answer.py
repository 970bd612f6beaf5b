"""Every answer in every language, as the calls that would be sent, before the strict fake Telegram's validator."""

from pathlib import Path

import pytest

from bot.answers.fill import placeholders
from bot.answers.render import render
from bot.answers.shelf import Shelf
from bot.domain.language import LANGUAGES
from bot.settings import Settings
from tests.telegram_server.entities import message_text
from tests.telegram_server.validation import validate

ROOT = Path(__file__).parents[3]
CATALOGUE = Shelf(ROOT, Settings.read({}).text_constants).catalogue(0.0)
# Long, with characters that HTML and Telegram count specially, and a name that tries to turn the text.
VALUE = "<Amina & \u202esons> 😀 " * 12
VENUE = {"office": {"latitude": 50.8, "longitude": 4.3, "title": "IOM", "address": "Rue Montoyer 40"}}


def keep(payload):
    return f"{hash(payload) & 0xFFFFFFFF:016x}"


def calls_of(key, language):
    names = placeholders(str(CATALOGUE.reference[key])) | placeholders(CATALOGUE.reference[key].get("text", ""))
    known = CATALOGUE.facts.values(language)
    values = {name: VALUE for name in names if name not in known and name not in CATALOGUE.constants}
    message = CATALOGUE.answer(key, language, None, **values)
    custom = message.get("custom") or {}
    if custom.get("keyboard") == "share_contact":
        message = {
            **message,
            "custom": {**custom, "label": CATALOGUE.text("utter_callback_share_contact_button", language)},
        }
    return render(message, keep, VENUE)


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_telegram_would_refuse_none_of_the_answers(language):
    made = 0
    for key in CATALOGUE.reference:
        for call in calls_of(key, language):
            params = {"chat_id": 7, **call["params"]}
            typed, remarks = validate(call["method"], params, {})
            assert remarks == [], (key, remarks)
            if call["method"] == "sendMessage":
                shown = message_text(typed)
                assert 0 < len(shown["text"].encode("utf-16-le")) // 2 <= 4096, key
                assert "{" not in shown["text"], key
            for row in (params.get("reply_markup") or {}).get("inline_keyboard", []):
                assert all(len(button.get("callback_data", "").encode()) <= 64 for button in row)
            made += 1
    assert made > len(CATALOGUE.reference) * 0.9
