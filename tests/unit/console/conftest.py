from datetime import timedelta

import httpx
import pytest
from argon2 import PasswordHasher

from bot.bootstrap import build, clock
from bot.console.app import create_app
from bot.domain.call_window import CallWindow
from bot.domain.callback import Consent, Topic, Wish
from bot.domain.conversation import Channel
from bot.domain.handover import Reason
from bot.domain.staff import Role
from bot.services.accounts import Accounts
from bot.storage.migrate import migrate
from tests.unit.console.browser import PASSWORD, Browser
from tests.unit.console.chat import Chat
from tests.unit.console.chatting import Always


class Clock:
    """Now, and later when a test says so."""

    def __init__(self):
        self.ahead = timedelta()

    def __call__(self):
        return clock() + self.ahead


class FakeBot:
    """The bot process as the Playground sees it: answers what the test says, and remembers what it was asked."""

    def __init__(self):
        self.asked = []
        self.headers = []
        self.answer = httpx.Response(200, json={"calls": [], "understood": None})

    def __call__(self, request):
        self.asked.append(httpx.Response(200, content=request.content).json())
        self.headers.append((str(request.url), request.headers))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def says(self, *calls, understood=None):
        numbered = [{**call, "message_id": number} for number, call in enumerate(calls, start=100)]
        self.answer = httpx.Response(200, json={"calls": numbered, "understood": understood})


@pytest.fixture
def settings(tmp_path):
    return {
        "MONTOYER_DATABASE_URL": f"sqlite:///{tmp_path}/console.db",
        "MONTOYER_BOT_URL": "http://bot.test:1",
        "MONTOYER_INTERNAL_TOKEN": "internal-token",
    }


@pytest.fixture
def now():
    return Clock()


@pytest.fixture
def app(settings, now):
    app = build(settings)
    # A cheap hash: these tests are not about argon2's cost.
    app.__dict__["accounts"] = Accounts(app.new_work, now, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    migrate(app.engine)
    yield app
    app.engine.dispose()


@pytest.fixture
def bot():
    return FakeBot()


@pytest.fixture
def console(app, bot):
    return create_app(app, httpx.MockTransport(bot))


@pytest.fixture
def employ(app):
    """An account that can sign in."""

    def employ(name, role=Role.AGENT, language="en"):
        app.accounts.accept(app.accounts.invite(name, role), PASSWORD)
        with app.new_work() as work:
            account = work.staff.get(name)
            account.language = language
            work.staff.save(account)
            work.commit()

    return employ


@pytest.fixture
def enter(console, employ):
    """A browser in which somebody is signed in."""

    def enter(name="Ana", role=Role.AGENT, language="en"):
        employ(name, role, language)
        browser = Browser(console)
        assert browser.sign_in(name).status_code == 303
        return browser

    return enter


@pytest.fixture
def ask(app):
    """A callback request; gives its reference. `hours` from now its window begins."""
    count = 0

    def ask(
        name="Maria",
        hours=2,
        *,
        phone="+32470123456",
        language="pt",
        topic=Topic.RETURN,
        urgent=False,
        may_leave_message=True,
    ):
        nonlocal count
        count += 1
        start = clock() + timedelta(hours=hours)
        wish = Wish(name, phone, language, CallWindow(start, start + timedelta(hours=1)), topic, may_leave_message)
        consent = Consent("2024-1", clock())
        return app.callbacks.record(f"person-{count}", wish, consent, f"key-{count}", urgent).reference

    return ask


@pytest.fixture
def chat(enter):
    """A Playground page of somebody who trains the bot."""
    return Chat(enter("Dries", Role.TRAINER))


@pytest.fixture
def request_of(app):
    """A request as it stands, without an audit entry."""

    def request_of(reference):
        with app.new_reading() as work:
            return work.callbacks.get(reference)

    return request_of


@pytest.fixture
def audit(app):
    """What the audit log holds, oldest first, as (who, what, which)."""

    def audit():
        with app.new_reading() as work:
            return [(it.actor, it.action, it.subject) for it in reversed(work.audit.latest(1000))]

    return audit


@pytest.fixture
def live(app):
    """The live chat of the console's app, open at every hour."""
    app.live_chat.requests._hours = Always()
    return app.live_chat


@pytest.fixture
def person(app):
    """Somebody on Telegram."""

    def person(address="7", language="ar"):
        return app.conversations.meet(Channel.TELEGRAM, address, language)

    return person


@pytest.fixture
def waiting(live, person):
    """Somebody who waits; gives the conversation's id."""
    amina = person()
    live.requests.ask(amina.id, Reason.ASKED)
    return amina.id


@pytest.fixture
def held(live, waiting):
    """A chat that Ana holds."""
    live.desk.take(waiting, "Ana")
    return waiting
