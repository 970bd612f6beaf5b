import pytest

from bot.nlu.questions import parts_of, second_question

RANKINGS = {
    "where is your office": [("office_address", 0.9), ("money_amount", 0.1)],
    "how much money do i get": [("money_amount", 0.8), ("office_address", 0.1)],
    "thank you so much": [("thanks", 0.99)],
    "my cousin says hello": [("greeting_start", 0.4)],
}


def rank(part):
    return RANKINGS[part.lower()]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("where is it", []),
        ("where is it?", []),
        ("where is it? how much is it", ["where is it", "how much is it"]),
        ("where is it\nhow much is it", ["where is it", "how much is it"]),
        ("كيف الحال؟ وين المكتب", ["كيف الحال", "وين المكتب"]),
        ("ok. where is it", []),
    ],
)
def test_sentences_are_told_apart(text, parts):
    assert parts_of(text) == parts


def test_the_second_question_is_found():
    whole = [("office_address", 0.7), ("money_amount", 0.3)]
    ranking, second = second_question(whole, "Where is your office? How much money do i get?", rank, 0.6)
    assert ranking == whole
    assert second == ("money_amount", 0.8)


def test_an_unclear_whole_is_decided_by_its_first_clear_sentence():
    whole = [("luggage", 0.3), ("money_amount", 0.2)]
    ranking, second = second_question(whole, "my cousin says hello. How much money do i get?", rank, 0.6)
    assert ranking[0] == ("money_amount", 0.8)
    assert second is None


def test_thanks_beside_a_question_is_no_question():
    whole = [("thanks", 0.9)]
    ranking, second = second_question(whole, "Where is your office? Thank you so much!", rank, 0.6)
    assert ranking[0][0] == "office_address"
    assert second is None


@pytest.mark.parametrize("joint", [" and ", ", ", " et ", " و "])
def test_two_questions_in_one_sentence_are_found_when_both_are_clear(joint):
    whole = [("office_address", 0.6), ("money_amount", 0.4)]
    text = f"where is your office{joint}how much money do i get?"
    assert second_question(whole, text, rank, 0.6) == (whole, ("money_amount", 0.8))


def test_a_joining_word_between_other_words_asks_nothing():
    whole = [("office_address", 0.9)]
    assert second_question(whole, "where is your office and my cousin says hello", rank, 0.6) == (whole, None)


@pytest.mark.parametrize(("sure", "second"), [(0.9, ("violence_women_lgbtqi", 0.9)), (0.7, None)])
def test_a_sentence_raises_an_alarm_by_itself_only_when_it_is_very_clear(sure, second):
    rankings = {"where is it": [("office_address", 0.9)], "he beats me": [("violence_women_lgbtqi", sure)]}
    whole = [("office_address", 0.9)]
    assert second_question(whole, "where is it? he beats me", rankings.__getitem__, 0.6) == (whole, second)


def test_one_sentence_is_not_asked_twice():
    def refuse(part):
        raise AssertionError(part)

    whole = [("office_address", 0.2)]
    assert second_question(whole, "where is your office?", refuse, 0.6) == (whole, None)


def test_a_short_second_question_stands_for_the_whole_one():
    rankings = {
        "how many bags": [("luggage", 0.9)],
        "how long": [("follow_up_duration", 0.5), ("how_long_until_departure", 0.3)],
    }
    whole = [("luggage", 0.6), ("follow_up_duration", 0.3)]
    ranking, second = second_question(whole, "how many bags? how long?", rankings.__getitem__, 0.6)
    assert ranking[0] == ("luggage", 0.6)
    assert second == ("how_long_until_departure", 0.8)


def test_a_greeting_before_the_comma_does_not_hide_the_question():
    whole = [("greeting_start", 0.9)]
    ranking, second = second_question(whole, "my cousin says hello, how much money do i get", rank, 0.6)
    assert ranking[0] == ("money_amount", 0.8)
    assert second is None


def test_somebody_without_shelter_in_half_a_sentence_must_be_very_clear():
    rankings = {"where is the office": [("office_address", 0.9)], "i am in brussels": [("homeless_no_shelter", 0.8)]}
    whole = [("office_address", 0.9)]
    text = "where is the office, i am in brussels"
    assert second_question(whole, text, rankings.__getitem__, 0.6) == (whole, None)
