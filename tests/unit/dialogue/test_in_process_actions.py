import asyncio
import json
import sys
import threading
import types

import pytest
from rasa.utils.endpoints import ClientResponseError
from rasa_sdk import Action
from rasa_sdk.interfaces import ActionExecutionRejection

from bot.dialogue.action_endpoints import InProcessActions
from bot.observability.request import current_request, for_request


class Greeting(Action):
    def name(self):
        return "action_greet"

    async def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text=f"{current_request()} in {threading.current_thread().name}")
        return []


class Rejecting(Action):
    def name(self):
        return "action_reject"

    async def run(self, dispatcher, tracker, domain):
        raise ActionExecutionRejection("action_reject", "not now")


class Broken(Action):
    def name(self):
        return "action_broken"

    async def run(self, dispatcher, tracker, domain):
        raise ValueError("what a person wrote")


class Waiting(Action):
    waits = threading.Event()

    def name(self):
        return "action_wait"

    async def run(self, dispatcher, tracker, domain):
        assert self.waits.wait(10), "the event loop never came round"
        return []


@pytest.fixture
async def actions():
    package = types.ModuleType("some_actions")
    package.__path__ = []
    sys.modules["some_actions"] = package
    endpoint = InProcessActions("some_actions")
    for action in (Greeting, Rejecting, Broken, Waiting):
        endpoint._executor.register_action(action)
    yield endpoint
    await endpoint.close()
    del sys.modules["some_actions"]


def call(name):
    return {
        "next_action": name,
        "sender_id": "p",
        "tracker": {"sender_id": "p", "slots": {}, "events": []},
        "domain": {},
    }


async def test_an_action_answers_from_a_thread_of_its_own_and_knows_the_request(actions):
    with for_request("abcdef012345"):
        result = await actions.request(json=call("action_greet"))
    assert result["responses"][0]["text"].startswith("abcdef012345 in actions")


async def test_a_rejection_comes_as_from_the_action_server(actions):
    with pytest.raises(ClientResponseError) as refused:
        await actions.request(json=call("action_reject"))
    assert refused.value.status == 400
    assert json.loads(refused.value.text) == {"error": "not now", "action_name": "action_reject"}


@pytest.mark.parametrize(("name", "status"), [("action_broken", 500), ("action_missing", 404)])
async def test_a_failure_is_a_status_without_the_words_of_anybody(actions, name, status):
    with pytest.raises(ClientResponseError) as failed:
        await actions.request(json=call(name))
    assert failed.value.status == status
    assert "person wrote" not in failed.value.text


async def test_others_are_served_while_an_action_waits(actions):
    waiting = asyncio.create_task(actions.request(json=call("action_wait")))
    await asyncio.sleep(0.05)
    Waiting.waits.set()
    assert (await waiting)["events"] == []
