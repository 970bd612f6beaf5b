"""What the Playground shows of the bot's calls and of what it understood."""

import re

import httpx
import pytest

from tests.unit.console.chat import sent

UNDERSTOOD = {
    "language": "fr",
    "intent": {"name": "office_address", "confidence": 0.91},
    "intent_ranking": [{"name": "office_address", "confidence": 0.91}, {"name": "luggage", "confidence": 0.04}],
    "entities": [{"entity": "phone", "value": "0470", "start": 0, "end": 4}],
    "actions": [{"name": "utter_address", "policy": "RulePolicy", "confidence": 1.0, "source": "say the address"}],
    "slots": {"topic": "return", "phone": None},
}


def test_several_messages_appear_in_their_order_with_formatting(chat, bot):
    bot.says(sent("<b>Bonjour</b> &amp; bienvenue"), sent("deuxième"))
    html = chat.say("salut")
    assert html.index("salut") < html.index("<b>Bonjour</b> &amp; bienvenue") < html.index("deuxième")
    assert 'id="message-100"' in html
    assert 'id="message-101"' in html


def test_what_is_said_is_shown_as_text(chat, bot):
    bot.says(sent("<script>alert(1)</script><img src=x onerror=alert(1)>"))
    html = chat.say("<script>alert(2)</script>")
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(2)" in html


def test_inline_buttons_send_their_data_back(chat, bot):
    keys = [[{"text": "Oui", "callback_data": "a\"1'<"}], [{"text": "Site", "url": "https://iom.int"}, {"text": "?"}]]
    bot.says(sent("Choisissez", reply_markup={"inline_keyboard": keys}))
    html = chat.say("salut")
    values = re.search(r'hx-vals="([^"]+)"', html)[1]
    assert "<" not in values
    assert 'href="https://iom.int"' in html
    assert "disabled>?" in html
    chat.send("press", data="a\"1'<", message_id="100")
    query = bot.asked[-1]["update"]["callback_query"]
    assert query["data"] == "a\"1'<"
    assert query["message"]["message_id"] == 100
    assert query["from"]["language_code"] == "fr"
    assert query["chat_instance"] == "1"


def test_a_button_with_a_script_address_is_dead(chat, bot):
    bot.says(sent("x", reply_markup={"inline_keyboard": [[{"text": "bad", "url": "javascript:alert(1)"}]]}))
    assert "javascript:" not in chat.say("salut")


@pytest.mark.parametrize(
    "fields", [{"data": "", "message_id": "1"}, {"data": "x" * 65, "message_id": "1"}, {"data": "x"}]
)
def test_a_press_that_telegram_would_not_send_goes_nowhere(chat, bot, fields):
    assert chat.send("press", **fields).status_code == 204
    assert bot.asked == []


def test_the_reply_keyboard_shares_a_made_up_number(chat, bot):
    keyboard = [
        [{"text": "Partager", "request_contact": True}],
        ["Annuler", {"text": "Position", "request_location": True}],
    ]
    bot.says(sent("Votre numéro ?", reply_markup={"keyboard": keyboard, "input_field_placeholder": "0470…"}))
    html = chat.say("oui")
    assert 'hx-target="#reply-keyboard"' in html
    assert 'hx-post="/playground/contact"' in html
    assert 'data-say="Annuler"' in html
    assert 'data-hint="0470…"' in html
    answer = chat.send("contact", phone="0470 12 34 56")
    assert bot.asked[-1]["update"]["message"]["contact"] == {
        "phone_number": "0470 12 34 56",
        "first_name": "Playground",
        "user_id": 1,
    }
    assert "text" not in bot.asked[-1]["update"]["message"]
    assert "0470 12 34 56" in answer.text


def test_something_that_is_no_number_is_not_shared(chat, bot):
    assert "does not look like a phone number" in chat.send("contact", phone="hello").text
    assert bot.asked == []


def test_a_removed_keyboard_disappears(chat, bot):
    bot.says(sent("Merci", reply_markup={"remove_keyboard": True}))
    assert re.search(r'id="reply-keyboard"[^>]*hidden', chat.say("x"))
    bot.says(sent("Merci"))
    assert "reply-keyboard" not in chat.say("x"), "a message without a keyboard leaves the old one"


def test_a_venue_is_a_card_with_address_and_coordinates(chat, bot):
    place = {"latitude": 50.8461, "longitude": 4.3721, "title": "OIM", "address": "Rue Montoyer 40"}
    bot.says({"method": "sendVenue", "params": place})
    html = chat.say("où")
    for shown in ("OIM", "Rue Montoyer 40", "50.8461, 4.3721"):
        assert shown in html


def test_edits_toasts_and_deletions_find_the_message_they_belong_to(chat, bot):
    bot.says(
        {"method": "answerCallbackQuery", "params": {"callback_query_id": "1", "text": "Noté <b>"}},
        {"method": "editMessageText", "params": {"message_id": 7, "text": "Choisi: <b>oui</b>", "parse_mode": "HTML"}},
        {"method": "editMessageReplyMarkup", "params": {"message_id": 8}},
        {"method": "deleteMessage", "params": {"message_id": 9}},
        {"method": "sendChatAction", "params": {"action": "typing"}},
        {"method": "sendSticker", "params": {}},
    )
    html = chat.send("press", data="x", message_id="7").text
    assert "Noté &lt;b&gt;" in html
    assert re.search(r'hx-target="#message-7" hx-swap="outerHTML">\s*<div class="message" id="message-7">', html)
    assert "Choisi: <b>oui</b>" in html
    assert re.search(r'hx-target="#keys-8" hx-swap="outerHTML">\s*<div class="keys" id="keys-8">\s*</div>', html)
    assert 'hx-target="#message-9" hx-swap="delete"' in html
    assert "<code>sendSticker</code>" in html
    assert "sendChatAction" not in html


def test_the_side_panel_shows_what_was_understood(chat, bot):
    bot.says(sent("x"), understood=UNDERSTOOD)
    panel = chat.say("x").split('<aside id="understood"')[1]
    assert "French" in panel
    assert re.findall(r'<progress max="1" value="([\d.]+)"', panel) == ["0.91", "0.04"]
    for shown in (
        "office_address",
        "91%",
        "luggage",
        "0470",
        "utter_address",
        "RulePolicy",
        "say the address",
        "return",
    ):
        assert shown in panel
    assert re.search(r"\d+ ms", panel)


@pytest.mark.parametrize(
    "understood",
    [
        {},
        {"intent_ranking": "x", "entities": [1], "actions": {}, "slots": []},
        {"intent": {"name": None}},
        {"language": "xx"},
    ],
)
def test_a_strange_report_is_no_error(chat, bot, understood):
    bot.says(sent("x"), understood=understood)
    assert chat.send("say", text="x").status_code == 200


def test_calls_that_cannot_be_read_are_no_error(chat, bot):
    calls = [
        "x",
        {},
        {"method": "sendMessage"},
        {"method": "sendMessage", "params": {"text": None, "reply_markup": {"inline_keyboard": "x", "keyboard": [1]}}},
        {"method": "sendVenue", "params": {"latitude": "north"}},
        {
            "method": "sendMessage",
            "params": {"text": "x", "reply_markup": {"keyboard": [[1]], "inline_keyboard": [[1]]}},
        },
    ]
    bot.answer = httpx.Response(200, json={"calls": calls, "understood": None})
    assert chat.send("say", text="x").status_code == 200
