"""Talking in the Playground to a bot that the test plays."""

import httpx
import pytest

from tests.unit.console.chat import Chat


def test_a_message_reaches_the_bot_as_telegram_would_send_it(chat, bot):
    chat.say("c'est où votre bureau")
    asked = bot.asked[0]
    message = asked["update"]["message"]
    assert message["text"] == "c'est où votre bureau"
    assert message["chat"] == {"id": 1, "type": "private"}
    assert message["from"] == {"id": 1, "is_bot": False, "first_name": "Playground", "language_code": "fr"}
    assert isinstance(message["message_id"], int)
    assert isinstance(message["date"], int)
    assert "entities" not in message
    url, headers = bot.headers[0]
    assert url == "http://bot.test:1/playground"
    assert headers["authorization"] == "Bearer internal-token"


def test_a_command_is_marked_as_one(chat, bot):
    chat.say("/start now")
    assert bot.asked[0]["update"]["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


def test_one_page_is_one_person_and_another_page_another(chat, bot):
    chat.say("one")
    chat.say("two")
    Chat(chat.browser).say("three")
    people = [asked["person"] for asked in bot.asked]
    assert people[0] == people[1] != people[2]
    assert "Dries" not in people[0]


def test_nobody_enters_the_conversation_of_another_session(chat, bot, enter):
    chat.say("one")
    other = Chat(enter("Ana"))
    other.thread = chat.thread
    other.say("two")
    assert bot.asked[0]["person"] != bot.asked[1]["person"]


@pytest.mark.parametrize(
    "answer",
    [
        httpx.ConnectError("no"),
        httpx.ReadTimeout("slow"),
        httpx.Response(500, text="x"),
        httpx.Response(401, json={}),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json=[1]),
        httpx.Response(200, json={"calls": "x"}),
    ],
)
def test_an_assistant_that_is_away_is_said_and_the_text_stays(chat, bot, answer):
    bot.answer = answer
    response = chat.send("say", text="are you there")
    assert response.status_code == 200
    assert "The assistant does not answer just now." in response.text
    assert "are you there" in response.text


def test_silence_is_said(chat):
    assert "kept silent" in chat.say("x")


def test_an_empty_message_is_not_sent_and_a_long_one_is_cut_at_telegrams_limit(chat, bot):
    assert chat.send("say", text="  ").status_code == 204
    chat.say("x" * 5000)
    assert len(bot.asked[0]["update"]["message"]["text"]) == 4096


def test_a_made_up_language_code_is_not_passed_on(chat, bot):
    chat.send("say", text="x", language_code="<script>")
    chat.send("say", text="x", language_code="pt-BR")
    codes = [asked["update"]["message"]["from"]["language_code"] for asked in bot.asked]
    assert codes == ["en", "pt-BR"]


def test_a_chat_whose_session_ended_says_so(chat, app):
    app.accounts.sign_out_everywhere("Dries")
    response = chat.send("say", text="x")
    assert response.status_code == 401
    assert "You were signed out." in response.text
    assert "<html" not in response.text
