from bot.services.corrections import corrected_field


def said(message_id):
    return {"event": "user", "metadata": {"message_id": message_id}}


def slot(name, value):
    return {"event": "slot", "name": name, "value": value}


FORM = {"event": "active_loop", "name": "callback_form"}
NAME, PHONE = slot("callback_name", "Ana"), slot("callback_phone", "+32470123456")
ASKED = slot("requested_slot", "callback_window")
TALK = [said(1), FORM, slot("callback_name", None), said(2), NAME, said(3), PHONE, ASKED]


def test_the_answer_that_an_edited_message_gave_is_found():
    assert corrected_field(TALK, 2) == "name"
    assert corrected_field(TALK, 3) == "phone"


def test_a_message_that_gave_none_corrects_none():
    assert corrected_field(TALK, 1) is None
    assert corrected_field(TALK, 9) is None


def test_an_answer_that_was_given_anew_is_not_overwritten_by_an_edit_of_the_first():
    assert corrected_field([*TALK, said(4), slot("callback_phone", "+32470123457")], 3) is None


def test_the_last_message_that_was_no_usable_answer_is_meant_for_what_is_asked():
    assert corrected_field([*TALK, said(4)], 4) == "window"


def test_a_form_that_is_over_is_not_corrected():
    assert corrected_field([*TALK, {"event": "active_loop", "name": None}], 2) is None
