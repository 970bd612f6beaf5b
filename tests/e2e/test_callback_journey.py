"""From /start on Telegram to the callback request on the hotline's screen."""

import re

import pytest

from tests.e2e.browser import browser_page
from tests.e2e.conftest import Running
from tests.telegram_server.people import User

PASSWORD = "correct horse battery"
PERSON = 100_200_301
QUIET = 2.5  # Longer than the second that Telegram asks for between messages of a chat.
pytestmark = [pytest.mark.e2e, pytest.mark.browser]


async def leave_a_request(user: User) -> str:
    """Go through the form in English; gives the request's number."""
    await user.send("can you call me please")
    assert len(await user.texts(n=2, timeout=30, quiet=QUIET)) == 2
    await user.click("Yes")
    for step in ("Fatima Zahra", "0470 12 34 56"):
        await user.send(step)
        await user.texts(quiet=QUIET, timeout=20)
    for button in ("English", "Morning", "Luxembourg", "No"):
        await user.click(button)
        await user.texts(quiet=QUIET, timeout=20)
    summary = [message["text"] for message in user.history() if "Fatima" in message.get("text", "")]
    assert summary, "no summary was shown"
    assert "0470 12 34 56" in summary[-1]
    await user.click("Yes, send it")
    told = " ".join(await user.texts(quiet=QUIET, timeout=20))
    found = re.search(r"[0-9A-Z]{3}-[0-9A-Z]{3}", told)
    assert found, told
    return found.group(0)


async def answer_of(user: User) -> str:
    return " ".join(await user.texts(quiet=QUIET, timeout=20))


async def test_a_request_left_on_telegram_is_seen_and_worked_off_in_the_console(assistant: Running):
    user = assistant.telegram.user(PERSON, language="en", first_name="Fatima")
    await user.start()
    greeting = await user.texts(n=3, timeout=60)
    assert "automated assistant" in greeting[0]
    reference = await leave_a_request(user)

    async with browser_page() as page:
        await page.goto(assistant.first_sign_in())
        for field in await page.locator("input[type=password]").all():
            await field.fill(PASSWORD)
        await page.locator("main form button").first.click()
        await page.goto(f"{assistant.console}/callbacks")
        row = page.get_by_text(reference).first
        assert await row.is_visible()
        await row.click()
        await page.wait_for_load_state()
        content = await page.content()
        assert "Fatima Zahra" in content
        assert "0470 12 34 56" in content
        await page.get_by_role("button", name=re.compile("take", re.IGNORECASE)).first.click()
        await page.wait_for_load_state()
        assert "admin" in await page.content()

    await user.send("/callback")
    assert reference in await answer_of(user)
    assert assistant.telegram.problems == []
    log = assistant.output()
    for personal in ("Fatima", "Zahra", "470123456", "0470 12", str(PERSON)):
        assert personal not in log, f"{personal} stands in the log"


async def test_french_is_answered_in_french_from_the_source_page(assistant: Running):
    user = assistant.telegram.user(1002, language="fr")
    await user.start()
    assert "assistant automatique" in (await user.texts(n=3, timeout=60))[0]
    for question, fact in (
        ("c ou votre bureau", "Rue Montoyer 40"),
        ("qui est le chef de mission", "Habib"),
        ("depuis quand l oim est en belgique", "1973"),
    ):
        await user.send(question)
        assert fact in await answer_of(user), question
    await user.photo()
    assert "document" in (await answer_of(user)).lower()
    assert assistant.telegram.problems == []
