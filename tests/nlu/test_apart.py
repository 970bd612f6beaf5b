"""Held-out messages stay away from what the assistant was trained on."""

from pathlib import Path

from bot.nlu.evaluation.held_out import read_cases, training_sentences
from bot.nlu.evaluation.likeness import near_duplicates

FOLDER = Path(__file__).parent


def test_no_held_out_message_comes_close_to_a_training_sentence():
    messages = [case.text for case in read_cases(FOLDER)]
    sentences = training_sentences(FOLDER.parents[1] / "data" / "nlu")
    assert messages, "nothing is held out"
    assert sentences, "nothing to compare with"
    close = near_duplicates(messages, sentences)
    assert not close, "\n".join(f"{found.message!r} is too like {found.example!r}" for found in close)
