"""The live chats as people ask for them and as staff work in them."""

from datetime import timedelta

import pytest

from bot.dialogue.events import event_from
from bot.domain.conversation import Channel
from bot.domain.errors import AlreadyTaken, ChatNotFound, Unreachable, WrongState
from bot.domain.handover import Outcome, Reason, Stage
from bot.services.handover_history import Heard
from bot.services.handover_requests import Closed, Held, Muted, Queued, TooOften, TryOut
from bot.services.retention_ports import Limit
from tests.builders import NOW
from tests.chats import DUTY_CHAT, Chats


@pytest.fixture
def chats(app):
    return Chats(app)


@pytest.fixture
def amina(chats):
    return chats.person("7", "fr")


def ask(chats, person, reason=Reason.ASKED, topic=""):
    return chats.requests.ask(person.id, reason, topic)


# Asking


def test_people_queue_in_the_order_of_asking_and_danger_comes_first(chats, amina):
    boris, chloe = chats.person("8"), chats.person("9")
    assert ask(chats, amina).position == 1
    assert ask(chats, boris).position == 2
    urgent = ask(chats, chloe, Reason.PROTECTION, "danger_emergency")
    assert (urgent.position, urgent.urgent) == (1, True)
    assert ask(chats, boris).position == 3


def test_asking_again_keeps_the_place(chats, amina):
    assert ask(chats, amina) == Queued(1, urgent=False, is_new=True, is_open=True)
    chats.later(3)
    assert ask(chats, amina) == Queued(1, urgent=False, is_new=False, is_open=True)
    assert chats.open_for(amina).created_at == NOW


def test_danger_brings_somebody_who_waits_to_the_top_once(chats, amina):
    ask(chats, amina)
    assert ask(chats, amina, Reason.PROTECTION, "suicide_self_harm").is_new
    assert not ask(chats, amina, Reason.PROTECTION, "suicide_self_harm").is_new
    handover = chats.open_for(amina)
    assert (handover.urgent, handover.topic) == (True, "suicide_self_harm")


def test_outside_the_hours_the_next_opening_is_given_and_nobody_queues(chats, amina):
    chats.clock.now = NOW.replace(hour=20)
    assert ask(chats, amina) == Closed(NOW.replace(day=25, hour=8, minute=0))
    assert chats.open_for(amina) is None


def test_danger_outside_the_hours_waits_and_is_told_to_the_duty_chat_without_a_word_about_the_person(chats, amina):
    chats.clock.now = NOW.replace(hour=20)
    asked = ask(chats, amina, Reason.PROTECTION, "danger_emergency")
    assert (asked.urgent, asked.is_open) == (True, False)
    assert asked.opens_at == NOW.replace(day=25, hour=8, minute=0)
    [alert] = chats.sent(str(DUTY_CHAT))
    assert "https://console.test/chats" in alert
    assert amina.id not in alert
    assert "danger_emergency" not in alert


def test_within_the_hours_the_duty_chat_is_left_alone(chats, amina):
    ask(chats, amina, Reason.PROTECTION, "danger_emergency")
    assert chats.sent(str(DUTY_CHAT)) == []


def test_who_asks_again_and_again_is_refused_but_never_in_danger(chats, amina):
    for _ in range(4):
        ask(chats, amina)
        chats.requests.leave(amina.id)
    assert ask(chats, amina) == TooOften()
    assert isinstance(ask(chats, amina, Reason.PROTECTION, "danger_emergency"), Queued)


def test_the_count_of_wishes_is_forgotten_after_an_hour(chats, amina):
    for _ in range(4):
        ask(chats, amina)
        chats.requests.leave(amina.id)
    chats.later(61)
    assert isinstance(ask(chats, amina), Queued)


def test_the_playground_and_shells_reach_nobody(chats, app):
    imagined = app.conversations.meet(Channel.PLAYGROUND, "someone", "en")
    assert ask(chats, imagined) == TryOut()
    assert chats.requests.ask("a shell", Reason.ASKED) == TryOut()


def test_who_talks_with_one_of_us_is_not_queued_again(chats, amina):
    chats.desk.take(amina.id, "ana")
    assert ask(chats, amina) == Held()


