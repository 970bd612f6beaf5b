"""A person asks for a person: taken, talked with, answered in their language, and given back to the bot."""

import asyncio
import re

import pytest

from tests.e2e.browser import browser_page
from tests.e2e.conftest import Running
from tests.telegram_server.people import User

PASSWORD = "correct horse battery"
NAME = "Quel nom pouvons-nous utiliser"
pytestmark = [pytest.mark.e2e, pytest.mark.browser]


async def hears(user: User, words: str) -> None:
    """Wait until the newest of what the bot said has these words: how many messages it takes is of no matter."""
    for _ in range(300):
        newest = [message["text"] for message in user.history()[-4:] if message.get("text") and is_ours(message)]
        if any(words in text for text in newest):
            return
        await asyncio.sleep(0.2)
    raise AssertionError([message.get("text") for message in user.history()[-6:]])


def is_ours(message) -> bool:
    return bool(message["from"].get("is_bot"))


async def sign_in(page, assistant):
    await page.goto(assistant.first_sign_in())
    for field in await page.locator("input[type=password]").all():
        await field.fill(PASSWORD)
    await page.locator("main form button").first.click()
    await page.goto(f"{assistant.console}/chats")


async def talk_in_the_middle_of_a_form(assistant, user, page):
    """The person waits, an agent takes and both write; the bot is silent, whatever comes."""
    await user.send("/human")
    await hears(user, "numéro 1")
    await page.get_by_role("button", name=re.compile("^Take")).first.click()
    await page.get_by_text("You hold this chat").wait_for()
    await hears(user, "je me tais")
    said = len(user.history())

    await user.send("c'est quoi ce papier <b>rouge</b> ?")
    await page.get_by_text("c'est quoi ce papier <b>rouge</b> ?").wait_for(timeout=20_000)
    await user.photo()
    await page.get_by_text("Photo received, not stored").wait_for(timeout=20_000)
    await page.get_by_label("Message to the person").fill("Bonjour, je regarde.")
    await page.get_by_role("button", name="Send to the person").click()
    await hears(user, "Bonjour, je regarde.")
    assert [message["text"] for message in user.history()[said:] if is_ours(message)] == ["Bonjour, je regarde."]
    await page.get_by_text("✓ sent").last.wait_for(timeout=20_000)


@pytest.mark.parametrize("assistant", ["polling"], indirect=True)
async def test_from_asking_for_a_person_back_to_the_bot(assistant: Running):
    user = assistant.telegram.user(4001, language="fr", first_name="Moussa")
    await user.start()
    await user.texts(n=3, timeout=60)
    await user.send("je veux etre rappele")
    await hears(user, "Êtes-vous d’accord")
    await user.click("Oui")
    await hears(user, NAME)

    async with browser_page() as page:
        await sign_in(page, assistant)
        await talk_in_the_middle_of_a_form(assistant, user, page)

        await page.get_by_label("Words of the answer").fill("passport")
        found = page.locator("#found li", has=page.locator('input[value="utter_no_passport_travel_document"]'))
        await found.get_by_role("button").click()
        await hears(user, "passeport")

        await page.get_by_label("What came of it").select_option("answered")
        await page.get_by_role("button", name="Close the chat").click()
        await page.get_by_text("The chat ended: Answered").wait_for()

    await hears(user, "assistant automatique")
    await hears(user, NAME)
    assert NAME in [message for message in user.history() if is_ours(message)][-1]["text"], "the open form asks again"
    await user.send("c ou votre bureau")
    await hears(user, "Rue Montoyer 40")
    assert assistant.telegram.problems == []
    log = assistant.output()
    for personal in ("papier", "Bonjour, je regarde", "4001"):
        assert personal not in log, f"{personal} stands in the log"
