"""A person asks for a person: taken, talked with, answered in their language, and given back to the bot."""

import re

import pytest

from tests.e2e.browser import browser_page
from tests.e2e.conftest import Running
from tests.telegram_server.people import User

PASSWORD = "correct horse battery"
QUIET = 2.5
pytestmark = [pytest.mark.e2e, pytest.mark.browser]


async def answer_of(user: User, n: int = 1) -> str:
    return " ".join(await user.texts(n=n, quiet=QUIET, timeout=30))


async def sign_in(page, assistant):
    await page.goto(assistant.first_sign_in())
    for field in await page.locator("input[type=password]").all():
        await field.fill(PASSWORD)
    await page.locator("main form button").first.click()
    await page.goto(f"{assistant.console}/chats")


async def talk_in_the_middle_of_a_form(assistant, user, page):
    """The person waits, an agent takes and both write; the bot is silent, whatever comes."""
    await user.send("/human")
    assert "numéro 1" in await answer_of(user)
    await page.get_by_role("button", name=re.compile("^Take")).first.click()
    await page.get_by_text("You hold this chat").wait_for()
    assert "/bot" in await answer_of(user)

    await user.send("c'est quoi ce papier <b>rouge</b> ?")
    await page.get_by_text("c'est quoi ce papier <b>rouge</b> ?").wait_for(timeout=20_000)
    await user.photo()
    await page.get_by_text("Photo received, not stored").wait_for(timeout=20_000)
    await page.get_by_label("Message to the person").fill("Bonjour, je regarde.")
    await page.get_by_role("button", name="Send to the person").click()
    assert await user.texts(quiet=QUIET, timeout=20) == ["Bonjour, je regarde."]
    await page.get_by_text("✓ sent").last.wait_for(timeout=20_000)


@pytest.mark.parametrize("assistant", ["polling"], indirect=True)
async def test_from_asking_for_a_person_back_to_the_bot(assistant: Running):
    user = assistant.telegram.user(4001, language="fr", first_name="Moussa")
    await user.start()
    await user.texts(n=3, timeout=60)
    await user.send("je veux etre rappele")
    await answer_of(user, 2)
    await user.click("Oui")
    asked = await answer_of(user)

    async with browser_page() as page:
        await sign_in(page, assistant)
        await talk_in_the_middle_of_a_form(assistant, user, page)

        await page.get_by_label("Words of the answer").fill("passport")
        found = page.locator("#found li", has=page.locator('input[value="utter_no_passport_travel_document"]'))
        await found.get_by_role("button").click()
        assert "passeport" in (await answer_of(user)).lower()

        await page.get_by_label("What came of it").select_option("answered")
        await page.get_by_role("button", name="Close the chat").click()
        await page.get_by_text("The chat ended: Answered").wait_for()

    back = await answer_of(user, 2)
    assert "assistant automatique" in back
    assert asked.split("\n")[0][:20] in back, "the open form asks again"
    await user.send("c ou votre bureau")
    assert "Rue Montoyer 40" in await answer_of(user)
    assert assistant.telegram.problems == []
    log = assistant.output()
    for personal in ("papier", "Bonjour, je regarde", "4001"):
        assert personal not in log, f"{personal} stands in the log"
