"""Every setting of Montoyer in one typed table.

Values come from a mapping (the environment over `.env`), never at import. `Settings.read` raises
`InvalidSetting` naming the setting; the command line turns that into one line and exit code 2.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import time
from ipaddress import ip_network
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.domain.call_window import DayPart
from bot.domain.errors import InvalidSetting
from bot.domain.hours_reading import HoursEntry, read_hours

Parser = Callable[[str], Any]


def _setting(name: str, help_text: str, default: str, parse: Parser = str) -> Any:
    return field(metadata={"name": name, "help": help_text, "default": default, "parse": parse})


def _token(text: str) -> str:
    if text and not re.fullmatch(r"\d{3,}:[A-Za-z0-9_-]{20,}", text):
        raise ValueError("is not a bot token; BotFather gives one like 123456789:AA...")
    return text


def _url(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValueError("needs an address that starts with http:// or https://")
    return text.rstrip("/")


def _webhook_url(text: str) -> str:
    if text and urlsplit(_url(text)).path in ("", "/"):
        raise ValueError("needs a path, as in https://example.org/telegram")
    return _url(text)


def _secret(text: str) -> str:
    if text and not re.fullmatch(r"[A-Za-z0-9_-]{8,256}", text):
        raise ValueError("needs 8 to 256 characters out of A-Z a-z 0-9 _ -")
    return text


def _group(text: str) -> str:
    if text and not re.fullmatch(r"-\d{1,20}", text):
        raise ValueError("needs the chat id of a group, a number that begins with a minus")
    return text


def _staff_language(text: str) -> str:
    if text not in ("en", "fr", "nl"):
        raise ValueError("needs en, fr or nl")
    return text


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:  # noqa: PLR2004
        raise ValueError("needs a port between 1 and 65535")
    return int(text)


def _proxies(text: str) -> tuple[str, ...]:
    entries = tuple(entry.strip() for entry in text.split(",") if entry.strip())
    for entry in entries:
        try:
            ip_network(entry)
        except ValueError:
            raise ValueError("needs addresses or networks such as 127.0.0.1,10.0.0.0/24") from None
    return entries


def _optional_port(text: str) -> int:
    return _port(text) if text else 0


def _log_format(text: str) -> str:
    if text not in ("json", "plain"):
        raise ValueError("must be json or plain")
    return text


def _days(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 3650:  # noqa: PLR2004
        raise ValueError("needs a number of days between 1 and 3650")
    return int(text)


def _rate(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 1000:  # noqa: PLR2004
        raise ValueError("needs a number of messages between 1 and 1000")
    return int(text)


def _minutes(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 1440:  # noqa: PLR2004
        raise ValueError("needs a number of minutes between 1 and 1440")
    return int(text)


def _countries(text: str) -> tuple[str, ...]:
    countries = tuple(part.strip().upper() for part in text.split(",") if part.strip())
    if countries == ("NONE",):
        return ()
    if not set(countries) <= {"BE", "LU"}:
        raise ValueError("must be BE, LU, BE,LU or none")
    return countries


def _chat_id(text: str) -> int | None:
    if text and not re.fullmatch(r"-?\d{1,16}", text):
        raise ValueError("needs the number of a Telegram chat, such as -1001234567890")
    return int(text) if text else None


def _database(text: str) -> str:
    try:
        backend = make_url(text).get_backend_name()
    except ArgumentError:
        raise ValueError("is not a database address such as sqlite:///var/montoyer.db") from None
    if backend not in ("sqlite", "postgresql"):
        raise ValueError("must begin with sqlite:/// or postgresql://")
    return text


def _redis(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in ("redis", "rediss", "unix") or not (parts.hostname or parts.path)):
        raise ValueError("is not a Redis address such as redis://localhost:6379/0")
    return text


def _level(text: str) -> str:
    if text.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
    return text.upper()


def _keys(text: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in text.split(",") if key.strip())
    for key in keys:
        if len(key) < 32:  # noqa: PLR2004
            raise ValueError("each key needs at least 32 characters; `montoyer key` makes one")
    return keys


def _day_parts(text: str) -> tuple[DayPart, ...]:
    parts = []
    for span in text.split(","):
        found = re.fullmatch(r"\s*(\d{1,2}:\d{2})-(\d{1,2}:\d{2})\s*", span)
        if not found:
            raise ValueError("needs spans such as 09:00-12:00,13:00-17:00")
        start, end = (time.fromisoformat(part.zfill(5)) for part in found.groups())
        if start >= end:
            raise ValueError(f"{span.strip()} ends before it begins")
        parts.append(DayPart(start, end))
    if any(one.end > other.start for one, other in pairwise(parts)):
        raise ValueError("spans must follow each other without overlap")
    return tuple(parts)


def _actions_mode(text: str) -> str:
    if text not in ("server", "in_process"):
        raise ValueError("must be server or in_process")
    return text


@dataclass(frozen=True)
class Settings:
    """The table. One field per setting; its metadata is the documentation."""

    telegram_bot_token: str = _setting(
        "TELEGRAM_BOT_TOKEN",
        "Token from BotFather. Without it Telegram is off and the Playground works.",
        "",
        _token,
    )
    telegram_api_base_url: str = _setting(
        "TELEGRAM_API_BASE_URL",
        "Address of the Bot API: Telegram's, a local Bot API server, or a test server.",
        "https://api.telegram.org",
        _url,
    )
    telegram_webhook_url: str = _setting(
        "TELEGRAM_WEBHOOK_URL",
        "Public address Telegram posts to. Empty: long polling, no public address needed.",
        "",
        _webhook_url,
    )
    telegram_webhook_port: int = _setting(
        "TELEGRAM_WEBHOOK_PORT",
        "Port that serves the path of TELEGRAM_WEBHOOK_URL on MONTOYER_INTERNAL_HOST; a proxy stands before it.",
        "8443",
        _port,
    )
    telegram_webhook_secret: str = _setting(
        "TELEGRAM_WEBHOOK_SECRET",
        "Secret that Telegram repeats in each post. Empty: derived from the pseudonym key.",
        "",
        _secret,
    )
    staff_group: str = _setting(
        "MONTOYER_STAFF_GROUP",
        "Chat id of the staff's Telegram group, such as -1001234567890; the bot leaves every other group.",
        "",
        _group,
    )
    staff_language: str = _setting(
        "MONTOYER_STAFF_LANGUAGE",
        "Language of what the bot says in the staff group: en, fr or nl.",
        "en",
        _staff_language,
    )
    database_url: str = _setting(
        "MONTOYER_DATABASE_URL",
        "SQLAlchemy address of the database: sqlite:///file or postgresql://user:password@host/name.",
        "sqlite:///var/montoyer.db",
        _database,
    )
    redis_url: str = _setting(
        "MONTOYER_REDIS_URL",
        "Redis that several bot workers share locks and limits through: redis://host:6379/0. Empty: one worker.",
        "",
        _redis,
    )
    secret_keys: tuple[str, ...] = _setting(
        "MONTOYER_SECRET_KEYS",
        "Keys that encrypt personal data, newest first, comma separated. Empty with SQLite: made once beside the file.",
        "",
        _keys,
    )
    pseudonym_key: str = _setting(
        "MONTOYER_PSEUDONYM_KEY",
        "Key that turns chat ids into pseudonyms; never change it. Empty with SQLite: made once beside the file.",
        "",
        lambda text: (_keys(text) or ("",))[0],
    )
    console_host: str = _setting("MONTOYER_CONSOLE_HOST", "Address the console listens on.", "127.0.0.1")
    console_port: int = _setting("MONTOYER_CONSOLE_PORT", "Port the console listens on.", "8080", _port)
    console_url: str = _setting(
        "MONTOYER_CONSOLE_URL",
        "Address staff open when a proxy stands before the console; https makes cookies secure.",
        "",
        _url,
    )
    trusted_proxies: tuple[str, ...] = _setting(
        "MONTOYER_TRUSTED_PROXIES",
        "Addresses or networks of the proxy before the console; what others say of the visitor's address is ignored.",
        "127.0.0.1,::1",
        _proxies,
    )
    callback_hours: tuple[DayPart, ...] = _setting(
        "MONTOYER_CALLBACK_HOURS",
        "Parts of a working day offered for callbacks, Brussels time.",
        "09:00-12:00,13:00-17:00",
        _day_parts,
    )
    service_hours: tuple[HoursEntry, ...] = _setting(
        "MONTOYER_SERVICE_HOURS",
        "When staff can talk live, Brussels time: `days spans`, parts apart by `;`, one for some languages as "
        "`ar,fa=tue-thu 13:00-17:00`.",
        "mon-fri 09:00-12:00,13:00-17:00",
        read_hours,
    )
    holidays: tuple[str, ...] = _setting(
        "MONTOYER_HOLIDAYS",
        "Countries whose public holidays close the live chat: BE, LU, both, or none.",
        "BE",
        _countries,
    )
    chat_wait_minutes: int = _setting(
        "MONTOYER_CHAT_WAIT_MINUTES",
        "Minutes after which somebody who waits for a person gets an apology.",
        "10",
        _minutes,
    )
    chat_silence_minutes: int = _setting(
        "MONTOYER_CHAT_SILENCE_MINUTES",
        "Minutes without an answer of staff until a reminder; as many more until the bot is back.",
        "10",
        _minutes,
    )
    chat_idle_minutes: int = _setting(
        "MONTOYER_CHAT_IDLE_MINUTES",
        "Minutes after the last word of staff until a quiet chat is closed.",
        "120",
        _minutes,
    )
    duty_chat: int | None = _setting(
        "MONTOYER_DUTY_CHAT",
        "Telegram chat that hears of people in danger when nobody else can. The bot must be a member. Empty: none.",
        "",
        _chat_id,
    )
    conversation_retention_days: int = _setting(
        "MONTOYER_CONVERSATION_RETENTION_DAYS", "Days a conversation is kept.", "30", _days
    )
    callback_retention_days: int = _setting(
        "MONTOYER_CALLBACK_RETENTION_DAYS", "Days a callback request is kept after its last change.", "90", _days
    )
    audit_retention_days: int = _setting(
        "MONTOYER_AUDIT_RETENTION_DAYS", "Days the log of what staff did is kept.", "365", _days
    )
    actions: str = _setting(
        "MONTOYER_ACTIONS",
        "Where custom actions run: in_process (in the bot) or server (a process of their own).",
        "in_process",
        _actions_mode,
    )
    send_rate: int = _setting(
        "MONTOYER_SEND_RATE",
        "Messages a second to all chats together. Telegram allows 30; more only for bots that pay for it.",
        "28",
        _rate,
    )
    models: Path = _setting("MONTOYER_MODELS", "Folder of trained models.", "models", Path)
    changes: Path = _setting(
        "MONTOYER_CHANGES", "Folder in which trainers' candidates are prepared.", "var/changes", Path
    )
    cache: Path = _setting(
        "MONTOYER_CACHE_DIR", "Folder of what training computes once and keeps.", ".cache/montoyer", Path
    )
    log_level: str = _setting("MONTOYER_LOG_LEVEL", "DEBUG, INFO, WARNING or ERROR.", "INFO", _level)
    log_format: str = _setting(
        "MONTOYER_LOG_FORMAT", "json (an object a line) or plain (to read in a terminal).", "json", _log_format
    )
    metrics_host: str = _setting(
        "MONTOYER_METRICS_HOST", "Internal address that serves Prometheus; never a public one.", "127.0.0.1"
    )
    metrics_port: int = _setting(
        "MONTOYER_METRICS_PORT",
        "Port of the bot's metrics; action server and console take the next two. Empty: no metrics are served.",
        "",
        _optional_port,
    )
    actions_url: str = _setting(
        "MONTOYER_ACTIONS_URL", "Address of the action server; `montoyer run` sets it.", "", _url
    )
    bot_url: str = _setting(
        "MONTOYER_BOT_URL",
        "Internal address of the bot, for the Playground; `montoyer run` sets it.",
        "",
        _url,
    )
    internal_host: str = _setting(
        "MONTOYER_INTERNAL_HOST",
        "Address on which bot, webhook and action server listen: loopback, or one that only our machines reach.",
        "127.0.0.1",
    )
    internal_token: str = _setting(
        "MONTOYER_INTERNAL_TOKEN", "Secret between our processes; `montoyer run` makes one.", "", _secret
    )

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "Settings":
        """Settings out of a mapping. Raises `InvalidSetting` for the first value that cannot be used."""
        values: dict[str, Any] = {}
        for entry in fields(cls):
            name, default = entry.metadata["name"], entry.metadata["default"]
            text = environment.get(name, "").strip() or default
            try:
                values[entry.name] = entry.metadata["parse"](text)
            except ValueError as error:
                raise InvalidSetting(name, str(error)) from None
        settings = cls(**values)
        settings._check_together()
        return settings

    def _check_together(self) -> None:
        if self.internal_host not in ("127.0.0.1", "::1", "localhost") and not self.internal_token:
            raise InvalidSetting(
                "MONTOYER_INTERNAL_TOKEN", "is needed when MONTOYER_INTERNAL_HOST is no loopback address"
            )
        if self.telegram_webhook_url and not self.telegram_bot_token:
            raise InvalidSetting("TELEGRAM_WEBHOOK_URL", "is set, but TELEGRAM_BOT_TOKEN is not")
        if not self.database_url.startswith("sqlite") and not (self.secret_keys and self.pseudonym_key):
            raise InvalidSetting(
                "MONTOYER_SECRET_KEYS",
                "and MONTOYER_PSEUDONYM_KEY are needed with PostgreSQL; `montoyer key` makes them",
            )

    @property
    def text_constants(self) -> dict[str, object]:
        """Settings that answers quote by name."""
        return {
            "conversation_retention_days": self.conversation_retention_days,
            "callback_retention_days": self.callback_retention_days,
        }

    @property
    def console_address(self) -> str:
        """Where staff open the console."""
        return self.console_url or f"http://{self.console_host}:{self.console_port}"

    @property
    def webhook_path(self) -> str:
        """Path of the webhook address."""
        return urlsplit(self.telegram_webhook_url).path
