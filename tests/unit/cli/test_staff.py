import pytest
from typer.testing import CliRunner

from bot.bootstrap import build
from bot.cli.main import montoyer
from bot.domain.errors import InvalidSetting, SignInFailed
from bot.storage.migrate import migrate

PASSWORD = "correct horse battery"


@pytest.fixture
def office(tmp_path, monkeypatch):
    address = f"sqlite:///{tmp_path}/montoyer.db"
    monkeypatch.setenv("MONTOYER_DATABASE_URL", address)
    app = build({"MONTOYER_DATABASE_URL": address})
    migrate(app.engine)
    return app


def call(*words):
    return CliRunner().invoke(montoyer, ["staff", *words])


def link(*words):
    done = call(*words)
    assert done.exit_code == 0, done.output
    return done.output.strip().rpartition("/welcome/")[2]


def roles(office):
    return {account.name: account.role.value for account in office.accounts.all()}


def test_accounts_are_listed_with_role_and_state(office):
    assert "No accounts yet" in call().output
    office.accounts.accept(link("ana", "--role", "supervisor"), PASSWORD)
    link("bob")
    assert [line.split() for line in call().output.splitlines()] == [
        ["ana", "supervisor", "open"],
        ["bob", "agent", "open,", "has", "not", "signed", "in", "yet"],
    ]


def test_a_reset_gives_a_new_link_and_leaves_the_role(office):
    office.accounts.accept(link("ana", "--role", "supervisor"), PASSWORD)
    signed_in = office.accounts.accept(link("ana"), "another horse battery")
    assert roles(office) == {"ana": "supervisor"}
    assert office.accounts.visitor(signed_in.token) is not None
    link("ana", "--role", "admin")
    assert roles(office) == {"ana": "admin"}


def test_a_disabled_account_is_out_at_once_until_it_is_invited_again(office):
    signed_in = office.accounts.accept(link("ana"), PASSWORD)
    assert call("ana", "--disable").exit_code == 0
    assert office.accounts.visitor(signed_in.token) is None
    with pytest.raises(SignInFailed):
        office.accounts.sign_in("ana", PASSWORD)
    assert "disabled" in call().output
    with office.new_reading() as work:
        assert work.audit.latest(1)[0].action == "staff_disabled"
    office.accounts.accept(link("ana"), PASSWORD)
    assert office.accounts.sign_in("ana", PASSWORD)


def test_a_name_or_a_role_that_does_not_exist_is_refused(office):
    assert call("nobody", "--disable").exit_code == 1
    assert isinstance(call("ana", "--role", "king").exception, InvalidSetting)
