"""A Telegram update, read into our words. Pure: no network, no database."""

import re
from dataclasses import replace
from typing import Any

from telegram import CallbackQuery, ChatMemberUpdated, Message, Update

from bot.channel.attachments import attachment
from bot.domain.incoming import Incoming, Kind

ALLOWED_UPDATES = ["message", "edited_message", "channel_post", "callback_query", "my_chat_member"]

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@(\w{4,32}))?(?:\s+|$)", re.ASCII)
_BLOCKING = ("kicked", "left")


def translate(update: dict[str, Any], bot_name: str = "") -> Incoming:
    """What an update says. Never raises: what cannot be understood is `Kind.OTHER`."""
    update_id = int(update["update_id"])
    try:
        read = Update.de_json(update, None)
        incoming = _translate(update_id, read, bot_name)
    except (TypeError, ValueError, KeyError, AttributeError, OverflowError, OSError):
        return Incoming(update_id, Kind.OTHER)
    # python-telegram-bot takes a value of any type; a list where words belong is nothing a person did.
    words = (incoming.text, incoming.phone, incoming.album, incoming.press_id or "", incoming.language_code or "")
    return incoming if all(isinstance(each, str) for each in words) else Incoming(update_id, Kind.OTHER)


def _translate(update_id: int, update: Update, bot_name: str) -> Incoming:
    if update.callback_query is not None:
        return _press(update_id, update.callback_query)
    if update.my_chat_member is not None:
        return _membership(update_id, update.my_chat_member)
    if update.edited_message is not None:
        return _message(update_id, update.edited_message, bot_name, edited=True)
    message = update.message or update.channel_post
    return Incoming(update_id, Kind.OTHER) if message is None else _message(update_id, message, bot_name)


def _press(update_id: int, press: CallbackQuery) -> Incoming:
    if press.message is None or press.data is None:
        return Incoming(update_id, Kind.OTHER, press_id=press.id)
    chat = press.message.chat
    return Incoming(
        update_id,
        Kind.BUTTON if chat.type == "private" else Kind.OTHER,
        address=str(chat.id),
        text=press.data,
        language_code=press.from_user.language_code,
        message_id=press.message.message_id,
        press_id=press.id,
        chat_kind=chat.type,
    )


def _membership(update_id: int, change: ChatMemberUpdated) -> Incoming:
    address, status = str(change.chat.id), change.new_chat_member.status
    if change.chat.type != "private":
        kind = Kind.OTHER if status in _BLOCKING else Kind.GROUP
        return Incoming(
            update_id, kind, address, chat_kind=change.chat.type, language_code=change.from_user.language_code
        )
    kind = Kind.BLOCKED if status in _BLOCKING else Kind.UNBLOCKED
    return Incoming(update_id, kind, address, language_code=change.from_user.language_code)


def _message(update_id: int, message: Message, bot_name: str, edited: bool = False) -> Incoming:
    about = _about(message)
    said = _said(update_id, message, bot_name, edited, about)
    if message.chat.type == "private":
        return said
    moved = str(message.migrate_to_chat_id or "")
    # Who writes as the group itself, or as a channel, has a sender that stands for many.
    sender = str(message.from_user.id) if message.from_user and message.sender_chat is None else ""
    if said.kind is Kind.TEXT and (message.text or "").startswith("/"):
        said = _not_ours(said, message.text or "")
    # A group that moved is the same group under another address.
    return replace(said, kind=Kind.GROUP, inner=said.kind, sender=sender, moved_to=moved)


def _said(update_id: int, message: Message, bot_name: str, edited: bool, about: dict[str, Any]) -> Incoming:
    text = message.text if message.text is not None else message.caption or ""
    if edited:
        # A live location moves by edits; only changed words matter.
        return Incoming(update_id, Kind.EDIT if text else Kind.OTHER, text=text, **about)
    if message.contact is not None:
        own = bool(message.from_user and message.contact.user_id == message.from_user.id)
        return Incoming(update_id, Kind.CONTACT, phone=_phone(message.contact.phone_number), own_contact=own, **about)
    if message.text is not None:
        return _text(update_id, message.text, bot_name, about)
    name = attachment(message)
    album = message.media_group_id or ""
    return Incoming(update_id, Kind.ATTACHMENT if name else Kind.OTHER, name=name, text=text, album=album, **about)


def _about(message: Message) -> dict[str, Any]:
    """What every message tells besides its content."""
    return {
        "address": str(message.chat.id),
        "chat_kind": message.chat.type,
        "language_code": message.from_user.language_code if message.from_user else None,
        "message_id": message.message_id,
        "sent_at": int(message.date.timestamp()),
        "thread_id": message.message_thread_id,
        "reply_to": message.reply_to_message.message_id if message.reply_to_message else None,
        "forwarded": message.forward_origin is not None,
    }


def _text(update_id: int, text: str, bot_name: str, about: dict[str, Any]) -> Incoming:
    found = _COMMAND.match(text)
    if found and (not found.group(2) or found.group(2).lower() == bot_name.lower() or not bot_name):
        return Incoming(update_id, Kind.COMMAND, name=found.group(1).lower(), text=text[found.end() :].strip(), **about)
    # A leading slash means a payload to Rasa; only our buttons and commands may carry one.
    return Incoming(update_id, Kind.TEXT, text=text.lstrip("/ \n\t"), **about)


def _not_ours(said: Incoming, text: str) -> Incoming:
    """A command in a group that is for another bot, or for nobody: never somebody's plain words."""
    name = text[1:].split(maxsplit=1)[0] if text[1:].strip() else "/"
    return replace(said, kind=Kind.OTHER if "@" in name else Kind.COMMAND, name=name)


def _phone(number: str) -> str:
    # Shared contacts come in international form, but often without the plus.
    return f"+{number}" if number[:1].isdigit() and not number.startswith("0") else number
