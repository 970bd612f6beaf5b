"""Two models side by side: what differs comes first and is marked."""

import httpx
import pytest

from bot.domain.staff import Role


@pytest.fixture
def trainer(enter):
    return enter("Dries", Role.TRAINER)


def row(text, present, candidate):
    return {
        "text": text,
        "present": {"intent": present, "confidence": 0.5},
        "candidate": {"intent": candidate, "confidence": 0.9},
    }


def test_differences_come_first_and_are_marked(trainer, bot):
    rows = [row("same words", "luggage", "luggage"), row("other words", "luggage", "money_amount")]
    bot.answer = httpx.Response(200, json={"present": "a.tar.gz", "candidate": "b.tar.gz", "rows": rows})
    page = trainer.send("/compare", "/compare", text="same words\n\nother words\n").text
    assert bot.asked[-1] == {"texts": ["same words", "other words"]}
    assert page.index('<span dir="auto">other words') < page.index('<span dir="auto">same words')
    assert page.count('class="differs"') == 1


def test_a_bot_that_is_away_is_said_and_the_words_stay(trainer, bot):
    bot.answer = httpx.ConnectError("away")
    page = trainer.send("/compare", "/compare", text="some words").text
    assert "cannot be reached" in page
    assert "some words" in page
