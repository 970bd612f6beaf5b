"""Starting one process alone, and asking it how it is."""

import http.server
import json
import threading

import pytest
from typer.testing import CliRunner

from bot.bootstrap import app as this_process
from bot.cli.main import montoyer
from bot.domain.errors import InvalidSetting
from bot.settings import Settings


@pytest.fixture
def bare(tmp_path, monkeypatch):
    monkeypatch.setenv("MONTOYER_DATABASE_URL", f"sqlite:///{tmp_path}/montoyer.db")
    this_process.cache_clear()
    yield
    this_process.cache_clear()


@pytest.mark.parametrize(
    ("command", "setting"), [("bot", "MONTOYER_ACTIONS_URL"), ("actions", "MONTOYER_INTERNAL_TOKEN")]
)
def test_what_a_process_alone_needs_is_named(bare, command, setting):
    done = CliRunner().invoke(montoyer, [command], env={"MONTOYER_ACTIONS": "server"})
    assert isinstance(done.exception, InvalidSetting)
    assert done.exception.name == setting


def test_listening_for_other_machines_needs_a_shared_secret():
    with pytest.raises(InvalidSetting) as refusal:
        Settings.read({"MONTOYER_INTERNAL_HOST": "0.0.0.0"})
    assert refusal.value.name == "MONTOYER_INTERNAL_TOKEN"
    assert Settings.read({"MONTOYER_INTERNAL_HOST": "0.0.0.0", "MONTOYER_INTERNAL_TOKEN": "t" * 20})


@pytest.fixture
def health():
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/healthz" else 503)
            self.end_headers()
            self.wfile.write(json.dumps({"ready": self.path == "/healthz"}).encode())

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(("path", "code", "ready"), [("/healthz", 0, True), ("/readyz", 1, False)])
def test_a_probe_shows_the_answer_and_tells_by_its_exit_code(health, path, code, ready):
    done = CliRunner().invoke(montoyer, ["probe", health + path])
    assert done.exit_code == code
    assert json.loads(done.output) == {"ready": ready}


@pytest.mark.parametrize(("address", "code"), [("http://127.0.0.1:1/healthz", 1), ("file:///etc/passwd", 2)])
def test_a_probe_without_an_answer_or_an_address_fails(address, code):
    assert CliRunner().invoke(montoyer, ["probe", address]).exit_code == code
