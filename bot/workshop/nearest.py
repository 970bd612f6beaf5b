"""Which training examples a message is most like, by the sense of the words."""

import numpy as np

from bot.nlu import sentence_vectors
from bot.nlu.text import normalise
from bot.workshop.examples import Example

SHOWN = 3


def nearest(texts: list[str], examples: list[Example]) -> dict[str, list[tuple[str, str]]]:
    """For each text the likest examples, each with its intent."""
    if not texts or not examples:
        return {}
    vectors = sentence_vectors.embed_all([normalise(example.text) for example in examples])
    centre = vectors.mean(axis=0)
    vectors = vectors - centre
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    found = {}
    for text in texts:
        likeness = vectors @ (sentence_vectors.embed(normalise(text)) - centre)
        best = np.argsort(-likeness)[:SHOWN]
        found[text] = [(examples[index].text, examples[index].intent) for index in best]
    return found
