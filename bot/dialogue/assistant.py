"""The trained assistant: Rasa's agent with our processor, store and answers."""

from pathlib import Path

from rasa.core.agent import Agent
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain

from bot.dialogue.action_endpoints import ActionServer, InProcessActions
from bot.dialogue.processor import AssistantProcessor


class Assistant(Agent):
    """An agent that uses `AssistantProcessor` and no in-memory fallback store."""

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        """Load a model and make it the one that answers."""
        self.processor = AssistantProcessor(
            model_path=model_path,
            tracker_store=self.tracker_store,
            lock_store=self.lock_store,
            action_endpoint=self.action_endpoint,
            generator=self.nlg,
        )
        self.domain = self.processor.domain
        self.tracker_store.domain = self.domain
        self._set_fingerprint(fingerprint)

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
