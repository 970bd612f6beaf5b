from dataclasses import FrozenInstanceError, fields
from datetime import time
from pathlib import Path

import pytest

from bot.domain.call_window import DayPart
from bot.domain.errors import InvalidSetting
from bot.settings import Settings
from tests.builders import A_KEY, ANOTHER_KEY

TOKEN = "123456789:AAabcdefghijklmnopqrstuvwxyz_-012345"
POSTGRES = "postgresql://montoyer:secret@db/montoyer"


def read(**values):
    return Settings.read(values)


def test_without_any_setting_the_defaults_make_a_working_installation():
    settings = read()

    assert settings.telegram_bot_token == ""
    assert settings.telegram_api_base_url == "https://api.telegram.org"
    assert settings.telegram_webhook_port == 8443
    assert settings.database_url == "sqlite:///var/montoyer.db"
    assert settings.secret_keys == ()
    assert settings.pseudonym_key == ""
    assert (settings.console_host, settings.console_port) == ("127.0.0.1", 8080)
    assert settings.callback_hours == (DayPart(time(9), time(12)), DayPart(time(13), time(17)))
    assert (settings.conversation_retention_days, settings.callback_retention_days) == (30, 90)
    assert settings.models == Path("models")
    assert settings.log_level == "INFO"
    assert settings.actions == "in_process"
    assert settings.send_rate == 28


def test_an_empty_or_blank_value_means_the_default():
    assert read(MONTOYER_CONSOLE_PORT="", MONTOYER_LOG_LEVEL="  ") == read()


def test_blanks_round_a_value_do_not_count():
    assert read(MONTOYER_CONSOLE_PORT=" 9000 ").console_port == 9000


def test_other_variables_of_the_environment_are_left_alone():
    assert read(PATH="/bin", MONTOYER_UNHEARD_OF="x") == read()


def test_settings_do_not_change():
    with pytest.raises(FrozenInstanceError):
        read().console_port = 1


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", TOKEN, "telegram_bot_token", TOKEN),
        ("TELEGRAM_API_BASE_URL", "http://127.0.0.1:8081/", "telegram_api_base_url", "http://127.0.0.1:8081"),
        ("TELEGRAM_WEBHOOK_PORT", "1", "telegram_webhook_port", 1),
        ("TELEGRAM_WEBHOOK_PORT", "65535", "telegram_webhook_port", 65535),
        ("TELEGRAM_WEBHOOK_SECRET", "Ab_-4567", "telegram_webhook_secret", "Ab_-4567"),
        ("MONTOYER_DATABASE_URL", "sqlite:////srv/montoyer.db", "database_url", "sqlite:////srv/montoyer.db"),
        ("MONTOYER_SECRET_KEYS", f"{A_KEY}, {ANOTHER_KEY},", "secret_keys", (A_KEY, ANOTHER_KEY)),
        ("MONTOYER_PSEUDONYM_KEY", A_KEY, "pseudonym_key", A_KEY),
        ("MONTOYER_CONSOLE_HOST", "0.0.0.0", "console_host", "0.0.0.0"),
        ("MONTOYER_CONSOLE_URL", "https://desk.example.org/", "console_url", "https://desk.example.org"),
        ("MONTOYER_CALLBACK_HOURS", "8:30-12:00, 12:00-18:00", "callback_hours",
         (DayPart(time(8, 30), time(12)), DayPart(time(12), time(18)))),
        ("MONTOYER_CONVERSATION_RETENTION_DAYS", "1", "conversation_retention_days", 1),
        ("MONTOYER_CALLBACK_RETENTION_DAYS", "3650", "callback_retention_days", 3650),
        ("MONTOYER_ACTIONS", "server", "actions", "server"),
        ("MONTOYER_SEND_RATE", "1000", "send_rate", 1000),
        ("MONTOYER_MODELS", "/srv/models", "models", Path("/srv/models")),
        ("MONTOYER_LOG_LEVEL", "debug", "log_level", "DEBUG"),
        ("MONTOYER_ACTIONS_URL", "http://127.0.0.1:5055/webhook", "actions_url", "http://127.0.0.1:5055/webhook"),
        ("MONTOYER_BOT_URL", "http://127.0.0.1:5005", "bot_url", "http://127.0.0.1:5005"),
        ("MONTOYER_INTERNAL_TOKEN", "token_1234", "internal_token", "token_1234"),
    ],
)  # fmt: skip
def test_a_usable_value_is_read(name, text, field, value):
    assert getattr(Settings.read({name: text}), field) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("TELEGRAM_BOT_TOKEN", "123456789"),
        ("TELEGRAM_BOT_TOKEN", "123456789:short"),
        ("TELEGRAM_BOT_TOKEN", f"bot{TOKEN}"),
        ("TELEGRAM_API_BASE_URL", "api.telegram.org"),
        ("TELEGRAM_API_BASE_URL", "ftp://api.telegram.org"),
        ("TELEGRAM_API_BASE_URL", "https://"),
        ("TELEGRAM_API_BASE_URL", "http://[::1"),
        ("TELEGRAM_WEBHOOK_URL", "https://example.org"),
        ("TELEGRAM_WEBHOOK_URL", "https://example.org/"),
        ("TELEGRAM_WEBHOOK_URL", "example.org/telegram"),
        ("TELEGRAM_WEBHOOK_PORT", "0"),
        ("TELEGRAM_WEBHOOK_PORT", "65536"),
        ("TELEGRAM_WEBHOOK_PORT", "https"),
        ("TELEGRAM_WEBHOOK_SECRET", "short"),
        ("TELEGRAM_WEBHOOK_SECRET", "with blanks in it"),
        ("TELEGRAM_WEBHOOK_SECRET", "x" * 257),
        ("MONTOYER_DATABASE_URL", "var/montoyer.db"),
        ("MONTOYER_DATABASE_URL", "mysql://host/montoyer"),
        ("MONTOYER_DATABASE_URL", "postgres://host/montoyer"),
        ("MONTOYER_SECRET_KEYS", "short"),
        ("MONTOYER_SECRET_KEYS", f"{A_KEY},short"),
        ("MONTOYER_PSEUDONYM_KEY", "short"),
        ("MONTOYER_CONSOLE_PORT", "-1"),
        ("MONTOYER_CONSOLE_PORT", "80.80"),
        ("MONTOYER_CONSOLE_URL", "desk.example.org"),
        ("MONTOYER_CALLBACK_HOURS", "9-12"),
        ("MONTOYER_CALLBACK_HOURS", "09:00-12:00;13:00-17:00"),
        ("MONTOYER_CALLBACK_HOURS", "09:00-12:00,"),
        ("MONTOYER_CALLBACK_HOURS", "12:00-09:00"),
        ("MONTOYER_CALLBACK_HOURS", "12:00-12:00"),
        ("MONTOYER_CALLBACK_HOURS", "09:00-25:00"),
        ("MONTOYER_CONVERSATION_RETENTION_DAYS", "0"),
        ("MONTOYER_CONVERSATION_RETENTION_DAYS", "3651"),
        ("MONTOYER_CONVERSATION_RETENTION_DAYS", "a month"),
        ("MONTOYER_CALLBACK_RETENTION_DAYS", "-5"),
        ("MONTOYER_CALLBACK_RETENTION_DAYS", "²"),
        ("MONTOYER_ACTIONS", "somewhere"),
        ("MONTOYER_SEND_RATE", "0"),
        ("MONTOYER_LOG_LEVEL", "LOUD"),
        ("MONTOYER_ACTIONS_URL", "127.0.0.1:5055"),
        ("MONTOYER_BOT_URL", "localhost"),
        ("MONTOYER_INTERNAL_TOKEN", "short"),
    ],
)
def test_an_unusable_value_is_refused_under_the_settings_name(name, text):
    with pytest.raises(InvalidSetting) as refusal:
        Settings.read({name: text, **({"TELEGRAM_BOT_TOKEN": TOKEN} if name == "TELEGRAM_WEBHOOK_URL" else {})})
    assert refusal.value.name == name
    assert refusal.value.reason


