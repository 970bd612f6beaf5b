from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.services.ports import CallbackFilter
from bot.storage.callback_search import VERSION
from bot.storage.desk_tables import callback_search
from bot.storage.tables import callback_request
from tests.builders import NOW, a_request, a_window, a_wish

ALL = CallbackFilter()


def keep(new_work, *requests):
    with new_work() as work:
        for request in requests:
            assert work.callbacks.add(request, request_key=f"key of {request.reference}")
        work.commit()


def found(new_work, **wanted):
    with new_work() as work:
        wish = CallbackFilter(**wanted)
        references = {request.reference for request in work.callbacks.page(wish, 0, 50)}
        assert work.callbacks.count(wish) == len(references)
        return references


@pytest.fixture
def three(new_work):
    keep(
        new_work,
        a_request("AAA-222", a_wish(name="Fatima Zahra", phone="+32470111213"), conversation_id="fatima", country="MA"),
        a_request(
            "BBB-333",
            a_wish(name="Zahra", phone="+352621123456"),
            conversation_id="boris",
            assignee="ana",
            note="after 14 o'clock",
        ),
        a_request(
            "CCC-444", a_wish(name="Иван", window=a_window(timedelta(days=3))), conversation_id="ivan", country="GE"
        ),
    )
    return new_work


def test_a_request_is_found_by_words_of_its_name_its_note_and_its_number(three):
    assert found(three, text="zahra") == {"AAA-222", "BBB-333"}
    assert found(three, text="ZAHRA fatima") == {"AAA-222"}
    assert found(three, text="иван") == {"CCC-444"}
    assert found(three, text="after o'clock") == {"BBB-333"}
    assert found(three, text="0470 11 12 13") == {"AAA-222"}
    assert found(three, text="3456") == {"BBB-333", "CCC-444"}
    assert found(three, text="zahra bbb-3") == {"BBB-333"}
    assert found(three, text="nobody") == set()


def test_a_changed_name_or_note_is_found_and_the_old_one_no_longer(three):
    with three() as work:
        request = work.callbacks.get("AAA-222")
        request.amend(a_wish(name="Samira", phone="+32499000111"), NOW)
        request.annotate("speaks Dari", NOW)
        work.callbacks.save(request)
        work.commit()

    assert found(three, text="samira dari") == {"AAA-222"}
    assert found(three, text="fatima") == set()
    assert found(three, text="11 12 13") == set()


def test_country_nobody_and_the_days_narrow_the_list(three):
    assert found(three, country="MA") == {"AAA-222"}
    assert found(three, assignee="") == {"AAA-222", "CCC-444"}
    assert found(three, due_from=NOW + timedelta(days=1)) == {"CCC-444"}
    assert found(three, due_until=NOW + timedelta(hours=2)) == {"AAA-222", "BBB-333"}
    assert found(three, due_until=NOW + timedelta(hours=1)) == set()


def test_all_are_read_in_the_order_of_their_references(three):
    with three() as work:
        assert [one.reference for one in work.callbacks.after("", ALL, 2)] == ["AAA-222", "BBB-333"]
        assert [one.reference for one in work.callbacks.after("BBB-333", ALL, 2)] == ["CCC-444"]
        assert work.callbacks.after("CCC-444", ALL, 2) == []
        assert work.callbacks.countries() == ["GE", "MA"]


@pytest.fixture
def engine(stores):
    work = stores.new_work()
    if not hasattr(work, "_engine"):
        pytest.skip("has no tables")
    return work._engine


def test_requests_older_than_the_search_become_findable(three, engine):
    with engine.begin() as connection:
        connection.execute(callback_search.delete())
        connection.execute(callback_request.update().values(search_version=None))
    assert found(three, text="zahra") == set()

    rounds = []
    for _ in range(3):
        with three() as work:
            rounds.append(work.callbacks.index(2))
            work.commit()

    assert rounds == [2, 1, 0]
    assert found(three, text="zahra") == {"AAA-222", "BBB-333"}
    with engine.connect() as connection:
        versions = set(connection.execute(sa.select(callback_request.c.search_version)).scalars())
    assert versions == {VERSION}


def test_an_erased_person_leaves_no_words_behind(three, engine):
    with three() as work:
        for person in ("fatima", "boris", "ivan"):
            work.erase(person)
        work.commit()
    with engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(callback_search)).scalar() == 0


def test_a_page_and_a_count_are_served_by_the_index(three, engine, monkeypatch):
    asked = []
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET enable_seqscan = off")  # Three rows need no index; many do.
        sa.event.listen(connection, "before_cursor_execute", lambda *call: asked.append((call[2], call[3])))
        with three() as work:
            work._connection.close()
            work.callbacks._connection = connection
            work.callbacks.page(CallbackFilter(language="ar", country="MA"), 50, 25)
            work.callbacks.count(CallbackFilter(language="ar"))
        explain = "EXPLAIN " if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
        plans = [
            "\n".join(" ".join(map(str, row)) for row in connection.exec_driver_sql(explain + query, values))
            for query, values in asked[:2]
        ]
    for plan in plans:
        assert "ix_callback_request_desk" in plan, plan
