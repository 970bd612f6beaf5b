"""Updates as the Bot API's types allow them, for hypothesis: a compact table of types, and values for each.

A field is `name: type`; a name that ends with `?` is optional. `[type]` is a list. Types not in the table are scalars.
"""

from hypothesis import strategies as st

FILE = "file_id: word, file_unique_id: word"
TYPES = {
    "User": "id: id, is_bot: bool, first_name: text, username?: word, language_code?: language",
    "Chat": "id: id, type: chat_kind, title?: text, is_forum?: bool",
    "PhotoSize": f"{FILE}, width: int, height: int",
    "Voice": f"{FILE}, duration: int",
    "Audio": f"{FILE}, duration: int, title?: text",
    "Document": f"{FILE}, file_name?: text",
    "Video": f"{FILE}, width: int, height: int, duration: int",
    "VideoNote": f"{FILE}, length: int, duration: int",
    "Animation": f"{FILE}, width: int, height: int, duration: int",
    "Sticker": f"{FILE}, type: word, width: int, height: int, is_animated: bool, is_video: bool, emoji?: text",
    "Story": "chat: Chat, id: int",
    "Dice": "emoji: text, value: int",
    "Game": "title: text, description: text, photo: [PhotoSize]",
    "Contact": "phone_number: phone, first_name: text, user_id?: id, vcard?: text",
    "Location": "latitude: float, longitude: float, live_period?: int",
    "Venue": "location: Location, title: text, address: text",
    "PollOption": "text: text, voter_count: int",
    "Poll": "id: word, question: text, options: [PollOption], total_voter_count: int, is_closed: bool, "
    "is_anonymous: bool, type: word, allows_multiple_answers: bool",
    "MessageEntity": "type: word, offset: int, length: int, url?: text, user?: User",
    "Origin": "type: origin, date: date, sender_user?: User, sender_user_name?: text, sender_chat?: Chat, chat?: Chat, "
    "message_id?: int",
    "Topic": "name: text, icon_color: int",
    "Invoice": "title: text, description: text, start_parameter: text, currency: word, total_amount: int",
    "WebAppData": "data: text, button_text: text",
    "Replied": "message_id: id, date: date, chat: Chat, from?: User, text?: text",
    "Message": "message_id: id, date: date, chat: Chat, from?: User, sender_chat?: Chat, text?: text, caption?: text, "
    "entities?: [MessageEntity], caption_entities?: [MessageEntity], edit_date?: date, media_group_id?: word, "
    "message_thread_id?: int, is_topic_message?: bool, forward_origin?: Origin, reply_to_message?: Replied, "
    "photo?: [PhotoSize], voice?: Voice, audio?: Audio, document?: Document, video?: Video, video_note?: VideoNote, "
    "animation?: Animation, sticker?: Sticker, story?: Story, dice?: Dice, game?: Game, contact?: Contact, "
    "location?: Location, venue?: Venue, poll?: Poll, new_chat_members?: [User], left_chat_member?: User, "
    "new_chat_title?: text, group_chat_created?: bool, migrate_to_chat_id?: id, migrate_from_chat_id?: id, "
    "pinned_message?: Replied, forum_topic_created?: Topic, invoice?: Invoice, web_app_data?: WebAppData, "
    "something_new?: anything",
    "CallbackQuery": "id: word, from: User, chat_instance: word, data?: text, message?: Message, "
    "inline_message_id?: word, game_short_name?: word",
    "ChatMember": "user: User, status: status, until_date?: date, is_member?: bool, can_be_edited?: bool, "
    "is_anonymous?: bool",
    "ChatMemberUpdated": "chat: Chat, from: User, date: date, old_chat_member: ChatMember, new_chat_member: ChatMember",
    "Reaction": "chat: Chat, message_id: int, date: date, old_reaction: [anything], new_reaction: [anything]",
    "InlineQuery": "id: word, from: User, query: text, offset: text",
    "Update": "message?: Message, edited_message?: Message, channel_post?: Message, callback_query?: CallbackQuery, "
    "my_chat_member?: ChatMemberUpdated, poll?: Poll, message_reaction?: Reaction, inline_query?: InlineQuery, "
    "edited_channel_post?: Message, business_message?: Message, invented_kind?: anything",
}

_DIRECTION = "\u202e\u2066\u200f"
_LETTERS = st.sampled_from("ab /@{}\"'<>&1?\n😀éبش\u0000" + _DIRECTION)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 2**70) | st.text(_LETTERS, max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(_LETTERS, max_size=4), inner, max_size=2),
    max_leaves=5,
)
SCALARS = {
    "id": st.sampled_from([1, 2, 3, 7, -5, -1005, 2**52, -(2**52)]),
    "int": st.sampled_from([0, 1, 7, -1, 2**31, 2**63]),
    "float": st.sampled_from([0.0, 50.84, -180.0, 1e300]),
    "bool": st.booleans(),
    "date": st.sampled_from([0, 1, 1_790_000_000, 1_790_000_001, 2**31, 253_402_300_800, -1]),
    "word": st.sampled_from(["a", "b", "9", "callback", "x" * 64]),
    "text": st.text(_LETTERS, max_size=40)
    | st.sampled_from(["/start fr", "/start@x callback", '/forget_confirmed{"a": 1}', "hello", "", "word " * 900]),
    "phone": st.sampled_from(["32470123456", "+32 470 12 34 56", "", "٠٤٧٠", "x" * 300]),
    "language": st.sampled_from(["fr", "pt-br", "zz", "", "x" * 50]),
    "chat_kind": st.sampled_from([*["private"] * 6, "group", "supergroup", "channel", "new_kind"]),
    "status": st.sampled_from(
        ["member", "kicked", "kicked", "left", "administrator", "restricted", "creator", "new_status"]
    ),
    "origin": st.sampled_from(["user", "hidden_user", "chat", "channel", "new_origin"]),
    "anything": _JSON,
}
MOST_OPTIONAL = 4


@st.composite
def built(draw, name):
    """An object of a type: all required fields, and a few of the others."""
    if name in SCALARS:
        return draw(SCALARS[name])
    if name.startswith("["):
        return draw(st.lists(built(name[1:-1]), max_size=2))
    fields = dict(field.split(": ") for field in TYPES[name].split(", "))
    optional = [field for field in fields if field.endswith("?")]
    if name == "Message" and draw(st.booleans()):
        # Every second message is one of the common kinds.
        optional = ["text?", "from?"]
    if name == "Update" and draw(st.booleans()):
        optional = ["message?", "callback_query?", "my_chat_member?", "edited_message?"]
    least, most = (1, 1) if name == "Update" else (0, MOST_OPTIONAL)
    chosen = draw(st.lists(st.sampled_from(optional), unique=True, min_size=least, max_size=most)) if optional else []
    wanted = [field for field in fields if not field.endswith("?")] + chosen
    return {field.rstrip("?"): draw(built(fields[field])) for field in wanted}


@st.composite
def updates(draw):
    """An update without its id; one in ten has a value where its type does not belong."""
    update = draw(built("Update"))
    if draw(st.integers(0, 9)) == 0:
        (kind,) = update
        if isinstance(update[kind], dict) and update[kind]:
            update[kind][draw(st.sampled_from(sorted(update[kind])))] = draw(_JSON)
    return update
