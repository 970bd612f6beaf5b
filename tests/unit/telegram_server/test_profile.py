from typing import Any

import pytest

from tests.telegram_server.server import FakeTelegram
from tests.unit.telegram_server.client import call

HELP = [{"command": "help", "description": "What I can do"}]
AIDE = [{"command": "help", "description": "Ce que je sais faire"}]


async def test_commands_are_kept_per_scope_and_language(telegram: FakeTelegram) -> None:
    private = {"scope": {"type": "all_private_chats"}}
    await call(telegram, "setMyCommands", commands=HELP)
    await call(telegram, "setMyCommands", commands=AIDE, language_code="fr", **private)

    assert (await call(telegram, "getMyCommands")).result == HELP
    assert (await call(telegram, "getMyCommands", language_code="fr", **private)).result == AIDE
    assert (await call(telegram, "getMyCommands", language_code="fr")).result == []
    await call(telegram, "deleteMyCommands")
    assert (await call(telegram, "getMyCommands")).result == []


@pytest.mark.parametrize(
    ("params", "error"),
    [
        ({"commands": [{"command": "Help", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "help", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": HELP * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": HELP, "language_code": "french"}, "LANGUAGE_CODE_INVALID"),
    ],
)
async def test_bad_commands_are_refused(telegram: FakeTelegram, params: dict[str, Any], error: str) -> None:
    assert error in (await call(telegram, "setMyCommands", **params)).error


async def test_names_and_descriptions_are_kept_per_language(telegram: FakeTelegram) -> None:
    await call(telegram, "setMyDescription", description="Bonjour", language_code="fr")
    await call(telegram, "setMyShortDescription", short_description="Hello")
    await call(telegram, "setMyName", name="Montoyer")

    described = (await call(telegram, "getMyDescription", language_code="fr")).result
    assert described == {"description": "Bonjour"}
    assert (await call(telegram, "getMyDescription")).result == {"description": ""}
    assert (await call(telegram, "getMyShortDescription")).result == {"short_description": "Hello"}
    assert (await call(telegram, "getMyName")).result == {"name": "Montoyer"}


async def test_the_menu_button_can_be_set_for_one_chat(telegram: FakeTelegram) -> None:
    await call(telegram, "setChatMenuButton", chat_id=1, menu_button={"type": "commands"})

    assert (await call(telegram, "getChatMenuButton", chat_id=1)).result == {"type": "commands"}
    assert (await call(telegram, "getChatMenuButton")).result == {"type": "default"}
