"""The trained assistant: Rasa's agent with our processor, store and answers."""

import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain

from bot.dialogue.action_endpoints import ActionServer, InProcessActions
from bot.dialogue.processor import AssistantProcessor


@dataclass(frozen=True)
class Beside:
    """A loaded model with a tracker store of its own: turns that run with another one are not disturbed."""

    name: str
    processor: AssistantProcessor

    async def understand(self, text: str) -> dict[str, Any]:
        """What it makes of a text, outside any dialogue."""
        return await self.processor.parse_message(UserMessage(text))


class Assistant(Agent):
    """An agent that uses `AssistantProcessor` and no in-memory fallback store."""

    present: Beside

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        """Load a model and make it the one that answers."""
        self.take(self.load_beside(Path(model_path)))
        self._set_fingerprint(fingerprint)

    def load_beside(self, model: Path) -> Beside:
        """Load a model without letting it answer. May run in a thread. Raises `ModelNotFound`."""
        store = copy.copy(self.tracker_store)
        processor = AssistantProcessor(
            model_path=model,
            tracker_store=store,
            lock_store=self.lock_store,
            action_endpoint=self.action_endpoint,
            generator=self.nlg,
        )
        store.domain = processor.domain
        return Beside(model.name, processor)

    def take(self, beside: Beside) -> None:
        """Let a loaded model answer from the next turn on."""
        self.present = beside
        self.processor = beside.processor
        self.domain = beside.processor.domain
        # Only read outside turns: each processor has a store of its own.
        self.tracker_store.domain = self.domain

    @staticmethod
    def _create_tracker_store(store: TrackerStore | None, domain: Domain) -> TrackerStore:
        # Rasa would wrap the store in one that falls back to memory in silence when the database fails.
        if store is None:
            raise ValueError("the assistant needs a tracker store")
        return store


def load_assistant(
    model: Path,
    store: TrackerStore,
    generator: NaturalLanguageGenerator,
    actions: ActionServer | InProcessActions,
) -> Assistant:
    """An assistant that is ready to handle messages. Raises `ModelNotFound` when the file is no model."""
    assistant = Assistant(
        generator=generator, tracker_store=store, lock_store=InMemoryLockStore(), action_endpoint=actions
    )
    assistant.load_model(model)
    return assistant
