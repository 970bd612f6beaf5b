"""A backup of either database fills either database."""

import gzip
import itertools
import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.callback import Attempt, Outcome
from bot.storage.archive import DamagedBackup, verify
from bot.storage.backup import NotEmpty, back_up, restore
from bot.storage.database import create_engine
from bot.storage.keys import Keys
from bot.storage.migrate import differences, migrate, newest, present, upgrade
from bot.storage.resealing import AT_ONCE, reseal, sealed_columns
from bot.storage.sealing import Sealer
from bot.storage.tables import metadata
from bot.storage.unit_of_work import UnitOfWork
from tests.builders import A_KEY, ANOTHER_KEY, NOW, a_call, a_colleague, a_conversation, a_request, an_update

OLD = Sealer(Keys((A_KEY,), A_KEY))
BOTH = Sealer(Keys((ANOTHER_KEY, A_KEY), A_KEY))
NEW = Sealer(Keys((ANOTHER_KEY,), A_KEY))
_numbers = itertools.count(1)


@pytest.fixture
def empty_database(request, tmp_path):
    """Makes empty databases of a kind."""
    engines = []

    def make(kind):
        name = f"backup{next(_numbers)}"
        if kind == "sqlite":
            engine = create_engine(f"sqlite:///{tmp_path}/{name}.db")
        else:
            server = request.getfixturevalue("postgresql")
            with server.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                connection.exec_driver_sql(f"CREATE DATABASE {name}")
            engine = create_engine(server.url.set(database=name).render_as_string(hide_password=False))
        engines.append(engine)
        return engine

    yield make
    for engine in engines:
        engine.dispose()


def fill(engine, people=3):
    with UnitOfWork(engine, OLD) as work:
        for number in range(people):
            work.conversations.save(a_conversation(f"person-{number}"))
            work.trackers.append(f"person-{number}", [{"text": "السلام عليكم"}], number == 0, NOW)
        work.inbox.claim([an_update(1)], NOW)
        work.outbox.add("person-0", [a_call(), a_call("second")], NOW)
        work.staff.add(a_colleague())
        request = a_request(conversation_id="person-0")
        work.callbacks.add(request, "key")
        request.take("ana", NOW)
        request.record_call(Attempt(NOW + timedelta(minutes=5), "ana", Outcome.NO_ANSWER))
        work.callbacks.save(request)
        work.commit()


def content(engine):
    """Every row of every table, comparable between databases."""
    with engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(sa.select(table)).mappings().all()))
            for table in metadata.sorted_tables
        }


KINDS = ["sqlite", "postgresql"]


@pytest.mark.parametrize("target", KINDS)
@pytest.mark.parametrize("source", KINDS)
def test_every_row_comes_back_as_it_was(empty_database, tmp_path, source, target):
    original, copy = empty_database(source), empty_database(target)
    migrate(original)
    fill(original)

    written = back_up(original, tmp_path / "b.backup", NOW)
    restored = restore(copy, tmp_path / "b.backup")

    assert written == restored
    assert written["conversation"] == 3
    assert content(copy) == content(original)
    assert differences(copy) == []
    with UnitOfWork(copy, OLD) as work:
        assert work.callbacks.get("ABC-234").wish.name == "Amina Haddad"
        [added] = work.outbox.add("person-1", [a_call()], NOW)
        work.commit()
    assert added.id == 3, "row numbers must go on where they were"


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_sees_one_moment_while_others_write(empty_database, tmp_path, kind, monkeypatch):
    original, copy = empty_database(kind), empty_database("sqlite")
    migrate(original)
    fill(original)
    from bot.storage import backup as module

    reflect = module._reflect

    def reflect_then_write(connection):
        tables = reflect(connection)
        fill_more(original)
        return tables

    def fill_more(engine):
        with UnitOfWork(engine, OLD) as work:
            work.conversations.save(a_conversation("late"))
            work.trackers.append("late", [{"text": "late"}], True, NOW)
            work.commit()

    monkeypatch.setattr(module, "_reflect", reflect_then_write)
    back_up(original, tmp_path / "b.backup", NOW)
    monkeypatch.setattr(module, "_reflect", reflect)
    assert restore(copy, tmp_path / "b.backup")["conversation"] == 3


