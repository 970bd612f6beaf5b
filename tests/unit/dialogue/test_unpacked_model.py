import tarfile

import pytest

from bot.dialogue.unpacked_model import unpacked


def archive(folder, name, text):
    source = folder / "source"
    source.mkdir(exist_ok=True)
    (source / "metadata.json").write_text(text)
    with tarfile.open(folder / name, "w:gz") as tar:
        tar.add(source, arcname="")
    return folder / name


def held(folder):
    return (folder / "metadata.json").read_text()


def test_a_model_is_unpacked_once(tmp_path):
    model = archive(tmp_path, "m.tar.gz", "one")
    folder = unpacked(model)
    (folder / "mark").touch()
    assert unpacked(model) == folder
    assert (folder / "mark").exists()
    assert held(folder) == "one"


def test_another_model_under_the_same_name_is_unpacked_anew(tmp_path):
    first = unpacked(archive(tmp_path, "m.tar.gz", "one"))
    assert held(unpacked(archive(tmp_path, "m.tar.gz", "two"))) == "two"
    assert held(first) == "one"


def test_models_of_long_ago_are_removed(tmp_path):
    folders = [unpacked(archive(tmp_path, f"{number}.tar.gz", str(number))) for number in range(4)]
    assert folders[-1].is_dir()
    assert sum(folder.is_dir() for folder in folders) == 2
    assert {path.name for path in folders[0].parent.iterdir()} == {folder.name for folder in folders if folder.is_dir()}


def test_what_is_no_archive_leaves_nothing_behind(tmp_path):
    broken = tmp_path / "m.tar.gz"
    broken.write_bytes(b"no archive")
    with pytest.raises(tarfile.ReadError):
        unpacked(broken)
    assert not list((tmp_path / ".unpacked").iterdir())
