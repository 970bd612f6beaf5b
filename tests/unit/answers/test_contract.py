"""What every answer owes to the person who reads it, in every language."""

import re
import unicodedata
from pathlib import Path

import pytest
import yaml

from bot.answers.catalogue import read_catalogue
from bot.answers.check import LONGEST_ANSWER
from bot.answers.fill import placeholders
from bot.answers.plural import plural_faults
from bot.domain.language import LANGUAGES
from bot.services.topics import topics_of

ROOT = Path(__file__).parents[3]
CATALOGUE = read_catalogue(ROOT)
TOPICS = topics_of(ROOT)
CONTRACT = yaml.safe_load(Path(__file__).with_name("contract.yml").read_text("utf-8"))
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
INTENTS = {next(iter(i)) if isinstance(i, dict) else i for i in DOMAIN["intents"]}
DECLINED = sorted(intent for intent in INTENTS if intent.startswith("oos_"))
WHOLE = [code for code in LANGUAGES if not CATALOGUE.is_partial(code)]
PARTIAL = [code for code in LANGUAGES if CATALOGUE.is_partial(code)]
# Said to staff, in English; people never read it. And what is said to a group, whose language nobody knows.
STAFF = {"utter_duty_alert"}
GROUP = {"utter_group_only_private"}
LATER = sorted(key for key in CATALOGUE.reference if TOPICS.of_answer(key) or key.startswith("utter_oos_"))
# Topics that the other eight languages must have, too: safety, the office, privacy, calls, and people.
NEEDED = sorted(TOPICS.alone | set(CONTRACT["needed_in_all_languages"]))


def raw(key, language):
    return CATALOGUE.source(key, language)[1].text


def plain(key, language):
    return re.sub(r"<[^>]+>", "", CATALOGUE.text(key, language))


def editions():
    return [(language, key) for language in LANGUAGES for key in CATALOGUE.editions[language].texts]


@pytest.mark.parametrize("language", WHOLE)
def test_twelve_languages_have_everything(language):
    assert len(WHOLE) == 12
    assert set(CATALOGUE.reference) - STAFF - set(CATALOGUE.editions[language].texts) == set()


@pytest.mark.parametrize("language", PARTIAL)
def test_the_other_eight_have_all_but_answers_that_can_wait(language):
    missing = set(CATALOGUE.reference) - STAFF - GROUP - set(CATALOGUE.editions[language].texts)
    assert missing <= set(LATER) - {f"utter_{topic}" for topic in NEEDED}
    titles = {b["payload"] for key in CATALOGUE.reference for b in CATALOGUE.reference[key].get("buttons", [])}
    assert titles <= set(CATALOGUE.editions[language].buttons)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", sorted(TOPICS.alone))
def test_protection_begins_with_a_number_to_call(language, topic):
    first = plain(f"utter_{topic}", language).split("\n")[0]
    assert CATALOGUE.source(f"utter_{topic}", language)[0] == language
    assert "112" in first


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_child_alone_is_first_told_who_protects_it(language):
    first, second = raw("utter_minor_alone_return", language).split("\n")[:2]
    assert "{child_focus_number}" in first
    assert "{guardianship_phone}" in second


def test_every_answer_can_be_read_on_a_phone():
    long = [(language, key) for language, key in editions() if len(plain(key, language)) > LONGEST_ANSWER]
    assert long == []


def test_every_topic_leads_on_with_two_or_three_buttons_that_the_assistant_knows():
    for key in LATER:
        buttons = CATALOGUE.reference[key].get("buttons", [])
        assert 2 <= len(buttons) <= 3, key
        aims = [button.get("payload", "").removeprefix("/") for button in buttons]
        assert set(aims) <= INTENTS, key
        assert key.removeprefix("utter_") not in aims, key


@pytest.mark.parametrize("key", sorted(CONTRACT["must_quote"]))
def test_an_answer_quotes_the_facts_it_must_in_every_language(key):
    for language, edition in CATALOGUE.editions.items():
        if f"utter_{key}" in edition.texts:
            missing = set(CONTRACT["must_quote"][key]) - placeholders(edition.texts[f"utter_{key}"].text)
            assert not missing, (language, missing)


