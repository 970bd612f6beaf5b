from types import SimpleNamespace

from bot.bootstrap import build
from bot.channel.readiness import STALE_POLL, bot_checks, telegram_check
from bot.observability.health import report


class Loop:
    def __init__(self, monkeypatch):
        self.now = 1000.0
        monkeypatch.setattr("bot.channel.readiness.asyncio.get_running_loop", lambda: self)

    def time(self):
        return self.now


def connector(webhook=False):
    return SimpleNamespace(
        listens=webhook, polling=SimpleNamespace(last_answer=0.0), webhook=SimpleNamespace(last_update=0.0)
    )


async def asked(check):
    try:
        return await check.ask()
    except Exception as fault:
        return fault.reason


async def test_polling_is_stale_when_telegram_has_not_answered_for_three_polls(monkeypatch):
    loop, link = Loop(monkeypatch), connector()
    check = telegram_check(link)
    assert await asked(check) == {"mode": "polling", "last_poll_seconds": 0}, "the first poll is still open"
    loop.now += STALE_POLL + 1
    assert await asked(check) == "no_poll"
    link.polling.last_answer = loop.now - 20
    assert await asked(check) == {"mode": "polling", "last_poll_seconds": 20}


async def test_a_webhook_without_news_is_ready_and_tells_when_the_last_came(monkeypatch):
    loop, link = Loop(monkeypatch), connector(webhook=True)
    check = telegram_check(link)
    assert await asked(check) == {"mode": "webhook", "last_update_seconds": None}
    link.webhook.last_update = loop.now - 7200
    assert await asked(check) == {"mode": "webhook", "last_update_seconds": 7200}


async def test_a_bot_is_ready_with_a_database_and_an_action_server(app):
    server = {"MONTOYER_ACTIONS": "server", "MONTOYER_ACTIONS_URL": "http://127.0.0.1:1"}
    away = build({"MONTOYER_DATABASE_URL": str(app.engine.url), **server})
    ready, told = await report(bot_checks(away, lambda: "m.tar.gz"))
    assert not ready
    assert {name for name, check in told["checks"].items() if not check["ok"]} == {"actions"}
    assert told["checks"]["queues"]["outbox_oldest_seconds"] == 0
    alone = build({"MONTOYER_DATABASE_URL": str(app.engine.url), "MONTOYER_ACTIONS": "in_process"})
    assert (await report(bot_checks(alone, lambda: "m.tar.gz")))[0]
