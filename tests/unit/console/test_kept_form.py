"""Forms that come too late: nothing filled in is lost, and no other site can make use of that."""

import pytest

from bot.domain.staff import Role
from tests.unit.console.browser import PASSWORD, field_on, hidden_fields

OURS = {"sec-fetch-site": "same-origin"}
FIELDS = {"outcome": "reached", "note": "\nfirst line\nsecond <line> 👍 مرحبا", "version": "1"}


def late(browser, path, headers=OURS, **fields):
    return browser.client.post(path, data={"csrf": "from before", **fields}, headers=headers)


def test_after_signing_in_again_the_whole_form_can_be_sent(enter, app, ask):
    browser = enter("Ana")
    path = f"/callbacks/{ask()}"
    note = {**hidden_fields(browser.text(path), f"{path}/note"), "note": "she prefers mornings"}
    app.accounts.sign_out_everywhere("Ana")
    refused = browser.client.post(f"{path}/note", data=note, headers=OURS)
    assert refused.status_code == 401
    kept = {**hidden_fields(refused.text, f"{path}/note"), "note": note["note"]}
    browser.sign_in("Ana")
    too_old = browser.client.post(f"{path}/note", data=kept, headers=OURS)
    assert too_old.status_code == 403
    kept = {**hidden_fields(too_old.text, f"{path}/note"), "note": note["note"]}
    browser.follow(browser.client.post(f"{path}/note", data=kept, headers=OURS))
    assert "she prefers mornings" in browser.text(path)


def test_every_field_is_kept_and_escaped(enter, ask):
    response = late(enter("Ana"), f"/callbacks/{ask()}/call", **FIELDS)
    assert response.status_code == 403
    kept = hidden_fields(response.text, response.request.url.path)
    assert (kept["outcome"], kept["version"]) == ("reached", "1")
    assert "\n\nfirst line\nsecond &lt;line&gt; 👍 مرحبا</textarea>" in response.text


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}])
def test_a_form_of_another_site_gets_neither_token_nor_button(enter, ask, headers):
    path = f"/callbacks/{ask()}/close"
    response = late(enter("Ana"), path, headers, note="planted")
    assert response.status_code == 403
    assert hidden_fields(response.text, path) == {}
    assert "Send again" not in response.text
    assert "planted</textarea>" in response.text


def test_passwords_are_never_shown_again(enter):
    browser = enter("Ana", Role.ADMIN)
    response = late(browser, "/account/password", old=PASSWORD, new=PASSWORD + "x", repeated=PASSWORD + "x")
    assert response.status_code == 403
    assert PASSWORD not in response.text
    assert "Send again" not in response.text


def test_a_part_of_a_page_says_so_beside_what_is_typed(enter, app):
    browser = enter("Ana")
    app.accounts.sign_out_everywhere("Ana")
    response = browser.open("/chats/badge", **{"hx-request": "true"})
    assert (response.status_code, response.headers["hx-retarget"]) == (401, "#signed-out")
    assert "hx-redirect" not in response.headers
    assert 'href="/sign-in" target="_blank"' in response.text


def test_a_part_with_an_old_token_is_no_whole_page(enter):
    browser = enter("Ana")
    response = late(browser, "/playground/say", {"hx-request": "true"}, text="hello")
    assert (response.status_code, response.headers["hx-retarget"]) == (403, "#signed-out")
    assert "<html" not in response.text
    assert field_on(browser.text("/account"), "csrf") not in response.text