def test_leaving_the_queue_says_whether_there_was_anything_to_leave(chats, amina):
    assert not chats.requests.leave(amina.id)
    ask(chats, amina)
    assert chats.requests.leave(amina.id)
    assert chats.latest(amina).outcome is Outcome.LEFT
    assert chats.events(amina) == []


# Staff


def test_taking_pauses_the_dialogue_and_tells_the_person_in_their_language(chats, amina):
    ask(chats, amina)
    chats.desk.take(amina.id, "ana")
    pause, told = chats.events(amina)
    assert pause["event"] == "pause"
    assert pause["metadata"] == {"author": "staff:ana"}
    assert told["metadata"]["utter_action"] == "utter_handover_taken"
    assert chats.sent() == [chats.said("utter_handover_taken")]
    assert chats.audited() == [("ana", "chat_taken")]


def test_of_two_who_take_one_wins_and_the_other_hears_who(chats, amina):
    ask(chats, amina)
    chats.desk.take(amina.id, "ana")
    with pytest.raises(AlreadyTaken) as refusal:
        chats.desk.take(amina.id, "bram")
    assert refusal.value.holder == "ana"
    assert len(chats.sent()) == 1


def test_a_chat_may_be_taken_that_nobody_asked_for(chats, amina):
    handover = chats.desk.take(amina.id, "ana")
    assert (handover.reason, handover.stage) == (Reason.TAKEN_BY_STAFF, Stage.HELD)


def test_words_of_staff_are_sent_as_they_are_and_stand_in_the_history_with_their_author(chats, amina):
    chats.desk.take(amina.id, "ana")
    [outbox_id] = chats.desk.write(amina.id, "ana", "1 < 2 & <b>bold</b> 😀 שלום", "key-1")
    written = "1 &lt; 2 &amp; &lt;b&gt;bold&lt;/b&gt; 😀 שלום"
    assert chats.sent()[-1] == written
    event = chats.events(amina)[-1]
    assert (event["event"], event["text"]) == ("bot", written)
    assert event["metadata"] == {"author": "staff:ana", "kind": "text", "outbox": [outbox_id]}


def test_the_same_form_twice_writes_once(chats, amina):
    chats.desk.take(amina.id, "ana")
    assert chats.desk.write(amina.id, "ana", "hello", "key-1")
    assert chats.desk.write(amina.id, "ana", "hello", "key-1") == []
    assert chats.sent().count("hello") == 1


def test_only_the_holder_writes(chats, amina):
    with pytest.raises(WrongState):
        chats.desk.write(amina.id, "ana", "hello", "key-1")
    chats.desk.take(amina.id, "ana")
    with pytest.raises(AlreadyTaken):
        chats.desk.write(amina.id, "bram", "hello", "key-2")
    assert "hello" not in chats.sent()


def test_a_refused_message_can_be_sent_again_with_the_same_key(chats, amina):
    with pytest.raises(WrongState):
        chats.desk.write(amina.id, "ana", "hello", "key-1")
    chats.desk.take(amina.id, "ana")
    assert chats.desk.write(amina.id, "ana", "hello", "key-1")


def test_a_person_who_blocked_the_bot_cannot_be_written_to_and_that_is_said(chats, amina, app):
    chats.desk.take(amina.id, "ana")
    app.conversations.block(amina.id)
    with pytest.raises(Unreachable):
        chats.desk.write(amina.id, "ana", "hello", "key-1")


def test_an_answer_is_sent_in_the_persons_language_with_links_and_without_buttons_for_the_bot(chats, amina):
    chats.desk.take(amina.id, "ana")
    chats.desk.answer(amina.id, "ana", "utter_office_address", "key-1")
    assert chats.sent()[-1] == chats.said("utter_office_address", "fr")
    event = chats.events(amina)[-1]
    assert event["metadata"]["utter_action"] == "utter_office_address"
    assert all(button.get("url") for button in event["data"]["buttons"])


