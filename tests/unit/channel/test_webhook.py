import json

import pytest
from starlette.testclient import TestClient

from bot.channel.webhook import LARGEST_BODY, SECRET_HEADER, Webhook

SECRET = "a-secret-of-ours"


class Intake:
    def __init__(self):
        self.accepted = []

    def accept(self, updates):
        self.accepted += updates


@pytest.fixture
def intake():
    return Intake()


@pytest.fixture
def client(intake):
    return TestClient(Webhook(intake, SECRET).app("/telegram"))


def post(client, body, secret=SECRET):
    headers = {"Content-Type": "application/json"} | ({SECRET_HEADER: secret} if secret is not None else {})
    return client.post("/telegram", content=body, headers=headers)


def test_a_post_with_the_secret_is_accepted(client, intake):
    assert post(client, json.dumps({"update_id": 3})).status_code == 200
    assert intake.accepted == [{"update_id": 3}]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "é"])
def test_a_forged_post_is_refused_before_it_is_read(client, intake, secret):
    given = secret.encode("latin-1") if secret else secret
    assert post(client, "{broken", given).status_code == 403
    assert intake.accepted == []


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "1",
        '"x"',
        "{}",
        '{"update_id": "3"}',
        '{"update_id": true}',
        '{"update_id": -1}',
        '{"update_id": 9223372036854775808}',
        "[" * 100_000,
    ],
)
def test_a_malformed_post_is_a_400(client, intake, body):
    assert post(client, body).status_code == 400
    assert intake.accepted == []


def test_a_huge_post_is_not_read_to_its_end(client, intake):
    assert post(client, b"x" * (LARGEST_BODY + 1)).status_code == 413
    assert intake.accepted == []


def test_other_paths_and_methods_do_not_exist(client):
    assert client.get("/telegram").status_code == 405
    assert client.post("/").status_code == 404


def test_refusals_are_counted():
    webhook = Webhook(Intake(), SECRET)
    client = TestClient(webhook.app("/telegram"))
    post(client, "{}", "wrong")
    post(client, "{}")
    assert webhook.refused == {"secret": 1, "form": 1}
