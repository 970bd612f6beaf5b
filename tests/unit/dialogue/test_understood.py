from bot.dialogue.understood import LONGEST, Understood

HELLO = {"text": "hello", "intent": {"name": "greeting_start"}, "entities": [], "intent_ranking": [{"name": "x"}]}


def test_what_was_understood_once_is_known_with_its_own_words():
    known = Understood()
    assert known.get("hello") is None
    known.keep("hello", HELLO)
    assert known.get("hello") == HELLO
    assert known.get("Hello") is None


def test_nobody_changes_what_the_next_one_gets():
    known = Understood()
    mine = {**HELLO, "intent": dict(HELLO["intent"])}
    known.keep("hello", mine)
    mine["intent"]["name"] = "changed"
    known.get("hello")["intent_ranking"].clear()
    assert known.get("hello") == HELLO


def test_messages_that_tell_of_their_writer_are_not_kept():
    known = Understood()
    for text, meaning in (
        ("I am Amina", {**HELLO, "entities": [{"entity": "person_name"}]}),
        ("0470 12 34 56", HELLO),
        ("a" * (LONGEST + 1), HELLO),
    ):
        known.keep(text, meaning)
        assert known.get(text) is None
    assert not known._meanings


def test_no_words_stay_in_memory():
    known = Understood()
    known.keep("my secret question", {**HELLO, "text": "my secret question"})
    assert "secret" not in repr(known._meanings)


def test_the_one_that_was_not_asked_for_longest_goes_first():
    known = Understood(kept=2)
    for text in ("a", "b"):
        known.keep(text, HELLO)
    known.get("a")
    known.keep("c", HELLO)
    assert [known.get(text) is not None for text in "abc"] == [True, False, True]
