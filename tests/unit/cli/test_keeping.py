import json

import pytest
from typer.testing import CliRunner

from bot.bootstrap import build
from bot.cli.main import montoyer
from bot.domain.errors import InvalidSetting
from bot.storage.migrate import migrate
from tests.builders import a_request


@pytest.fixture
def office(tmp_path, monkeypatch):
    address = f"sqlite:///{tmp_path}/montoyer.db"
    monkeypatch.setenv("MONTOYER_DATABASE_URL", address)
    app = build({"MONTOYER_DATABASE_URL": address})
    migrate(app.engine)
    with app.new_work() as work:
        work.callbacks.add(a_request(), "key")
        work.commit()
    return app


def call(*words):
    return CliRunner().invoke(montoyer, [str(word) for word in words])


def test_a_backup_is_restored_into_an_empty_place_with_the_same_counts(office, tmp_path, monkeypatch):
    saved = call("backup", tmp_path / "b.backup")
    assert saved.exit_code == 0, saved.output
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "montoyer.keys.json").write_bytes((tmp_path / "montoyer.keys.json").read_bytes())
    monkeypatch.setenv("MONTOYER_DATABASE_URL", f"sqlite:///{tmp_path}/new/montoyer.db")
    restored = call("restore", tmp_path / "b.backup")
    assert restored.exit_code == 0, restored.output
    assert "The keys open the restored data." in restored.output
    [line] = [line for line in restored.output.splitlines() if line.startswith("callback_request ")]
    assert line.split() == ["callback_request", "1"]
    assert line in saved.output
    assert call("restore", tmp_path / "b.backup").exit_code == 1


def test_without_the_keys_the_restore_says_so(office, tmp_path, monkeypatch):
    call("backup", tmp_path / "b.backup")
    monkeypatch.setenv("MONTOYER_DATABASE_URL", f"sqlite:///{tmp_path}/new/montoyer.db")
    done = call("restore", tmp_path / "b.backup")
    assert isinstance(done.exception, InvalidSetting)
    assert done.exception.name == "MONTOYER_SECRET_KEYS"


def test_in_a_folder_only_the_newest_are_kept(office, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in ("20260101T000000Z", "20260102T000000Z"):
        (folder / f"montoyer-{day}.backup").write_text("old")
    (folder / "notes.txt").write_text("not ours")
    assert call("backup", folder, "--keep", 2).exit_code == 0
    left = sorted(path.name for path in folder.iterdir())
    assert len(left) == 3
    assert left[0] == "montoyer-20260102T000000Z.backup"
    assert "notes.txt" in left


@pytest.mark.parametrize("words", [("/nowhere/b.backup",), ("b.backup", "--keep", "2")])
def test_a_place_that_is_not_there_is_one_clear_refusal(office, words):
    assert isinstance(call("backup", *words).exception, InvalidSetting)


def test_what_is_not_there_or_no_backup_is_refused(office, tmp_path):
    (tmp_path / "x.backup").write_text("hello")
    for name in ("x.backup", "missing.backup"):
        done = call("restore", tmp_path / name, "--force")
        assert done.exit_code == 1
    with office.new_work() as work:
        assert work.callbacks.get("ABC-234").wish.name == "Amina Haddad"


def test_keys_are_rotated_step_by_step(office, tmp_path):
    file = tmp_path / "montoyer.keys.json"
    before = json.loads(file.read_text())
    assert call("rotate-keys", "--add").exit_code == 0
    both = json.loads(file.read_text())
    assert both["secret_keys"][1:] == before["secret_keys"]
    assert both["pseudonym_key"] == before["pseudonym_key"]
    assert file.stat().st_mode & 0o777 == 0o600

    assert call("rotate-keys").exit_code == 0
    file.write_text(json.dumps({**both, "secret_keys": both["secret_keys"][:1]}))
    with build({"MONTOYER_DATABASE_URL": str(office.engine.url)}).new_reading() as work:
        assert work.callbacks.get("ABC-234").wish.name == "Amina Haddad"


def test_keys_of_the_environment_are_rotated_there(office, monkeypatch):
    monkeypatch.setenv("MONTOYER_SECRET_KEYS", "k" * 40)
    assert isinstance(call("rotate-keys", "--add").exception, InvalidSetting)