@pytest.mark.parametrize(
    ("name", "text"),
    [("TELEGRAM_BOT_TOKEN", "123:secret-of-mine"), ("MONTOYER_SECRET_KEYS", "secret-of-mine"),
     ("MONTOYER_INTERNAL_TOKEN", "secret of mine")],
)  # fmt: skip
def test_a_refusal_does_not_repeat_a_secret(name, text):
    with pytest.raises(InvalidSetting) as refusal:
        Settings.read({name: text})
    assert "mine" not in str(refusal.value)


def test_a_webhook_needs_a_bot():
    with pytest.raises(InvalidSetting) as refusal:
        read(TELEGRAM_WEBHOOK_URL="https://example.org/telegram")
    assert refusal.value.name == "TELEGRAM_WEBHOOK_URL"


def test_a_webhook_of_a_bot_has_a_path():
    settings = read(TELEGRAM_WEBHOOK_URL="https://example.org/hooks/telegram/", TELEGRAM_BOT_TOKEN=TOKEN)
    assert settings.webhook_path == "/hooks/telegram"


@pytest.mark.parametrize("keys", [{}, {"MONTOYER_SECRET_KEYS": A_KEY}, {"MONTOYER_PSEUDONYM_KEY": A_KEY}], ids=",".join)
def test_postgresql_needs_both_kinds_of_keys(keys):
    with pytest.raises(InvalidSetting) as refusal:
        read(MONTOYER_DATABASE_URL=POSTGRES, **keys)
    assert refusal.value.name == "MONTOYER_SECRET_KEYS"


def test_postgresql_with_both_kinds_of_keys_is_fine():
    settings = read(MONTOYER_DATABASE_URL=POSTGRES, MONTOYER_SECRET_KEYS=A_KEY, MONTOYER_PSEUDONYM_KEY=ANOTHER_KEY)
    assert settings.database_url == POSTGRES


def test_answers_may_quote_how_long_things_are_kept():
    settings = read(MONTOYER_CONVERSATION_RETENTION_DAYS="14", MONTOYER_CALLBACK_RETENTION_DAYS="60")
    assert settings.text_constants == {"conversation_retention_days": 14, "callback_retention_days": 60}


def test_every_setting_is_documented_and_its_default_can_be_read():
    described = fields(Settings)
    assert len({entry.metadata["name"] for entry in described}) == len(described) >= 15
    for entry in described:
        assert entry.metadata["help"].endswith("."), entry.name
        entry.metadata["parse"](entry.metadata["default"])
