"""The staff group as a desk: who may write, what goes to the person, and what the topics show."""

from datetime import timedelta

import pytest

from bot.answers.staff_words import StaffWords, sentences
from bot.domain.handover import Outcome, Reason
from bot.domain.outgoing import OutgoingState
from bot.domain.staff import Role, Staff
from bot.services.connector_ports import MessageEdit
from bot.services.handover_history import Heard
from bot.services.staff_group import StaffGroup, Word
from bot.services.staff_links import StaffLinks
from bot.services.staff_topics import Deed, TopicBoard
from tests.builders import NOW
from tests.chats import Chats

GROUP = -100500
ANA, BRAM = "900", "901"


class Room(Chats):
    """Chats with a staff group before them; `show` makes the steps as Telegram would."""

    def __init__(self, app):
        super().__init__(app)
        self.links = StaffLinks(app.new_work, self.clock, app.new_reading)
        self.words = StaffWords("en", self.clock)
        self.group = StaffGroup(app.new_work, self.clock, self.desk, self.links, self.words)
        self.board = TopicBoard(app.new_work, app.new_reading, self.clock, GROUP, timedelta(days=30))
        self.numbers = iter(range(1000, 9999))
        self.steps = []
        for name, sender in (("ana", ANA), ("Bram De Smet", BRAM)):
            with app.new_work() as work:
                work.staff.add(Staff(name, Role.AGENT, NOW))
                work.commit()
            self.links.link(sender, self.links.make_code(name))

    def show(self):
        """Make every step that is due; gives the deeds with what was said."""
        self.steps = []
        for person in self.board.people():
            while (step := self.board.next(person)) is not None:
                number = next(self.numbers)
                self.steps.append((step.deed, number, step))
                self.board.done(step, number)
        return [deed for deed, _, _ in self.steps]

    def topic(self, person):
        with self.app.new_reading() as work:
            return work.topics.get(person.id)

    def write(self, person, text="", sender=ANA, message=None, **more):
        """A colleague writes in the person's topic; gives the message's number."""
        number = message or next(self.numbers)
        self.group.hear(Word(GROUP, self.topic(person).thread, number, sender, text, **more))
        return number

    def said(self, person, text, message_id=41):
        self.clock.now += timedelta(seconds=1)
        assert self.hold.keep(person.id, Heard(text, "text", message_id, "fr"), message_id)

    def arrive(self, number=500):
        """Everything that waits is sent; the person's messages get numbers from `number` on."""
        with self.app.new_work() as work:
            for place, each in enumerate(work.outbox.unsettled()):
                work.outbox.settle(each.id, OutgoingState.SENT, NOW, number + place)
            work.commit()

    def waiting(self, address="7"):
        with self.app.new_reading() as work:
            return [each for each in work.outbox.unsettled() if str(each.params["chat_id"]) == address]


@pytest.fixture
def room(app):
    return Room(app)


@pytest.fixture
def amina(room):
    person = room.person("7", "fr")
    room.requests.ask(person.id, Reason.ASKED)
    room.show()
    return person


def replies(room):
    return room.sent(str(GROUP))


# Who may write


def test_who_is_not_linked_is_told_and_nothing_goes_to_the_person(room, amina):
    room.write(amina, "hello", sender="77")
    assert replies(room) == [room.words.say("unlinked")]
    assert room.sent() == []
    assert not room.open_for(amina).is_held


def test_a_code_links_once_and_only_while_it_is_fresh(room):
    code = room.links.make_code("ana")
    assert room.links.link("55", code.lower()) == "ana"
    assert room.links.link("56", code) is None
    assert room.links.staff_of("55") == "ana"
    assert room.links.staff_of(ANA) is None, "a colleague has one Telegram account"
    late = room.links.make_code("ana")
    room.later(11)
    assert room.links.link("57", late) is None
    assert ("ana", "telegram_linked") in room.audited()


def test_an_account_that_is_switched_off_writes_no_more(room, amina):
    with room.app.new_work() as work:
        account = work.staff.get("ana")
        account.disabled_at = NOW
        work.staff.save(account)
        work.commit()
    room.write(amina, "hello")
    assert replies(room) == [room.words.say("unlinked")]


def test_who_writes_as_the_group_itself_cannot_be_linked(room):
    room.group.hear(Word(GROUP, None, 5, "", room.links.make_code("ana"), "link"))
    assert replies(room) == [room.words.say("anonymous")]


# Writing


def test_the_first_to_write_takes_the_chat_and_the_audit_log_names_the_account(room, amina):
    room.write(amina, "Bonjour <b>")
    assert room.open_for(amina).holder == "ana"
    assert room.sent()[-1] == "Bonjour &lt;b&gt;"
    assert [entry for entry in room.audited() if entry[1] in ("chat_taken", "chat_written")] == [
        ("ana", "chat_taken"),
        ("ana", "chat_written"),
    ]


