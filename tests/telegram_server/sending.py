"""The methods that put a new message into a chat."""

import copy
from collections.abc import Callable
from typing import Any

from tests.telegram_server.chats import Chat
from tests.telegram_server.entities import caption, message_text
from tests.telegram_server.files import media
from tests.telegram_server.records import Call, Json, bad_request
from tests.telegram_server.world import World

Handler = Callable[[World, Json, Call], Any]

CONTENT = (
    "text",
    "entities",
    "caption",
    "caption_entities",
    "photo",
    "voice",
    "audio",
    "video",
    "video_note",
    "animation",
    "document",
    "sticker",
    "location",
    "venue",
    "contact",
    "poll",
)


def _send(world: World, params: Json, call: Call, content: Json) -> Json:
    """Puts the content into the chat of the request; a send is counted only when nothing is wrong with it."""
    chat = world.chat(params["chat_id"], sending=True)
    message: Json = {"from": world.bot_as_sender, "chat": chat.public(), "date": world.date()}
    message |= _thread(chat, params) | _reply(world, chat, params) | content
    markup: Json = params.get("reply_markup", {})
    if "inline_keyboard" in markup:
        message["reply_markup"] = markup
    world.limits.admit(chat.id, chat.private)
    world.store(chat, message)
    if "keyboard" in markup:
        chat.keyboard = markup
    elif markup.get("remove_keyboard"):
        chat.keyboard = None
    world.show(chat, message, markup, edited=False, call=call)
    return message


def _thread(chat: Chat, params: Json) -> Json:
    topic_id = params.get("message_thread_id")
    if topic_id is None:
        return {}
    if not chat.forum or topic_id not in chat.topics:
        raise bad_request("message thread not found")
    if chat.topics[topic_id].closed and not chat.bot_is_admin:
        raise bad_request("TOPIC_CLOSED")
    return {"message_thread_id": topic_id, "is_topic_message": True}


def _reply(world: World, chat: Chat, params: Json) -> Json:
    wanted = params.get("reply_parameters")
    if not wanted:
        return {}
    source = world.chats.get(wanted.get("chat_id", chat.id))
    original = source.messages.get(wanted["message_id"]) if source else None
    if original is not None:
        return {"reply_to_message": quoted(original)}
    if wanted.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def quoted(message: Json) -> Json:
    """A message inside another: without the one it replied to itself."""
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def _message(world: World, params: Json, call: Call) -> Json:
    return _send(world, params, call, message_text(params))


def _place(params: Json) -> Json:
    if abs(params["latitude"]) > 90 or abs(params["longitude"]) > 180:
        raise bad_request("location coordinates are invalid")
    return {"latitude": params["latitude"], "longitude": params["longitude"]}


def _location(world: World, params: Json, call: Call) -> Json:
    return _send(world, params, call, {"location": _place(params)})


def _venue(world: World, params: Json, call: Call) -> Json:
    place = _place(params)
    venue = {"location": place, "title": params["title"], "address": params["address"]}
    return _send(world, params, call, {"location": place, "venue": venue})


def _contact(world: World, params: Json, call: Call) -> Json:
    shown = ("phone_number", "first_name", "last_name", "vcard")
    return _send(world, params, call, {"contact": {key: params[key] for key in shown if key in params}})


def _media(kind: str) -> Handler:
    def send(world: World, params: Json, call: Call) -> Json:
        world.chat(params["chat_id"], sending=True)
        file = world.files.received(params[kind], kind)
        return _send(world, params, call, {kind: media(kind, file)} | caption(params))

    return send


def _source(world: World, params: Json, purpose: str) -> Json:
    return world.chat(params["from_chat_id"]).message(params["message_id"], purpose)


def _content(message: Json) -> Json:
    return {key: copy.deepcopy(message[key]) for key in CONTENT if key in message}


def _forward(world: World, params: Json, call: Call) -> Json:
    original = _source(world, params, "forward")
    origin = {"type": "user", "sender_user": original["from"], "date": original["date"]}
    return _send(world, params, call, _content(original) | {"forward_origin": origin})


def _copy(world: World, params: Json, call: Call) -> Json:
    original = _source(world, params, "copy")
    content = _content(original) | ({} if "text" in original else caption(params))
    return {"message_id": _send(world, params, call, content)["message_id"]}


HANDLERS: dict[str, Handler] = {
    "sendMessage": _message,
    "sendLocation": _location,
    "sendVenue": _venue,
    "sendContact": _contact,
    "sendPhoto": _media("photo"),
    "sendDocument": _media("document"),
    "forwardMessage": _forward,
    "copyMessage": _copy,
}
