from datetime import timedelta

import pytest

from bot.domain.errors import InvalidFile, InvalidSetting, MontoyerError
from bot.domain.language import LANGUAGES, closest
from bot.domain.staff import GRANTS, Role
from tests.builders import NOW, a_colleague, a_conversation


@pytest.mark.parametrize(
    ("chosen", "hinted", "spoken"),
    [("ar", "fr", "ar"), (None, "fr", "fr"), (None, None, "en"), ("ti", None, "ti")],
)
def test_a_person_is_answered_in_the_chosen_language_else_the_phones_else_english(chosen, hinted, spoken):
    assert a_conversation(language=chosen, hint=hinted).speaks == spoken


def test_nothing_reaches_a_person_who_blocked_the_bot_until_they_are_back():
    person = a_conversation()
    person.block(NOW)
    assert not person.reachable
    assert not person.wants_answers

    person.block(NOW + timedelta(days=1))
    assert person.blocked_at == NOW

    person.unblock()
    assert person.reachable
    assert person.wants_answers


def test_a_person_who_said_stop_can_be_reached_but_wants_no_answers():
    person = a_conversation(stopped_at=NOW)
    assert person.reachable
    assert not person.wants_answers


def test_there_are_twenty_languages_and_three_are_written_from_the_right():
    assert len(LANGUAGES) == 20
    assert {code for code, language in LANGUAGES.items() if language.right_to_left} == {"ar", "fa", "ps"}


@pytest.mark.parametrize(
    ("reported", "served"),
    [
        ("fr", "fr"),
        ("pt-BR", "pt"),
        ("pt_BR", "pt"),
        ("EN-us", "en"),
        ("prs", "fa"),
        ("mo", "ro"),
        ("zh-hans", None),
        ("", None),
        (None, None),
    ],
)
def test_a_phones_language_is_matched_with_ours(reported, served):
    assert closest(reported) == served


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.AGENT, {Role.AGENT}),
        (Role.TRAINER, {Role.TRAINER}),
        (Role.SUPERVISOR, {Role.AGENT, Role.TRAINER, Role.SUPERVISOR}),
        (Role.ADMIN, set(Role)),
    ],
)
def test_a_role_grants_what_the_table_says(role, may):
    assert {wanted for wanted in Role if a_colleague(role=role).may(wanted)} == may
    assert set(GRANTS) == set(Role)


def test_five_wrong_passwords_lock_for_a_minute_and_every_further_one_doubles_it_up_to_an_hour():
    ana = a_colleague()
    minutes = []
    for _ in range(13):
        ana.failed(NOW)
        minutes.append((ana.locked_until - NOW) / timedelta(minutes=1) if ana.locked_until else 0)
    assert minutes == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_lock_opens_by_itself():
    ana = a_colleague(locked_until=NOW + timedelta(minutes=1))
    assert ana.is_locked(NOW)
    assert not ana.is_locked(NOW + timedelta(minutes=1))
    assert not a_colleague().is_locked(NOW)


def test_very_many_wrong_passwords_still_lock_for_an_hour():
    ana = a_colleague(failed_attempts=10_000)
    ana.failed(NOW)
    assert ana.locked_until == NOW + timedelta(hours=1)


def test_a_right_password_clears_the_count():
    ana = a_colleague(failed_attempts=7, locked_until=NOW)
    ana.signed_in()
    assert (ana.failed_attempts, ana.locked_until) == (0, None)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (InvalidSetting("MONTOYER_LOG_LEVEL", "must be INFO"), "MONTOYER_LOG_LEVEL: must be INFO"),
        (InvalidFile("domain.yml", 12, "no such key"), "domain.yml:12: no such key"),
        (InvalidFile("domain.yml", 0, "no such key"), "domain.yml: no such key"),
    ],
)
def test_an_error_for_operators_and_trainers_says_where_and_why(error, words):
    assert str(error) == words
    assert isinstance(error, MontoyerError)
