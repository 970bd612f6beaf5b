import pytest

from tests.telegram_server.server import FakeTelegram
from tests.unit.telegram_server.client import call


async def test_in_a_group_the_bot_sees_only_what_is_meant_for_it(telegram: FakeTelegram) -> None:
    user, group = telegram.user(1), telegram.group(-100)
    question = (await call(telegram, "sendMessage", chat_id=-100, text="Well?")).result

    assert (await user.send("hello", chat=group)).update is None
    assert (await user.send("/help", chat=group)).update is not None
    assert (await user.send("hey @montoyer_test_bot", chat=group)).update is not None
    assert (await user.send("yes", chat=group, reply_to=question["message_id"])).update is not None


@pytest.mark.parametrize("details", [{"bot_status": "administrator"}, {"privacy": False}])
async def test_an_administrator_or_a_bot_without_privacy_sees_everything(
    telegram: FakeTelegram, details: dict[str, object]
) -> None:
    group = telegram.group(-100, **details)

    assert (await telegram.user(1).send("hello", chat=group)).update is not None


async def test_a_bot_that_left_is_out(telegram: FakeTelegram) -> None:
    user, group = telegram.user(1), telegram.group(-100)
    assert (await call(telegram, "leaveChat", chat_id=-100)).result is True

    assert (await user.send("/help", chat=group)).update is None
    refused = await call(telegram, "sendMessage", chat_id=-100, text="x")

    assert refused.error == "Forbidden: bot is not a member of the supergroup chat"


async def test_the_bot_is_told_when_it_is_added_and_removed(telegram: FakeTelegram) -> None:
    user, group = telegram.user(1), telegram.group(-100, bot_status="left")

    added = await group.add_bot(user.face)
    removed = await group.remove_bot(user.face)

    assert added is not None
    assert removed is not None
    statuses = [
        (change["old_chat_member"]["status"], change["new_chat_member"]["status"])
        for change in (added["my_chat_member"], removed["my_chat_member"])
    ]
    assert statuses == [("left", "member"), ("member", "kicked")]
    assert (await call(telegram, "getChat", chat_id=-100)).status == 403


async def test_a_channel_post_has_no_person_behind_it(telegram: FakeTelegram) -> None:
    update = await telegram.group(-200, kind="channel").post("news")

    assert update is not None
    assert update["channel_post"]["sender_chat"]["id"] == -200
    assert "from" not in update["channel_post"]


async def test_staff_press_buttons_in_their_group(telegram: FakeTelegram) -> None:
    user, group = telegram.user(1), telegram.group(-100)
    markup = {"inline_keyboard": [[{"text": "Take", "callback_data": "take"}]]}
    await call(telegram, "sendMessage", chat_id=-100, text="New request", reply_markup=markup)

    press = await user.click("Take", chat=group)

    assert press.update is not None
    assert press.update["callback_query"]["message"]["chat"]["id"] == -100
    assert await group.texts(n=1) == ["New request"]


async def test_topics_of_a_forum_are_made_used_and_closed(telegram: FakeTelegram) -> None:
    forum = telegram.group(-100, forum=True, bot_status="administrator")
    made = (await call(telegram, "createForumTopic", chat_id=-100, name="Awa, phone")).result
    topic = {"chat_id": -100, "message_thread_id": made["message_thread_id"]}

    message = (await call(telegram, "sendMessage", text="hello", **topic)).result
    sent = await telegram.user(1).send("taken", chat=forum, thread=made["message_thread_id"])

    assert forum.topic_named("^Awa") == made["message_thread_id"]
    assert message["is_topic_message"] is True
    assert sent.message["message_thread_id"] == made["message_thread_id"]
    assert (await call(telegram, "editForumTopic", name="Awa", **topic)).result is True
    assert (await call(telegram, "editForumTopic", name="Awa", **topic)).error.endswith("NOT_MODIFIED")
    assert (await call(telegram, "closeForumTopic", **topic)).result is True
    assert (await call(telegram, "closeForumTopic", **topic)).error.endswith("TOPIC_NOT_MODIFIED")
    assert (await call(telegram, "reopenForumTopic", **topic)).result is True
    assert (await call(telegram, "deleteForumTopic", **topic)).result is True
    assert (await call(telegram, "deleteForumTopic", **topic)).error.endswith("TOPIC_ID_INVALID")


@pytest.mark.parametrize(
    ("details", "error"),
    [
        ({"kind": "group"}, "the chat is not a supergroup"),
        ({}, "the chat is not a forum"),
        ({"forum": True}, "not enough rights to create a topic"),
    ],
)
async def test_topics_need_a_forum_and_an_administrator(
    telegram: FakeTelegram, details: dict[str, object], error: str
) -> None:
    telegram.group(-100, **details)

    answer = await call(telegram, "createForumTopic", chat_id=-100, name="x")

    assert answer.error == f"Bad Request: {error}"


async def test_members_and_administrators_can_be_looked_up(telegram: FakeTelegram) -> None:
    for user_id in (1, 2, 3):
        telegram.user(user_id)
    members = {1: "creator", 2: "member"}
    telegram.group(-100, members=members, bot_status="administrator")

    statuses = [
        (await call(telegram, "getChatMember", chat_id=-100, user_id=user_id)).result["status"]
        for user_id in (1, 2, 3, telegram.world.bot["id"])
    ]
    in_charge = (await call(telegram, "getChatAdministrators", chat_id=-100)).result

    assert statuses == ["creator", "member", "left", "administrator"]
    assert [member["status"] for member in in_charge] == ["creator", "administrator"]
