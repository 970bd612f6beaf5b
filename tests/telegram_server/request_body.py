"""Parameters of an HTTP request in any of the forms Telegram takes: query, form, multipart, JSON."""

import json

from aiohttp import web

from tests.telegram_server.records import Json, Upload, bad_request


async def read_request(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    """(parameters, uploaded files); raises ApiError 400 for a body that cannot be read."""
    params: Json = dict(request.query)
    files: dict[str, Upload] = {}
    if not request.can_read_body:
        return params, files
    if request.content_type == "application/json":
        params |= _json_object(await request.read())
    elif request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = Upload(value.filename, value.file.read())
            else:
                params[name] = value
    elif await request.read():
        raise bad_request(f"unsupported content type {request.content_type}")
    return params, files


def _json_object(body: bytes) -> Json:
    if not body:
        return {}
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise bad_request("can't parse JSON object")
    return found
