"""Personal data is taken out of a message before a trainer reads it."""

import pytest

from bot.nlu.redaction import redact


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("my name is Amina Diallo and i want to go home", "my name is [name] and i want to go home"),
        ("je m'appelle Karim, combien d'argent ?", "je m'appelle [name], combien d'argent ?"),
        ("call 0470 12 34 56 please", "call [phone] please"),
        ("phone +352 621 123 456", "phone [phone]"),
        ("write to amina.d@example.org", "write to [email]"),
        ("my sp number is 8.123.456", "my sp number is [number]"),
        ("passport EJ123456 expired", "passport [number] expired"),
        ("dossier 9 876 543", "dossier [number]"),
        ("rijksregister 85.07.30-033.28", "rijksregister [phone]"),
        ("i am @amina_diallo on telegram", "i am [handle] on telegram"),
        ("see https://facebook.com/amina.diallo.9", "see [link]"),
    ],
)
def test_what_says_who_somebody_is_goes(written, kept):
    assert redact(written) == kept


@pytest.mark.parametrize(
    "text",
    [
        "how much money do i get",
        "2 children of 7 and 9",
        "i came in 2019",
        "3000 euro?",
        "je veux rentrer au Brésil",
        "",
    ],
)
def test_what_is_not_personal_stays(text):
    assert redact(text) == text


def test_numbers_in_other_scripts_go_too():
    assert "٤" not in redact("رقم هاتفي ٠٤٧٠١٢٣٤٥٦")


def test_redacting_twice_changes_nothing():
    once = redact("my name is Amina, 0470 12 34 56, amina@example.org, EJ123456")
    assert redact(once) == once
