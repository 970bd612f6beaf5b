"""Files that people and the bot exchange, and the media objects that stand for them in messages."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from tests.telegram_server.records import ApiError, Json, Upload, bad_request

MAX_PHOTO_BYTES = 10 * 2**20
MAX_UPLOAD_BYTES = 50 * 2**20
MAX_DOWNLOAD_BYTES = 20 * 2**20

_DETAILS: dict[str, Json] = {
    "photo": {"width": 800, "height": 600},
    "document": {"mime_type": "application/octet-stream"},
    "voice": {"duration": 3, "mime_type": "audio/ogg"},
    "audio": {"duration": 3},
    "video": {"width": 640, "height": 480, "duration": 3},
    "animation": {"width": 64, "height": 64, "duration": 1},
    "video_note": {"length": 240, "duration": 3},
    "sticker": {
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": "👍",
        "set_name": "thumbs",
    },
}


@dataclass(frozen=True)
class StoredFile:
    """Bytes with the two names Telegram gives them, and the path under which they are fetched."""

    file_id: str
    unique_id: str
    path: str
    name: str
    data: bytes

    def public(self) -> Json:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.data)}


class Files:
    """All files, by file_id."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}

    def add(self, data: bytes, name: str, kind: str) -> StoredFile:
        number = len(self._by_id) + 1
        path = f"{kind}s/file_{number}{PurePosixPath(name).suffix}"
        file = StoredFile(f"AgACAgIAAxk{number:06d}{kind}", f"AQAD{number:06d}", path, name, data)
        self._by_id[file.file_id] = file
        return file

    def at(self, path: str) -> StoredFile | None:
        return next((file for file in self._by_id.values() if file.path == path), None)

    def describe(self, file_id: str) -> Json:
        """The answer to getFile."""
        file = self._by_id.get(file_id)
        if file is None:
            raise bad_request("invalid file_id")
        if len(file.data) > MAX_DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        return file.public() | {"file_path": file.path}

    def received(self, value: Upload | str, kind: str) -> StoredFile:
        """The file of a send: uploaded now, known by its file_id, or fetched from an address (not really)."""
        if isinstance(value, Upload):
            if not value.data:
                raise bad_request("file must be non-empty")
            if len(value.data) > (MAX_PHOTO_BYTES if kind == "photo" else MAX_UPLOAD_BYTES):
                raise ApiError(413, "Request Entity Too Large")
            return self.add(value.data, value.name or "file", kind)
        if value in self._by_id:
            return self._by_id[value]
        if value.startswith(("http://", "https://")):
            return self.add(b"remote", PurePosixPath(value).name or "file", kind)
        raise bad_request("wrong remote file identifier specified: can't unserialize it. Wrong last symbol")


def media(kind: str, file: StoredFile) -> Any:
    """The value of a message's `kind` field; a photo is a list of sizes."""
    described = file.public() | _DETAILS[kind]
    if kind == "document":
        described["file_name"] = file.name
    return [described] if kind == "photo" else described
