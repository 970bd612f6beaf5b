import asyncio
import http.server
import json
import threading

import pytest

from bot.cli.watch import watch_readiness


@pytest.fixture
def process():
    """A process whose checks can be set."""

    class Handler(http.server.BaseHTTPRequestHandler):
        checks = {}  # noqa: RUF012 - set anew by the test

        def do_GET(self):
            well = all(check["ok"] for check in self.checks.values())
            self.send_response(200 if well else 503)
            self.end_headers()
            self.wfile.write(json.dumps({"checks": self.checks}).encode())

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Handler, f"http://127.0.0.1:{server.server_port}/readyz"
    server.shutdown()
    thread.join()
    server.server_close()


async def heard(said, count):
    for _ in range(500):
        if len(said) >= count:
            return said
        await asyncio.sleep(0.01)
    raise AssertionError(said)


async def test_a_change_of_state_is_said_once_with_its_reason(process):
    handler, address = process
    said = []
    watching = asyncio.create_task(watch_readiness("bot", address, said.append, every=0.01))
    await asyncio.sleep(0.1)
    assert said == []
    handler.checks = {"database": {"ok": False, "reason": "OperationalError"}, "model": {"ok": True}}
    await heard(said, 1)
    await asyncio.sleep(0.1)
    assert said == ["bot is not ready: database (OperationalError)"]
    handler.checks = {}
    assert await heard(said, 2) == [*said[:1], "bot is ready again"]
    watching.cancel()


async def test_a_process_that_does_not_answer_is_said():
    said = []
    watching = asyncio.create_task(watch_readiness("actions", "http://127.0.0.1:1/readyz", said.append, every=0.01))
    assert await heard(said, 1) == ["actions is not ready: it does not answer"]
    watching.cancel()
