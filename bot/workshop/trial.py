"""Say something to a trained model as a person would, without a server, and see what happens and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.dialogue import without_tensorflow
from bot.domain.language import closest


@dataclass(frozen=True)
class Outcome:
    """What a message led to: `turn` as `bot.dialogue.explanation` tells it, and the messages a person would see."""

    text: str
    language: str
    turn: Mapping[str, Any]
    messages: list[dict[str, Any]]


class Trial:
    """One conversation with a model, in this process. Everything it stores is gone with the process."""

    def __init__(self, root: Path, model: Path, actions: str = "actions") -> None:
        without_tensorflow.install()
        from rasa.core.tracker_store import InMemoryTrackerStore
        from rasa.shared.core.domain import Domain

        from bot.answers.generator import CatalogueGenerator
        from bot.dialogue.action_endpoints import InProcessActions
        from bot.dialogue.assistant import load_assistant
        from bot.dialogue.explanation import read_sources

        self._sources = read_sources(root)
        self._assistant = load_assistant(
            model, InMemoryTrackerStore(Domain.empty()), CatalogueGenerator(), InProcessActions(actions)
        )

    async def say(self, text: str, language: str | None = None, person: str = "trial") -> Outcome:
        """The outcome of a message; it is answered in the language given, else in the one it is written in."""
        from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

        from bot.dialogue.explanation import explain

        if language is None:
            language = closest((await self._assistant.parse_message(text)).get("language"))
        channel = CollectingOutputChannel()
        message = UserMessage(text, channel, person, input_channel="trial", metadata={"language": language})
        await self._assistant.handle_message(message)
        tracker = await self._assistant.tracker_store.retrieve(person)
        return Outcome(text, language or "", explain(tracker, self._sources) or {}, list(channel.messages))
