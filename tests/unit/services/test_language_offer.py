"""A change of language is offered to whoever clearly writes another one, once."""

import pytest

from bot.services.language_offer import language_to_offer

FOUR = "je veux rentrer bientot"
TWELVE = "je suis ici depuis deux ans et je veux rentrer chez moi bientot"


def heard(text, language="fr", confidence=0.98):
    return {"text": text, "language": language, "language_confidence": confidence}


@pytest.mark.parametrize(
    ("messages", "offered"),
    [
        ([heard(TWELVE)], "fr"),
        ([heard(FOUR), heard(FOUR)], "fr"),
        ([heard(FOUR)], None),
        ([heard("bonjour"), heard("merci beaucoup")], None),
        ([heard(TWELVE, confidence=0.7)], None),
        ([heard(FOUR), heard(FOUR, confidence=0.7)], None),
        ([heard(FOUR, "nl"), heard(FOUR)], None),
        ([heard(TWELVE), heard("Fatima")], None),
        ([heard(TWELVE, "en")], None),
        ([heard(TWELVE, "zz")], None),
        ([{"text": "/luggage"}], None),
        ([], None),
    ],
)
def test_one_long_or_two_clear_messages_are_needed(messages, offered):
    assert language_to_offer(messages, "en", []) == offered


def test_what_was_offered_is_not_offered_again():
    assert language_to_offer([heard(TWELVE)], "en", ["fr"]) is None
    assert language_to_offer([heard(TWELVE)], "en", ["nl"]) == "fr"