def test_the_same_message_heard_twice_is_sent_once(room, amina):
    number = room.write(amina, "Bonjour")
    room.write(amina, "Bonjour", message=number)
    assert room.sent().count("Bonjour") == 1


def test_another_colleague_is_told_who_has_the_chat(room, amina):
    room.write(amina, "Bonjour")
    room.write(amina, "Hello", sender=BRAM)
    assert replies(room) == [room.words.say("taken", holder="ana")]
    assert "Hello" not in room.sent()


def test_only_words_go_to_the_person(room, amina):
    room.write(amina, "a caption", is_words=False)
    room.write(amina, "x", command="dance")
    assert replies(room) == [room.words.say("only_words"), room.words.say("unknown_command")]
    assert room.sent() == []


def test_what_is_written_outside_of_topics_is_between_colleagues(room, amina):
    room.group.hear(Word(GROUP, None, 5, ANA, "lunch?"))
    room.group.hear(Word(GROUP, 4242, 6, ANA, "another topic"))
    assert replies(room) == []
    assert room.sent() == []


def test_an_ended_chat_is_begun_again_on_purpose_only(room, amina):
    room.write(amina, command="take")
    room.write(amina, "referred", command="close")
    assert room.latest(amina).outcome is Outcome.REFERRED
    room.write(amina, "too late")
    assert replies(room) == [room.words.say("over")]
    room.write(amina, command="take")
    assert room.open_for(amina).holder == "ana"


def test_closing_needs_a_known_outcome_and_the_holder(room, amina):
    room.write(amina, command="take")
    room.write(amina, "perhaps", command="close")
    room.write(amina, command="close", sender=BRAM)
    assert "answered, referred" in replies(room)[0]
    assert replies(room)[1] == room.words.say("taken", holder="ana")
    assert room.open_for(amina) is not None


def test_a_chat_is_passed_on_to_a_name_of_several_words_with_a_note(room, amina):
    room.write(amina, command="take")
    room.write(amina, "nobody", command="pass")
    assert replies(room) == [room.words.say("colleagues", names="Bram De Smet, ana")]
    room.write(amina, "bram de smet speaks Arabic", command="pass")
    assert room.open_for(amina).holder == "Bram De Smet"
    room.show()
    assert any(step.note and step.note.text == "speaks Arabic" for _, _, step in room.steps)


# What the topics show


def test_who_waits_gets_a_topic_without_their_name(room):
    person = room.person("7", "fr")
    room.requests.ask(person.id, Reason.PROTECTION, "danger_emergency")
    assert room.show() == [Deed.CREATE, Deed.INTRODUCE]
    handover = room.open_for(person)
    assert room.words.title(handover) == f"🔴 FR · {person.id[:6].upper()} · possible danger"
    assert "May be in danger" in room.words.introduction(handover, [])
    assert room.show() == []


def test_what_the_person_writes_is_copied_and_answers_go_to_the_right_message(room, amina):
    room.write(amina, command="take")
    room.said(amina, "j'ai <b>froid</b>", 77)
    assert room.show() == [Deed.SAY, Deed.SAY, Deed.TELL_STATE], "the notice to the person, their words, who has them"
    _, copied, step = room.steps[1]
    assert room.words.talk(step.lines) == "👤 j'ai &lt;b&gt;froid&lt;/b&gt;"
    room.write(amina, "Où êtes-vous ?", reply_to=copied)
    [sent] = [each for each in room.waiting() if each.params["text"] == "Où êtes-vous ?"]
    assert sent.params["reply_parameters"]["message_id"] == 77


def test_what_is_written_in_the_topic_is_not_shown_there_again_but_the_consoles_words_are(room, amina):
    room.write(amina, "from the group")
    room.desk.write(amina.id, "ana", "from the console", "key")
    room.show()
    told = [room.words.talk(step.lines) for deed, _, step in room.steps if deed is Deed.SAY]
    assert not any("from the group" in each for each in told)
    assert "🎧 <b>ana</b>: from the console" in told


def test_an_edit_of_staff_changes_the_persons_message(room, amina):
    number = room.write(amina, "Rue Montoyer 41")
    room.write(amina, "Rue Montoyer 40", message=number, is_edit=True)
    assert replies(room) == [room.words.say("edit_early")]
    room.arrive(500)
    room.write(amina, "Rue Montoyer 40", message=number, is_edit=True)
    room.write(amina, "Rue Montoyer 40", message=number, is_edit=True)
    [edit] = room.waiting()
    assert (edit.method, edit.params["text"]) == ("editMessageText", "Rue Montoyer 40")
    with room.app.new_reading() as work:
        assert work.topics.sent_as(work.topics.copies_of(GROUP, number)[0].outbox_id) == edit.params["message_id"]
    assert room.show().count(Deed.SAY) <= 1, "only the notice that the chat was taken"


