import pytest

from bot.nlu.decision import UNSURE, Limits, decide
from bot.nlu.figures import FIGURE, figure_examples, without_figures
from bot.nlu.language_id import LANGUAGES
from bot.nlu.phrases import Phrases, split_words
from bot.nlu.protection import INTENTS, Alarm, read


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I want to kill myself", "suicide_self_harm"),
        ("j'ai envie de mourir", "suicide_self_harm"),
        ("ik wil niet meer leven", "suicide_self_harm"),
        ("بدي اموت", "suicide_self_harm"),
        ("quiero morirme", "suicide_self_harm"),
        ("nao quero mais viver", "suicide_self_harm"),
        ("не хочу жить", "suicide_self_harm"),
        ("не хочу жити", "suicide_self_harm"),
        ("ölmek istiyorum", "suicide_self_harm"),
        ("میخوام بمیرم", "suicide_self_harm"),
        ("ich will nicht mehr leben", "suicide_self_harm"),
        ("nu mai vreau să trăiesc", "suicide_self_harm"),
        ("sikvdili minda", "suicide_self_harm"),
        ("inaan dhinto ayaan rabaa", "suicide_self_harm"),
        ("there is a man with a knife in my room", "danger_emergency"),
        ("вызовите скорую", "danger_emergency"),
        ("mon mari me frappe", "violence_women_lgbtqi"),
        ("kocam beni dövüyor", "violence_women_lgbtqi"),
        ("my boss took my passport and does not pay me", "trafficking_exploitation"),
        ("me obligan a prostituirme", "trafficking_exploitation"),
        ("j'ai 15 ans et je suis seul", "minor_alone_return"),
        ("my brother is in the closed centre of Merksplas", "detention_closed_centre"),
    ],
)
def test_words_of_people_in_danger_raise_a_sure_alarm(text, intent):
    alarm = read(text).alarm
    assert alarm is not None
    assert alarm.sure
    assert alarm.intent == intent


@pytest.mark.parametrize(
    "text",
    [
        "I would die for a coffee",
        "je suis mort de rire",
        "me muero de hambre",
        "ik lach me dood",
        "умираю со смеху",
        "how do i get to your office",
        "are you the police?",
        "i am 12 weeks pregnant",
        "is there a fee for the ticket",
        "",
    ],
)
def test_look_alikes_raise_no_alarm(text):
    assert read(text).alarm is None


def test_tricks_of_encoding_do_not_hide_an_alarm():
    alarm = read("i want to <b>ki\u200bll</b> MYSEEEELF".replace("SEEEELF", "SELF")).alarm
    assert alarm is not None
    assert alarm.intent == "suicide_self_harm"


def test_an_alarm_in_the_middle_of_a_long_message_is_found():
    alarm = read("hello " * 100 + "i want to kill myself " + "thank you " * 100).alarm
    assert alarm is not None


def test_a_question_about_a_project_is_only_perhaps_an_alarm():
    alarm = read("your project against human trafficking, who pays it").alarm
    assert alarm is not None
    assert not alarm.sure


@pytest.mark.parametrize("text", ["if i go back the army will kill me", "si je rentre ils vont me tuer"])
def test_danger_in_the_country_of_return_is_only_perhaps_an_emergency(text):
    alarm = read(text).alarm
    assert alarm is not None
    assert not alarm.sure


def test_suicidal_words_stay_sure_beside_a_return():
    alarm = read("if i return i will kill myself").alarm
    assert alarm is not None
    assert alarm.sure


def found(phrases, text):
    return [match.phrase for match in Phrases([("x", phrase) for phrase in phrases]).all(split_words(text))]


def test_stars_stand_for_endings_and_dots_for_words_between():
    phrases = ["take* ... pills", "*phobia"]
    assert found(phrases, "she takes all of her pills") == ["take* ... pills"]
    assert found(phrases, "homophobia") == ["*phobia"]
    assert found(phrases, "pills to take") == []
    assert found(phrases, "take one two three four five pills") == []


def test_arabic_words_are_found_behind_a_joined_conjunction():
    assert found(["انتحر"], "وانتحر") == ["انتحر"]


def test_a_look_alike_hides_its_own_words_only():
    reading = read("i am dying of laughter but i want to kill myself")
    assert reading.alarm is not None
    assert not reading.figure
    assert read("i am dying of laughter").figure


LIMITS = Limits()


def test_a_sure_alarm_wins_over_the_classifier():
    decision = decide([("luggage", 0.9), ("suicide_self_harm", 0.01)], Alarm("suicide_self_harm", True, "x"), LIMITS)
    assert decision.intent == "suicide_self_harm"
    assert "x" in (decision.reason or "")


def test_an_unsure_alarm_needs_doubt():
    alarm = Alarm("danger_emergency", False, "x")
    assert decide([("luggage", 0.9)], alarm, LIMITS).intent == "luggage"
    assert decide([("luggage", 0.4)], alarm, LIMITS).intent == "danger_emergency"


def test_words_in_a_joke_prove_nothing_by_themselves():
    joke = Alarm("danger_emergency", False, "x", weak=True)
    assert decide([("luggage", 0.4)], joke, LIMITS).intent == "luggage"
    assert decide([("luggage", 0.4), ("danger_emergency", 0.2)], joke, LIMITS).intent == "danger_emergency"


def test_protection_intents_together_can_outweigh_the_first():
    ranking = [("thanks", 0.3), ("suicide_self_harm", 0.25), ("danger_emergency", 0.2)]
    assert decide(ranking, None, LIMITS).intent == "suicide_self_harm"


def test_an_unsure_ranking_is_admitted():
    assert decide([("luggage", 0.2), ("thanks", 0.1)], None, LIMITS).intent == UNSURE
    assert decide([("luggage", 0.5), ("thanks", 0.48)], None, LIMITS).intent == UNSURE


def test_two_kinds_of_out_of_scope_are_no_ambiguity():
    assert decide([("oos_weather", 0.45), ("oos_gibberish", 0.44)], None, LIMITS).intent == "oos_weather"


def test_a_figure_of_speech_takes_weight_from_protection_only():
    ranking = [(FIGURE, 0.6), ("suicide_self_harm", 0.3), ("thanks", 0.1)]
    assert without_figures(ranking) == [("suicide_self_harm", pytest.approx(0.1)), ("thanks", 0.1)]


def test_every_language_has_figures_of_speech():
    assert set(figure_examples()[1]) == set(LANGUAGES)
    assert FIGURE not in INTENTS


def test_a_known_figure_of_speech_lightens_protection():
    ranking = [("suicide_self_harm", 0.6), ("thanks", 0.4)]
    assert decide(ranking, None, LIMITS, figure=True).intent == "thanks"
    assert decide(ranking, None, LIMITS, figure=False).intent == "suicide_self_harm"
