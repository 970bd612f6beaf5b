"""The callback list."""

import re

import pytest

from bot.domain.callback import Topic
from bot.domain.staff import Role


def references(html):
    return re.findall(r'id="open-([\w-]+)"', html)


def test_urgent_comes_first_then_whose_time_runs_out_first(enter, ask):
    later, overdue, urgent = ask(hours=5), ask(hours=-3), ask(hours=30, urgent=True, topic=Topic.PROTECTION)
    html = enter().text("/callbacks")
    assert references(html) == [urgent, overdue, later]
    rows = re.split(r'id="request-', html)[1:]
    assert ["Overdue" in row for row in rows] == [False, True, False]
    assert ["Urgent" in row for row in rows] == [True, False, False]


def test_the_list_shows_no_phone_number(enter, ask):
    ask(phone="+32470123456")
    html = enter().text("/callbacks")
    assert "•••• 56" in html
    assert "123" not in html.split('<section id="queue"')[1]


def test_looking_at_the_list_is_not_opening_requests(enter, ask, audit):
    browser = enter()
    ask()
    browser.text("/callbacks")
    assert "callback_opened" not in [action for _, action, _ in audit()]


def test_each_filter_narrows_the_list(enter, ask, app):
    browser = enter("Ana")
    arabic = ask(language="ar", topic=Topic.REINTEGRATION)
    mine = ask(language="fr", topic=Topic.RETURN)
    closed = ask(language="fr", topic=Topic.OTHER)
    app.callbacks.take(mine, "Ana")
    app.callbacks.close(closed, "Bram")
    found = {
        "": {arabic, mine},
        "?language=ar": {arabic},
        "?topic=return": {mine},
        "?assignee=Ana": {mine},
        "?state=closed": {closed},
        "?state=all": {arabic, mine, closed},
        "?state=all&language=fr&topic=other": {closed},
        f"?text={mine.lower()}": {mine},
        "?state=nonsense&language=xx&topic=x&page=-4": {arabic, mine},
    }
    assert {query: set(references(browser.text(f"/callbacks{query}"))) for query in found} == found


def test_a_filter_without_result_says_so_and_an_empty_queue_too(enter, ask):
    browser = enter()
    assert "Nobody is waiting for a call." in browser.text("/callbacks")
    ask()
    assert "No request matches the filter." in browser.text("/callbacks?language=ka")


def test_pages_hold_twenty_five_and_keep_the_filter(enter, ask):
    asked = [ask(hours=number, language="fr") for number in range(1, 31)]
    browser = enter()
    first = browser.text("/callbacks?language=fr")
    assert references(first) == asked[:25]
    assert "/callbacks?language=fr&amp;page=2" in first
    second = browser.text("/callbacks?language=fr&page=2")
    assert references(second) == asked[25:]
    assert "30 requests" in second
    assert references(browser.text("/callbacks?language=fr&page=99")) == asked[25:], "beyond the end is the last page"


def test_the_list_refreshes_only_when_something_changed(enter, ask):
    browser = enter()
    ask()
    html = browser.text("/callbacks")
    seen = re.search(r'name="seen" value="(\w+)"', html)[1]
    assert 'hx-get="/callbacks/queue"' in html
    assert browser.open(f"/callbacks/queue?seen={seen}").status_code == 204
    new = ask()
    fragment = browser.open(f"/callbacks/queue?seen={seen}")
    assert new in fragment.text
    assert "<html" not in fragment.text


def test_a_refresh_after_the_session_ended_leads_to_signing_in(enter, app):
    browser = enter()
    app.accounts.sign_out_everywhere("Ana")
    response = browser.open("/callbacks/queue?seen=x", **{"hx-request": "true"})
    assert (response.status_code, response.headers["hx-redirect"]) == (401, "/sign-in")


@pytest.mark.parametrize("name", ["محمد", "李", "<b>", "a" * 200, "\u202eevil"])
def test_names_of_any_script_stand_apart_from_the_page(enter, ask, name):
    ask(name=name)
    assert '<bdi class="person">' in enter("Zoe", Role.SUPERVISOR).text("/callbacks")
