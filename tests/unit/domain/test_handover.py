"""A handover's verbs, and what is due when nobody does anything."""

from datetime import timedelta

import pytest

from bot.domain.errors import AlreadyTaken, WrongState
from bot.domain.handover import Due, Handover, Mute, Outcome, Patience, Reason, Stage
from tests.builders import NOW

PATIENCE = Patience()


def later(minutes):
    return NOW + timedelta(minutes=minutes)


def a_handover(reason=Reason.ASKED, **changes):
    return Handover("amina", reason, "ar", NOW, NOW, **changes)


def a_held(by="ana"):
    handover = a_handover()
    handover.take(by, NOW)
    return handover


def test_a_waiting_chat_is_taken_once():
    handover = a_held("ana")
    assert (handover.stage, handover.holder, handover.taken_at) == (Stage.HELD, "ana", NOW)
    with pytest.raises(AlreadyTaken) as refusal:
        handover.take("bram", later(1))
    assert refusal.value.holder == "ana"


def test_taking_again_what_one_holds_does_no_harm():
    handover = a_held()
    handover.take("ana", later(1))
    assert handover.taken_at == NOW


def test_only_the_holder_writes_and_passes_on():
    handover = a_held("ana")
    with pytest.raises(AlreadyTaken):
        handover.staff_wrote("bram", NOW)
    with pytest.raises(AlreadyTaken):
        handover.pass_on("bram", "chloe", NOW)
    handover.pass_on("ana", "chloe", NOW)
    assert handover.holder == "chloe"


def test_a_colleague_may_take_over_what_another_left_lying():
    handover = a_held("ana")
    handover.take_over("bram", later(1))
    assert handover.holder == "bram"


def test_nothing_can_be_done_with_an_ended_chat():
    handover = a_held()
    handover.end(Outcome.ANSWERED, NOW)
    for verb in (
        lambda: handover.take("ana", NOW),
        lambda: handover.take_over("ana", NOW),
        lambda: handover.staff_wrote("ana", NOW),
        lambda: handover.end(Outcome.OTHER, NOW),
    ):
        with pytest.raises(WrongState):
            verb()


def test_the_bot_takes_the_word_again_only_where_it_was_silent():
    waiting, held = a_handover(), a_held()
    waiting.end(Outcome.OTHER, NOW, resumes=True)
    held.end(Outcome.OTHER, NOW, resumes=True)
    assert (waiting.resume_due, held.resume_due) == (False, True)


def test_who_waits_in_vain_gets_an_apology_and_leaves_the_queue():
    handover = a_handover()
    assert handover.due(later(9), PATIENCE) is None
    assert handover.due(later(10), PATIENCE) is Due.APOLOGISE
    handover.apologise(later(10))
    assert handover.outcome is Outcome.NOBODY_CAME
    assert handover.due(later(60), PATIENCE) is None


def test_who_may_be_in_danger_gets_the_apology_once_and_stays_in_the_queue():
    handover = a_handover(Reason.PROTECTION, urgent=True)
    handover.apologise(later(10))
    assert handover.stage is Stage.WAITING
    assert handover.due(later(60), PATIENCE) is None


def test_silent_staff_are_reminded_once_and_then_the_bot_is_back():
    handover = a_held()
    handover.person_wrote(later(1))
    assert handover.due(later(9), PATIENCE) is None
    assert handover.due(later(10), PATIENCE) is Due.REMIND
    handover.remind(later(10))
    assert handover.due(later(19), PATIENCE) is None
    assert handover.due(later(20), PATIENCE) is Due.RETURN


def test_an_answer_ends_the_waiting_and_the_reminder():
    handover = a_held()
    handover.remind(later(10))
    handover.staff_wrote("ana", later(11))
    assert handover.due(later(30), PATIENCE) is None
    handover.person_wrote(later(40))
    assert handover.due(later(49), PATIENCE) is None
    assert handover.due(later(50), PATIENCE) is Due.REMIND


def test_further_messages_do_not_make_the_waiting_look_shorter():
    handover = a_held()
    handover.staff_wrote("ana", NOW)
    handover.person_wrote(later(1))
    handover.person_wrote(later(10))
    assert handover.waits_since == later(1)
    assert handover.person_messages == 2


def test_a_chat_in_which_nobody_says_anything_more_is_closed():
    handover = a_held()
    handover.staff_wrote("ana", NOW)
    assert handover.due(later(119), PATIENCE) is None
    assert handover.due(later(120), PATIENCE) is Due.CLOSE


def test_a_colleague_who_gets_the_chat_has_the_whole_time_to_answer():
    handover = a_held("ana")
    handover.person_wrote(NOW)
    handover.remind(later(10))
    handover.pass_on("ana", "bram", later(12))
    assert handover.due(later(21), PATIENCE) is None
    assert handover.due(later(22), PATIENCE) is Due.REMIND


def test_an_alarm_brings_somebody_who_waits_to_the_top():
    handover = a_handover()
    handover.raise_alarm("danger_emergency")
    assert (handover.urgent, handover.reason, handover.topic) == (True, Reason.PROTECTION, "danger_emergency")


def test_a_mute_ends_by_itself():
    mute = Mute("amina", "ana", NOW, later(60), "threats")
    assert mute.holds(later(59))
    assert not mute.holds(later(60))
