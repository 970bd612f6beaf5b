"""Parameters of a request against the method table: the typed values, or Telegram's 400.

What Telegram silently accepts although its documentation does not say so (an unknown parameter, a number
where text belongs) is a remark; the strict server refuses it as well.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.telegram_server.markup import check_markup
from tests.telegram_server.methods import METHODS
from tests.telegram_server.objects import OBJECTS, VARIANTS
from tests.telegram_server.records import ApiError, Json, Upload, bad_request
from tests.telegram_server.schema import Field, Fields

_MISSING = {
    "text": "message text is empty",
    "chat_id": "chat_id is empty",
    "message_id": "message identifier is not specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
}
_YES, _NO = {"true", "yes", "1"}, {"false", "no", "0", ""}


def validate(method: str, params: Json, files: Mapping[str, Upload]) -> tuple[Json, list[str]]:
    """(the typed parameters, remarks); raises ApiError 400 as Telegram would."""
    known = METHODS[method]
    reader = _Reader(files)
    values: Json = {}
    for name, value in params.items():
        if name not in known:
            reader.remarks.append(f"unknown parameter {name}")
        elif value is not None and (value != "" or known[name].required):
            values[name] = reader.read(known[name].types, value, name, top=True)
    values |= {name: upload for name, upload in files.items() if name in known and name not in values}
    _require(known, values)
    _measure(method, known, values)
    if isinstance(values.get("reply_markup"), dict):
        reader.remarks += check_markup(values["reply_markup"])
    return values, reader.remarks


def _require(known: Fields, values: Json) -> None:
    for name, field in known.items():
        if field.required and values.get(name, "") == "":
            raise bad_request(_MISSING.get(name, f'parameter "{name}" is required'))


def _measure(method: str, known: Fields, values: Json) -> None:
    for name, value in values.items():
        limits = known[name].limits
        if limits is None or not isinstance(value, str | list):
            continue
        if not limits[0] <= len(value) <= limits[1]:
            if method == "answerCallbackQuery":
                raise bad_request("MESSAGE_TOO_LONG")
            raise bad_request(f"{name} must be {limits[0]}-{limits[1]} long, got {len(value)}")


class _Reader:
    """Reads values by type name. At the top of a request everything may come as text, deeper it may not."""

    def __init__(self, files: Mapping[str, Upload]) -> None:
        self.files = files
        self.remarks: list[str] = []

    def read(self, types: tuple[str, ...], value: Any, path: str, top: bool = False) -> Any:
        errors: list[ApiError] = []
        for name in types:
            attempt = _Reader(self.files)
            try:
                result = attempt.read_one(name, value, path, top)
            except ApiError as error:
                errors.append(error)
                continue
            self.remarks += attempt.remarks
            return result
        # Of several failed shapes the one that got furthest tells most.
        raise min(errors, key=lambda error: "must be of type" in error.description)

    def read_one(self, name: str, value: Any, path: str, top: bool) -> Any:
        if name.startswith("["):
            items = _parsed(value, path) if top else value
            if not isinstance(items, list):
                raise _wrong_type(path, "Array")
            inner = (name[1:-1],)
            return [self.read(inner, item, f"{path}[{index}]") for index, item in enumerate(items)]
        if name in _SCALARS:
            return _SCALARS[name](self, value, path, top)
        if name == "KeyboardButton" and isinstance(value, str):
            return {"text": value}
        return self._object(name, _parsed(value, path) if top else value, path)

    def _object(self, name: str, value: Any, path: str) -> Json:
        if not isinstance(value, dict):
            raise bad_request(f"can't parse {path}: object expected")
        if name in VARIANTS:
            variant = VARIANTS[name].get(str(value.get("type")))
            if variant is None:
                raise bad_request(f"can't parse {path}: no variant of {name} matches")
            name = variant
        known = OBJECTS[name]
        self.remarks += [f"{path}: unknown field {key} of {name}" for key in value if key not in known]
        self.remarks += [f"{path}.{key}: null" for key in value if value[key] is None]
        given = {key: field for key, field in known.items() if value.get(key) is not None}
        for key, field in known.items():
            if field.required and key not in given:
                raise bad_request(f"can't parse {path}: Can't find field \"{key}\"")
        return {key: self._member(field, value[key], f"{path}.{key}") for key, field in given.items()}

    def _member(self, field: Field, value: Any, path: str) -> Any:
        result = self.read(field.types, value, path)
        if field.limits and not field.limits[0] <= len(result) <= field.limits[1]:
            raise bad_request(f"{path} must be {field.limits[0]}-{field.limits[1]} long")
        return result

    def text(self, value: Any, path: str, top: bool) -> str:
        if isinstance(value, str):
            return value
        if top and isinstance(value, int | float) and not isinstance(value, bool):
            self.remarks.append(f"{path}: number where String expected")
            return str(value)
        raise _wrong_type(path, "String")

    def integer(self, value: Any, path: str, top: bool) -> int:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, str) and re.fullmatch(r"-?\d+", value):
            if not top:
                self.remarks.append(f"{path}: string where Integer expected")
            return int(value)
        raise _wrong_type(path, "Integer")

    def number(self, value: Any, path: str, top: bool) -> float:
        try:
            if not isinstance(value, bool):
                return float(value)
        except (TypeError, ValueError):
            pass
        raise _wrong_type(path, "Number")

    def truth(self, value: Any, path: str, top: bool) -> bool:
        if isinstance(value, bool):
            return value
        word = str(value).lower()
        if top and isinstance(value, str | int) and word in _YES | _NO:
            return word in _YES
        raise _wrong_type(path, "Boolean")

    def file(self, value: Any, path: str, top: bool) -> Upload:
        if isinstance(value, str) and value.startswith("attach://"):
            attached = self.files.get(value.removeprefix("attach://"))
            if attached is None:
                raise bad_request(f"file attachment {value} was not uploaded")
            return attached
        raise bad_request(f'field "{path}" must be a file')


_Read = Callable[[_Reader, Any, str, bool], Any]
_SCALARS: dict[str, _Read] = {
    "str": _Reader.text,
    "int": _Reader.integer,
    "float": _Reader.number,
    "bool": _Reader.truth,
    "file": _Reader.file,
}


def _wrong_type(path: str, kind: str) -> ApiError:
    return bad_request(f'field "{path}" must be of type {kind}')


def _parsed(value: Any, path: str) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {path} JSON object") from None
