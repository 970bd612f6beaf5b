"""From a sentence nobody understood to a model that understands it, while people go on writing."""

import asyncio
import os
import shutil

import pytest

from tests.e2e.browser import browser_page
from tests.e2e.conftest import ROOT, Running, running_assistant
from tests.e2e.test_handover import hears, is_ours, sign_in
from tests.telegram_server.faults import FaultPlan

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.browser,
    pytest.mark.long,
    pytest.mark.timeout(1800),
    pytest.mark.skipif("MONTOYER_LONG_TESTS" not in os.environ, reason="trains for minutes: set MONTOYER_LONG_TESTS=1"),
]
UNKNOWN = "honey jars from my garden"
PRIVATE = f"{UNKNOWN} +32470123456"
KNOWN = ("how much luggage can I take", "where is your office", "is it free", "are you a robot")


@pytest.fixture
async def assistant(tmp_path, model, monkeypatch):
    """With a folder of models of its own: what is put in service here is nobody else's."""
    models = tmp_path / "models"
    models.mkdir()
    for name in (model.name, "montoyer.json"):
        shutil.copy2(ROOT / "models" / name, models / name)
    monkeypatch.setenv("MONTOYER_MODELS", str(models))
    monkeypatch.setenv("MONTOYER_CHANGES", str(tmp_path / "changes"))
    async with running_assistant(tmp_path, faults=FaultPlan()) as running:
        yield running


async def test_from_an_unknown_sentence_to_a_model_that_understands_it(assistant: Running):
    user = assistant.telegram.user(4101, language="en", first_name="Moussa")
    await user.start()
    await user.texts(n=3, timeout=60)
    for words in (UNKNOWN, PRIVATE):
        await user.send(words)
        await user.texts(n=1, timeout=60)

    async with browser_page() as page:
        await sign_in(page, assistant)
        await page.goto(f"{assistant.console}/inbox")
        assert "0123456" not in await page.content()
        await page.locator('input[value*="honey jars"]').first.wait_for()
        await page.keyboard.press("c")
        await page.locator("select[name=intent]").select_option("luggage")
        await page.locator("li.card").first.focus()
        await page.keyboard.press("a")
        await page.get_by_text("Nothing is waiting").wait_for()

        await page.goto(f"{assistant.console}/changes")
        await page.locator("main .who-link").click()
        await page.get_by_text(UNKNOWN).first.wait_for()
        assert await page.locator("tbody th .code").all_inner_texts() == ["luggage", "luggage"]
        assert await page.locator(".diff .plus").count() >= 1
        await page.get_by_role("button", name="Check, train and report").click()
        await page.get_by_role("button", name="Put in service").wait_for(timeout=900_000)
        talking = asyncio.create_task(keep_talking(assistant))
        await page.get_by_role("button", name="Put in service").click()
        await page.locator("td .badge", has_text="In service").wait_for(timeout=120_000)
        asked, answered = await talking
        assert answered == asked

    await user.send(UNKNOWN)
    await hears(user, "The airline or the bus company")


async def keep_talking(assistant: Running) -> tuple[int, int]:
    """Somebody who writes all the while: gives how often, and how often the bot answered."""
    other = assistant.telegram.user(4102, language="en", first_name="Amina")
    await other.start()
    await other.texts(n=3, timeout=60)
    before = len([message for message in other.history() if is_ours(message)])
    for number in range(20):
        await other.send(KNOWN[number % len(KNOWN)])
        await asyncio.sleep(1.2)
    for _ in range(100):
        answers = [message for message in other.history() if is_ours(message)][before:]
        if len(answers) >= 20:
            break
        await asyncio.sleep(0.2)
    return 20, min(len(answers), 20)
