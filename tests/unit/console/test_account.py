from bot.domain.staff import Role
from tests.unit.console.browser import PASSWORD, Browser

NEW = "another few unrelated words"


def test_a_changed_password_signs_other_browsers_out_and_keeps_this_one(console, employ):
    employ("Ana")
    here, elsewhere = Browser(console), Browser(console)
    here.sign_in("Ana")
    elsewhere.sign_in("Ana")
    before = here.client.cookies["montoyer-8080"]
    response = here.send("/account", "/account/password", old=PASSWORD, password=NEW, repeated=NEW)
    assert "Your password is changed." in here.follow(response).text
    assert here.client.cookies["montoyer-8080"] != before
    assert elsewhere.open("/account").status_code == 303
    assert Browser(console).sign_in("Ana").status_code == 401
    assert Browser(console).sign_in("Ana", NEW).status_code == 303


def test_an_unusable_change_of_password_is_said_and_changes_nothing(enter, console):
    browser = enter("Ana")
    for old, new, repeated, problem in (
        ("wrong", NEW, NEW, "The current password is not right."),
        (PASSWORD, "short", "short", "at least 12 characters"),
        (PASSWORD, NEW, NEW + "x", "The two passwords differ."),
    ):
        response = browser.send("/account", "/account/password", old=old, password=new, repeated=repeated)
        assert response.status_code == 422
        assert problem in response.text
    assert Browser(console).sign_in("Ana").status_code == 303


def test_signing_out_ends_the_session_itself(enter, console):
    browser = enter("Ana")
    token = browser.client.cookies["montoyer-8080"]
    response = browser.send("/account", "/account/sign-out")
    assert "You are signed out." in browser.follow(response).text
    thief = Browser(console)
    thief.client.cookies.set("montoyer-8080", token)
    assert thief.open("/account").status_code == 303


def test_signing_out_everywhere_ends_all_sessions(console, employ):
    employ("Ana")
    here, elsewhere = Browser(console), Browser(console)
    here.sign_in("Ana")
    elsewhere.sign_in("Ana")
    here.send("/account", "/account/sign-out-everywhere")
    assert here.open("/account").status_code == 303
    assert elsewhere.open("/account").status_code == 303


def test_the_language_follows_the_browser_until_it_is_chosen(console, employ):
    assert "<h1>Aanmelden</h1>" in Browser(console, "nl-BE,nl;q=0.9,en;q=0.5").text("/sign-in")
    assert "<h1>Se connecter</h1>" in Browser(console, "de, fr;q=0.8, en;q=0.3").text("/sign-in")
    assert "<h1>Sign in</h1>" in Browser(console, "xx;q=nonsense,,;").text("/sign-in")
    browser = Browser(console, "nl")
    browser.send("/sign-in", "/language", language="fr")
    assert '<html lang="fr">' in browser.text("/sign-in")


def test_a_chosen_language_stays_with_the_account(console, enter):
    browser = enter("Ana")
    response = browser.send("/callbacks?state=all", "/language", language="nl")
    assert response.headers["location"] == "/callbacks?state=all"
    assert "Terugbelaanvragen" in browser.text("/callbacks")
    elsewhere = Browser(console, "fr")
    elsewhere.sign_in("Ana")
    assert '<html lang="nl">' in elsewhere.text("/callbacks")


def test_an_unknown_language_changes_nothing(enter):
    browser = enter("Ana")
    response = browser.send("/account", "/language", language="../../etc", next="//evil.example")
    assert response.headers["location"] == "/"
    assert '<html lang="en">' in browser.text("/account")


def test_counts_are_worded_by_the_rules_of_each_language(enter, ask):
    browser = enter("Ana", language="fr")
    assert "0 demande<" in browser.text("/callbacks")
    ask()
    ask()
    assert "2 demandes<" in browser.text("/callbacks")


def test_the_name_of_the_account_cannot_break_the_page(enter):
    html = enter('<i>"Ana"', Role.AGENT).text("/account")
    assert "<i>" not in html
    assert "&lt;i&gt;" in html


def test_without_a_staff_group_the_account_page_says_nothing_of_one(enter):
    assert "Staff group on Telegram" not in enter("Ana").text("/account")


def test_a_code_for_the_staff_group_is_shown_once_and_links_the_account(enter, app):
    object.__setattr__(app.settings, "staff_group", "-100500")
    browser = enter("Ana")
    shown = browser.send("/account", "/account/telegram").text
    code = shown.split("/link ")[1].split("<")[0]
    assert app.staff_links.link("900", code) == "Ana"
    page = browser.text("/account")
    assert "is linked" in page
    assert code not in page
    browser.send("/account", "/account/telegram/unlink")
    assert app.staff_links.staff_of("900") is None
    assert "Without a link" in browser.text("/account")
