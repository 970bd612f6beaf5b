"""No table about people escapes erasing and handing out."""

from bot.storage.personal import HOLDINGS
from bot.storage.tables import metadata


def test_every_table_with_a_conversation_is_listed():
    about_people = {table.name for table in metadata.sorted_tables if "conversation_id" in table.columns}
    assert about_people <= {holding.table.name for holding in HOLDINGS}


def test_what_refers_to_a_listed_table_is_listed_before_it():
    listed = [holding.table.name for holding in HOLDINGS]
    for place, holding in enumerate(HOLDINGS):
        for key in holding.table.foreign_keys:
            assert listed.index(key.column.table.name) > place
