"""Headers, cookies, errors and hostile input."""

import logging

import pytest

from bot.bootstrap import build
from bot.console.app import create_app
from bot.domain.staff import Role
from bot.storage.migrate import migrate
from tests.unit.console.browser import PASSWORD, Browser

PAYLOAD = '"><img src=x onerror=alert(1)><script>alert(2)</script>{{ 7*7 }}'


@pytest.fixture
def https_console(app):
    secure = build(
        {
            "MONTOYER_DATABASE_URL": app.settings.database_url,
            "MONTOYER_CONSOLE_URL": "https://desk.example.org",
        }
    )
    secure.__dict__["accounts"] = app.accounts
    yield create_app(secure)
    secure.engine.dispose()


@pytest.mark.parametrize(
    "path", ["/sign-in", "/callbacks", "/nothing", "/static/console.css", "/static/nothing", "/healthz"]
)
def test_every_answer_carries_the_security_headers(console, path):
    headers = Browser(console).open(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "strict-transport-security" not in headers, "would lock out a console without https"


def test_pages_are_not_kept_by_the_browser_and_static_files_are(enter):
    browser = enter()
    page = browser.open("/callbacks")
    assert page.headers["cache-control"] == "no-store"
    stylesheet = page.text.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "immutable" in browser.open(stylesheet).headers["cache-control"]


def test_no_page_needs_inline_script_or_style(enter, ask):
    browser = enter("Ana", Role.ADMIN)
    reference = ask()
    for path in ("/sign-in", "/callbacks", f"/callbacks/{reference}", "/playground", "/staff", "/audit", "/account"):
        html = browser.open(path).text
        assert " style=" not in html, path
        assert "<style" not in html, path
        assert " onclick=" not in html, path
        assert "<script>" not in html, path
        assert "hx-on" not in html, path


def test_cookies_are_closed_to_scripts_and_other_sites(console, employ):
    employ("Ana")
    cookie = Browser(console).sign_in("Ana").headers["set-cookie"].lower()
    assert "montoyer-8080=" in cookie
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_behind_https_cookies_are_secure_and_bound_to_the_host(https_console, employ):
    employ("Ana")
    browser = Browser(https_console, base_url="https://desk.example.org")
    response = browser.sign_in("Ana")
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("__Host-montoyer=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "omain=" not in cookie
    assert "max-age=31536000" in response.headers["strict-transport-security"]


def test_what_people_write_is_shown_and_never_run(enter, ask):
    browser = enter("Ana", Role.ADMIN)
    reference = ask(name=PAYLOAD)
    path = f"/callbacks/{reference}"
    assert browser.send(path, f"{path}/note", note=PAYLOAD + "\n</textarea><script>").status_code == 303
    for page in (path, "/callbacks"):
        html = browser.text(page)
        assert "<img" not in html
        assert "<script>" not in html
        assert "&lt;script&gt;alert(2)" in html
        assert "{{ 7*7 }}" in html


def test_a_filter_is_shown_as_text(enter):
    html = enter().text("/callbacks?text=%22%3E%3Cscript%3E&assignee=%22%3E%3Cscript%3E&state=%3Cscript%3E")
    assert "<script>" not in html


def test_a_message_cookie_that_somebody_forged_is_no_page(enter):
    browser = enter()
    for forged in ("x", "W10=", "eyJhIjoxfQ==", "WyJ0YWtlbiIsMSwyXQ==", "é"):
        browser.client.cookies.set("montoyer-flash-8080", forged.encode().decode("latin-1") if forged != "é" else "%C3")
        assert browser.open("/callbacks").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2f..%2fsettings.py", "/static//etc/passwd"],
)
def test_static_files_end_at_their_folder(console, path):
    assert Browser(console).open(path).status_code == 404


@pytest.mark.parametrize("text", ["' OR 1=1 --", "%", "_", "'; DROP TABLE staff; --"])
def test_the_reference_filter_is_a_value_and_no_query(enter, ask, text):
    browser = enter()
    ask()
    assert "0 requests" in browser.client.get("/callbacks", params={"text": text}).text


def test_an_unknown_address_is_a_page_of_ours(enter):
    response = enter().open("/nothing")
    assert response.status_code == 404
    assert "There is nothing here" in response.text


def test_a_wrong_method_is_refused(enter):
    assert enter().client.get("/account/sign-out").status_code == 405


def test_a_huge_form_is_refused_with_words(enter, ask):
    browser = enter()
    path = f"/callbacks/{ask()}"
    response = browser.send(path, f"{path}/note", note="x" * 140_000)
    assert response.status_code == 413
    assert "too much text" in response.text
    assert response.headers["x-content-type-options"] == "nosniff"


def test_an_unforeseen_error_is_a_page_and_a_log_line_without_its_words(app, enter, monkeypatch, caplog):
    browser = enter()

    def fail(*_arguments, **_more):
        raise RuntimeError("phone +32470123456 of Maria")

    monkeypatch.setattr(app.callbacks, "page", fail, raising=False)
    with caplog.at_level(logging.ERROR):
        response = browser.open("/callbacks")
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.text
    assert "Traceback" not in response.text
    assert "Maria" not in response.text
    assert [record.message for record in caplog.records if record.name == "bot.console.errors"] == ["console_failed"]
    assert "Maria" not in caplog.text
    assert response.headers["x-content-type-options"] == "nosniff"


def test_the_process_tells_that_it_is_alive_without_the_database(tmp_path):
    console = create_app(build({"MONTOYER_DATABASE_URL": f"sqlite:///{tmp_path}/never-made.db"}))
    response = Browser(console).open("/healthz")
    assert (response.status_code, response.text) == (200, "ok")
    assert not (tmp_path / "never-made.db").exists()


def test_an_unreachable_database_is_a_page_too(tmp_path):
    app = build({"MONTOYER_DATABASE_URL": f"sqlite:///{tmp_path}/empty.db"})
    browser = Browser(create_app(app))
    browser.client.cookies.set("montoyer-8080", "some-token")
    assert browser.open("/callbacks").status_code == 500
    migrate(app.engine)
    assert browser.open("/callbacks").status_code == 303
    app.engine.dispose()


def test_signed_out_while_writing_shows_the_text_again(enter, app, ask):
    browser = enter()
    path = f"/callbacks/{ask()}"
    browser.text(path)
    app.accounts.sign_out_everywhere("Ana")
    response = browser.client.post(f"{path}/note", data={"note": "a long <thought>", "csrf": "old"})
    assert response.status_code == 401
    assert "a long &lt;thought&gt;" in response.text
    assert PASSWORD not in response.text