def test_a_note_is_kept_for_colleagues_and_nothing_is_sent_or_said(chats, amina, app):
    chats.desk.take(amina.id, "ana")
    sent, events = chats.sent(), chats.events(amina)
    chats.desk.note(amina.id, "ana", "speaks with her sister's phone", "key-1")
    chats.desk.note(amina.id, "ana", "speaks with her sister's phone", "key-1")
    assert (chats.sent(), chats.events(amina)) == (sent, events)
    with app.new_reading() as work:
        [note] = work.chats.notes(amina.id)
    assert (note.by, note.text) == ("ana", "speaks with her sister's phone")


def test_passing_on_keeps_the_chat_and_gives_the_note_to_the_colleague(chats, amina, app):
    chats.desk.take(amina.id, "ana")
    chats.desk.pass_on(amina.id, "ana", "bram", "about her passport")
    with pytest.raises(AlreadyTaken):
        chats.desk.write(amina.id, "ana", "hello", "key-1")
    assert chats.desk.write(amina.id, "bram", "hello", "key-2")
    with app.new_reading() as work:
        assert [note.text for note in work.chats.notes(amina.id)] == ["about her passport"]
    assert "about her passport" not in "".join(chats.sent())


def test_taking_over_needs_no_leave_of_the_colleague(chats, amina):
    chats.desk.take(amina.id, "ana")
    chats.desk.take_over(amina.id, "bram")
    assert chats.open_for(amina).holder == "bram"
    assert ("bram", "chat_taken_over") in chats.audited()


def test_closing_gives_the_word_back_to_the_bot(chats, amina, app):
    chats.desk.take(amina.id, "ana")
    chats.desk.close(amina.id, "ana", Outcome.ANSWERED)
    assert chats.events(amina)[-1]["event"] == "resume"
    with app.new_work() as work:
        [due] = work.handovers.resuming()
        assert due.outcome is Outcome.ANSWERED
        assert work.handovers.resumed(due.id)
        assert not work.handovers.resumed(due.id)


def test_outcomes_that_happen_by_themselves_cannot_be_chosen(chats, amina):
    chats.desk.take(amina.id, "ana")
    with pytest.raises(ValueError, match="idle"):
        chats.desk.close(amina.id, "ana", Outcome.IDLE)


def test_a_mute_ends_the_chat_refuses_the_next_wishes_and_lets_danger_through(chats, amina):
    chats.desk.take(amina.id, "ana")
    mute = chats.desk.mute(amina.id, "ana", timedelta(hours=24), "threats")
    assert chats.latest(amina).outcome is Outcome.MUTED
    assert ask(chats, amina) == Muted(mute.until)
    assert isinstance(ask(chats, amina, Reason.PROTECTION, "danger_emergency"), Queued)


def test_a_mute_ends_by_itself_or_by_staff(chats, amina):
    chats.desk.mute(amina.id, "ana", timedelta(hours=1), "threats")
    chats.desk.unmute(amina.id, "ana")
    assert isinstance(ask(chats, amina), Queued)
    chats.requests.leave(amina.id)
    chats.desk.mute(amina.id, "ana", timedelta(hours=1), "threats")
    chats.later(61)
    assert isinstance(ask(chats, amina), Queued)


def test_the_reason_of_a_mute_is_not_told_to_the_person_and_the_end_is(chats, amina):
    chats.desk.mute(amina.id, "ana", timedelta(days=1), "threats")
    [told] = chats.sent()
    assert "threats" not in told
    assert "10:07" in told


def test_chats_of_nobody_are_not_found(chats, app):
    imagined = app.conversations.meet(Channel.PLAYGROUND, "someone", "en")
    for conversation_id in ("unknown", imagined.id):
        with pytest.raises(ChatNotFound):
            chats.desk.take(conversation_id, "ana")


# While it is held


def test_what_is_written_to_one_of_us_is_kept_with_the_end_of_its_update(chats, amina):
    chats.desk.take(amina.id, "ana")
    assert chats.hold.keep(amina.id, Heard("bonjour", "text", 12, "fr"), 1)
    event = chats.events(amina)[-1]
    assert (event["event"], event["text"], event["parse_data"]["intent"]) == ("user", "bonjour", {})
    assert event["metadata"] == {"author": "person", "kind": "text", "message_id": 12, "language": "fr"}
    assert chats.open_for(amina).person_messages == 1


