"""What the desk does with impatience, corrections, old buttons and groups."""

import pytest

from tests.desk_world import World

PHOTO = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
YES = {"title": "Yes", "payload": "/affirm"}
OFFICE = {"title": "Office", "payload": "/office_address"}
GROUP = {"id": -5, "type": "supergroup", "title": "G"}


@pytest.fixture
def world(tmp_path):
    return World(tmp_path, {"text": "Sure?", "buttons": [YES, OFFICE]})


def heard(world):
    return [message.text for message in world.assistant.heard]


async def test_the_same_words_again_before_the_answer_was_read_are_kept_and_answered_once(world):
    for _ in range(3):
        await world.write(text="Bonjour ", after=0)
    assert heard(world) == ["Bonjour"]
    assert len(world.sender.queued) == 1
    assert [event["metadata"]["repeated"] for event in world.history() if event["event"] == "user"] == [True, True]
    assert world.unhandled() == []


async def test_the_same_words_later_are_answered_again(world):
    await world.write(text="bonjour")
    await world.write(text="bonjour", after=5)
    assert len(world.sender.queued) == 2


async def test_fragments_in_one_breath_do_not_bring_the_same_answer_again(world):
    for fragment in ("hello", "?", "are you there"):
        await world.write(text=fragment, after=0)
    assert len(world.assistant.heard) == 3
    assert world.sender.texts() == ["Sure?"]
    await world.write(text="hello again", after=5)
    assert world.sender.texts() == ["Sure?", "Sure?"]


async def test_an_album_is_answered_once(world):
    for number in range(5):
        await world.write(photo=PHOTO, media_group_id="9", after=number)
    assert heard(world) == ["/sent_photo"]
    assert world.unhandled() == []


async def test_a_caption_is_answered_after_the_reason_why_the_photo_is_not_opened(world):
    await world.write(language="en", photo=PHOTO, caption="where is your office")
    assert heard(world) == ["where is your office"]
    refusal, answer = world.sender.texts()
    assert "identity documents" in refusal
    assert answer == "Sure?"


async def test_the_second_press_is_known_after_a_restart(world, tmp_path):
    await world.write(text="bonjour")
    data = world.buttons()[0]["callback_data"]
    await world.press(data)
    restarted = World(tmp_path)
    restarted.ids = iter(range(100, 200))
    await restarted.press(data)
    assert restarted.assistant.heard == []
    (answer, params), (removal, _) = restarted.asides
    assert (answer, removal) == ("answerCallbackQuery", "editMessageReplyMarkup")
    assert params["text"]


async def test_a_yes_below_an_earlier_question_does_not_answer_the_present_one(world):
    await world.write(text="first question")
    yes, office = world.buttons()
    world.arrive(50)
    await world.write(text="answered by typing")
    world.arrive(60)
    await world.press(yes["callback_data"], message_id=50)
    assert heard(world)[-1] == "answered by typing"
    assert world.asides[-1][1]["text"]
    await world.press(office["callback_data"], message_id=51)
    assert heard(world)[-1] == "/office_address"


async def test_an_edit_is_kept_for_staff_and_is_no_turn(world):
    await world.write(text="my nam is Ana")
    chat = {"id": 7, "type": "private"}
    person_id = world.assistant.heard[0].sender_id
    await world.receive("edited_message", message_id=1, date=1, edit_date=2, chat=chat, text="my name is Ana")
    assert len(world.assistant.heard) == 1
    with world.app.new_work() as work:
        (edit,) = work.edits.of(person_id)
    assert (edit.message_id, edit.text) == (1, "my name is Ana")
    assert world.unhandled() == []


async def test_staff_see_what_a_message_replied_to_and_that_it_was_forwarded(world):
    earlier = {"message_id": 3, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "?"}
    origin = {"type": "hidden_user", "sender_user_name": "B", "date": 1}
    await world.write(text="this one", reply_to_message=earlier, forward_origin=origin)
    metadata = world.assistant.heard[0].metadata
    assert (metadata["message_id"], metadata["reply_to_message_id"], metadata["forwarded"]) == (1, 3, True)


async def test_a_group_is_told_once_however_many_messages_come(world):
    for _ in range(3):
        await world.receive(message_id=1, date=1, chat=GROUP, text="hello")
    assert [method for method, _ in world.asides] == ["sendMessage", "leaveChat", "leaveChat", "leaveChat"]


async def test_a_channel_is_left_as_well(world):
    channel = {"id": -6, "type": "channel", "title": "C"}
    await world.receive("channel_post", message_id=1, date=1, chat=channel, text="news")
    assert [method for method, _ in world.asides] == ["sendMessage", "leaveChat"]


async def test_the_staff_group_is_stayed_in_also_after_it_moved(tmp_path):
    world = World(tmp_path, staff_group="-5")
    await world.receive(message_id=1, date=1, chat=GROUP, text="hello", message_thread_id=4)
    await world.receive(message_id=2, date=1, chat=GROUP, migrate_to_chat_id=-1005)
    await world.receive(message_id=1, date=1, chat={**GROUP, "id": -1005}, text="still here")
    assert world.asides == []
    assert world.unhandled() == []


async def test_without_a_database_people_hear_of_the_trouble_in_the_language_of_their_phone(world):
    from bot.channel.translate import translate

    def away(*_):
        raise OSError

    world.desk._meet = away
    person = {"id": 7, "is_bot": False, "first_name": "A", "language_code": "fr"}
    message = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "from": person, "text": "x"}
    await world.desk.trouble(translate({"update_id": 1, "message": message}))
    ((_, params),) = world.asides
    assert "112" in params["text"]
    assert "désolé" in params["text"].lower()
