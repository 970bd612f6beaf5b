"""The objects that appear inside parameters, in the notation of `schema`."""

from tests.telegram_server.schema import Fields, fields

OBJECTS: dict[str, Fields] = {
    "MessageEntity": fields(
        "type! str, offset! int, length! int, url str, user User, language str, custom_emoji_id str",
        "unix_time int, date_time_format str",
    ),
    "User": fields(
        "id! int, is_bot! bool, first_name! str, last_name str, username str, language_code str",
        "is_premium bool, added_to_attachment_menu bool",
    ),
    "LinkPreviewOptions": fields(
        "is_disabled bool, url str, prefer_small_media bool, prefer_large_media bool, show_above_text bool"
    ),
    "ReplyParameters": fields(
        "message_id! int, chat_id int|str, allow_sending_without_reply bool, quote str",
        "quote_parse_mode str, quote_entities [MessageEntity], quote_position int",
    ),
    "InlineKeyboardMarkup": fields("inline_keyboard! [[InlineKeyboardButton]]"),
    "InlineKeyboardButton": fields(
        "text! str, icon_custom_emoji_id str, style str, url str, callback_data str, web_app WebAppInfo",
        "switch_inline_query str, switch_inline_query_current_chat str, copy_text CopyTextButton",
    ),
    "CopyTextButton": fields("text! str 1-256"),
    "WebAppInfo": fields("url! str"),
    "ReplyKeyboardMarkup": fields(
        "keyboard! [[KeyboardButton]], is_persistent bool, resize_keyboard bool, one_time_keyboard bool",
        "input_field_placeholder str, selective bool",
    ),
    "KeyboardButton": fields(
        "text! str, icon_custom_emoji_id str, style str, request_contact bool, request_location bool",
        "request_poll KeyboardButtonPollType, web_app WebAppInfo",
    ),
    "KeyboardButtonPollType": fields("type str"),
    "ReplyKeyboardRemove": fields("remove_keyboard! bool, selective bool"),
    "ForceReply": fields("force_reply! bool, input_field_placeholder str, selective bool"),
    "BotCommand": fields("command! str, description! str"),
    "ScopeOfMany": fields("type! str"),
    "ScopeOfChat": fields("type! str, chat_id! int|str"),
    "ScopeOfMember": fields("type! str, chat_id! int|str, user_id! int"),
    "MenuButtonPlain": fields("type! str"),
    "MenuButtonWebApp": fields("type! str, text! str, web_app! WebAppInfo"),
    "ReactionTypeEmoji": fields("type! str, emoji! str"),
    "ReactionTypeCustomEmoji": fields("type! str, custom_emoji_id! str"),
}

# Objects with several shapes: which one is meant is said by their `type`.
VARIANTS: dict[str, dict[str, str]] = {
    "BotCommandScope": {
        "default": "ScopeOfMany",
        "all_private_chats": "ScopeOfMany",
        "all_group_chats": "ScopeOfMany",
        "all_chat_administrators": "ScopeOfMany",
        "chat": "ScopeOfChat",
        "chat_administrators": "ScopeOfChat",
        "chat_member": "ScopeOfMember",
    },
    "MenuButton": {
        "default": "MenuButtonPlain",
        "commands": "MenuButtonPlain",
        "web_app": "MenuButtonWebApp",
    },
    "ReactionType": {"emoji": "ReactionTypeEmoji", "custom_emoji": "ReactionTypeCustomEmoji"},
}
