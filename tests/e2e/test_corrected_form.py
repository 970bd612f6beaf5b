"""A typing error in the callback form, corrected by editing the message on the phone."""

import pytest

from tests.e2e.conftest import Running

PERSON = 100_200_307
QUIET = 2.5  # Longer than the second that Telegram asks for between messages of a chat.
pytestmark = pytest.mark.e2e


async def test_an_edited_answer_takes_the_place_of_the_first_one(assistant: Running):
    user = assistant.telegram.user(PERSON, language="en", first_name="Fatima")
    await user.send("can you call me please")
    await user.texts(n=2, timeout=60, quiet=QUIET)
    await user.click("Yes")
    await user.texts(quiet=QUIET, timeout=20)
    name = await user.send("Fatima Zahar")
    await user.texts(quiet=QUIET, timeout=20)
    phone = await user.send("0470 12 34 5")
    await user.texts(quiet=QUIET, timeout=20)

    await user.edit(phone.message["message_id"], "0470 12 34 56")
    asked = await user.texts(quiet=QUIET, timeout=20)
    assert asked, "the corrected number was not taken"
    await user.edit(name.message["message_id"], "Fatima Zahra")
    await user.texts(quiet=QUIET, timeout=20)
    for button in ("English", "Morning", "Luxembourg", "No"):
        await user.click(button)
        await user.texts(quiet=QUIET, timeout=20)

    said = [message.get("text", "") for message in user.history()]
    summary = [words for words in said if "Zahra" in words and "0470" in words][-1]
    assert "Fatima Zahra" in summary
    assert "0470 12 34 56" in summary
    assert "Zahar" not in summary
    assert assistant.telegram.problems == []
