import re

import pytest

from bot.console.staff import address_of_console
from bot.domain.staff import Role
from bot.settings import Settings
from tests.unit.console.browser import PASSWORD, Browser, field_on


def link_on(html):
    return re.search(r'value="(http[^"]+/welcome/[\w-]+)"', html)[1]


def test_an_invitation_shows_its_link_once_and_the_link_works(enter, console, app, audit):
    browser = enter("Ana", Role.ADMIN)
    response = browser.send("/staff", "/staff", name="  Bram  De Smet ", role="supervisor")
    link = link_on(response.text)
    assert link.startswith("http://127.0.0.1:8080/welcome/")
    assert link not in browser.text("/staff")
    assert ("Ana", "staff_invited", "Bram De Smet") in audit()
    path = link.removeprefix("http://127.0.0.1:8080")
    newcomer = Browser(console)
    assert newcomer.send(path, path, password=PASSWORD, repeated=PASSWORD).status_code == 303
    assert newcomer.open("/audit").status_code == 200


def test_the_link_names_the_configured_address_and_never_the_host_of_the_request(enter):
    browser = enter("Ana", Role.ADMIN)
    fields = {"name": "Bram", "role": "agent"}
    token = field_on(browser.text("/staff"), "csrf")
    response = browser.client.post("/staff", data={**fields, "csrf": token}, headers={"host": "evil.example"})
    assert "evil.example" not in response.text
    assert address_of_console(Settings.read({"MONTOYER_CONSOLE_URL": "https://desk.example.org"})) == (
        "https://desk.example.org"
    )


@pytest.mark.parametrize(
    ("name", "role", "problem"),
    [
        ("", "agent", "A name has up to"),
        ("<script>", "agent", "A name has up to"),
        ("a" * 65, "agent", "A name has up to"),
        ("Ana", "agent", "There is an account with this name"),
        ("Bram", "emperor", "Choose a role."),
    ],
)
def test_an_unusable_invitation_is_said_and_makes_no_account(enter, app, name, role, problem):
    browser = enter("Ana", Role.ADMIN)
    response = browser.send("/staff", "/staff", name=name, role=role)
    assert response.status_code == 422
    assert problem in response.text
    assert [account.name for account in app.accounts.all()] == ["Ana"]


def test_a_new_link_lets_a_colleague_back_in_and_ends_older_links(enter, console, app):
    browser = enter("Ana", Role.ADMIN)
    first = app.accounts.invite("Émile O'Neil", Role.AGENT)
    path = "/staff/%C3%89mile%20O%27Neil/link"
    link = link_on(browser.send("/staff", path).text)
    assert Browser(console).open(f"/welcome/{first}").status_code == 404
    assert Browser(console).open("/welcome/" + link.split("/welcome/")[1]).status_code == 200


def test_a_new_link_for_nobody_makes_no_account(enter, app):
    browser = enter("Ana", Role.ADMIN)
    token = field_on(browser.text("/staff"), "csrf")
    assert browser.client.post("/staff/Nobody/link", data={"csrf": token}).status_code == 422
    assert [account.name for account in app.accounts.all()] == ["Ana"]


def test_the_list_tells_who_can_sign_in(enter, app, employ):
    browser = enter("Ana", Role.ADMIN)
    app.accounts.invite("Bram", Role.AGENT)
    row = browser.text("/staff").split("<bdi>Bram</bdi>")[1].split("</tr>")[0]
    assert "Invited" in row


def test_the_audit_log_reads_as_sentences(enter, ask):
    browser = enter("Chloé", Role.SUPERVISOR)
    reference = ask()
    browser.text(f"/callbacks/{reference}")
    html = browser.text("/audit")
    assert "Opened a callback request" in html
    assert f'href="/callbacks/{reference}"' in html
    assert "Signed in" in html
    assert html.index("Opened a callback request") < html.index("Signed in"), "newest first"


def test_an_account_is_switched_off_and_on(enter, employ, console):
    admin = enter("Zoe", Role.ADMIN)
    employ("Ana")
    ana = Browser(console)
    ana.sign_in("Ana")
    assert "is switched off" in admin.follow(admin.send("/staff", "/staff/Ana/disable")).text
    assert ana.open("/callbacks").status_code == 303
    assert ana.sign_in("Ana").status_code == 401
    assert "switched on again" in admin.follow(admin.send("/staff", "/staff/Ana/enable")).text
    assert ana.sign_in("Ana").status_code == 303


def test_nobody_switches_their_own_account_off(enter):
    admin = enter("Zoe", Role.ADMIN)
    token = field_on(admin.text("/staff"), "csrf")
    response = admin.client.post("/staff/Zoe/disable", data={"csrf": token})
    assert "cannot switch your own account off" in response.text
    assert admin.open("/staff").status_code == 200
