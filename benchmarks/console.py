"""How fast staff see their pages: `python -m benchmarks.console [--requests 100000] [--postgresql]`.

Fills a database with callback requests and 200 open chats, asks for each page again and again, and prints a table.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from benchmarks.chats import CHATS, filled
from bot.bootstrap import App, clock
from bot.console.app import create_app
from bot.domain.call_window import CallWindow, brussels_day
from bot.domain.callback import Attempt, CallbackRequest, Consent, Outcome, State, Topic, Wish
from bot.services.overview_ports import What
from tests.contract import postgres
from tests.unit.console.browser import Browser

ROUNDS = 60
_AT_ONCE = 2_000
_DAYS = 365
_OPEN_EVERY = 20
_LANGUAGES = ("ar", "fr", "en", "ru", "tr", "es", "nl")


def fill(app: App, requests: int) -> str:
    """Requests over a year, one in twenty still open, each ended one with a call; gives a reference."""
    now = clock()
    for first in range(0, requests, _AT_ONCE):
        with app.new_work() as work:
            for number in range(first, min(first + _AT_ONCE, requests)):
                request = _request(number, now - timedelta(minutes=number * _DAYS * 1440 // requests))
                work.callbacks.add(request, f"key-{number}")
                if request.state is State.CLOSED:
                    held = work.callbacks.get(request.reference)
                    held.attempts.append(Attempt(request.created_at + timedelta(hours=5), "Ana", Outcome.REACHED))
                    work.callbacks.save(held)
            work.commit()
    with app.new_work() as work:
        for back in range(_DAYS):
            counts = [(What.MESSAGE, code) for code in _LANGUAGES] + [(What.TOPIC, f"topic_{n}") for n in range(40)]
            work.counts.add(brussels_day(now - timedelta(days=back)), [*counts, (What.OUTCOME, "answered")])
        work.commit()
    return "R0000007"


def _request(number: int, at: datetime) -> CallbackRequest:
    window = CallWindow(at + timedelta(hours=24), at + timedelta(hours=27))
    topic = list(Topic)[number % len(Topic)]
    wish = Wish(f"Amina {number}", f"+3247{number:07d}", _LANGUAGES[number % 7], window, topic, True)
    state = State.NEW if number % _OPEN_EVERY == 0 else State.CLOSED
    return CallbackRequest(f"R{number:07d}", f"p{number}", wish, Consent("1", at), at, at, state, country="MA")


def pages(reference: str, chat: str) -> dict[str, str]:
    """Name and address of each page."""
    return {
        "queue, first page": "/callbacks",
        "queue, page 150": "/callbacks?page=150",
        "all, page 3,900": "/callbacks?state=all&page=3900",
        "filter: language and topic": "/callbacks?state=all&language=fr&topic=return",
        "filter: country": "/callbacks?country=MA",
        "search: a name": "/callbacks?state=all&text=amina",
        "search: a number": "/callbacks?state=all&text=0012345",
        "detail": f"/callbacks/{reference}",
        "overview, 7 days": "/overview?days=7",
        "overview, 30 days": "/overview?days=30",
        "chart": "/overview/charts/topics?days=30",
        "list of chats": "/chats",
        "a chat": f"/chats/{chat}",
    }


def measure(url: str, requests: int) -> None:
    """Fill and ask; prints a row for each page."""
    app, chat = filled(url)
    reference = fill(app, requests)
    browser = Browser(create_app(app))
    browser.sign_in("Ana")
    for name, address in pages(reference, chat).items():
        spans = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            browser.text(address)
            spans.append((time.perf_counter() - begun) * 1000)
        spans.sort()
        print(f"| {name} | {statistics.median(spans):.0f} | {spans[int(ROUNDS * 0.95)]:.0f} |", flush=True)


@contextmanager
def database(server: bool) -> Iterator[str]:
    """An empty database's address."""
    if server:
        programs = postgres.programs()
        if programs is None:
            raise SystemExit("PostgreSQL is not installed")
        with postgres.server(programs) as address:
            yield address
        return
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/console.db"


def main() -> None:
    """Measure."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--requests", type=int, default=100_000)
    reader.add_argument("--postgresql", action="store_true")
    chosen = reader.parse_args()
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    kind = "PostgreSQL" if chosen.postgresql else "SQLite"
    print(f"{kind}, {chosen.requests} requests, {CHATS} chats, load before {load}\n")
    print("| Page | Median ms | 95 % ms |\n|---|---|---|")
    with database(chosen.postgresql) as url:
        measure(url, chosen.requests)
    print("load after " + ", ".join(f"{each:.1f}" for each in os.getloadavg()))


if __name__ == "__main__":
    main()
