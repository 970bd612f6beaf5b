"""Rasa's message processor with three faults mended: hidden failures, sessions that cut forms, a blocked event loop."""

import asyncio
import tarfile
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from rasa.core.actions.action import Action, ActionExecutionRejection, ActionExtractSlots
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.engine.storage.storage import ModelMetadata
from rasa.exceptions import ModelNotFound
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecutionRejected, Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.direct_runner import DirectRunner, Replacements
from bot.dialogue.quick_policies import REPLACEMENTS
from bot.dialogue.turn import TurnFailed
from bot.dialogue.understood import Understood
from bot.dialogue.unpacked_model import load_runner
from bot.observability import metrics
from bot.observability.spans import span

# One thread for all: the language models are not safe for several, and the order of messages stays.
_understanding = ThreadPoolExecutor(max_workers=1, thread_name_prefix="understanding")


KEPT_RANKING = 10
"""Intents kept of a ranking: as many as people look at, out of more than eighty."""


class _Runner(DirectRunner):
    replacements: ClassVar[Replacements] = REPLACEMENTS


class AssistantProcessor(MessageProcessor):
    """Raises `TurnFailed` where Rasa would log an exception and leave the person without an answer."""

    @cached_property
    def _understood(self) -> Understood:
        return Understood()

    @staticmethod
    def _load_model(model_path: str | Path) -> tuple[str, ModelMetadata, DirectRunner]:
        try:
            metadata, runner = load_runner(Path(model_path), _Runner)
        except (OSError, tarfile.ReadError):
            raise ModelNotFound(f"Model {model_path} can not be loaded.") from None
        return Path(model_path).name, metadata, runner

    async def parse_message(
        self, message: UserMessage, tracker: DialogueStateTracker | None = None, only_output_properties: bool = True
    ) -> dict[str, Any]:
        """What a message means. Understanding takes a thread, so that others are served meanwhile."""
        with span("understand"):
            parsed = self._understood.get(message.text) if only_output_properties else None
            if parsed is None:
                parsed = await self._parse(message, tracker, only_output_properties)
        _count(message, parsed)
        return parsed

    async def _parse(
        self, message: UserMessage, tracker: DialogueStateTracker | None, only_output_properties: bool
    ) -> dict[str, Any]:
        known = tracker or DialogueStateTracker.from_events(message.sender_id, [])
        parsed: dict[str, Any] = await asyncio.get_running_loop().run_in_executor(
            _understanding, self._parse_message_with_graph, message, known, only_output_properties
        )
        parsed["intent_ranking"] = parsed.get("intent_ranking", [])[:KEPT_RANKING]
        self._check_for_unseen_features(parsed)
        if only_output_properties:
            self._understood.keep(message.text, parsed)
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
        with span("act"):
            goes_on: bool = await super()._run_action(watched, tracker, output_channel, nlg, prediction)
        if watched.failure is not None:
            raise TurnFailed(action.name()) from watched.failure
        return goes_on

    def predict_next_with_tracker_if_should(self, tracker: DialogueStateTracker) -> tuple[Action, PolicyPrediction]:
        """As Rasa predicts, with its time measured."""
        with span("decide"):
            predicted: tuple[Action, PolicyPrediction] = super().predict_next_with_tracker_if_should(tracker)
        return predicted

    async def run_action_extract_slots(
        self, output_channel: OutputChannel, tracker: DialogueStateTracker
    ) -> DialogueStateTracker:
        """Fill slots from the latest message. Rasa's own would copy the events for a log that is off."""
        with span("act"):
            extract = ActionExtractSlots(self.action_endpoint)
            events = await extract.run(output_channel, self.nlg, tracker, self.domain)
        await self._send_bot_messages(events, tracker, output_channel)
        tracker.update_with_events(events, self.domain)
        return tracker

    def _log_action_on_tracker(
        self,
        tracker: DialogueStateTracker,
        action: Action,
        events: list[Event] | None,
        prediction: PolicyPrediction,
    ) -> None:
        # As Rasa does it, without copies for a log that is off.
        events = events or []
        if not any(isinstance(event, ActionExecutionRejected) for event in events):
            tracker.update_with_events(prediction.events, self.domain)
            tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(events, self.domain)

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
