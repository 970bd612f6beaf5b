"""Rasa's message processor with three faults mended: hidden failures, sessions that cut forms, a blocked event loop."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.turn import TurnFailed
from bot.observability import metrics

# One thread for all: the language models are not safe for several, and the order of messages stays.
_understanding = ThreadPoolExecutor(max_workers=1, thread_name_prefix="understanding")


class AssistantProcessor(MessageProcessor):
    """Raises `TurnFailed` where Rasa would log an exception and leave the person without an answer."""

    async def parse_message(
        self, message: UserMessage, tracker: DialogueStateTracker | None = None, only_output_properties: bool = True
    ) -> dict[str, Any]:
        """What a message means. Understanding takes a thread, so that others are served meanwhile."""
        known = tracker or DialogueStateTracker.from_events(message.sender_id, [])
        parsed: dict[str, Any] = await asyncio.get_running_loop().run_in_executor(
            _understanding, self._parse_message_with_graph, message, known, only_output_properties
        )
        self._check_for_unseen_features(parsed)
        _count(message, parsed)
        return parsed

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        watched = _Watched(action)
        goes_on: bool = await super()._run_action(watched, tracker, output_channel, nlg, prediction)
        if watched.failure is not None:
            raise TurnFailed(action.name()) from watched.failure
        return goes_on

    def _has_session_expired(self, tracker: DialogueStateTracker) -> bool:
        # A person who comes back to a half-filled form finds it as it was left.
        if tracker.active_loop_name:
            return False
        return bool(super()._has_session_expired(tracker))


def _count(message: UserMessage, parsed: dict[str, Any]) -> None:
    language = (message.metadata or {}).get("language") or "unknown"
    fell_back = (parsed.get("intent") or {}).get("name") in (None, DEFAULT_NLU_FALLBACK_INTENT_NAME)
    metrics.UNDERSTOOD.labels(language, "fallback" if fell_back else "understood").inc()


class _Watched(Action):
    """An action that remembers how it failed."""

    def __init__(self, action: Action) -> None:
        self._action = action
        self.failure: Exception | None = None

    def name(self) -> str:
        return str(self._action.name())

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        try:
            events: list[Event] = await self._action.run(output_channel, nlg, tracker, domain)
        except ActionExecutionRejection:
            raise
        except Exception as error:
            self.failure = error
            raise
        return events

    def event_for_successful_execution(self, prediction: PolicyPrediction) -> Any:
        return self._action.event_for_successful_execution(prediction)
