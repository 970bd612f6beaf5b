"""What a form was told leaves the history when the form ends; everything else stays."""

import json

from bot.dialogue.scrubbing import ends_form, scrub


def user(text, intent="nlu_fallback", entities=()):
    return {
        "event": "user",
        "text": text,
        "parse_data": {"text": text, "intent": {"name": intent}, "entities": [*entities]},
    }


def slot(name, value):
    return {"event": "slot", "name": name, "value": value}


def bot(text, **data):
    return {"event": "bot", "text": text, "data": data, "metadata": {"utter_action": "utter_x"}}


def found(kind, value, text):
    start = text.index(value) if value in text else 0
    return {"entity": kind, "value": value, "start": start, "end": start + len(value)}


FORM = [
    [user("/callback_request", "callback_request"), {"event": "active_loop", "name": "callback_form"}],
    [bot("What is your name?"), slot("requested_slot", "callback_name")],
    [user("Amina Diallo"), slot("callback_name", "Amina Diallo"), slot("requested_slot", "callback_phone")],
    [user("0470 12 34 5"), bot("I cannot read this number.")],
    [user("o470/123456 please"), slot("callback_phone", "+32470123456"), bot("Noted: 0470 12 34 56")],
    [slot("requested_slot", "callback_topic"), user("money", "choose_topic"), slot("callback_topic", "return")],
    [bot("Amina Diallo, 0470 12 34 56, return?", buttons=[{"title": "Yes, Amina Diallo", "payload": "/affirm"}])],
    [user("/affirm", "affirm"), {"event": "active_loop", "name": None}, slot("callback_name", None)],
]


def text_of(turns):
    return json.dumps(turns, ensure_ascii=False)


def test_nothing_the_form_was_told_is_left():
    left = text_of(scrub(FORM))
    for personal in ("Amina", "Diallo", "470", "123456", "12 34"):
        assert personal not in left


def test_what_is_not_personal_stays_as_it_was():
    scrubbed = scrub(FORM)
    assert scrubbed[0] == FORM[0]
    assert scrubbed[1] == FORM[1]
    assert scrubbed[5] == FORM[5]
    assert scrubbed[7] == FORM[7]
    assert scrubbed[6][0]["data"]["buttons"] == [{"title": "Yes, [name]", "payload": "/affirm"}]


def test_a_number_written_before_the_form_asked_goes_too():
    text = "call me on 0470 12 34 56 about money"
    turns = [[user(text, "callback_request", [found("phone_number", "0470 12 34 56", text)])]]
    [[event]] = scrub(turns)
    assert event["text"] == "call me on [phone] about money"
    assert event["parse_data"]["text"] == event["text"]
    assert event["parse_data"]["entities"][0]["value"] == "[phone]"


def test_a_shared_contact_goes():
    payload = '/sent_contact{"phone_number": "+32470123456", "own": "yes"}'
    entity = {"entity": "phone_number", "value": "+32470123456", "start": 0, "end": len(payload)}
    turns = [
        [slot("requested_slot", "callback_phone")],
        [user(payload, "sent_contact", [entity]), slot("callback_phone", "+32470123456")],
    ]
    assert "470" not in text_of(scrub(turns))


def test_a_short_name_is_not_cut_out_of_other_words():
    turns = [
        [slot("requested_slot", "callback_name"), user("Ali"), slot("callback_name", "Ali")],
        [bot("Ali, Italian is possible")],
    ]
    assert scrub(turns)[1][0]["text"] == "[name], Italian is possible"


def test_scrubbing_twice_changes_nothing_more():
    assert scrub(scrub(FORM)) == scrub(FORM)


def test_a_question_in_the_middle_of_the_form_is_kept():
    turns = [[slot("requested_slot", "callback_phone"), user("is it free?", "return_cost_free")]]
    assert scrub(turns) == turns


def test_the_end_of_a_form_is_an_active_loop_without_name():
    assert ends_form([{"event": "active_loop", "name": None}])
    assert not ends_form([{"event": "active_loop", "name": "callback_form"}, slot("x", None)])
