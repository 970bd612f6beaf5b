import pytest

from bot.nlu.contact_finder import EMAIL, PHONE, TIME, find_contacts
from bot.nlu.person_name import find_person_name


def values(kind, text):
    return [found.value for found in find_contacts(text) if found.kind == kind]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("call me 0470 12 34 56 at 14h30", "+32470123456"),
        ("+32 470/12.34.56", "+32470123456"),
        ("٠٤٧٠١٢٣٤٥٦", "+32470123456"),
        ("０４７０１２３４５６", "+32470123456"),
        ("my number 00995 555 12 34 56", "+995555123456"),
        ("621 123 456", "+352621123456"),
    ],
)
def test_a_phone_number_is_kept_in_international_form(text, number):
    assert values(PHONE, text) == [number]


@pytest.mark.parametrize("text", ["annex 13", "1800 euro", "12/05/2024", "dossier 1234567", "i have 12 children"])
def test_other_numbers_are_no_phone_numbers(text):
    assert values(PHONE, text) == []


def test_a_mail_address_is_found_and_hides_nothing_else():
    found = find_contacts("write to Fatou.B@example.be tomorrow")
    assert [(entity.kind, entity.value) for entity in found] == [(EMAIL, "fatou.b@example.be"), (TIME, "tomorrow")]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("at 3 pm", "15:00"),
        ("à 14h30", "14:30"),
        ("om 10u", "10:00"),
        ("10:30", "10:30"),
        ("завтра", "tomorrow"),
        ("غدا", "tomorrow"),
        ("12 am", "00:00"),
    ],
)
def test_a_time_is_found(text, time):
    assert values(TIME, text) == [time]


def test_positions_are_those_of_the_original_text():
    text = "\u200bmy phone: ٠٤٧٠١٢٣٤٥٦."
    (found,) = find_contacts(text)
    assert text[found.start : found.end] == "٠٤٧٠١٢٣٤٥٦"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my name is Ahmed Hassan and i want to go home", "Ahmed Hassan"),
        ("my name is ahmed i want go home", "ahmed"),
        ("je m’appelle Fatou", "Fatou"),
        ("Меня зовут Иван Петров, мне 30", "Иван Петров"),
        ("اسمي محمد علي", "محمد علي"),
        ("benim adım Mehmet", "Mehmet"),
        ("me llamo Juan Carlos y soy de Lima", "Juan Carlos"),
        ("mă numesc Ana", "Ana"),
    ],
)
def test_a_name_follows_its_introduction(text, name):
    found = find_person_name(text)
    assert found is not None
    assert found.value == name
    assert text[found.start : found.end] == name


@pytest.mark.parametrize(
    "text", ["what is your name", "call me tomorrow", "the name of the programme", "my name is 123"]
)
def test_no_name_is_made_up(text):
    assert find_person_name(text) is None
