import pytest

from bot.domain.errors import SignInFailed
from bot.domain.staff import Role
from bot.services.accounts import WeakPassword
from tests.unit.services.signing_in import ANOTHER, PASSWORD, disable, fails

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
