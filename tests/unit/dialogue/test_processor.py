"""The event loop stays free while a message is understood."""

import asyncio
import threading
from types import SimpleNamespace
from typing import Any

from rasa.core.channels.channel import UserMessage

from bot.dialogue.processor import AssistantProcessor

PARSED: dict[str, Any] = {"text": "hello", "intent": {"name": "greeting_start"}, "entities": []}


class Waiting(AssistantProcessor):
    """Understands only when told to."""

    def __init__(self) -> None:
        self.may_go_on = threading.Event()
        self.model_metadata = SimpleNamespace(domain=None)

    def _parse_message_with_graph(self, *_: Any) -> dict[str, Any]:
        if not self.may_go_on.wait(10):
            raise TimeoutError("the event loop was not free to let this go on")
        return PARSED

    def _check_for_unseen_features(self, parse_data: dict[str, Any]) -> None:
        self.checked = parse_data


def test_the_event_loop_runs_while_a_message_is_understood() -> None:
    async def talk() -> dict[str, Any]:
        processor = Waiting()
        understood = asyncio.create_task(processor.parse_message(UserMessage("hello", sender_id="a")))
        await asyncio.sleep(0)
        processor.may_go_on.set()
        return await understood

    assert asyncio.run(talk()) == PARSED
