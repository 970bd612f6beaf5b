"""The methods about chats: members, leaving, forum topics."""

from tests.telegram_server.chats import Chat, Topic
from tests.telegram_server.records import Call, Json, bad_request
from tests.telegram_server.schema import words
from tests.telegram_server.sending import Handler
from tests.telegram_server.world import World

DEFAULT_ICON = 7322096
ICON_COLORS = frozenset({DEFAULT_ICON, 16766590, 13338331, 9367192, 16749490, 16478047})
_RIGHTS = words(
    """is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members
    can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories
    can_delete_stories can_pin_messages can_manage_topics"""
)
_GIFTS = words("unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels")


def membership(user: Json, status: str) -> Json:
    """The ChatMember object of a user with this status."""
    shown = ("id", "is_bot", "first_name", "last_name", "username", "language_code")
    member: Json = {"status": status, "user": {key: user[key] for key in shown if key in user}}
    if status == "administrator":
        member |= {"can_be_edited": False} | dict.fromkeys(_RIGHTS, True)
    elif status == "creator":
        member["is_anonymous"] = False
    elif status == "kicked":
        member["until_date"] = 0
    return member


def _get_chat(world: World, params: Json, call: Call) -> Json:
    details = {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }
    return world.chat(params["chat_id"]).public() | details


def _get_member(world: World, params: Json, call: Call) -> Json:
    chat = world.chat(params["chat_id"])
    user_id = params["user_id"]
    if user_id == world.bot["id"]:
        return membership(world.bot, chat.bot_status)
    if user_id not in world.users:
        raise bad_request("user not found")
    return membership(world.users[user_id], chat.members.get(user_id, "left"))


def _get_administrators(world: World, params: Json, call: Call) -> list[Json]:
    chat = world.chat(params["chat_id"])
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    in_charge = {"creator", "administrator"}
    people = [(world.users[user], status) for user, status in chat.members.items() if status in in_charge]
    bot = [(world.bot, chat.bot_status)] if chat.bot_is_admin else []
    return [membership(user, status) for user, status in people + bot]


def _leave(world: World, params: Json, call: Call) -> bool:
    chat = world.chat(params["chat_id"])
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot_status = "left"
    return True


def _forum(world: World, params: Json) -> Chat:
    chat = world.chat(params["chat_id"])
    if chat.kind != "supergroup":
        raise bad_request("the chat is not a supergroup")
    if not chat.forum:
        raise bad_request("the chat is not a forum")
    if not chat.bot_is_admin:
        raise bad_request("not enough rights to create a topic")
    return chat


def _create_topic(world: World, params: Json, call: Call) -> Json:
    chat = _forum(world, params)
    icon = params.get("icon_color", DEFAULT_ICON)
    if icon not in ICON_COLORS:
        raise bad_request("invalid icon color specified")
    world.limits.admit(chat.id, private=False)
    topic_id = world.next_message_id(chat)
    chat.topics[topic_id] = Topic(params["name"])
    return {"message_thread_id": topic_id, "name": params["name"], "icon_color": icon}


def _edit_topic(world: World, params: Json, call: Call) -> bool:
    topic = _forum(world, params).topic(params["message_thread_id"])
    name = params.get("name", topic.name)
    if name == topic.name and "icon_custom_emoji_id" not in params:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name = name
    return True


def _topic_switch(closed: bool) -> Handler:
    def switch(world: World, params: Json, call: Call) -> bool:
        topic = _forum(world, params).topic(params["message_thread_id"])
        if topic.closed == closed:
            raise bad_request("TOPIC_NOT_MODIFIED")
        topic.closed = closed
        return True

    return switch


def _delete_topic(world: World, params: Json, call: Call) -> bool:
    chat = _forum(world, params)
    chat.topic(params["message_thread_id"])
    del chat.topics[params["message_thread_id"]]
    return True


HANDLERS: dict[str, Handler] = {
    "getChat": _get_chat,
    "getChatMember": _get_member,
    "getChatAdministrators": _get_administrators,
    "leaveChat": _leave,
    "createForumTopic": _create_topic,
    "editForumTopic": _edit_topic,
    "closeForumTopic": _topic_switch(closed=True),
    "reopenForumTopic": _topic_switch(closed=False),
    "deleteForumTopic": _delete_topic,
}