def test_an_edit_that_makes_a_command_of_a_message_is_not_sent(room, amina):
    number = room.write(amina, "hello")
    room.arrive(500)
    room.write(amina, "/note hello", message=number, is_edit=True)
    assert replies(room) == [room.words.say("edit_unknown")]
    assert room.sent() == []


def test_an_edit_of_the_person_changes_the_copy(room, amina):
    room.write(amina, command="take")
    room.said(amina, "41 ans", 77)
    room.show()
    copied = room.steps[1][1]
    with room.app.new_work() as work:
        work.edits.add(MessageEdit(amina.id, 77, room.clock(), "14 ans"), 900)
        work.commit()
    assert room.show() == [Deed.EDIT]
    _, _, step = room.steps[0]
    assert step.message == copied
    assert "14 ans" in room.words.talk(step.lines)
    assert room.show() == []


def test_a_reply_of_the_person_points_at_the_colleagues_message(room, amina):
    number = room.write(amina, "Quel âge ?")
    room.arrive(500)
    with room.app.new_reading() as work:
        sent_as = work.topics.sent_as(work.topics.copies_of(GROUP, number)[0].outbox_id)
    room.hold.keep(amina.id, Heard("14", "text", 78, "fr", {"reply_to_message_id": sent_as}), 78)
    step = next(step for step in iter(lambda: advance(room, amina), None) if "14" in room.words.talk(step.lines))
    assert room.board.reply_to(step) == number


def advance(room, person):
    step = room.board.next(person.id)
    if step is not None:
        room.board.done(step, next(room.numbers))
    return step


def test_what_was_not_delivered_is_told_once(room, amina):
    number = room.write(amina, "Bonjour")
    with room.app.new_work() as work:
        for each in work.outbox.unsettled():
            work.outbox.settle(each.id, OutgoingState.FAILED, NOW, error="chat not found")
        work.commit()
    room.show()
    told = [step.failure for deed, _, step in room.steps if deed is Deed.TELL_FAILURE]
    assert (told[0].message, told[0].error) == (number, "chat not found")
    assert Deed.TELL_FAILURE not in room.show()


def test_a_topic_is_closed_at_the_end_and_opened_again_when_the_person_is_back(room, amina):
    room.desk.take(amina.id, "ana")
    room.desk.close(amina.id, "ana", Outcome.ANSWERED)
    assert room.show()[-2:] == [Deed.TELL_STATE, Deed.CLOSE]
    assert room.show() == []
    room.requests.ask(amina.id, Reason.ASKED)
    assert room.show() == [Deed.REOPEN, Deed.INTRODUCE]


def test_a_deleted_topic_is_made_again_with_the_talk_of_late(room, amina):
    room.write(amina, command="take")
    room.said(amina, "vous êtes là ?", 79)
    step = room.board.next(amina.id)
    room.board.lost(step)
    assert room.show()[:2] == [Deed.CREATE, Deed.INTRODUCE]
    _, copied, introduced = room.steps[1]
    assert "vous êtes là ?" in room.words.introduction(introduced.handover, introduced.lines)
    with room.app.new_reading() as work:
        assert work.topics.copy_of_persons(amina.id, 79) == copied


def test_erasing_a_person_deletes_their_topic(room, amina):
    thread = room.topic(amina).thread
    room.app.erasure.erase(amina.id)
    [call] = room.waiting(str(GROUP))
    assert (call.method, call.params["message_thread_id"]) == ("deleteForumTopic", thread)
    assert room.topic(amina) is None
    assert room.show() == []


def test_a_topic_goes_before_its_talk_is_too_old(room, amina):
    room.requests.leave(amina.id)
    room.show()
    room.later(60 * 24 * 31)
    [step] = room.board.stale()
    assert step.deed is Deed.DELETE
    room.board.done(step, None)
    assert room.topic(amina) is None


# Words


def test_every_sentence_is_there_in_three_languages_with_the_same_values():
    assert len(sentences()) > 40
    for key, versions in sentences().items():
        assert set(versions) == {"en", "fr", "nl"}, key
        names = {
            language: sorted(part.split("}")[0] for part in text.split("{")[1:]) for language, text in versions.items()
        }
        assert names["en"] == names["fr"] == names["nl"], key


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("outcome", Outcome)
def test_every_reason_and_outcome_has_a_name(reason, outcome):
    assert f"reason_{reason.value}" in sentences()
    assert f"outcome_{outcome.value}" in sentences()
