"""Two colleagues, two tabs, two clicks: one thing happens and everybody is told."""

from bot.domain.callback import Outcome, State
from tests.unit.console.browser import field_on


def test_of_two_who_take_one_wins_and_the_other_is_told_who(enter, ask, request_of):
    ana, bram = enter("Ana"), enter("Bram")
    reference = ask()
    path = f"/callbacks/{reference}"
    page_of_bram = bram.text(path)
    ana.act(reference, "take")
    token = field_on(page_of_bram, "csrf")
    response = bram.client.post(f"{path}/take", data={"csrf": token})
    assert "Ana already has this request. Nothing was changed." in bram.follow(response).text
    assert request_of(reference).assignee == "Ana"


def test_taking_twice_is_harmless(enter, ask, request_of):
    browser = enter("Ana")
    reference = ask()
    token = field_on(browser.text(f"/callbacks/{reference}"), "csrf")
    for _ in range(2):
        response = browser.client.post(f"/callbacks/{reference}/take", data={"csrf": token})
    assert "The request is yours." in browser.follow(response).text


def test_a_double_click_records_one_call(enter, ask, request_of):
    browser = enter()
    reference = ask()
    path = f"/callbacks/{reference}"
    html = browser.text(path)
    fields = {
        "csrf": field_on(html, "csrf"),
        "version": field_on(html, "version"),
        "outcome": "reached",
    }
    responses = [browser.client.post(f"{path}/call", data=fields) for _ in range(2)]
    assert "had changed after you opened it" in browser.follow(responses[1]).text
    assert len(request_of(reference).attempts) == 1


def test_a_stale_page_changes_nothing(enter, ask, app, request_of):
    browser = enter("Ana")
    reference = ask()
    path = f"/callbacks/{reference}"
    html = browser.text(path)
    app.callbacks.record_call(reference, "Bram", Outcome.REACHED)
    token, version = (field_on(html, name) for name in ("csrf", "version"))
    response = browser.client.post(f"{path}/close", data={"csrf": token, "version": version})
    assert "had changed after you opened it" in browser.follow(response).text
    assert request_of(reference).state is State.CALLED


def test_what_the_state_forbids_is_said_with_the_state(enter, ask, app):
    browser = enter("Ana")
    reference = ask()
    html = browser.text(f"/callbacks/{reference}")
    app.callbacks.close(reference, "Bram")
    token = field_on(html, "csrf")
    response = browser.client.post(f"/callbacks/{reference}/take", data={"csrf": token})
    assert "the request is in state “Closed”" in browser.follow(response).text


def test_a_note_never_overwrites_one_that_a_colleague_wrote_meanwhile(enter, ask, app, request_of):
    browser = enter("Ana")
    reference = ask()
    path = f"/callbacks/{reference}"
    html = browser.text(path)
    app.callbacks.write_note(reference, "Bram", "what Bram knows")
    token, version = (field_on(html, name) for name in ("csrf", "version"))
    response = browser.client.post(f"{path}/note", data={"csrf": token, "version": version, "note": "what Ana knows"})
    assert response.status_code == 422
    assert "Not saved yet" in response.text
    assert "what Ana knows" in response.text
    assert request_of(reference).note == "what Bram knows"
