from datetime import datetime, timedelta, timezone

import pytest
from typer.testing import CliRunner

from bot.bootstrap import build
from bot.cli.main import montoyer
from bot.storage.migrate import migrate
from tests.builders import a_request


@pytest.fixture
def old_request(tmp_path, monkeypatch):
    address = f"sqlite:///{tmp_path}/montoyer.db"
    monkeypatch.setenv("MONTOYER_DATABASE_URL", address)
    app = build({"MONTOYER_DATABASE_URL": address})
    migrate(app.engine)
    then = datetime.now(timezone.utc) - timedelta(days=100)
    with app.new_work() as work:
        work.callbacks.add(a_request(created_at=then, updated_at=then), "key")
        work.commit()
    return f"{then:%Y-%m-%d}"


def test_a_dry_run_shows_kinds_limits_rows_and_the_oldest_then_removes_nothing(old_request):
    for _ in range(2):
        done = CliRunner().invoke(montoyer, ["retention", "--dry-run"])
        assert done.exit_code == 0, done.output
        [line] = [line for line in done.output.splitlines() if line.startswith("callback requests")]
        assert line.split() == ["callback", "requests", "90", "days", "1", old_request]
        assert "1 rows would go; nothing was removed." in done.output


def test_without_it_the_rows_go(old_request):
    assert "1 rows removed." in CliRunner().invoke(montoyer, ["retention"]).output
    assert "0 rows removed." in CliRunner().invoke(montoyer, ["retention"]).output
