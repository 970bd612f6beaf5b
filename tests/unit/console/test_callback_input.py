"""What is typed into the forms of a request and cannot be used."""

from datetime import timedelta

import pytest

from bot.bootstrap import clock
from bot.domain.call_window import BRUSSELS
from bot.domain.staff import Role
from tests.unit.console.browser import field_on


@pytest.mark.parametrize("to", ["", "Nobody", "Dries"])
def test_a_request_is_passed_on_only_to_somebody_who_calls_people(enter, employ, ask, request_of, to):
    browser = enter("Ana")
    employ("Dries", Role.TRAINER)
    employ("Bram")
    reference = ask()
    assert "Choose a colleague" in browser.act(reference, "pass-on", to=to)
    assert request_of(reference).assignee is None


def test_another_day_and_hours_can_be_given(enter, ask, request_of):
    browser = enter()
    reference = ask()
    day = (clock().astimezone(BRUSSELS) + timedelta(days=4)).date().isoformat()
    assert "has a new time" in browser.act(reference, "postpone", window="", day=day, start="14:30", end="15:15")
    start = request_of(reference).wish.window.start.astimezone(BRUSSELS)
    assert (start.date().isoformat(), f"{start:%H:%M}") == (day, "14:30")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"window": "nonsense"}, "within the next 90 days"),
        ({"day": "2030-13-01", "start": "10:00", "end": "11:00"}, "within the next 90 days"),
        ({"day": "2030-01-07", "start": "11:00", "end": "10:00"}, "within the next 90 days"),
        ({"day": "2030-01-07", "start": "", "end": ""}, "within the next 90 days"),
        ({"day": "9999-12-31", "start": "22:00", "end": "23:59"}, "within the next 90 days"),
        ({"day": "2020-01-07", "start": "10:00", "end": "11:00"}, "That time has gone by"),
    ],
)
def test_an_unusable_time_is_said_and_stays_in_its_fields(enter, ask, request_of, fields, problem):
    browser = enter()
    reference = ask()
    before = request_of(reference).wish.window
    html = browser.act(reference, "postpone", **fields)
    assert problem in html
    assert f'value="{fields.get("day", "")}"' in html
    assert request_of(reference).wish.window == before


def test_an_unknown_outcome_is_no_call(enter, ask, request_of):
    browser = enter()
    reference = ask()
    assert "Choose what came of the call." in browser.act(reference, "call", outcome="nonsense")
    assert request_of(reference).attempts == []


def test_a_note_is_kept_with_any_script_and_line_breaks(enter, ask, request_of):
    browser = enter()
    reference = ask()
    assert "The note is saved." in browser.act(reference, "note", note="اتصل غداً 📞\r\nsecond line")
    assert request_of(reference).note == "اتصل غداً 📞\nsecond line"


def test_a_note_that_is_too_long_is_not_lost(enter, ask, request_of):
    browser = enter()
    reference = ask()
    note = "word " * 1000
    html = browser.act(reference, "note", note=note)
    assert "4999 characters, at most 4000" in html
    assert note.strip() in html
    assert request_of(reference).note == ""


@pytest.mark.parametrize("reference", ["AAA-AAA", "-", "%25", "..", "k7m-4qx"])
@pytest.mark.parametrize("verb", ["", "/close", "/take"])
def test_an_unknown_reference_is_not_found(enter, ask, reference, verb):
    browser = enter()
    ask()
    path = f"/callbacks/{reference}{verb}"
    if not verb:
        response = browser.open(path)
        assert response.status_code == 404 or (reference == ".." and response.status_code == 303)
        return
    token = field_on(browser.text("/account"), "csrf")
    assert browser.client.post(path, data={"csrf": token, "version": "x"}).status_code in (404, 405)
