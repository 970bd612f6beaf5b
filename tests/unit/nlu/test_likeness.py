"""When a held-out message counts as one that the assistant was trained on."""

import pytest

from bot.nlu.evaluation.held_out import training_sentences
from bot.nlu.evaluation.likeness import near_duplicates


@pytest.mark.parametrize(
    ("message", "example"),
    [
        ("Where is your office?!", "where is your office"),
        ("ou est votre bureau", "où est votre bureau ?"),
        ("where is your offfice", "where is your office"),
        ("hoeveel geld krijg ik er mee", "hoeveel geld krijg ik mee"),
        ("how do i apply for return", "for return how do i apply"),
        ("ليش مكتبكم مسكّر", "ليش مكتبكم مسكر"),
        ("Где  ваш офис", "где ваш офис"),
        ("ვინ ხართ თქვენ?", "ვინ ხართ თქვენ"),
        ("ስንት ብር ትሰጣላችሁ", "ስንት ብር ትሰጣላችሁ።"),
        ("😂😂😂", "😂😂😂"),
    ],
)
def test_the_same_in_other_clothes_is_refused(message, example):
    (found,) = near_duplicates([message], ["something else entirely", example])
    assert found.example == example
    assert found.degree >= 0.8


@pytest.mark.parametrize(
    ("message", "example"),
    [
        ("where can i find you people", "where is your office"),
        ("money how much", "how much is the luggage fee"),
        ("c'est loin de la gare ?", "le bureau est près de la gare du midi ?"),
        ("👍", "😂😂😂"),
        ("???", "where is your office"),
    ],
)
def test_another_sentence_is_let_through(message, example):
    assert near_duplicates([message], [example]) == []


def test_nothing_to_compare_finds_nothing():
    assert near_duplicates([], ["a"]) == near_duplicates(["a"], []) == []


def test_training_sentences_are_the_lines_of_all_blocks(tmp_path):
    (tmp_path / "office.yml").write_text(
        'version: "3.1"\nnlu:\n- intent: office_address\n  examples: |\n    - where are you\n    - and - then\n'
    )
    assert training_sentences(tmp_path) == ["where are you", "and - then"]
