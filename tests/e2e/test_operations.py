"""Three processes started one by one, as containers and units start them: closed, watched, silent about people."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.e2e.separate import Installation
from tests.e2e.test_callback_journey import QUIET, leave_a_request
from tests.telegram_server.server import FakeTelegram

PERSON = 100_200_477
pytestmark = [pytest.mark.e2e]
# What the talk below tells: none of it may stand in any log, in whatever form.
PERSONAL = (
    "Fatima", "Zahra", "0470 12 34 56", "470123456", "470 12 34 56", str(PERSON), "can you call me please",
    "Luxembourg", "my passport", "wrong horse", "ana@example.org",
)  # fmt: skip


@pytest.fixture(params=["json", "plain"])
async def office(request, tmp_path, model) -> AsyncIterator[tuple[Installation, FakeTelegram]]:
    async with FakeTelegram() as telegram:
        installation = Installation(tmp_path, telegram, request.param)
        try:
            installation.run("migrate")
            for name in ("actions", "bot", "console"):
                await installation.start(name)
            yield installation, telegram
        finally:
            installation.kill()


async def metric(installation: Installation, process: str, line: str) -> float:
    port = installation.metrics + ("bot", "actions", "console").index(process)
    async with httpx.AsyncClient(trust_env=False) as client:
        text = (await client.get(f"http://127.0.0.1:{port}/metrics")).text
    return sum(float(row.rpartition(" ")[2]) for row in text.splitlines() if row.startswith(line))


async def fail_to_sign_in(installation: Installation) -> None:
    async with httpx.AsyncClient(trust_env=False, base_url=installation.address("console")) as client:
        await client.get("/sign-in")
        await client.post("/sign-in", data={"name": "ana@example.org", "password": "wrong horse"})


async def test_a_closed_installation_serves_is_measured_drains_and_keeps_quiet_about_people(office):
    installation, telegram = office
    before = set(installation.code.rglob("*"))
    user = telegram.user(PERSON, language="en", first_name="Fatima", last_name="Zahra")
    await user.start()
    await user.texts(n=3, timeout=60)
    await user.send("i have no wrrds zxqv")
    await user.texts(quiet=QUIET, timeout=30)
    await leave_a_request(user)
    await fail_to_sign_in(installation)

    assert await metric(installation, "bot", 'montoyer_updates_total{kind="text"}') >= 3
    assert await metric(installation, "bot", 'montoyer_sends_total{outcome="sent"}') >= 8
    assert await metric(installation, "bot", "montoyer_understood_total") >= 2
    assert await metric(installation, "bot", 'montoyer_callbacks{state="open"}') == 1
    assert await metric(installation, "actions", 'montoyer_actions_total{outcome="done"}') >= 5
    assert await metric(installation, "console", "montoyer_database_up") == 1

    await stop_in_the_middle_and_go_on(installation, user)
    for name in ("console", "actions", "bot"):
        assert await installation.terminate(name) in (0, -15), name
    assert telegram.problems == []
    assert set(installation.code.rglob("*")) == before
    check_logs(installation)


async def stop_in_the_middle_and_go_on(installation, user):
    """A message that arrives just before SIGTERM is answered once, before or after."""
    await user.send("my passport is lost and i want to go home")
    assert await installation.terminate("bot") == 0
    early = await user.texts(quiet=0.5, timeout=1.5) if user.history() else []
    await installation.start("bot")
    late = await user.texts(quiet=QUIET, timeout=30) if not early else []
    assert early or late


def check_logs(installation):
    logs = {name: installation.log(name).read_text("utf-8") for name in ("bot", "actions", "console")}
    for personal in PERSONAL:
        for name, text in logs.items():
            assert personal.lower() not in text.lower(), f"{personal} stands in the log of {name}"
    assert "turn_done" in logs["bot"]
    if installation.environment["MONTOYER_LOG_FORMAT"] == "json":
        check_requests({name: list(map(json.loads, text.splitlines())) for name, text in logs.items()})


def check_requests(lines):
    """One id leads from the update over the action to the sending."""
    taken = {line["request"] for line in lines["bot"] if line["event"] == "update_taken"}
    acted = {line["request"] for line in lines["actions"] if line["event"] == "action_run"}
    sent = {line["request"] for line in lines["bot"] if line["event"] == "call_settled" and "request" in line}
    assert len(taken) >= 8
    assert acted
    assert acted <= taken
    assert len(taken & sent) >= 8