@pytest.mark.parametrize("key", sorted(CONTRACT["must_say"]))
def test_an_answer_says_what_it_must(key):
    for language, patterns in CONTRACT["must_say"][key].items():
        for pattern in patterns:
            assert re.search(pattern, plain(f"utter_{key}", language), re.IGNORECASE), (language, pattern)


def test_every_intent_of_the_catalogue_is_under_contract():
    topics = set(CONTRACT["must_quote"]) | set(CONTRACT["must_say"])
    service = {"callback_request", "greeting_start"}
    assert {topic for topic in TOPICS.follow_ups if topic != "why_it_depends"} | service <= topics
    assert set(DECLINED) <= topics


@pytest.mark.parametrize("language", sorted(CONTRACT["never"]))
def test_nothing_is_promised_and_nobody_is_pushed(language):
    for key in CATALOGUE.reference:
        for phrase in CONTRACT["never"][language]:
            assert not re.search(phrase, plain(key, language), re.IGNORECASE), (key, phrase)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_in_one_script_and_numbers_have_their_plurals(language):
    for key in CATALOGUE.editions[language].texts:
        text = raw(key, language)
        assert plural_faults(text, language) == [], key
        mixed = [word for word in re.findall(r"\w+", plain(key, language)) if len(scripts(word)) > 1]
        # Endings and prepositions are written onto names in Latin letters in these.
        assert not mixed or language in ("am", "ti", "ar"), (key, mixed)


def scripts(word):
    names = (unicodedata.name(letter, "").split(" ")[0] for letter in word if letter.isalpha())
    return {
        name for name in names if name in ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "ARMENIAN", "GEORGIAN", "ETHIOPIC")
    }


@pytest.mark.parametrize("language", sorted(CONTRACT["too_familiar"]))
def test_people_are_addressed_politely(language):
    familiar = re.compile(rf"\b({'|'.join(CONTRACT['too_familiar'][language])})\b", re.IGNORECASE)
    found = [(key, familiar.findall(plain(key, language))) for key in CATALOGUE.editions[language].texts]
    assert [(key, words) for key, words in found if words] == []


def test_no_answer_names_an_amount_of_money():
    money = re.compile(r"(€|\$|\b(euros?|eur|usd)\b|\bевро\b|\bєвро\b|يورو|یورو)", re.IGNORECASE)
    assert [(language, key) for language, key in editions() if money.search(plain(key, language))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_of_declined_message_has_its_own_answer(language):
    texts = {intent: CATALOGUE.text(f"utter_{intent}", language) for intent in DECLINED}
    assert len(DECLINED) == 12
    assert len(set(texts.values())) == 12
    assert all(len(text) <= 500 for text in texts.values())


def test_every_text_is_used():
    code = "".join(path.read_text("utf-8") for folder in ("bot", "actions") for path in (ROOT / folder).rglob("*.py"))
    rules = "".join(path.read_text("utf-8") for path in (ROOT / "data" / "stories").glob("*.yml"))
    named = set(re.findall(r"\butter_[a-z_]+\b", code + rules))
    # Such as f"utter_topic_{topic}" or a prefix by itself, "utter_reply_".
    families = tuple(re.findall(r'"(utter_[a-z]+_[a-z_]*)\{', code) + re.findall(r'"(utter_[a-z]+_)"', code))
    asked = {f"utter_ask_{form}_{slot}" for form, kept in DOMAIN["forms"].items() for slot in kept["required_slots"]}
    assert families
    unused = {
        key
        for key in CATALOGUE.reference
        if key not in named | asked and not key.startswith(families) and not TOPICS.of_answer(key)
    }
    assert unused == set()


def test_the_readme_counts_languages_as_they_are():
    readme = " ".join((ROOT / "README.md").read_text("utf-8").split())
    whole = len(CATALOGUE.reference)
    partial = {len(CATALOGUE.editions[language].texts.keys() & CATALOGUE.reference.keys()) for language in PARTIAL}
    reviewed = sum(t.status == "reviewed" for edition in CATALOGUE.editions.values() for t in edition.texts.values())
    assert len(partial) == 1
    assert f"twelve have all {whole} texts" in readme
    assert f"{partial.pop()} of {whole}" in readme
    assert f"{reviewed} texts are reviewed" in readme
