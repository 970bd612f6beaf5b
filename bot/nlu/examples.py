"""Training examples as Rasa holds them, in the shape that our models learn from."""

from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData


def marked_examples(training_data: TrainingData) -> tuple[list[str], list[str], list[str]]:
    """Texts, languages ("" where the block has no mark) and intents, in the order of the files."""
    texts, languages, intents = [], [], []
    for example in training_data.intent_examples:
        text, intent = example.get(TEXT), example.get(INTENT)
        if not text or not intent:
            continue
        mark = ((example.get(METADATA) or {}).get(METADATA_INTENT) or {}).get("language")
        texts.append(text)
        languages.append(mark or "")
        intents.append(intent)
    return texts, languages, intents
