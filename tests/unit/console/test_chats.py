"""The list of live chats, and the counter on every page."""

import re

from bot.bootstrap import clock
from bot.domain.handover import Reason
from tests.unit.console.chatting import act, says


def test_the_list_shows_who_waits_in_the_order_in_which_to_act(enter, live, person):
    first, second, urgent = person("1"), person("2"), person("3")
    live.requests.ask(first.id, Reason.ASKED)
    live.requests.ask(second.id, Reason.FRUSTRATION)
    live.requests.ask(urgent.id, Reason.PROTECTION, "danger_emergency")
    html = enter().text("/chats")
    assert re.findall(r'id="chat-(\w{10,})"', html) == [urgent.id, first.id, second.id]
    assert "Arabic" in html
    assert "Angry with the bot" in html
    assert "I am in danger" in html.split(f'id="chat-{first.id}"')[0]


def test_an_unchanged_list_costs_nothing_and_a_new_person_shows_up(enter, live, person):
    browser = enter()
    seen = re.search(r'id="seen" name="seen" value="([^"]+)"', browser.text("/chats"))[1]
    assert browser.open(f"/chats/live?seen={seen}").status_code in (204, 200)
    live.requests.ask(person().id, Reason.ASKED)
    fresh = browser.open(f"/chats/live?seen={seen}")
    assert fresh.status_code == 200
    assert person().id in fresh.text


def test_people_who_talk_with_the_bot_can_be_found_and_taken(enter, live, app, person):
    amina = person()
    with app.new_work() as work:
        work.trackers.append(amina.id, [{"event": "user", "text": "hi", "timestamp": 1.0}], True, clock())
        work.commit()
    browser = enter()
    assert f'id="recent-{amina.id}"' in browser.text("/chats")
    assert "You hold this chat" in act(browser, amina.id, "take")


def test_the_badge_counts_who_waits_and_what_i_have_not_read(enter, live, held, person):
    browser = enter("Ana")
    live.requests.ask(person("8").id, Reason.PROTECTION, "danger_emergency")
    says(live, held, "are you there?")
    badge = browser.text("/chats/badge")
    assert 'data-waiting="1" data-unread="1" data-urgent="1"' in badge
    browser.text(f"/chats/{held}")
    assert 'data-unread="0"' in browser.text("/chats/badge")
