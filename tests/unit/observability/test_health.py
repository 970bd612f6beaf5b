import asyncio

from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.observability import health
from bot.observability.health import Check, NotReady, report
from bot.observability.probe import readiness_route


async def well():
    return {"model": "m.tar.gz"}


async def away():
    raise NotReady("no_poll", last_poll_seconds=200)


async def broken():
    raise RuntimeError("postgresql://montoyer:secret@db/montoyer")


async def silent():
    await asyncio.sleep(5)


async def test_it_is_ready_when_every_check_is_well():
    ready, told = await report({"model": Check(well)})
    assert ready
    assert told["checks"]["model"]["ok"] is True
    assert told["checks"]["model"]["model"] == "m.tar.gz"


async def test_a_failing_check_says_why_and_makes_it_unready():
    ready, told = await report({"model": Check(well), "telegram": Check(away)})
    assert not ready
    assert told["checks"]["telegram"] == {"ok": False, "reason": "no_poll", "last_poll_seconds": 200}
    assert told["checks"]["model"]["ok"]


async def test_a_check_that_only_tells_does_not_decide():
    ready, told = await report({"bot": Check(away, decides=False)})
    assert ready
    assert told["checks"]["bot"]["ok"] is False


async def test_the_text_of_an_error_is_not_told():
    _, told = await report({"database": Check(broken)})
    assert told["checks"]["database"] == {"ok": False, "reason": "RuntimeError"}


async def test_a_check_without_an_answer_has_failed(monkeypatch):
    monkeypatch.setattr(health, "PATIENCE", 0.01)
    ready, told = await report({"database": Check(silent)})
    assert not ready
    assert told["checks"]["database"]["reason"] == "no_answer"


def test_readiness_is_200_or_503_and_json():
    checks = {"model": Check(well)}
    client = TestClient(Starlette(routes=[readiness_route(checks)]))
    assert client.get("/readyz").status_code == 200
    checks["telegram"] = Check(away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["ready"]) == (503, False)
