"""The doctor against a fake Telegram, a database and a machine in various states."""

import asyncio
import json
import socket
from collections import namedtuple
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from bot.bootstrap import build, clock
from bot.cli import checkup, checkup_telegram
from bot.cli.doctor import examine, line
from bot.cli.finding import State, warn
from bot.cli.main import montoyer
from bot.storage.migrate import migrate, upgrade
from tests.builders import a_request
from tests.telegram_server.bot_process import free_port
from tests.telegram_server.server import FakeTelegram
from tests.unit.telegram_server.client import call

WEBHOOK = "http://127.0.0.1:9/telegram"


@pytest.fixture
def settings(tmp_path, monkeypatch):
    monkeypatch.setenv("MONTOYER_DATABASE_URL", f"sqlite:///{tmp_path}/montoyer.db")
    monkeypatch.setenv("MONTOYER_CONSOLE_PORT", str(free_port()))
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    return monkeypatch


@pytest.fixture
def office(settings):
    from bot.bootstrap import environment

    app = build(environment())
    migrate(app.engine)
    yield app
    app.engine.dispose()


@pytest.fixture
async def telegram(settings):
    async with FakeTelegram() as server:
        settings.setenv("TELEGRAM_BOT_TOKEN", server.token)
        settings.setenv("TELEGRAM_API_BASE_URL", server.base_url)
        yield server


async def found():
    findings = await asyncio.to_thread(examine)
    return {finding.check: finding for finding in findings}


async def state(check):
    return (await found())[check].state


async def test_a_sound_installation_is_well(office, telegram):
    findings = await found()
    del findings["model"]  # The checkout of a test run may have none.
    assert {name: f.found for name, f in findings.items() if f.state is not State.OK} == {}
    assert findings["token"].found == "of @montoyer_test_bot"
    assert {"clock", "webhook", "updates waiting", "database", "schema", "keys", "languages", "console port"} <= set(
        findings
    )


async def test_a_token_telegram_does_not_know_fails(office, telegram, settings):
    settings.setenv("TELEGRAM_BOT_TOKEN", "999999:WRONGTOKENabcdefghijklmnopqrstuvwxyz")
    finding = (await found())["token"]
    assert finding.state is State.FAIL
    assert "WRONGTOKEN" not in line(finding)


async def test_a_telegram_that_cannot_be_reached_fails_without_showing_the_token(office, telegram, settings):
    settings.setenv("TELEGRAM_API_BASE_URL", "http://127.0.0.1:1")
    finding = (await found())["token"]
    assert finding.state is State.FAIL
    assert telegram.token not in line(finding)


async def test_without_a_token_it_warns_only(office):
    assert await state("token") is State.WARN


async def test_a_webhook_that_is_left_over_or_missing_is_seen(office, telegram, settings):
    assert (await call(telegram, "setWebhook", url=WEBHOOK)).result
    finding = (await found())["webhook"]
    assert finding.state is State.WARN
    assert WEBHOOK in finding.found
    settings.setenv("TELEGRAM_WEBHOOK_URL", WEBHOOK)
    assert await state("webhook") is State.OK
    await call(telegram, "deleteWebhook")
    assert await state("webhook") is State.WARN


async def test_a_failed_delivery_is_quoted(office, telegram, settings):
    settings.setenv("TELEGRAM_WEBHOOK_URL", WEBHOOK)
    assert (await call(telegram, "setWebhook", url=WEBHOOK)).result
    await telegram.user(1001).send("hello")
    for _ in range(100):
        if "webhook delivery" in (findings := await found()):
            break
        await asyncio.sleep(0.1)
    assert findings["webhook delivery"].state is State.WARN
    assert "last error at" in findings["webhook delivery"].found


async def test_many_waiting_updates_are_a_warning(office, telegram, monkeypatch):
    monkeypatch.setattr(checkup_telegram, "MANY_PENDING", 1)
    for text in ("one", "two"):
        await telegram.user(1001).send(text)
    assert await state("updates waiting") is State.WARN


@pytest.mark.parametrize(("seconds", "expected"), [(0, State.OK), (10, State.WARN), (-3600, State.FAIL)])
def test_a_clock_that_is_off_is_seen(seconds, expected):
    assert checkup_telegram.skew(clock() + timedelta(seconds=seconds), "Telegram").state is expected


async def test_an_empty_and_an_old_database_want_a_migration(settings):
    finding = (await found())["schema"]
    assert finding.state is State.FAIL
    assert "montoyer migrate" in finding.advice
    from bot.bootstrap import environment

    app = build(environment())
    with app.engine.begin() as connection:
        upgrade(connection, "0001")
    assert await state("schema") is State.FAIL


async def test_a_database_that_is_away_fails(settings):
    settings.setenv("MONTOYER_DATABASE_URL", "postgresql://montoyer:pa55word@127.0.0.1:1/montoyer")
    settings.setenv("MONTOYER_SECRET_KEYS", "k" * 40)
    settings.setenv("MONTOYER_PSEUDONYM_KEY", "k" * 40)
    findings = await found()
    assert findings["database"].state is State.FAIL
    assert not any("pa55word" in line(finding) for finding in findings.values())


async def test_keys_that_do_not_fit_fail_and_open_files_are_a_warning(office, settings, tmp_path):
    with office.new_work() as work:
        work.callbacks.add(a_request(), "key")
        work.commit()
    (tmp_path / "montoyer.keys.json").chmod(0o644)
    assert "can be read by others" in " ".join(f.found for f in await asyncio.to_thread(examine) if f.check == "keys")
    settings.setenv("MONTOYER_SECRET_KEYS", "x" * 40)
    assert await state("keys") is State.FAIL


@pytest.mark.parametrize(("free", "expected"), [(100, State.FAIL), (500, State.WARN), (5000, State.OK)])
async def test_little_disk_is_seen(office, monkeypatch, free, expected):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(checkup.shutil, "disk_usage", lambda _: usage(0, 0, free * 2**20))
    assert await state("disk of database") is expected


async def test_a_missing_model_fails(office, settings, tmp_path):
    settings.setenv("MONTOYER_MODELS", str(tmp_path / "none"))
    assert await state("model") is State.FAIL


async def test_a_model_that_was_changed_fails(office, settings, tmp_path):
    from bot.dialogue.model_files import record_model

    (tmp_path / "m.tar.gz").write_bytes(b"trained")
    record_model(tmp_path, tmp_path / "m.tar.gz", "x")
    settings.setenv("MONTOYER_MODELS", str(tmp_path))
    assert await state("model") is State.WARN
    (tmp_path / "m.tar.gz").write_bytes(b"changed")
    assert await state("model") is State.FAIL


async def test_a_taken_console_port_fails(office, settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.setenv("MONTOYER_CONSOLE_PORT", str(taken.getsockname()[1]))
        assert await state("console port") is State.FAIL


def test_an_unusable_setting_is_a_finding(settings):
    settings.setenv("MONTOYER_LOG_LEVEL", "LOUD")
    done = CliRunner().invoke(montoyer, ["doctor"])
    assert done.exit_code == 1
    assert "MONTOYER_LOG_LEVEL" in done.output


def test_programs_read_json_and_the_exit_code(office):
    done = CliRunner().invoke(montoyer, ["doctor", "--json"])
    told = json.loads(done.output)
    assert {row["state"] for row in told["findings"]} <= {"ok", "warn", "fail"}
    assert told["well"] == (done.exit_code == 0)


def test_advice_stands_under_what_was_found():
    assert line(warn("disk", "500 MiB free", "make room")).splitlines()[1].strip() == "→ make room"
