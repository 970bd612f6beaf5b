"""Turns and the desk before them, over the project's real answers and a pretended assistant."""

import pytest

from bot.channel.translate import translate
from bot.domain.conversation import Channel
from tests.desk_world import World


@pytest.fixture
def world(tmp_path):
    return World(tmp_path, {"text": "Hello", "buttons": [{"title": "Help", "payload": "/help"}]})


async def test_words_reach_the_assistant_with_the_language_and_no_id_of_telegram(world):
    await world.write(text="bonjour")
    (heard,) = world.assistant.heard
    assert (heard.text, heard.metadata["language"], heard.parse_data) == ("bonjour", "fr", None)
    assert heard.sender_id != "7"
    assert "7" not in (heard.sender_id, str(heard.metadata.get("chat")))


async def test_the_answer_is_queued_and_the_update_finished_together(world):
    await world.write(text="bonjour")
    assert world.sender.texts() == ["Hello"]
    assert world.sender.queued[0].params["chat_id"] == 7
    assert world.unhandled() == []


async def test_a_failing_assistant_leaves_nothing_behind_and_the_update_open(world):
    async def fail(message):
        await message.output_channel.send_response("", {"text": "half an answer"})
        raise RuntimeError

    world.desk._turns._handle = fail
    with pytest.raises(RuntimeError):
        await world.write(text="bonjour")
    assert world.sender.queued == []
    assert len(world.unhandled()) == 1


async def test_a_button_means_its_payload_without_being_understood_anew(world):
    await world.write(text="bonjour")
    await world.press(world.buttons()[0]["callback_data"])
    heard = world.assistant.heard[-1]
    assert heard.text == "/help"
    assert heard.parse_data["intent"] == {"name": "help", "confidence": 1.0}
    methods = [method for method, _ in world.asides]
    assert methods == ["answerCallbackQuery", "editMessageReplyMarkup"]


async def test_an_unknown_button_is_explained_and_means_nothing(world):
    await world.press("forged-id")
    assert world.assistant.heard == []
    ((method, params),) = world.asides
    assert method == "answerCallbackQuery"
    assert params["text"]
    assert world.unhandled() == []


async def test_a_second_press_on_the_same_message_is_explained(world):
    await world.write(text="bonjour")
    data = world.buttons()[0]["callback_data"]
    await world.press(data)
    await world.press(data)
    assert len(world.assistant.heard) == 2
    assert [params.get("text", "") != "" for method, params in world.asides if method == "answerCallbackQuery"] == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("fields", "payload"),
    [
        ({"text": "/menu"}, "/help_menu"),
        ({"text": "/nonsense"}, "/unknown_command"),
        ({"text": "/start callback"}, "/callback_request"),
        ({"text": "😀😀"}, "/sent_sticker"),
        ({"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]}, "/sent_photo"),
        (
            {"contact": {"phone_number": "+32470123456", "first_name": "A", "user_id": 7}},
            '/sent_contact{"phone_number": "+32470123456", "own": "yes"}',
        ),
    ],
)
async def test_commands_and_attachments_carry_their_meaning(world, fields, payload):
    await world.write(**fields)
    assert world.assistant.heard[0].text == payload


async def test_a_poster_link_chooses_the_language_for_good(world):
    await world.write(text="/start luxembourg_es", language="en")
    await world.write(text="hola", language="en")
    assert [heard.metadata["language"] for heard in world.assistant.heard] == ["es", "es"]


async def test_a_very_long_message_is_read_in_part_and_the_person_is_told(world):
    await world.write(text="word " * 800)
    assert len(world.assistant.heard[0].text) <= 1200
    assert len(world.sender.texts()) == 2


async def test_a_blocked_person_is_remembered_until_they_write(world):
    await world.write(text="bonjour")
    person_id = world.assistant.heard[0].sender_id
    member = {"user": {"id": 1, "is_bot": True, "first_name": "B"}, "status": "kicked", "until_date": 0}
    chat, person = {"id": 7, "type": "private"}, {"id": 7, "is_bot": False, "first_name": "A"}
    await world.receive(
        "my_chat_member", chat=chat, date=1, old_chat_member=member, new_chat_member=member, **{"from": person}
    )
    assert not world.app.conversations.get(person_id).reachable
    await world.write(text="encore moi")
    assert world.app.conversations.get(person_id).reachable


async def test_a_group_is_told_that_we_speak_in_private_and_left(world):
    group = {"id": -5, "type": "group", "title": "G"}
    await world.receive(message_id=1, date=1, chat=group, text="hello")
    assert [method for method, _ in world.asides] == ["sendMessage", "leaveChat"]
    assert world.assistant.heard == []
    assert world.unhandled() == []


async def test_an_edit_is_not_a_second_turn(world):
    chat = {"id": 7, "type": "private"}
    await world.receive("edited_message", message_id=1, date=1, edit_date=2, chat=chat, text="x")
    assert world.assistant.heard == []
    assert world.unhandled() == []


async def test_playground_talk_is_not_sent_to_telegram(tmp_path):
    world = World(tmp_path, {"text": "Hello"})
    person = world.app.conversations.meet(Channel.PLAYGROUND, "someone", "en")
    chat = {"id": 1, "type": "private"}
    incoming = translate({"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": chat, "text": "hi"}})
    answered = await world.desk._turns.run(incoming, person)
    assert [item.params["text"] for item in answered.outgoing] == ["Hello"]
    with world.app.new_work() as work:
        assert work.outbox.unsettled() == []
