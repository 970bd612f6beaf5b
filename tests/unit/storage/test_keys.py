import json
import multiprocessing
import stat
from pathlib import Path

import pytest

from bot.domain.errors import InvalidSetting
from bot.settings import Settings
from bot.storage.keys import Keys, load_keys
from tests.builders import A_KEY, ANOTHER_KEY
from tests.threads import at_once


def settings(folder, **values):
    return Settings.read({"MONTOYER_DATABASE_URL": f"sqlite:///{folder}/data/montoyer.db", **values})


def key_file(folder):
    return Path(folder) / "data" / "montoyer.keys.json"


def test_keys_from_the_settings_make_no_file(tmp_path):
    keys = load_keys(settings(tmp_path, MONTOYER_SECRET_KEYS=A_KEY, MONTOYER_PSEUDONYM_KEY=ANOTHER_KEY))
    assert keys == Keys((A_KEY,), ANOTHER_KEY)
    assert not key_file(tmp_path).exists()


def test_keys_are_made_once_beside_the_database(tmp_path):
    keys = load_keys(settings(tmp_path))
    assert load_keys(settings(tmp_path)) == keys
    assert len(keys.secrets) == 1
    assert min(len(keys.secrets[0]), len(keys.pseudonym)) >= 32
    assert keys.secrets[0] != keys.pseudonym
    assert [path.name for path in key_file(tmp_path).parent.iterdir()] == ["montoyer.keys.json"]


def test_installations_have_keys_of_their_own(tmp_path):
    assert load_keys(settings(tmp_path / "one")) != load_keys(settings(tmp_path / "two"))


def test_only_the_owner_may_read_the_key_file(tmp_path):
    load_keys(settings(tmp_path))
    assert stat.S_IMODE(key_file(tmp_path).stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["MONTOYER_SECRET_KEYS", "MONTOYER_PSEUDONYM_KEY"])
def test_a_key_from_the_settings_goes_with_the_other_one_from_the_file(tmp_path, name):
    stored = load_keys(settings(tmp_path))
    mixed = load_keys(settings(tmp_path, **{name: A_KEY}))
    given = Keys((A_KEY,), A_KEY)
    expected = {
        "MONTOYER_SECRET_KEYS": Keys(given.secrets, stored.pseudonym),
        "MONTOYER_PSEUDONYM_KEY": Keys(stored.secrets, given.pseudonym),
    }
    assert mixed == expected[name]


def test_a_second_key_in_the_file_is_read(tmp_path):
    key_file(tmp_path).parent.mkdir()
    key_file(tmp_path).write_text(json.dumps({"secret_keys": [ANOTHER_KEY, A_KEY], "pseudonym_key": A_KEY}))
    assert load_keys(settings(tmp_path)) == Keys((ANOTHER_KEY, A_KEY), A_KEY)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"secret_keys": [], "pseudonym_key": "p"}', '{"secret_keys": ["s"]}', "null"]
)
def test_a_damaged_key_file_is_named_and_never_replaced(tmp_path, content):
    key_file(tmp_path).parent.mkdir()
    key_file(tmp_path).write_text(content)

    with pytest.raises(InvalidSetting) as refusal:
        load_keys(settings(tmp_path))

    assert refusal.value.name == "MONTOYER_SECRET_KEYS"
    assert "montoyer.keys.json" in refusal.value.reason
    assert key_file(tmp_path).read_text() == content


def test_a_database_in_memory_needs_keys_from_the_settings():
    with pytest.raises(InvalidSetting) as refusal:
        load_keys(Settings.read({"MONTOYER_DATABASE_URL": "sqlite://"}))
    assert refusal.value.name == "MONTOYER_SECRET_KEYS"


def _load_together(folder, start, given):
    start.wait()
    given.put(load_keys(settings(folder)))


def test_processes_that_start_at_once_use_the_same_keys(tmp_path):
    context = multiprocessing.get_context("spawn")
    start, given = context.Barrier(2), context.Queue()
    processes = [context.Process(target=_load_together, args=(tmp_path, start, given)) for _ in range(2)]
    for process in processes:
        process.start()
    first, second = given.get(timeout=60), given.get(timeout=60)
    for process in processes:
        process.join()

    assert first == second == load_keys(settings(tmp_path))


def test_threads_that_start_at_once_use_the_same_keys(tmp_path):
    for number in range(20):
        place = tmp_path / str(number)
        first, second = at_once(lambda _, place=place: load_keys(settings(place)))
        assert first == second == load_keys(settings(place))
