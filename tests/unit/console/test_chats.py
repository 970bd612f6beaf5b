"""The live chats on the screens of staff."""

import re
import time
from datetime import timedelta

import pytest

from bot.answers.notices import Notices
from bot.bootstrap import clock
from bot.domain.conversation import Channel
from bot.domain.handover import Outcome, Reason
from bot.domain.outgoing import OutgoingState
from bot.domain.service_hours import ServiceHours
from bot.services.handover_history import Heard
from bot.services.live_chat import LiveChat
from bot.storage.unit_of_work import UnitOfWork
from tests.unit.console.browser import hidden_fields

XSS = "<script>alert(1)</script><img src=x onerror=alert(2)> & \u202eevil"


class Always(ServiceHours):
    def is_open(self, now, language):
        return True


@pytest.fixture
def live(app):
    """The live chat of the console's app, open at every hour."""
    chat = app.live_chat
    chat.requests._hours = Always()
    return chat


@pytest.fixture
def person(app):
    def person(address="7", language="ar"):
        return app.conversations.meet(Channel.TELEGRAM, address, language)

    return person


@pytest.fixture
def waiting(live, person):
    """Somebody who waits; gives the conversation's id."""
    amina = person()
    live.requests.ask(amina.id, Reason.ASKED)
    return amina.id


@pytest.fixture
def held(live, waiting):
    live.desk.take(waiting, "Ana")
    return waiting


def sent(app):
    with app.new_reading() as work:
        return [each.params["text"] for each in work.outbox.unsettled()]


def act(browser, chat, verb, **fields):
    """Open the chat, send one of its forms, and give the page that follows."""
    path = f"/chats/{chat}"
    response = browser.send(path, f"{path}/{verb}", **fields)
    return browser.follow(response).text if response.status_code == 303 else response.text


def says(live, chat, text, kind="text"):
    assert live.gate.keep(chat, Heard(text, kind, 5, "ar"), 1)


# The list


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


# One chat


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


def test_what_staff_write_reaches_the_person_and_the_page_as_they_wrote_it(enter, app, held):
    text = "1 < 2 & <b>x</b> 😀 مرحبا\nsecond line"
    html = act(enter("Ana"), held, "write", text=text)
    assert sent(app)[-1] == "1 &lt; 2 &amp; &lt;b&gt;x&lt;/b&gt; 😀 مرحبا\nsecond line"
    assert "1 &lt; 2 &amp; &lt;b&gt;x&lt;/b&gt;" in html
    assert "on its way" in html


def test_a_form_sent_twice_sends_once(enter, app, held):
    browser = enter("Ana")
    path = f"/chats/{held}"
    fields = {**hidden_fields(browser.text(path), f"{path}/write"), "text": "hello there"}
    assert browser.client.post(f"{path}/write", data=fields).status_code == 303
    assert browser.client.post(f"{path}/write", data=fields).status_code == 303
    assert sent(app).count("hello there") == 1


def test_a_note_is_another_form_with_another_field_and_is_never_sent(enter, app, held):
    browser = enter("Ana")
    before = sent(app)
    html = act(browser, held, "note", note="her sister must not know")
    assert "Note of Ana, not sent" in html
    assert sent(app) == before
    # Even a note that goes to the wrong address is not sent, nor a message to the note's.
    browser.send(f"/chats/{held}", f"/chats/{held}/write", note="her sister must not know")
    browser.send(f"/chats/{held}", f"/chats/{held}/note", text="hello there")
    assert sent(app) == before
    forms = re.findall(
        r'<form method="post" action="[^"]+/(write|note)" class="([^"]+)"', browser.text(f"/chats/{held}")
    )
    assert dict(forms) == {"write": "card message-form", "note": "card note-form"}


def test_the_picker_finds_by_what_staff_read_and_the_person_gets_their_own_language(enter, app, held):
    browser = enter("Ana", language="fr")
    found = browser.text(f"/chats/{held}/answers?q=passeport")
    assert "utter_no_passport_travel_document" in found
    key = re.search(r'name="key" value="([^"]+)"', found)[1]
    token = re.search(r'name="csrf" value="([^"]+)"', found)[1]
    fields = {"csrf": token, "key": key, "answer": "utter_no_passport_travel_document"}
    assert browser.client.post(f"/chats/{held}/answer", data=fields).status_code == 303
    assert sent(app)[-1] == app.catalogue().text("utter_no_passport_travel_document", "ar")


