"""How fast staff see 200 open chats: `python -m benchmarks.chats [postgresql://…]`. Prints medians and percentiles."""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable

from bot.bootstrap import build, clock
from bot.console.app import create_app
from bot.domain.conversation import Channel
from bot.domain.handover import Reason
from bot.domain.staff import Role
from bot.services.handover_history import Heard
from bot.storage.migrate import migrate
from tests.unit.console.browser import PASSWORD, Browser

CHATS = 200
MESSAGES = 30
ROUNDS = 100


def filled(url):
    """An app with open chats: half wait, half are held by Ana, each with a talk behind it."""
    keys = {"MONTOYER_SECRET_KEYS": "k" * 40, "MONTOYER_PSEUDONYM_KEY": "p" * 40}
    always = {"MONTOYER_SERVICE_HOURS": "mon-sun 00:00-23:59", "MONTOYER_HOLIDAYS": "none"}
    app = build({"MONTOYER_DATABASE_URL": url, **keys, **always})
    migrate(app.engine)
    app.accounts.accept(app.accounts.invite("Ana", Role.AGENT), PASSWORD)
    for number in range(CHATS):
        person = app.conversations.meet(Channel.TELEGRAM, str(number), "fr")
        app.live_chat.requests.ask(person.id, Reason.ASKED)
        if number % 2:
            app.live_chat.desk.take(person.id, "Ana")
        with app.new_work() as work:
            for _ in range(MESSAGES):
                said = {"event": "user", "text": "bonjour, une question", "timestamp": clock().timestamp()}
                work.trackers.append(person.id, [said], False, clock())
            work.commit()
    return app, person.id


def timed(name: str, call: Callable[[], object]) -> None:
    """Call again and again and print how long it took."""
    spans = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        call()
        spans.append((time.perf_counter() - begun) * 1000)
    spans.sort()
    print(f"{name}: median {statistics.median(spans):.1f} ms, 95th percentile {spans[int(ROUNDS * 0.95)]:.1f} ms")


def main() -> None:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        app, chat = filled(sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{folder}/chats.db")
        browser = Browser(create_app(app))
        browser.sign_in("Ana")
        timed("list of chats, drawn", lambda: browser.text("/chats"))
        seen = app.live_chat.reading.list_mark()
        timed("list of chats, unchanged", lambda: browser.open(f"/chats/live?seen={seen}@{int(time.time()) // 60}"))
        timed("counter of every page", lambda: browser.text("/chats/badge"))
        timed("a chat, drawn", lambda: browser.text(f"/chats/{chat}"))
        mark = app.live_chat.reading.mark(chat)
        query = f"/chats/{chat}/live?seen={mark}@{int(time.time()) // 60}"
        timed("a chat, unchanged", lambda: browser.open(query))
        app.live_chat.gate.keep(chat, Heard("une autre", "text", 1, "fr"), 1)
        timed("a chat, changed", lambda: browser.open(f"/chats/{chat}/live?seen=old"))


if __name__ == "__main__":
    main()
