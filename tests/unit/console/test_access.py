"""Who may see what: every route with every role, and the tokens of forms."""

import pytest
from starlette.routing import Mount, Route

from bot.console.gate import Need
from bot.console.pages import PAGES
from bot.domain.staff import Role
from tests.unit.console.browser import Browser, field_on

PUBLIC = [page for page in PAGES if page.need is Need.NOTHING]
CLOSED = [page for page in PAGES if page.need is not Need.NOTHING]
POSTS = [page for page in PAGES if page.method == "POST"]

# Written out a second time, so that nobody opens a door by accident.
MAY_ENTER = {
    Need.ACCOUNT: {Role.AGENT, Role.TRAINER, Role.SUPERVISOR, Role.ADMIN},
    Need.AGENT: {Role.AGENT, Role.SUPERVISOR, Role.ADMIN},
    Need.TRAINER: {Role.TRAINER, Role.SUPERVISOR, Role.ADMIN},
    Need.SUPERVISOR: {Role.SUPERVISOR, Role.ADMIN},
    Need.ADMIN: {Role.ADMIN},
}


def filled(page, reference="AAA-AAA"):
    return page.path.format(
        reference=reference, name="Nobody", token="made-up", conversation="aaaa", form="test", key="utter_x"
    )


def call(browser, page, path, **fields):
    if page.method == "GET":
        return browser.open(path)
    return browser.client.post(path, data=fields)


def test_every_route_of_the_application_is_in_the_table(console):
    served = {(method, route.path) for route in console.routes if isinstance(route, Route) for method in route.methods}
    served.remove(("GET", "/readyz"))  # Answers without the database, so it cannot be behind the door of pages.
    others = [route for route in console.routes if not isinstance(route, Route)]
    assert {(page.method, page.path) for page in PAGES} == served - {("HEAD", path) for _, path in served}
    assert [route.path for route in others if isinstance(route, Mount)] == ["/static"]
    assert len(others) == 1


def test_only_these_pages_are_public():
    assert {page.path for page in PUBLIC} == {"/healthz", "/sign-in", "/welcome/{token}", "/language"}


@pytest.mark.parametrize("page", CLOSED, ids=lambda page: page.path)
def test_nothing_is_shown_or_done_without_signing_in(console, page):
    response = call(Browser(console), page, filled(page))
    if page.method == "GET":
        assert response.status_code == 303
        assert response.headers["location"].startswith("/sign-in?next=")
    else:
        assert response.status_code == 401


@pytest.mark.parametrize("role", Role)
def test_each_role_enters_what_is_its_own_and_nothing_else(enter, role):
    browser = enter("Robin", role)
    token = field_on(browser.text("/account"), "csrf")
    for page in CLOSED:
        if "sign-out" in page.path:
            continue  # Would end the session; everybody may.
        response = call(browser, page, filled(page), csrf=token)
        if role in MAY_ENTER[page.need]:
            assert response.status_code != 403, page
        else:
            assert response.status_code == 403, page
            assert "not part of your role" in response.text


@pytest.mark.parametrize("page", POSTS, ids=lambda page: page.path)
@pytest.mark.parametrize("token", [None, "", "made-up"])
def test_no_form_works_without_its_token(enter, page, token):
    browser = enter("Ana", Role.ADMIN)
    fields = {} if token is None else {"csrf": token}
    response = call(browser, page, filled(page), **fields)
    assert response.status_code == 403
    assert "The form was too old" in response.text


def test_the_token_of_one_session_does_not_serve_another(enter, console):
    ana, bram = enter("Ana"), enter("Bram")
    token = field_on(ana.text("/account"), "csrf")
    assert bram.client.post("/account/sign-out", data={"csrf": token}).status_code == 403
    assert bram.open("/callbacks").status_code == 200


def test_signing_in_needs_the_token_of_this_browser(console, employ):
    employ("Ana")
    other = field_on(Browser(console).text("/sign-in"), "csrf")
    browser = Browser(console)
    browser.text("/sign-in")
    assert browser.client.post("/sign-in", data={"csrf": other, "name": "Ana"}).status_code == 403


def test_the_menu_shows_only_what_may_be_opened(enter):
    agent = enter("Ana", Role.AGENT).text("/account")
    admin = enter("Zoe", Role.ADMIN).text("/account")
    trainer = enter("Dries", Role.TRAINER).text("/account")
    links = ['href="/callbacks"', 'href="/audit"', 'href="/staff"', 'href="/playground"']
    assert [link in agent for link in links] == [True, False, False, True]
    assert [link in trainer for link in links] == [False, False, False, True]
    assert [link in admin for link in links] == [True, True, True, True]


def test_a_switched_off_account_is_out_at_once(enter, app, now):
    browser = enter("Ana")
    with app.new_work() as work:
        account = work.staff.get("Ana")
        account.disabled_at = now()
        work.staff.save(account)
        work.commit()
    assert browser.open("/callbacks").status_code == 303
    assert browser.sign_in("Ana").status_code == 401
