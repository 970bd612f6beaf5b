"""The methods that change, mark or remove what is there, and that answer a button press."""

from typing import Any

from tests.telegram_server.entities import message_text
from tests.telegram_server.records import Call, Json, bad_request
from tests.telegram_server.schema import words
from tests.telegram_server.sending import Handler
from tests.telegram_server.world import World

CHAT_ACTIONS = words(
    """typing upload_photo record_video upload_video record_voice upload_voice upload_document
    choose_sticker find_location record_video_note upload_video_note"""
)
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_STALE_PRESS = "query is too old and response timeout expired or query ID is invalid"


def _edit(world: World, params: Json, call: Call, content: Json) -> Any:
    """Replaces the given content; a keyboard that is not sent again is gone."""
    if "message_id" not in params or "chat_id" not in params:
        raise bad_request("message identifier is not specified")
    chat = world.chat(params["chat_id"])
    message = chat.message(params["message_id"], "edit")
    if not message["from"]["is_bot"]:
        raise bad_request("message can't be edited")
    if "text" in content and "text" not in message:
        raise bad_request("there is no text in the message to edit")
    replaced = {"reply_markup"} | ({"text", "entities"} if content else set())
    changed = {key: value for key, value in message.items() if key not in replaced} | content
    markup: Json = params.get("reply_markup", {})
    if any(markup.get("inline_keyboard", [])):
        changed["reply_markup"] = markup
    if changed == message:
        raise bad_request(_NOT_MODIFIED)
    changed["edit_date"] = world.date()
    chat.messages[message["message_id"]] = changed
    world.show(chat, changed, markup, edited=True, call=call)
    return changed


def _edit_text(world: World, params: Json, call: Call) -> Any:
    return _edit(world, params, call, message_text(params))


def _edit_markup(world: World, params: Json, call: Call) -> Any:
    return _edit(world, params, call, {})


def _delete(world: World, params: Json, call: Call) -> bool:
    chat = world.chat(params["chat_id"])
    message = chat.message(params["message_id"], "delete")
    if not message["from"]["is_bot"] and not chat.private and not chat.bot_is_admin:
        raise bad_request("message can't be deleted")
    del chat.messages[params["message_id"]]
    return True


def _delete_many(world: World, params: Json, call: Call) -> bool:
    """Messages that are not there are passed over, as Telegram does."""
    chat = world.chat(params["chat_id"])
    for message_id in params["message_ids"]:
        chat.messages.pop(message_id, None)
    return True


def _on_message(purpose: str) -> Handler:
    def accept(world: World, params: Json, call: Call) -> bool:
        world.chat(params["chat_id"]).message(params["message_id"], purpose)
        return True

    return accept


def _chat_action(world: World, params: Json, call: Call) -> bool:
    world.chat(params["chat_id"])
    if params["action"] not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def _answer_press(world: World, params: Json, call: Call) -> bool:
    press = world.presses.get(params["callback_query_id"])
    if press is None or press.answer is not None or world.clock() > press.valid_until:
        raise bad_request(_STALE_PRESS)
    press.answer = {"text": params.get("text", ""), "show_alert": params.get("show_alert", False)}
    press.answered.set()
    return True


HANDLERS: dict[str, Handler] = {
    "editMessageText": _edit_text,
    "editMessageReplyMarkup": _edit_markup,
    "deleteMessage": _delete,
    "deleteMessages": _delete_many,
    "pinChatMessage": _on_message("pin"),
    "setMessageReaction": _on_message("react"),
    "sendChatAction": _chat_action,
    "answerCallbackQuery": _answer_press,
}
