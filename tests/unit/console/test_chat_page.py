"""One live chat as staff see it while it goes on."""

import re
import time

from bot.answers.notices import Notices
from bot.bootstrap import clock
from bot.domain.conversation import Channel
from bot.services.connector_ports import MessageEdit
from bot.services.handover_history import Heard
from bot.services.live_chat import LiveChat
from bot.storage.unit_of_work import UnitOfWork
from tests.unit.console.browser import hidden_fields
from tests.unit.console.chatting import Always, act, says, sent

XSS = "<script>alert(1)</script><img src=x onerror=alert(2)> & \u202eevil"


def test_of_two_agents_one_takes_and_the_other_hears_who(enter, live, waiting):
    ana, bram = enter("Ana"), enter("Bram")
    stale = hidden_fields(bram.text(f"/chats/{waiting}"), f"/chats/{waiting}/take")
    act(ana, waiting, "take")
    response = bram.client.post(f"/chats/{waiting}/take", data=stale)
    assert response.status_code == 409
    assert "Ana has this chat now" in response.text


def test_what_a_person_writes_is_text_whatever_it_is(enter, live, held):
    says(live, held, XSS)
    html = enter("Ana").text(f"/chats/{held}")
    assert "<script>alert(1)" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_topics_and_pressed_buttons_are_shown_in_the_readers_language(enter, app, live, held):
    with app.new_work() as work:
        parsed = {"intent": {"name": "office_address"}, "entities": []}
        event = {"event": "user", "text": "waar is het", "parse_data": parsed, "timestamp": clock().timestamp()}
        work.trackers.append(held, [event], False, clock())
        work.commit()
    says(live, held, "/no_passport_travel_document", "button")
    html = enter("Ana", language="fr").text(f"/chats/{held}")
    titles = app.catalogue().editions["fr"].buttons
    assert titles["/office_address"] in html
    assert titles["/no_passport_travel_document"] in html


def test_what_is_attached_is_named_and_not_shown(enter, live, held):
    says(live, held, "", "photo")
    assert "Photo received, not stored" in enter("Ana").text(f"/chats/{held}")


def test_a_corrected_message_shows_both_wordings(enter, app, live, held):
    says(live, held, "my number is 5")
    with app.new_work() as work:
        work.edits.add(MessageEdit(held, 5, clock(), "my number is <6>"), 77)
        work.commit()
    html = enter("Ana").text(f"/chats/{held}")
    assert "my number is &lt;6&gt;" in html
    assert "my number is 5" in html


def test_a_page_that_others_changed_says_so_and_keeps_what_was_typed(enter, app, live, held):
    ana, bram = enter("Ana"), enter("Bram")
    path = f"/chats/{held}"
    fields = {**hidden_fields(ana.text(path), f"{path}/write"), "text": "a long careful answer"}
    act(bram, held, "take-over")
    assert "has changed since you opened the page" in ana.text(f"{path}/live?believed=held:Ana")
    response = ana.client.post(f"{path}/write", data=fields)
    assert response.status_code == 409
    assert "Bram has this chat now" in response.text
    assert "a long careful answer</textarea>" in response.text
    assert "a long careful answer" not in sent(app)


def test_a_session_that_ended_while_typing_keeps_the_text(enter, app, held):
    browser = enter("Ana")
    path = f"/chats/{held}"
    fields = {**hidden_fields(browser.text(path), f"{path}/write"), "text": "a long careful answer"}
    app.accounts.sign_out_everywhere("Ana")
    response = browser.client.post(f"{path}/write", data=fields)
    assert response.status_code == 401
    assert "a long careful answer</textarea>" in response.text


def test_opening_a_chat_is_audited_and_following_it_is_not(enter, audit, held):
    browser = enter("Ana")
    browser.text(f"/chats/{held}")
    browser.text(f"/chats/{held}/live")
    opened = [entry for entry in audit() if entry[1] == "chat_opened"]
    assert opened == [("Ana", "chat_opened", held)]


def test_a_chat_in_another_process_is_followed_within_one_look(enter, app, held):
    browser = enter("Ana")
    seen = re.search(r'id="seen" name="seen" value="([^"]+)"', browser.text(f"/chats/{held}"))[1]
    other = LiveChat(
        lambda: UnitOfWork(app.engine, app.sealer),
        app.new_reading,
        clock,
        Notices(app.catalogue, clock),
        type("T", (), {"hours": Always(), "patience": None, "duty_chat": None, "link": ""})(),
    )
    assert other.gate.keep(held, Heard("are you there?", "text", 9, "ar"), 2)
    fresh = browser.open(f"/chats/{held}/live?seen={seen}")
    assert fresh.status_code == 200
    assert "are you there?" in fresh.text
    assert "<form" not in fresh.text, "what is being typed must not be touched"


def test_unknown_and_imagined_people_are_not_found(enter, app):
    imagined = app.conversations.meet(Channel.PLAYGROUND, "x", "en")
    browser = enter()
    for chat in ("unknown", imagined.id, "x" * 60):
        assert browser.open(f"/chats/{chat}").status_code == 404


def test_very_long_talks_are_cut_with_a_way_to_the_rest(enter, app, live, held):
    begun = time.time()
    with app.new_work() as work:
        for number in range(130):
            event = {"event": "user", "text": f"word {number} " * 50, "timestamp": begun + number, "parse_data": {}}
            work.trackers.append(held, [event], False, clock())
        work.commit()
    browser = enter("Ana")
    assert "word 0 " not in browser.text(f"/chats/{held}")
    assert "Show earlier messages" in browser.text(f"/chats/{held}")
    assert "word 0 " in browser.text(f"/chats/{held}?all=1")