def test_the_picker_works_without_javascript(enter, held):
    html = enter("Ana").text(f"/chats/{held}?q=passport")
    assert 'value="utter_no_passport_travel_document"' in html


@pytest.mark.parametrize("key", ["utter_handover_taken", "utter_command_start", "utter_nothing", ""])
def test_only_answers_can_be_picked(enter, app, held, key):
    before = sent(app)
    assert "There is no such answer." in act(enter("Ana"), held, "answer", answer=key)
    assert sent(app) == before


def test_a_short_reply_is_sent_in_the_persons_language(enter, app, held):
    browser = enter("Ana")
    act(browser, held, "answer", answer="utter_reply_moment")
    assert sent(app)[-1] == app.catalogue().text("utter_reply_moment", "ar")


def test_suggestions_come_from_what_the_bot_would_understand(enter, live, held, bot):
    says(live, held, "no passport")
    bot.answer = type(bot.answer)(200, json={"intent_ranking": [{"name": "no_passport_travel_document"}]})
    assert "utter_no_passport_travel_document" in enter("Ana").text(f"/chats/{held}/suggestions")
    bot.answer = type(bot.answer)(500)
    assert enter("Bram").open(f"/chats/{held}/suggestions").status_code == 204


def test_each_message_shows_what_became_of_it(enter, app, held):
    browser = enter("Ana")
    act(browser, held, "write", text="hello there")
    with app.new_work() as work:
        calls = work.outbox.unsettled()
        work.outbox.settle(calls[0].id, OutgoingState.SENT, clock(), 5)
        work.outbox.settle(calls[-1].id, OutgoingState.FAILED, clock(), error="Bad Request: chat not found")
        work.commit()
    html = browser.text(f"/chats/{held}")
    assert "✓ sent" in html
    assert "not sent: Bad Request: chat not found" in html


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


def test_a_person_who_blocked_the_bot_is_marked_and_the_text_stays(enter, app, held):
    browser = enter("Ana")
    app.conversations.block(held)
    assert "Blocked the bot" in browser.text(f"/chats/{held}")
    html = act(browser, held, "write", text="hello there")
    assert "nothing can be sent" in html
    assert "hello there</textarea>" in html


def test_closing_needs_an_outcome_and_gives_the_chat_back(enter, live, app, held):
    browser = enter("Ana")
    assert "Choose what came of the chat." in act(browser, held, "close")
    html = act(browser, held, "close", outcome="answered")
    assert "The bot answers" in html
    assert "The chat ended: Answered" in html
    with app.new_reading() as work:
        assert work.handovers.latest_for(held).outcome is Outcome.ANSWERED


def test_passing_on_with_a_note(enter, live, held):
    ana, bram = enter("Ana"), enter("Bram")
    html = act(ana, held, "pass-on", to="Bram", pass_note="about her passport")
    assert "Bram has the chat now." in html
    assert "about her passport" in bram.text(f"/chats/{held}")
    assert "Choose a colleague" in act(bram, held, "pass-on", to="Nobody")


def test_muting_asks_for_a_reason_and_can_be_ended(enter, live, held):
    browser = enter("Ana")
    assert "Give a reason" in act(browser, held, "mute", hours="24", reason=" ")
    html = act(browser, held, "mute", hours="24", reason="threats")
    assert "Muted by Ana:" in html
    assert "Muted by Ana:" not in act(browser, held, "unmute")


def test_typing_is_passed_on_only_for_the_holder(enter, app, held):
    for name, expected in (("Bram", []), ("Ana", [held])):
        browser = enter(name)
        fields = hidden_fields(browser.text(f"/chats/{held}"), f"/chats/{held}/note")
        assert browser.client.post(f"/chats/{held}/typing", data=fields).status_code == 204
        with app.new_reading() as work:
            assert work.handovers.typed_in(clock() - timedelta(seconds=5)) == expected


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
