"""The methods about the bot itself: who it is, its commands, name, descriptions and menu button."""

import json
import re

from tests.telegram_server.records import Call, Json, bad_request
from tests.telegram_server.sending import Handler
from tests.telegram_server.world import World

MAX_COMMANDS = 100
MAX_DESCRIPTION = 256
_COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")


def _me(world: World, params: Json, call: Call) -> Json:
    return world.bot


def _yes(world: World, params: Json, call: Call) -> bool:
    return True


def _language(params: Json) -> str:
    language: str = params.get("language_code", "")
    if language and not _LANGUAGE.fullmatch(language):
        raise bad_request("LANGUAGE_CODE_INVALID")
    return language


def _scope(params: Json) -> tuple[str, str]:
    scope = params.get("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), _language(params)


def _set_commands(world: World, params: Json, call: Call) -> bool:
    commands: list[Json] = params["commands"]
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= MAX_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[_scope(params)] = commands
    return True


def _get_commands(world: World, params: Json, call: Call) -> list[Json]:
    return world.commands.get(_scope(params), [])


def _delete_commands(world: World, params: Json, call: Call) -> bool:
    world.commands.pop(_scope(params), None)
    return True


def _setter(field: str) -> Handler:
    def set_text(world: World, params: Json, call: Call) -> bool:
        world.profile[field, _language(params)] = params.get(field, "")
        return True

    return set_text


def _getter(field: str) -> Handler:
    def get_text(world: World, params: Json, call: Call) -> Json:
        return {field: world.profile.get((field, _language(params)), "")}

    return get_text


def _set_menu_button(world: World, params: Json, call: Call) -> bool:
    world.menu_buttons[params.get("chat_id", 0)] = params.get("menu_button", {"type": "default"})
    return True


def _get_menu_button(world: World, params: Json, call: Call) -> Json:
    return world.menu_buttons.get(params.get("chat_id", 0), {"type": "default"})


def _get_file(world: World, params: Json, call: Call) -> Json:
    return world.files.describe(params["file_id"])


HANDLERS: dict[str, Handler] = {
    "getMe": _me,
    "logOut": _yes,
    "close": _yes,
    "setMyCommands": _set_commands,
    "getMyCommands": _get_commands,
    "deleteMyCommands": _delete_commands,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
    "setChatMenuButton": _set_menu_button,
    "getChatMenuButton": _get_menu_button,
    "getFile": _get_file,
}
