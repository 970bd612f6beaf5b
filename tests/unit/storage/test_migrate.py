import multiprocessing

import sqlalchemy as sa

from bot.services.ports import CallbackFilter
from bot.storage.database import create_engine
from bot.storage.migrate import differences, migrate
from bot.storage.tables import metadata
from tests.builders import a_request


def test_migrating_an_empty_database_makes_the_tables_of_the_code(app):
    assert differences(app.engine) == []
    assert set(sa.inspect(app.engine).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_a_missing_column_would_be_noticed(app):
    with app.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE button_payload RENAME COLUMN payload TO content"))
    assert differences(app.engine) != []


def test_migrating_again_changes_nothing_and_keeps_the_data(app):
    with app.new_work() as work:
        work.callbacks.add(a_request(), "key")
        work.commit()

    migrate(app.engine)

    assert differences(app.engine) == []
    with app.new_work() as work:
        assert work.callbacks.count(CallbackFilter()) == 1


def _migrate_each(folder, together, outcomes):
    for number in range(4):
        engine = create_engine(f"sqlite:///{folder}/{number}.db")
        together.wait()
        try:
            migrate(engine)
            outcomes.put(differences(engine))
        except Exception as error:
            outcomes.put(repr(error))


def test_processes_that_migrate_a_new_database_at_once_all_find_it_migrated(tmp_path):
    context = multiprocessing.get_context("spawn")
    together, outcomes = context.Barrier(2), context.Queue()
    processes = [context.Process(target=_migrate_each, args=(tmp_path, together, outcomes)) for _ in range(2)]
    for process in processes:
        process.start()

    assert [outcomes.get(timeout=60) for _ in range(8)] == [[]] * 8

    for process in processes:
        process.join()


def test_the_folder_of_the_database_is_made(tmp_path):
    migrate(create_engine(f"sqlite:///{tmp_path}/a/b/montoyer.db"))
    assert (tmp_path / "a" / "b" / "montoyer.db").exists()
