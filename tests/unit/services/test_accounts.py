import hashlib
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from bot.domain.errors import SignInFailed, StaffNotFound
from bot.domain.staff import Role
from bot.services.accounts import Accounts, WeakPassword, same_secret
from tests.builders import NOW
from tests.fakes import FakeDatabase

PASSWORD = "correct horse battery"
ANOTHER = "staple staple staple"
# As weak as argon2 allows: these tests are not about its strength.
HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def database():
    return FakeDatabase()


@pytest.fixture
def accounts(database, clock):
    return Accounts(database.new_work, clock, HASHER)


@pytest.fixture
def ana(accounts):
    """Ana's browser after she used her invitation."""
    return accounts.accept(accounts.invite("ana", Role.SUPERVISOR), PASSWORD)


def fails(accounts, password="wrong wrong wrong", times=1):
    for _ in range(times):
        with pytest.raises(SignInFailed):
            accounts.sign_in("ana", password)


def disable(database, name="ana"):
    with database.new_work() as work:
        account = work.staff.get(name)
        account.disabled_at = NOW
        work.staff.save(account)
        work.commit()


def audited(database):
    return [(entry.actor, entry.action, entry.subject) for entry in database.contents.audit]


# Invitations


def test_an_invited_person_sets_a_password_and_is_signed_in(accounts):
    token = accounts.invite("ana", Role.TRAINER)
    assert accounts.link_holder(token) == "ana"

    browser = accounts.accept(token, PASSWORD)

    assert (browser.staff.name, browser.staff.role) == ("ana", Role.TRAINER)
    assert accounts.visitor(browser.token).staff.name == "ana"


def test_an_invitation_works_once(accounts):
    token = accounts.invite("ana", Role.AGENT)
    accounts.accept(token, PASSWORD)

    assert accounts.link_holder(token) is None
    with pytest.raises(SignInFailed):
        accounts.accept(token, ANOTHER)
    assert accounts.sign_in("ana", PASSWORD)


def test_an_invitation_lasts_a_day(accounts, clock):
    token = accounts.invite("ana", Role.AGENT)
    clock.advance(hours=23, minutes=59)
    assert accounts.link_holder(token) == "ana"
    clock.advance(minutes=1)
    assert accounts.link_holder(token) is None
    with pytest.raises(SignInFailed):
        accounts.accept(token, PASSWORD)


def test_a_weak_password_is_refused_and_does_not_use_the_invitation_up(accounts):
    token = accounts.invite("ana", Role.AGENT)
    with pytest.raises(WeakPassword):
        accounts.accept(token, "x" * 11)
    assert accounts.accept(token, "x" * 12)


def test_a_made_up_invitation_opens_nothing(accounts):
    assert accounts.link_holder("made up") is None
    with pytest.raises(SignInFailed):
        accounts.accept("made up", PASSWORD)


def test_a_second_invitation_replaces_the_first(accounts):
    first = accounts.invite("ana", Role.AGENT)
    second = accounts.invite("ana", Role.ADMIN, actor="zoe")

    assert accounts.link_holder(first) is None
    assert accounts.accept(second, PASSWORD).staff.role is Role.ADMIN
    assert [account.name for account in accounts.all()] == ["ana"]


def test_a_new_invitation_brings_a_disabled_and_locked_person_back_and_signs_old_browsers_out(accounts, ana, database):
    fails(accounts, times=6)
    disable(database)

    browser = accounts.accept(accounts.invite("ana", Role.AGENT), ANOTHER)

    assert accounts.visitor(browser.token).staff.role is Role.AGENT
    assert accounts.visitor(ana.token) is None
    assert accounts.sign_in("ana", ANOTHER)


def test_somebody_can_sign_in_only_after_an_invitation_was_used(accounts):
    assert not accounts.any()
    token = accounts.invite("ana", Role.ADMIN)
    assert not accounts.any()
    accounts.accept(token, PASSWORD)
    assert accounts.any()


# Signing in


def test_the_right_password_signs_in_with_a_session_of_its_own(accounts, ana):
    browser = accounts.sign_in("ana", PASSWORD)
    assert browser.token != ana.token
    assert browser.csrf != ana.csrf
    assert accounts.visitor(browser.token).csrf == browser.csrf


@pytest.mark.parametrize("name", ["ana", "nobody", ""])
def test_a_wrong_password_and_an_unknown_name_fail_alike(accounts, ana, name):
    with pytest.raises(SignInFailed) as failure:
        accounts.sign_in(name, "wrong wrong wrong")
    assert failure.value.args == ()


def test_an_account_without_a_password_cannot_sign_in(accounts):
    accounts.invite("ana", Role.AGENT)
    for password in ("", PASSWORD):
        fails(accounts, password)


def test_a_disabled_account_cannot_sign_in_and_its_browsers_are_out(accounts, ana, database):
    disable(database)
    fails(accounts, PASSWORD)
    assert accounts.visitor(ana.token) is None


def test_five_wrong_passwords_lock_even_the_right_one_out_for_a_minute(accounts, ana, clock):
    fails(accounts, times=4)
    accounts.sign_in("ana", PASSWORD)
    fails(accounts, times=5)
    fails(accounts, PASSWORD)

    clock.advance(seconds=59)
    fails(accounts, PASSWORD)
    clock.advance(seconds=1)
    assert accounts.sign_in("ana", PASSWORD)


def test_each_further_wrong_password_doubles_the_lock(accounts, ana, clock):
    fails(accounts, times=5)
    clock.advance(minutes=1)
    fails(accounts)

    clock.advance(minutes=1)
    fails(accounts, PASSWORD)
    clock.advance(minutes=1)
    assert accounts.sign_in("ana", PASSWORD)


def test_tries_during_a_lock_do_not_lengthen_it(accounts, ana, clock):
    fails(accounts, times=5)
    fails(accounts, times=20)
    clock.advance(minutes=1)
    assert accounts.sign_in("ana", PASSWORD)


def test_a_patient_attacker_stays_locked_out(accounts, ana, clock):
    for _ in range(60):
        fails(accounts)
        clock.advance(hours=1)
    fails(accounts)
    fails(accounts, PASSWORD)


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
