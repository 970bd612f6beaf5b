import sqlalchemy as sa

from bot.services.ports import CallbackFilter
from bot.storage.database import create_engine
from bot.storage.migrate import differences, migrate
from bot.storage.tables import metadata
from tests.builders import a_request
from tests.threads import at_once


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


def test_two_that_migrate_at_once_both_find_a_migrated_database(tmp_path):
    def start(_):
        engine = create_engine(f"sqlite:///{tmp_path}/new.db")
        migrate(engine)
        return differences(engine)

    assert at_once(start) == [[], []]


def test_the_folder_of_the_database_is_made(tmp_path):
    migrate(create_engine(f"sqlite:///{tmp_path}/a/b/montoyer.db"))
    assert (tmp_path / "a" / "b" / "montoyer.db").exists()