@pytest.mark.parametrize("kind", KINDS)
def test_only_an_empty_database_is_filled_unless_forced(empty_database, tmp_path, kind):
    original, full = empty_database("sqlite"), empty_database(kind)
    migrate(original)
    fill(original)
    back_up(original, tmp_path / "b.backup", NOW)
    migrate(full)
    fill(full, people=1)
    before = content(full)

    with pytest.raises(NotEmpty):
        restore(full, tmp_path / "b.backup")
    assert content(full) == before

    restore(full, tmp_path / "b.backup", force=True)
    assert content(full) == content(original)


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_of_an_older_schema_is_restored_and_then_migrated(empty_database, tmp_path, kind):
    original, copy = empty_database("sqlite"), empty_database(kind)
    with original.begin() as connection:
        upgrade(connection, "0001")
        connection.exec_driver_sql(
            "INSERT INTO audit (at, actor, action, subject) VALUES ('2026-01-01 00:00:00.000000', 'ana', 'looked', 'x')"
        )
    assert present(original) != newest()

    back_up(original, tmp_path / "old.backup", NOW)
    assert restore(copy, tmp_path / "old.backup") == {"audit": 1}
    assert present(copy) == newest()
    assert differences(copy) == []


@pytest.fixture
def a_backup(empty_database, tmp_path):
    original = empty_database("sqlite")
    migrate(original)
    fill(original)
    back_up(original, tmp_path / "b.backup", NOW)
    return tmp_path / "b.backup"


def test_a_backup_is_for_its_owner_only_and_holds_no_personal_data_in_the_clear(a_backup):
    assert a_backup.stat().st_mode & 0o777 == 0o600
    text = gzip.decompress(a_backup.read_bytes())
    assert b"person-0" in text
    for secret in (b"Amina", b"470123456", b"424242", A_KEY.encode()):
        assert secret not in text


def cut(lines):
    return lines[:-2]


def without_a_row(lines):
    return [*lines[:2], *lines[3:]]


def with_a_changed_row(lines):
    return [line.replace("person-1", "person-9") for line in lines]


@pytest.mark.parametrize("damage", [cut, without_a_row, with_a_changed_row])
def test_a_changed_backup_is_refused_before_anything_is_touched(a_backup, empty_database, damage):
    lines = gzip.decompress(a_backup.read_bytes()).decode().splitlines(keepends=True)
    a_backup.write_bytes(gzip.compress("".join(damage(lines)).encode()))
    target = empty_database("sqlite")
    with pytest.raises(DamagedBackup):
        restore(target, a_backup)
    assert present(target) is None


@pytest.mark.parametrize("content", [b"", b"hello", gzip.compress(b"hello"), gzip.compress(json.dumps([1]).encode())])
def test_what_is_no_backup_is_refused(tmp_path, content):
    path = tmp_path / "b.backup"
    path.write_bytes(content)
    with pytest.raises(DamagedBackup):
        verify(path)


def test_a_truncated_file_is_refused(a_backup):
    a_backup.write_bytes(a_backup.read_bytes()[:-20])
    with pytest.raises(DamagedBackup):
        verify(a_backup)


@pytest.mark.parametrize("kind", KINDS)
def test_after_resealing_the_newest_key_alone_opens_everything(empty_database, kind):
    engine = empty_database(kind)
    migrate(engine)
    fill(engine, people=AT_ONCE + 3)

    changed = reseal(engine, BOTH)

    assert changed["conversation"] == AT_ONCE + 3
    assert sum(reseal(engine, BOTH).values()) == 0, "what is done is not done again"
    with UnitOfWork(engine, NEW) as work:
        assert work.callbacks.get("ABC-234").wish.phone == "+32470123456"
        assert work.trackers.all("person-2") == [{"text": "السلام عليكم"}]
        assert work.conversations.get("person-202").address == "424242"
        assert [call.params["text"] for call in work.outbox.unsettled()] == ["hello", "second"]


def test_a_row_that_no_key_opens_stops_the_rotation_and_what_is_done_stays(empty_database):
    engine = empty_database("sqlite")
    migrate(engine)
    fill(engine)
    from bot.domain.errors import InvalidSetting

    with pytest.raises(InvalidSetting):
        reseal(engine, NEW)
    assert sum(reseal(engine, BOTH).values()) > 0


def test_bytes_in_a_table_are_ciphertext_by_name():
    names = {column.name for columns in sealed_columns().values() for column in columns}
    assert {name for name in names if not name.startswith("sealed_")} == {"events"}
