"""The Bot API methods that a bot like ours may call, with their parameters (Bot API 10).

What is not here is refused. Left out on purpose: business accounts, payments, paid and suggested posts,
inline mode, games, stories, albums.
"""

from tests.telegram_server.schema import Fields, fields, words

_CHAT = "chat_id! int|str"
_THREAD = "message_thread_id int"
_MARKUP = "reply_markup InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply"
_QUIET = "disable_notification bool, protect_content bool"
_SEND = f"{_CHAT}, {_THREAD}, {_QUIET}, message_effect_id str, reply_parameters ReplyParameters, {_MARKUP}"
_CAPTION = "caption str, parse_mode str, caption_entities [MessageEntity]"
_ABOVE = "show_caption_above_media bool"
_TEXT = "parse_mode str, entities [MessageEntity], link_preview_options LinkPreviewOptions"
_PLACE = "latitude! float, longitude! float"
_EDIT = "chat_id int|str, message_id int, inline_message_id str, reply_markup InlineKeyboardMarkup"
_MESSAGE = f"{_CHAT}, message_id! int"
_COPY = f"{_MESSAGE}, {_THREAD}, from_chat_id! int|str, {_QUIET}, message_effect_id str"
_TOPIC = f"{_CHAT}, message_thread_id! int"
_LANGUAGE = "language_code str"
_SCOPE = f"scope BotCommandScope, {_LANGUAGE}"

METHODS: dict[str, Fields] = {
    "getMe": fields(),
    "logOut": fields(),
    "close": fields(),
    # Receiving
    "getUpdates": fields("offset int, limit int, timeout int, allowed_updates [str]"),
    "setWebhook": fields(
        "url str, certificate file, ip_address str, max_connections int, allowed_updates [str]",
        "drop_pending_updates bool, secret_token str 1-256",
    ),
    "deleteWebhook": fields("drop_pending_updates bool"),
    "getWebhookInfo": fields(),
    "getFile": fields("file_id! str"),
    # Sending
    "sendMessage": fields(_SEND, "text! str", _TEXT),
    "sendVenue": fields(
        _SEND,
        _PLACE,
        "title! str, address! str, foursquare_id str, foursquare_type str",
        "google_place_id str, google_place_type str",
    ),
    "sendLocation": fields(
        _SEND,
        _PLACE,
        "horizontal_accuracy float, live_period int, heading int, proximity_alert_radius int",
    ),
    "sendContact": fields(_SEND, "phone_number! str, first_name! str, last_name str, vcard str 0-2048"),
    "sendPhoto": fields(_SEND, "photo! file|str", _CAPTION, _ABOVE, "has_spoiler bool"),
    "sendDocument": fields(
        _SEND, "document! file|str, thumbnail file|str", _CAPTION, "disable_content_type_detection bool"
    ),
    "forwardMessage": fields(_COPY, "video_start_timestamp int"),
    "copyMessage": fields(
        _COPY, _CAPTION, _ABOVE, "video_start_timestamp int, reply_parameters ReplyParameters", _MARKUP
    ),
    "sendChatAction": fields(_CHAT, _THREAD, "action! str"),
    # Answering and changing
    "answerCallbackQuery": fields("callback_query_id! str, text str 0-200, show_alert bool, url str, cache_time int"),
    "editMessageText": fields(_EDIT, "text str", _TEXT),
    "editMessageReplyMarkup": fields(_EDIT),
    "deleteMessage": fields(_MESSAGE),
    "deleteMessages": fields(_CHAT, "message_ids! [int] 1-100"),
    "pinChatMessage": fields(_MESSAGE, "disable_notification bool"),
    "setMessageReaction": fields(_MESSAGE, "reaction [ReactionType], is_big bool"),
    # The bot's profile
    "setMyCommands": fields("commands! [BotCommand]", _SCOPE),
    "getMyCommands": fields(_SCOPE),
    "deleteMyCommands": fields(_SCOPE),
    "setMyName": fields("name str 0-64", _LANGUAGE),
    "getMyName": fields(_LANGUAGE),
    "setMyDescription": fields("description str 0-512", _LANGUAGE),
    "getMyDescription": fields(_LANGUAGE),
    "setMyShortDescription": fields("short_description str 0-120", _LANGUAGE),
    "getMyShortDescription": fields(_LANGUAGE),
    "setChatMenuButton": fields("chat_id int, menu_button MenuButton"),
    "getChatMenuButton": fields("chat_id int"),
    # Chats and forum topics
    "getChat": fields(_CHAT),
    "getChatMember": fields(_CHAT, "user_id! int"),
    "getChatAdministrators": fields(_CHAT, "return_bots bool"),
    "leaveChat": fields(_CHAT),
    "createForumTopic": fields(_CHAT, "name! str 1-128, icon_color int, icon_custom_emoji_id str"),
    "editForumTopic": fields(_TOPIC, "name str 0-128, icon_custom_emoji_id str"),
    "closeForumTopic": fields(_TOPIC),
    "reopenForumTopic": fields(_TOPIC),
    "deleteForumTopic": fields(_TOPIC),
}

BY_LOWER_CASE = {name.lower(): name for name in METHODS}

# The methods that count against the rate limits and that "every send" means.
SENDS = words("sendMessage sendVenue sendLocation sendContact sendPhoto sendDocument forwardMessage copyMessage")

UPDATE_KINDS = words(
    """message edited_message channel_post edited_channel_post business_connection business_message
    edited_business_message deleted_business_messages guest_message message_reaction message_reaction_count
    inline_query chosen_inline_result callback_query shipping_query pre_checkout_query purchased_paid_media
    poll poll_answer my_chat_member chat_member chat_join_request chat_boost removed_chat_boost
    managed_bot"""
)

# Telegram sends these only to a bot that asks for them by name.
ON_REQUEST_KINDS = words("chat_member message_reaction message_reaction_count")
