"""One request: what it shows and what can be done with it."""

import re

from bot.bootstrap import clock
from bot.domain.call_window import BRUSSELS, offered_windows
from bot.domain.callback import Outcome, State


def test_opening_a_request_is_audited_and_shows_everything(enter, ask, audit):
    browser = enter("Ana")
    reference = ask("Fatima", phone="+32470123456", language="ar", may_leave_message=False)
    html = browser.text(f"/callbacks/{reference}")
    assert audit()[-1] == ("Ana", "callback_opened", reference)
    for shown in (
        "Fatima",
        "0470 12 34 56",
        'href="tel:+32470123456"',
        "Arabic",
        "العربية",
        "Leave no message",
        "2024-1",
    ):
        assert shown in html


def test_times_are_those_of_brussels(enter, ask, request_of):
    reference = ask()
    start = request_of(reference).wish.window.start.astimezone(BRUSSELS)
    assert f"{start:%H:%M}" in enter().text(f"/callbacks/{reference}")


def test_a_request_goes_from_new_to_closed_and_back(enter, ask, request_of, audit, app):
    browser = enter("Ana")
    reference = ask()
    assert "The request is yours." in browser.act(reference, "take")
    assert request_of(reference).assignee == "Ana"
    assert "The call is recorded." in browser.act(reference, "call", outcome="no_answer")
    assert request_of(reference).attempts[0].outcome is Outcome.NO_ANSWER
    window = offered_windows(clock(), app.settings.callback_hours)[0]
    assert "has a new time" in browser.act(reference, "postpone", window=window.encode())
    assert request_of(reference).wish.window == window
    assert "is closed" in browser.act(reference, "close")
    assert request_of(reference).state is State.CLOSED
    assert "open again" in browser.act(reference, "reopen")
    assert "back in the queue" in browser.act(reference, "release")
    assert (request_of(reference).state, request_of(reference).assignee) == (State.NEW, None)
    deeds = [action for _, action, subject in audit() if subject == reference and action != "callback_opened"]
    assert deeds == [
        "callback_taken",
        "callback_no_answer",
        "callback_postponed",
        "callback_closed",
        "callback_reopened",
        "callback_released",
    ]


def test_a_message_is_shown_once(enter, ask):
    browser = enter()
    reference = ask()
    assert "The request is yours." in browser.act(reference, "take")
    assert "The request is yours." not in browser.text(f"/callbacks/{reference}")


def test_a_request_is_passed_on_to_a_colleague(enter, employ, ask, request_of):
    browser = enter("Ana")
    employ("Bram De Smet")
    reference = ask()
    assert "passed on to Bram De Smet" in browser.act(reference, "pass-on", to="Bram De Smet")
    assert request_of(reference).assignee == "Bram De Smet"
    assert "Bram De Smet has this request." in browser.text(f"/callbacks/{reference}")


def test_an_ended_request_offers_nothing_that_would_be_refused(enter, ask, app):
    browser = enter("Ana")
    reference = ask()
    app.callbacks.cancel("person-1")
    html = browser.text(f"/callbacks/{reference}")
    assert "Cancelled by the person" in html
    assert not re.search(r"/(take|close|call|postpone|reopen)\"", html)
