"""The overview: numbers, periods and charts."""

from xml.etree import ElementTree

import pytest

from bot.bootstrap import clock
from bot.domain.call_window import brussels_day
from bot.domain.callback import Outcome
from bot.domain.staff import Role
from bot.services.overview_ports import What

CHARTS = ("messages", "people", "topics", "languages")


@pytest.fixture
def counted(app):
    with app.new_work() as work:
        day = brussels_day(clock())
        work.counts.add(day, [(What.MESSAGE, "fr"), (What.TOPIC, "luggage"), (What.OUTCOME, "answered")])
        work.counts.add(day, [(What.MESSAGE, "<b>ar</b>"), (What.OUTCOME, "unsure")])
        work.commit()


def test_a_supervisor_begins_here_and_an_agent_with_the_callbacks(enter):
    assert enter("Chloé", Role.SUPERVISOR).open("/").headers["location"] == "/overview"
    assert enter("Bram", Role.AGENT).open("/").headers["location"] == "/callbacks"


def test_the_numbers_stand_on_the_page(enter, counted, app, ask):
    reference = ask(hours=-3)
    app.callbacks.take(reference, "Ana")
    app.callbacks.record_call(reference, "Ana", Outcome.NO_ANSWER)
    page = enter().text("/overview?days=1")
    assert "50%" in page
    assert "1 of 2" in page
    assert "luggage" in page.lower()
    assert "<dt>Callbacks overdue</dt><dd>1</dd>" in page
    assert "<dt>Calls: no answer</dt><dd>1</dd>" in page


def test_a_code_that_nobody_knows_is_shown_as_text(enter, counted):
    browser = enter()
    assert "&lt;b&gt;ar" in browser.text("/overview")
    assert "<b>ar" not in browser.text("/overview") + browser.text("/overview/charts/languages")


@pytest.mark.parametrize("query", ["", "days=1", "days=30", "days=x", "from=2026-01-05&until=2026-01-07"])
@pytest.mark.parametrize("language", ["en", "fr", "nl"])
def test_every_period_is_shown_in_every_language(enter, counted, language, query):
    assert "<h1>" in enter(language=language).text(f"/overview?{query}")


@pytest.mark.parametrize(
    "query", ["from=9999-12-31&until=9999-12-31", "from=0001-01-01&until=0001-01-02", "from=2026-02-30&until=x"]
)
def test_impossible_days_are_no_error(enter, query):
    browser = enter()
    assert "<h1>" in browser.text(f"/overview?{query}")
    assert browser.open(f"/overview/charts/messages?{query}").status_code == 200


@pytest.mark.parametrize("theme", ["", "&theme=dark"])
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_an_image_without_script_that_may_load_nothing(enter, counted, name, theme):
    answer = enter().open(f"/overview/charts/{name}?days=7{theme}")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    drawn = ElementTree.fromstring(answer.text)
    assert list(drawn.iter("{http://www.w3.org/2000/svg}rect"))
    assert not list(drawn.iter("{http://www.w3.org/2000/svg}script"))


def test_there_is_no_other_chart(enter):
    assert enter().open("/overview/charts/phones").status_code == 404


def test_the_page_itself_keeps_the_policy_of_all_pages(enter):
    assert "unsafe" not in enter().open("/overview").headers["content-security-policy"]
