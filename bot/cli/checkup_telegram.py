"""What the doctor asks Telegram: does it know the token, where does it post to, and does its clock agree with ours."""

from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from bot.bootstrap import App, clock
from bot.cli.finding import Finding, fail, ok, warn
from bot.settings import Settings

PATIENCE = 10.0
MANY_PENDING = 100
SKEW_WARN, SKEW_FAIL = 5.0, 60.0


class NoAnswer(Exception):
    """Telegram cannot be asked; the text says why, without the token."""


def check_telegram(app: App) -> Iterator[Finding]:
    """Token, webhook and clock; the clock by Telegram's Date header."""
    settings = app.settings
    if not settings.telegram_bot_token:
        yield warn("token", "not set: Telegram is off, the Playground works", "put BotFather's token into .env")
        return
    try:
        me, told_at = _ask(settings, "getMe")
    except NoAnswer as trouble:
        yield fail("token", str(trouble), "check TELEGRAM_API_BASE_URL, the network and its proxy")
        return
    if not me.get("ok"):
        yield fail("token", "Telegram does not know this token", "ask BotFather for the bot's token: /mybots")
        return
    yield ok("token", f"of @{me['result'].get('username')}")
    if told_at:
        yield skew(told_at, "Telegram")
    try:
        info, _ = _ask(settings, "getWebhookInfo")
    except NoAnswer as trouble:
        yield fail("webhook", str(trouble), "ask again in a minute")
        return
    yield from _webhook(settings, info.get("result") or {})


def skew(other: datetime, whose: str) -> Finding:
    """How far another clock is from ours."""
    seconds = abs((clock() - other).total_seconds())
    found = f"{seconds:.0f} s away from {whose}'s"
    advice = "let the machine keep its time by NTP (timedatectl set-ntp true)"
    if seconds > SKEW_FAIL:
        return fail("clock", found, advice)
    return warn("clock", found, advice) if seconds > SKEW_WARN else ok("clock", found)


def _webhook(settings: Settings, info: dict[str, Any]) -> Iterator[Finding]:
    url, pending = info.get("url") or "", int(info.get("pending_update_count") or 0)
    wanted = settings.telegram_webhook_url
    if url != wanted:
        found = f"Telegram posts to {url}" if url else "none is registered"
        said = "TELEGRAM_WEBHOOK_URL names another" if wanted else "long polling is set"
        yield warn("webhook", f"{found}, but {said}", "start the bot, which registers or removes it")
    else:
        yield ok("webhook", url or "none, as long polling wants")
    if url and info.get("last_error_message"):
        at = datetime.fromtimestamp(int(info.get("last_error_date") or 0), clock().tzinfo)
        found = f"last error at {at:%Y-%m-%d %H:%M} UTC: {info['last_error_message']}"
        yield warn("webhook delivery", found, "check the proxy, its certificate and that the bot runs")
    if pending > MANY_PENDING:
        yield warn("updates waiting", f"{pending} at Telegram", "start the bot; when it runs, see its log")
    else:
        yield ok("updates waiting", f"{pending} at Telegram")


def _ask(settings: Settings, method: str) -> tuple[dict[str, Any], datetime | None]:
    try:
        address = f"{settings.telegram_api_base_url}/bot{settings.telegram_bot_token}/{method}"
        answer = httpx.post(address, timeout=PATIENCE)
        body = answer.json()
    except (httpx.HTTPError, ValueError) as trouble:
        # Its text would quote the address, and the token in it.
        raise NoAnswer(f"Telegram cannot be asked ({type(trouble).__name__})") from None
    if not isinstance(body, dict):
        raise NoAnswer("what answers is not Telegram")
    date = answer.headers.get("date")
    return body, parsedate_to_datetime(date) if date else None
