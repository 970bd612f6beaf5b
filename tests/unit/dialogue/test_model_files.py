import json

import pytest

from bot.dialogue.model_files import fingerprint, latest_model, record_model, trained_model
from bot.domain.errors import InvalidSetting


@pytest.fixture
def project(tmp_path):
    for name in ("data/nlu", "data/stories", "data/answers", "bot/nlu", "models"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("domain.yml", "config.yml", "data/nlu/a.yml", "data/stories/a.yml", "data/answers/fr.yml"):
        (tmp_path / name).write_text("x: 1\n")
    (tmp_path / "models" / "m.tar.gz").write_bytes(b"model")
    record_model(tmp_path / "models", tmp_path / "models" / "m.tar.gz", fingerprint(tmp_path))
    return tmp_path


def test_unchanged_files_need_no_training(project):
    assert trained_model(project, project / "models") == project / "models" / "m.tar.gz"


@pytest.mark.parametrize("name", ["domain.yml", "config.yml", "data/nlu/a.yml", "data/stories/a.yml"])
def test_a_change_of_what_training_reads_asks_for_training(project, name):
    (project / name).write_text("x: 2\n")
    assert trained_model(project, project / "models") is None
    assert latest_model(project / "models") is not None


def test_a_new_file_counts_and_a_translation_does_not(project):
    before = fingerprint(project)
    (project / "data/answers/fr.yml").write_text("x: 2\n")
    assert fingerprint(project) == before
    (project / "data/nlu/b.yml").write_text("x: 1\n")
    assert fingerprint(project) != before


def test_a_lost_model_asks_for_training(project):
    (project / "models" / "m.tar.gz").unlink()
    assert trained_model(project, project / "models") is None
    assert latest_model(project / "models") is None


def test_a_damaged_record_asks_for_training(project):
    (project / "models" / "montoyer.json").write_text("{")
    assert trained_model(project, project / "models") is None


def test_a_model_that_training_did_not_write_is_not_loaded(project):
    (project / "models" / "m.tar.gz").write_bytes(b"somebody else's")
    with pytest.raises(InvalidSetting, match=r"m\.tar\.gz is not the file that was trained"):
        latest_model(project / "models")
    with pytest.raises(InvalidSetting):
        trained_model(project, project / "models")


def test_a_record_that_points_out_of_the_folder_is_not_followed(project):
    outside = project / "outside.tar.gz"
    outside.write_bytes(b"model")
    record_model(project / "models", outside, fingerprint(project))
    record = (project / "models" / "montoyer.json").read_text().replace("outside.tar.gz", "../outside.tar.gz")
    (project / "models" / "montoyer.json").write_text(record)
    assert latest_model(project / "models") is None


def test_a_record_without_a_checksum_asks_for_training(project):
    record = json.loads((project / "models" / "montoyer.json").read_text())
    del record["sha256"]
    (project / "models" / "montoyer.json").write_text(json.dumps(record))
    assert trained_model(project, project / "models") is None
