"""A person and the staff group: a topic appears, colleagues answer from it, and the bot is back at the end."""

import pytest

from bot.bootstrap import build
from tests.e2e.conftest import running_assistant
from tests.staff_room import GROUP, Room, whole_chat

pytestmark = pytest.mark.e2e


async def test_a_whole_chat_from_the_group(tmp_path, model, monkeypatch):
    monkeypatch.setenv("MONTOYER_STAFF_GROUP", str(GROUP))
    async with running_assistant(tmp_path) as assistant:
        room = Room(assistant.telegram)
        await room.person.start()
        await room.person.send("/human")
        await whole_chat(room, build({"MONTOYER_DATABASE_URL": f"sqlite:///{tmp_path / 'montoyer.db'}"}))
        await room.hears("assistant automatique")
        await room.person.send("c ou votre bureau")
        await room.hears("Rue Montoyer 40")
        assert {each.text for each in assistant.telegram.problems} <= {"Bad Request: message thread not found"}
        log = assistant.output()
        for personal in ("j'ai froid", "Bonjour Moussa", "4001"):
            assert personal not in log, f"{personal} stands in the log"
