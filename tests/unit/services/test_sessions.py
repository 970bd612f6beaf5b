import hashlib
from datetime import timedelta

import pytest

from bot.domain.errors import SignInFailed, StaffNotFound
from bot.domain.staff import Role
from bot.services.accounts import WeakPassword
from bot.services.sessions import same_secret
from tests.builders import NOW
from tests.unit.services.signing_in import ANOTHER, PASSWORD, audited, fails

# Sessions


def test_a_session_ends_four_hours_after_it_was_last_seen(accounts, ana, clock):
    clock.advance(hours=3, minutes=59)
    assert accounts.visitor(ana.token)
    clock.advance(hours=4)
    assert accounts.visitor(ana.token)
    clock.advance(hours=4, seconds=1)
    assert accounts.visitor(ana.token) is None


def test_a_session_ends_after_twelve_hours_however_busy(accounts, ana, clock):
    for _ in range(12):
        clock.advance(hours=1)
        assert accounts.visitor(ana.token)
    clock.advance(seconds=1)
    assert accounts.visitor(ana.token) is None


def test_a_visit_within_a_minute_writes_nothing(accounts, ana, clock, database):
    clock.advance(seconds=60)
    accounts.visitor(ana.token)
    assert [session.seen_at for session in database.contents.sessions.values()] == [NOW]

    clock.advance(seconds=1)
    accounts.visitor(ana.token)
    assert [session.seen_at for session in database.contents.sessions.values()] == [NOW + timedelta(seconds=61)]


def test_signing_out_ends_one_browser(accounts, ana):
    other = accounts.sign_in("ana", PASSWORD)
    accounts.sign_out(ana.token)
    assert accounts.visitor(ana.token) is None
    assert accounts.visitor(other.token)


def test_signing_out_everywhere_ends_all_browsers_of_the_account_and_no_other(accounts, ana, database):
    second = accounts.sign_in("ana", PASSWORD)
    ben = accounts.accept(accounts.invite("ben", Role.AGENT), PASSWORD)

    accounts.sign_out_everywhere("ana")

    assert accounts.visitor(ana.token) is None
    assert accounts.visitor(second.token) is None
    assert accounts.visitor(ben.token)
    assert audited(database)[-1] == ("ana", "signed_out_everywhere", "ana")


@pytest.mark.parametrize("token", ["", "made up"])
def test_a_made_up_cookie_is_nobodys(accounts, ana, token):
    assert accounts.visitor(token) is None
    accounts.sign_out(token)
    assert accounts.visitor(ana.token)


# Changing the password


def test_a_changed_password_counts_from_then_on_and_signs_all_browsers_out(accounts, ana):
    accounts.change_password("ana", PASSWORD, ANOTHER)

    assert accounts.visitor(ana.token) is None
    fails(accounts, PASSWORD)
    assert accounts.sign_in("ana", ANOTHER)


@pytest.mark.parametrize(
    ("old", "new", "refusal"), [("wrong wrong wrong", ANOTHER, SignInFailed), (PASSWORD, "short", WeakPassword)]
)
def test_a_refused_change_keeps_the_password(accounts, ana, old, new, refusal):
    with pytest.raises(refusal):
        accounts.change_password("ana", old, new)
    assert accounts.visitor(ana.token)
    assert accounts.sign_in("ana", PASSWORD)


def test_the_password_of_nobody_cannot_be_changed(accounts):
    with pytest.raises(StaffNotFound):
        accounts.change_password("nobody", PASSWORD, ANOTHER)


# What is written down


def test_everything_about_accounts_is_audited(accounts, database):
    accounts.accept(accounts.invite("ana", Role.AGENT, actor="zoe"), PASSWORD)
    fails(accounts)
    accounts.sign_in("ana", PASSWORD)
    accounts.change_password("ana", PASSWORD, ANOTHER)

    assert audited(database) == [
        ("zoe", "staff_invited", "ana"),
        ("ana", "password_set", "ana"),
        ("ana", "sign_in_failed", "ana"),
        ("ana", "signed_in", "ana"),
        ("ana", "password_changed", "ana"),
    ]


def test_neither_tokens_nor_passwords_are_stored(accounts, database):
    link = accounts.invite("ana", Role.AGENT)
    browser = accounts.accept(link, PASSWORD)

    stored = repr(database.contents)

    assert hashlib.sha256(browser.token.encode()).hexdigest() in stored
    for secret in (link, browser.token, PASSWORD):
        assert secret not in stored


def test_secrets_are_compared_whatever_their_letters():
    assert same_secret("ключ", "ключ")
    assert not same_secret("ключ", "ключи")


def test_a_page_that_asks_by_itself_does_not_keep_a_browser_signed_in(accounts, ana, clock):
    for _ in range(24):
        clock.advance(minutes=10)
        assert accounts.visitor(ana.token, touch=False)
    clock.advance(minutes=1)
    assert accounts.visitor(ana.token, touch=False) is None


def test_wrong_old_passwords_lock_the_account_as_wrong_sign_ins_do(accounts, ana):
    for _ in range(5):
        with pytest.raises(SignInFailed):
            accounts.change_password("ana", "wrong wrong wrong", ANOTHER)
    with pytest.raises(SignInFailed):
        accounts.change_password("ana", PASSWORD, ANOTHER)
    fails(accounts, PASSWORD)


def test_a_new_invitation_signs_the_old_browsers_out(accounts, ana):
    accounts.invite("ana", Role.AGENT)
    assert accounts.visitor(ana.token) is None


def test_a_disabled_account_is_out_until_it_is_enabled(accounts, ana, database):
    accounts.disable("ana", actor="zoe")
    assert accounts.visitor(ana.token) is None
    fails(accounts, PASSWORD)

    accounts.enable("ana", actor="zoe")

    assert accounts.sign_in("ana", PASSWORD)
    deeds = [entry for entry in audited(database) if entry[0] == "zoe"]
    assert deeds == [("zoe", "staff_disabled", "ana"), ("zoe", "staff_enabled", "ana")]


def test_an_account_keeps_its_language(accounts, ana):
    accounts.set_language("ana", "nl")
    assert accounts.sign_in("ana", PASSWORD).staff.language == "nl"
