"""Several requests at once: given away, printed, exported."""

import csv
import io

import pytest

from bot.domain.staff import Role
from tests.unit.console.browser import hidden_fields
from tests.unit.console.test_callbacks import references


def tick(browser, *ticked, to, **fields):
    html = browser.text("/callbacks")
    boxes = {f"pick-{reference}": version for reference, version in ticked}
    response = browser.client.post(
        "/callbacks/assign", data={**hidden_fields(html, "/callbacks/assign"), **boxes, "to": to, **fields}
    )
    return browser.follow(response).text


def test_ticked_requests_are_given_to_a_colleague_and_the_others_are_not(enter, employ, ask, request_of, audit):
    browser = enter("Ana")
    employ("Bram")
    first, second, third = ask(), ask(), ask()
    assert 'name="pick-' in browser.text("/callbacks")

    html = tick(browser, (first, 1), (second, 1), to="Bram")

    assert "Given to Bram: 2." in html
    assert [request_of(one).assignee for one in (first, second, third)] == ["Bram", "Bram", None]
    assert ("Ana", "callback_passed_on", first) in audit()


def test_a_request_that_changed_since_it_was_ticked_is_left(enter, ask, app, request_of):
    browser = enter("Ana")
    changed, fresh = ask(), ask()
    app.callbacks.take(changed, "Chloé")
    html = tick(browser, (changed, 1), (fresh, 1), ("AAA-AAA", 1), ("BBB-BBB", "x"), to="Ana")
    assert "Given to Ana: 1." in html
    assert "Left as they are, because they had changed: 3." in html
    assert (request_of(changed).assignee, request_of(fresh).assignee) == ("Chloé", "Ana")


@pytest.mark.parametrize("to", ["", "Nobody"])
def test_without_a_colleague_or_a_tick_nothing_happens(enter, ask, request_of, to):
    browser = enter("Ana")
    reference = ask()
    assert "Choose a colleague" in tick(browser, (reference, 1), to=to)
    assert "Tick the requests" in tick(browser, to="Ana")
    assert request_of(reference).assignee is None


def test_giving_away_leads_back_to_the_same_list_and_nowhere_else(enter, ask):
    browser = enter("Ana")
    ask(language="ar")
    html = browser.text("/callbacks?language=ar")
    fields = hidden_fields(html, "/callbacks/assign")
    assert fields["next"] == "/callbacks?language=ar"
    fields["next"] = "//evil.example"
    response = browser.client.post("/callbacks/assign", data={**fields, "to": "Ana"})
    assert response.headers["location"] == "/"


def test_the_printed_list_shows_numbers_and_every_request_on_it_counts_as_opened(enter, ask, audit):
    browser = enter("Ana")
    one, other = ask("Maria", language="pt"), ask("Ivan", language="ru")
    html = browser.text("/callbacks/printed?language=pt")
    assert "0470 12 34 56" in html
    assert "Maria" in html
    assert "Ivan" not in html
    assert ("Ana", "callback_printed", one) in audit()
    assert ("Ana", "callback_printed", other) not in audit()


def export(browser, query=""):
    response = browser.open(f"/callbacks/export{query}")
    assert response.status_code == 200
    assert "attachment" in response.headers["content-disposition"]
    return response.content.decode("utf-8")


def test_the_export_holds_what_the_filter_shows_and_is_audited(enter, ask, audit):
    browser = enter("Zoe", Role.SUPERVISOR)
    wanted = ask("José", language="pt")
    ask(language="ar")
    text = export(browser, "?language=pt")
    assert text.startswith("\ufeff"), "Excel would garble the accents"
    [row] = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (row["reference"], row["name"], row["phone"]) == (wanted, "José", "0470 12 34 56")
    assert audit()[-1] == ("Zoe", "callbacks_exported", "language=pt")


def test_no_cell_is_a_formula(enter, ask, app):
    browser = enter("Zoe", Role.SUPERVISOR)
    dangerous = ['=HYPERLINK("http://evil")', "+1+1", "-1+1", "@SUM(A1)", "\t=1", " =1"]
    for name in dangerous:
        ask(name)
    foreign = ask("Ivan", phone="+37360123456")
    app.callbacks.write_note(foreign, "Zoe", '=cmd|" /C calc"!A0')
    rows = list(csv.DictReader(io.StringIO(export(browser).removeprefix("\ufeff"))))
    assert len(rows) == len(dangerous) + 1
    for row in rows:
        for cell in row.values():
            assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t")), cell


def test_french_and_dutch_readers_get_semicolons(enter, ask):
    ask()
    assert export(enter("Zoé", Role.ADMIN, "fr")).startswith('\ufeff"reference";"state"')


def test_an_export_of_many_is_whole(enter, ask, monkeypatch):
    monkeypatch.setattr("bot.console.callback_bulk.AT_ONCE", 2)
    asked = [ask() for _ in range(5)]
    rows = csv.DictReader(io.StringIO(export(enter("Zoe", Role.SUPERVISOR)).removeprefix("\ufeff")))
    assert [row["reference"] for row in rows] == sorted(asked)


def test_only_supervisors_are_offered_the_export(enter, ask):
    ask()
    assert "/callbacks/export" not in enter("Ana").text("/callbacks")
    assert "/callbacks/export" in enter("Zoe", Role.SUPERVISOR).text("/callbacks")


def test_requests_of_a_colleague_who_left_are_shown_found_and_given_on(enter, employ, ask, app, request_of, now):
    browser = enter("Ana")
    employ("Bram")
    reference = ask()
    app.callbacks.take(reference, "Bram")
    with app.new_work() as work:
        account = work.staff.get("Bram")
        account.disabled_at = now()
        work.staff.save(account)
        work.commit()
    html = browser.text("/callbacks?assignee=Bram")
    assert references(html) == [reference]
    assert "account switched off" in html
    assert "switched off: take the request over" in browser.text(f"/callbacks/{reference}")
    assert "passed on to Ana" in browser.act(reference, "pass-on", to="Ana")
    assert request_of(reference).assignee == "Ana"


def test_a_search_finds_by_name_phone_and_note(enter, ask, app):
    browser = enter("Ana")
    maria, ivan = ask("Maria Silva", phone="+32470111213"), ask("Ivan")
    app.callbacks.write_note(ivan, "Ana", "has a child")
    found = {
        "?text=silva": [maria],
        "?text=0470+11+12+13": [maria],
        "?text=child+ivan": [ivan],
        "?text=boris": [],
        "?assignee=-": [maria, ivan],
        "?due_from=2999-01-01": [],
        "?due_until=9999-12-31": [maria, ivan],
        "?due_from=nonsense": [maria, ivan],
    }
    assert {query: references(browser.text(f"/callbacks{query}")) for query in found} == found


def test_staff_see_that_a_person_blocked_the_bot(enter, ask, app, request_of):
    browser = enter("Ana")
    reference = ask()
    assert "blocked the assistant" not in browser.text(f"/callbacks/{reference}")
    from tests.builders import NOW, a_conversation

    with app.new_work() as work:
        work.conversations.save(a_conversation(request_of(reference).conversation_id, blocked_at=NOW))
        work.commit()
    assert "blocked the assistant" in browser.text(f"/callbacks/{reference}")
