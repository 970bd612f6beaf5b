"""A person's data: looked at, handed out and erased by a supervisor, each time with a trace."""

import json

import pytest

from bot.bootstrap import clock
from bot.domain.conversation import Channel
from bot.domain.staff import Role


@pytest.fixture
def person(app, ask):
    """Somebody with a conversation, a dialogue and a callback request."""
    met = app.conversations.meet(Channel.TELEGRAM, "424242", "pt")
    reference = ask("Fátima")
    request = app.callbacks.open_detail(reference, "test")
    with app.new_work() as work:
        event = {"event": "user", "text": "olá, sou eu", "timestamp": 1.0}
        work.trackers.append(met.id, [event], True, clock())
        work.commit()
    with app.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE callback_request SET conversation_id = '{met.id}'")
    return met, request


def audited(app):
    with app.new_reading() as work:
        return [(entry.actor, entry.action, entry.subject) for entry in work.audit.latest(3)]


def test_a_supervisor_sees_how_much_is_held(enter, person):
    text = enter("Ana", Role.SUPERVISOR).text(f"/people/{person[0].id}")
    assert "Turns of the conversation" in text
    assert person[0].id in text
    assert "Fátima" not in text


def test_everything_is_handed_out_in_clear_and_audited(app, enter, person):
    response = enter("Ana", Role.SUPERVISOR).open(f"/people/{person[0].id}/data.json")
    data = json.loads(response.text)
    assert data["callback requests"][0]["name"] == "Fátima"
    assert data["callback requests"][0]["phone"] == "+32470123456"
    assert data["dialogue"][0]["events"][0]["text"] == "olá, sou eu"
    assert data["conversation"][0]["address"] == "424242"
    assert response.headers["cache-control"] == "no-store"
    assert ("Ana", "person_exported", person[0].id) in audited(app)


def test_nothing_is_erased_without_the_confirmation(app, enter, person):
    page = enter("Ana", Role.SUPERVISOR)
    response = page.send(f"/people/{person[0].id}", f"/people/{person[0].id}/erase")
    assert response.status_code == 422
    assert app.conversations.get(person[0].id) is not None


def test_a_confirmed_erasure_leaves_one_line_without_the_person(app, enter, person):
    page = enter("Ana", Role.SUPERVISOR)
    response = page.send(f"/people/{person[0].id}", f"/people/{person[0].id}/erase", asked="yes")
    assert response.status_code == 200
    assert app.conversations.get(person[0].id) is None
    assert app.callbacks.latest_for(person[0].id) is None
    assert audited(app)[0] == ("Ana", "person_erased", "")
    assert page.open(f"/people/{person[0].id}").status_code == 404


def test_an_agent_sees_no_way_there(enter, person):
    assert "/people/" not in enter("Bo").text(f"/callbacks/{person[1].reference}")
    assert "/people/" in enter("Ana", Role.SUPERVISOR).text(f"/callbacks/{person[1].reference}")
