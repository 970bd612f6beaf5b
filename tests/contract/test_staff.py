from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import StaffNotFound
from bot.domain.staff import Role
from bot.services.ports import SignInLink, StaffSession
from tests.builders import NOW, a_colleague
from tests.threads import at_once

LATER = NOW + timedelta(hours=1)


def keep(new_work, *accounts):
    with new_work() as work:
        for account in accounts:
            work.staff.add(account)
        work.commit()


def test_an_account_comes_back_as_it_was_kept(new_work):
    account = a_colleague(
        role=Role.SUPERVISOR, password_hash="$argon2id$…", language="nl", failed_attempts=3, locked_until=LATER
    )
    keep(new_work, account)

    with new_work() as work:
        assert work.staff.get("ana") == account


def test_an_unknown_account_is_refused_by_name(new_work):
    with new_work() as work, pytest.raises(StaffNotFound) as refusal:
        work.staff.get("nobody")
    assert refusal.value.name == "nobody"


def test_accounts_are_listed_by_name(new_work):
    keep(new_work, a_colleague("zoe"), a_colleague("ana"), a_colleague("ben"))

    with new_work() as work:
        assert [account.name for account in work.staff.all()] == ["ana", "ben", "zoe"]


def test_a_changed_account_is_kept(new_work):
    keep(new_work, a_colleague(), a_colleague("ben"))
    changed = a_colleague(role=Role.ADMIN, disabled_at=LATER)

    with new_work() as work:
        work.staff.save(changed)
        work.commit()

    with new_work() as work:
        assert work.staff.get("ana") == changed
        assert work.staff.get("ben") == a_colleague("ben")


def a_session(token_hash, staff="ana"):
    return StaffSession(token_hash, staff, csrf="csrf", created_at=NOW, seen_at=NOW)


def test_a_session_lives_until_it_is_ended(new_work):
    keep(new_work, a_colleague())
    with new_work() as work:
        work.staff.add_session(a_session("one"))
        work.staff.touch_session("one", LATER)
        work.commit()

    with new_work() as work:
        assert work.staff.session("one") == replace(a_session("one"), seen_at=LATER)
        work.staff.end_session("one")
        assert work.staff.session("one") is None


def test_all_sessions_of_an_account_end_together(new_work):
    keep(new_work, a_colleague(), a_colleague("ben"))
    with new_work() as work:
        for session in (a_session("one"), a_session("two"), a_session("three", "ben")):
            work.staff.add_session(session)
        work.staff.end_sessions_of("ana")

        assert [work.staff.session(token) is None for token in ("one", "two", "three")] == [True, True, False]


def a_link(token_hash="link", staff="ana"):
    return SignInLink(token_hash, staff, expires_at=LATER)


def test_a_link_works_once(new_work):
    keep(new_work, a_colleague())
    with new_work() as work:
        work.staff.add_link(a_link())
        work.commit()

    with new_work() as work:
        assert work.staff.peek_link("link", NOW) == a_link()
        assert work.staff.use_link("link", NOW) == a_link()
        assert work.staff.use_link("link", NOW) is None
        assert work.staff.peek_link("link", NOW) is None


def test_a_link_stops_working_when_it_expires(new_work):
    keep(new_work, a_colleague())
    with new_work() as work:
        work.staff.add_link(a_link())

        assert work.staff.peek_link("link", LATER) is None
        assert work.staff.use_link("link", LATER) is None


def test_a_new_link_replaces_the_older_one_of_the_account_only(new_work):
    keep(new_work, a_colleague(), a_colleague("ben"))
    with new_work() as work:
        work.staff.add_link(a_link("old"))
        work.staff.add_link(a_link("bens", "ben"))
        work.staff.add_link(a_link("new"))

        assert [work.staff.peek_link(token, NOW) is None for token in ("old", "bens", "new")] == [True, False, False]


def test_of_two_browsers_that_use_a_link_at_once_one_gets_in(new_work):
    keep(new_work, a_colleague())
    with new_work() as work:
        work.staff.add_link(a_link())
        work.commit()

    def use(_):
        with new_work() as work:
            link = work.staff.use_link("link", NOW)
            work.commit()
        return link is not None

    assert sorted(at_once(use)) == [False, True]
