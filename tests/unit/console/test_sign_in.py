from datetime import timedelta

import pytest

from bot.domain.staff import Role
from tests.unit.console.browser import PASSWORD, Browser, field_on


def test_the_right_password_opens_the_callback_list(console, employ):
    employ("Ana")
    browser = Browser(console)
    response = browser.sign_in("Ana")
    assert browser.follow(response).headers["location"] == "/callbacks"
    assert "Callback requests" in browser.text("/callbacks")


def test_a_trainer_begins_in_the_playground(enter):
    assert enter("Dries", Role.TRAINER).open("/").headers["location"] == "/playground"


@pytest.mark.parametrize(("name", "password"), [("Ana", "wrong"), ("Nobody", PASSWORD), ("", ""), ("ana", PASSWORD)])
def test_wrong_and_unknown_look_the_same(console, employ, name, password):
    employ("Ana")
    response = Browser(console).sign_in(name, password)
    assert response.status_code == 401
    assert "The name or the password is wrong" in response.text
    assert "set-cookie" not in response.headers or "montoyer-8080" not in response.headers["set-cookie"]


def test_the_typed_name_comes_back_and_the_password_does_not(console):
    response = Browser(console).sign_in('Ana"><script>', "secret-attempt")
    assert 'value="Ana&#34;&gt;&lt;script&gt;"' in response.text
    assert "secret-attempt" not in response.text


def test_after_five_wrong_passwords_the_right_one_is_refused_for_a_while(console, employ, now):
    employ("Ana")
    browser = Browser(console)
    for _ in range(5):
        browser.sign_in("Ana", "wrong")
    assert browser.sign_in("Ana").status_code == 401
    now.ahead = timedelta(minutes=2)
    assert browser.sign_in("Ana").status_code == 303


def test_a_session_that_was_planted_before_signing_in_is_not_the_one_afterwards(console, employ):
    employ("Ana")
    browser = Browser(console)
    browser.client.cookies.set("montoyer-8080", "planted-by-somebody")
    response = browser.sign_in("Ana")
    token = response.cookies["montoyer-8080"]
    assert token != "planted-by-somebody"
    thief = Browser(console)
    thief.client.cookies.set("montoyer-8080", "planted-by-somebody")
    assert thief.open("/callbacks").headers["location"].startswith("/sign-in")


def test_signing_in_again_ends_the_session_before(console, employ):
    employ("Ana")
    browser = Browser(console)
    form_page = browser.text("/sign-in")
    first = browser.sign_in("Ana").cookies["montoyer-8080"]
    assert "Sign in" in form_page
    browser.client.cookies.delete("montoyer-8080")
    page = browser.text("/sign-in")
    browser.client.cookies.set("montoyer-8080", first)
    fields = {"csrf": field_on(page, "csrf"), "name": "Ana", "password": PASSWORD}
    assert browser.client.post("/sign-in", data=fields).status_code == 303
    earlier = Browser(console)
    earlier.client.cookies.set("montoyer-8080", first)
    assert earlier.open("/callbacks").status_code == 303


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/\\/evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/%09/evil.example",
        "/\t/evil.example",
        " //evil.example",
        "callbacks",
        "",
    ],
)
def test_signing_in_never_leads_to_another_site(console, employ, target):
    employ("Ana")
    browser = Browser(console)
    response = browser.send("/sign-in", "/sign-in", name="Ana", password=PASSWORD, next=target)
    location = response.headers["location"]
    assert location == "/" or (target.startswith("/%09") and location == target)
    assert not location.startswith(("//", "/\\", "http"))


def test_signing_in_leads_back_to_the_page_that_was_asked_for(console, employ):
    employ("Ana")
    browser = Browser(console)
    asked = browser.open("/callbacks?state=all&text=K7M")
    assert browser.follow(asked).status_code == 200
    response = browser.send(asked.headers["location"], "/sign-in", name="Ana", password=PASSWORD)
    assert response.headers["location"] == "/callbacks?state=all&text=K7M"


def test_a_one_time_link_sets_a_password_and_signs_in_once(console, app):
    path = f"/welcome/{app.accounts.invite('Émilie', Role.AGENT)}"
    browser = Browser(console, "fr")
    assert "Bienvenue, Émilie" in browser.text(path)
    response = browser.send(path, path, password=PASSWORD, repeated=PASSWORD)
    assert response.headers["location"] == "/"
    assert "Demandes de rappel" in browser.text("/callbacks"), "the account keeps the language of its first page"

    again = Browser(console)
    assert again.open(path).status_code == 404
    assert "no longer works" in again.open(path).text


def test_a_used_link_sets_no_second_password(console, app):
    path = f"/welcome/{app.accounts.invite('Ana', Role.AGENT)}"
    late, quick = Browser(console), Browser(console)
    page = late.text(path)
    quick.send(path, path, password=PASSWORD, repeated=PASSWORD)
    fields = {"csrf": field_on(page, "csrf")}
    response = late.client.post(
        path, data={**fields, "password": "another long password", "repeated": "another long password"}
    )
    assert response.status_code == 404
    assert Browser(console).sign_in("Ana").status_code == 303


def test_looking_at_a_link_does_not_use_it_up(console, app):
    path = f"/welcome/{app.accounts.invite('Ana', Role.AGENT)}"
    for _ in range(3):
        Browser(console).text(path)
    assert Browser(console).send(path, path, password=PASSWORD, repeated=PASSWORD).status_code == 303


@pytest.mark.parametrize(
    ("password", "repeated", "problem"),
    [("short", "short", "at least 12 characters"), (PASSWORD, "something else", "passwords differ")],
)
def test_an_unusable_password_is_said_and_keeps_the_link(console, app, password, repeated, problem):
    path = f"/welcome/{app.accounts.invite('Ana', Role.AGENT)}"
    response = Browser(console).send(path, path, password=password, repeated=repeated)
    assert response.status_code == 422
    assert problem in response.text
    assert Browser(console).open(path).status_code == 200


def test_a_made_up_link_leads_nowhere(console):
    assert Browser(console).open("/welcome/made-up").status_code == 404
