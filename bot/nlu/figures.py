"""Figures of speech: sentences that sound alarming and are not ("I am dying of laughter").

They are learnt as one class beside the intents. The class is no answer: what it weighs is taken from
the protection intents, and the rest of the ranking stays as it was.
"""

from collections.abc import Collection

from bot.nlu.language_id import LANGUAGES
from bot.nlu.protection import INTENTS
from bot.nlu.tables import load_table

FIGURE = "figure_of_speech"


def figure_examples(languages: Collection[str] = LANGUAGES) -> tuple[list[str], list[str]]:
    """Sentences and their languages, from the table that trainers extend, in the languages wanted.

    In a language without other examples they would teach that the language itself is a figure of speech.
    """
    table = load_table("lookalikes")
    pairs = [(str(text), code) for code in table if code in languages for text in table[code]]
    return [text for text, _ in pairs], [code for _, code in pairs]


def without_figures(ranking: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """The ranking of intents alone, best first; protection weighs less the likelier a figure of speech is."""
    figure = dict(ranking).get(FIGURE, 0.0)
    alarm = sum(chance for name, chance in ranking if name in INTENTS)
    share = alarm / (alarm + figure) if alarm + figure > 0 else 1.0
    kept = [(name, chance * share if name in INTENTS else chance) for name, chance in ranking if name != FIGURE]
    return sorted(kept, key=lambda entry: -entry[1])