def test_without_a_holder_nothing_is_kept(chats, amina):
    ask(chats, amina)
    assert not chats.hold.keep(amina.id, Heard("bonjour", "text", 12, "fr"), 1)
    assert chats.events(amina) == []


def test_rasa_reads_every_event_of_a_handover_as_its_own(chats, amina):
    chats.desk.take(amina.id, "ana")
    chats.hold.keep(amina.id, Heard("bonjour", "text", 12, "fr"), 1)
    chats.desk.write(amina.id, "ana", "hello", "key-1")
    chats.desk.close(amina.id, "ana", Outcome.ANSWERED)
    kinds = [type(event_from(event)).__name__ for event in chats.events(amina)]
    assert kinds == ["ConversationPaused", "BotUttered", "UserUttered", "BotUttered", "ConversationResumed"]


# Timeouts


def test_who_waits_in_vain_gets_an_apology_with_a_callback_once(chats, amina):
    ask(chats, amina)
    chats.later(9)
    assert chats.timers.apply() == 0
    chats.later(1)
    assert chats.timers.apply() == 1
    assert chats.timers.apply() == 0
    assert chats.sent() == [chats.said("utter_handover_nobody")]
    assert chats.latest(amina).outcome is Outcome.NOBODY_CAME


def test_danger_that_nobody_answers_is_told_to_the_duty_chat_and_stays_on_top(chats, amina):
    ask(chats, amina, Reason.PROTECTION, "danger_emergency")
    chats.later(10)
    chats.timers.apply()
    chats.later(10)
    chats.timers.apply()
    assert len(chats.sent(str(DUTY_CHAT))) == 1
    assert chats.open_for(amina).urgent


def test_a_silent_colleague_is_reminded_then_the_person_gets_the_bot_back(chats, amina):
    chats.desk.take(amina.id, "ana")
    chats.hold.keep(amina.id, Heard("hello?", "text", 1, "fr"), 1)
    chats.later(10)
    chats.timers.apply()
    assert chats.open_for(amina).reminded_at == chats.clock.now
    chats.later(10)
    chats.timers.apply()
    assert chats.latest(amina).outcome is Outcome.STAFF_SILENT
    assert chats.latest(amina).resume_due
    assert chats.sent()[-1] == chats.said("utter_handover_returned")
    assert chats.events(amina)[-1]["event"] == "resume"


def test_a_chat_that_fell_asleep_is_closed_without_a_reproach(chats, amina):
    chats.desk.take(amina.id, "ana")
    chats.desk.write(amina.id, "ana", "all the best", "key-1")
    told = chats.sent()
    chats.later(120)
    chats.timers.apply()
    assert chats.latest(amina).outcome is Outcome.IDLE
    assert chats.sent() == told


# Forgetting


def test_erasing_and_expiring_reach_the_chats(chats, amina, app):
    boris = chats.person("8")
    for person in (amina, boris):
        chats.desk.take(person.id, "ana")
        chats.desk.write(person.id, "ana", "hello", person.id)
        chats.desk.note(person.id, "ana", "a note", f"note {person.id}")
        chats.desk.mute(person.id, "ana", timedelta(hours=1), "threats")
    app.erasure.erase(amina.id)
    with app.new_work() as work:
        assert work.handovers.latest_for(amina.id) is None
        assert work.chats.notes(amina.id) == []
        assert work.chats.mute_of(amina.id) is None
        assert len(work.chats.notes(boris.id)) == 1
        later = chats.clock.now + timedelta(days=40)
        for kind in ("chats with staff", "notes on chats", "keys of chat forms", "mutes"):
            assert work.retention.remove(kind, {Limit.CONVERSATIONS: later}, 100)
        assert work.handovers.latest_for(boris.id) is None
        assert work.chats.notes(boris.id) == []
        assert work.chats.mute_of(boris.id) is None
        assert work.chats.first_time(boris.id, boris.id, later)
