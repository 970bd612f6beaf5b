"""What staff do in a live chat: write, answer, note, pass on, close, mute."""

import re
from datetime import timedelta

import pytest

from bot.bootstrap import clock
from bot.domain.handover import Outcome
from bot.domain.outgoing import OutgoingState
from tests.unit.console.browser import hidden_fields
from tests.unit.console.chatting import act, says, sent


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
