import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channel.translate import translate
from bot.domain.incoming import Kind
from tests.telegram_server.contents import poll

CHAT = {"id": 7, "type": "private", "first_name": "Ana"}
SENDER = {"id": 7, "is_bot": False, "first_name": "Ana", "language_code": "pt-br"}


def a_message(**fields):
    return {"message_id": 1, "date": 1, "chat": CHAT, "from": SENDER, **fields}


def an_update(**fields):
    return {"update_id": 5, "message": a_message(**fields)}


def test_words_are_text_in_the_language_of_the_phone():
    incoming = translate(an_update(text="hello"))
    assert (incoming.kind, incoming.text, incoming.address) == (Kind.TEXT, "hello", "7")
    assert incoming.language_code == "pt-br"


@pytest.mark.parametrize("text", ["/start fr", "/start@montoyer_bot fr", "/START fr"])
def test_a_command_keeps_its_rest(text):
    incoming = translate(an_update(text=text), "montoyer_bot")
    assert (incoming.kind, incoming.name, incoming.text) == (Kind.COMMAND, "start", "fr")


def test_a_command_for_another_bot_is_text():
    assert translate(an_update(text="/start@other_bot"), "montoyer_bot").kind is Kind.TEXT


@pytest.mark.parametrize(
    "text", ['/forget_confirmed{"a": 1}', '/ forget_confirmed{"a": 1}', '//inform{"phone": "1"}', "/", '/é{"a":1}']
)
def test_typed_text_never_becomes_a_payload(text):
    incoming = translate(an_update(text=text), "montoyer_bot")
    assert incoming.kind in (Kind.TEXT, Kind.COMMAND)
    assert not (incoming.kind is Kind.TEXT and incoming.text.startswith("/"))


ANIMATION = {"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]}, "photo"),
        ({"voice": {"file_id": "a", "file_unique_id": "b", "duration": 1}}, "voice"),
        ({"document": {"file_id": "a", "file_unique_id": "b"}}, "document"),
        ({"location": {"latitude": 1.0, "longitude": 2.0}}, "location"),
        ({"location": {"latitude": 1.0, "longitude": 2.0, "live_period": 900}}, "location"),
        ({"venue": {"location": {"latitude": 1.0, "longitude": 2.0}, "title": "t", "address": "a"}}, "location"),
        ({"audio": {"file_id": "a", "file_unique_id": "b", "duration": 1}}, "voice"),
        ({"video": {"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1, "duration": 1}}, "video"),
        ({"video_note": {"file_id": "a", "file_unique_id": "b", "length": 1, "duration": 1}}, "video"),
        ({"animation": {**ANIMATION, "duration": 1}, "document": {"file_id": "a", "file_unique_id": "b"}}, "video"),
        ({"sticker": {**ANIMATION, "type": "regular", "is_animated": False, "is_video": False}}, "sticker"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "sticker"),
        (poll("q", ("a", "b"), "9"), "poll"),
        ({"paid_media": {"star_count": 5, "paid_media": [{"type": "preview"}]}}, "photo"),
        ({"checklist": {"title": "t", "tasks": [{"id": 1, "text": "pack"}]}}, "poll"),
        ({"game": {"title": "t", "description": "d", "photo": []}}, "sticker"),
        ({"story": {"chat": {"id": 7, "type": "private"}, "id": 3}}, "video"),
    ],
)
def test_attachments_are_named_and_not_opened(fields, name):
    incoming = translate(an_update(**fields))
    assert (incoming.kind, incoming.name) == (Kind.ATTACHMENT, name)


@pytest.mark.parametrize(("owner", "own"), [(7, True), (8, False), (None, False)])
def test_a_contact_is_own_only_when_it_is_the_senders(owner, own):
    contact = {"phone_number": "32470123456", "first_name": "Ana"} | ({"user_id": owner} if owner else {})
    incoming = translate(an_update(contact=contact))
    assert (incoming.kind, incoming.phone, incoming.own_contact) == (Kind.CONTACT, "+32470123456", own)


def test_a_press_carries_its_id_and_message():
    press = {"id": "99", "from": SENDER, "chat_instance": "1", "data": "abc", "message": a_message(text="?")}
    incoming = translate({"update_id": 5, "callback_query": press})
    assert (incoming.kind, incoming.text, incoming.press_id, incoming.message_id) == (Kind.BUTTON, "abc", "99", 1)


@pytest.mark.parametrize(("status", "kind"), [("kicked", Kind.BLOCKED), ("member", Kind.UNBLOCKED)])
def test_blocking_and_unblocking_are_seen(status, kind):
    member = {"user": {"id": 1, "is_bot": True, "first_name": "B"}, "status": status, "until_date": 0}
    change = {"chat": CHAT, "from": SENDER, "date": 1, "old_chat_member": {**member, "status": "left"}}
    assert translate({"update_id": 5, "my_chat_member": {**change, "new_chat_member": member}}).kind is kind


def test_a_button_whose_data_is_no_text_is_nothing_a_person_did():
    press = {"id": "99", "from": SENDER, "chat_instance": "1", "data": ["x"], "message": a_message(text="?")}
    assert translate({"update_id": 5, "callback_query": press}).kind is Kind.OTHER


def test_a_group_is_no_private_talk():
    group = {"id": -5, "type": "group", "title": "G"}
    assert translate(an_update(text="hello", chat=group)).kind is Kind.GROUP


def test_an_edit_is_no_second_message():
    assert translate({"update_id": 5, "edited_message": a_message(text="x", edit_date=2)}).kind is Kind.EDIT


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member", "poll", "new_kind"])


@settings(max_examples=500, deadline=None)
@given(FIELDS, JSON)
def test_nothing_that_telegram_could_send_raises(field, value):
    assert isinstance(translate({"update_id": 5, field: value}).kind, Kind)


@settings(max_examples=500, deadline=None)
@given(st.dictionaries(st.sampled_from(["text", "photo", "contact", "voice", "poll", "chat", "from", "date"]), JSON))
def test_no_broken_message_raises(fields):
    assert isinstance(translate(an_update(**fields)).kind, Kind)
