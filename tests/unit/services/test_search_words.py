import pytest

from bot.services.search_words import MOST_TERMS, terms_of, words_of
from tests.builders import a_request, a_wish


def a_request_of(name="Amina Haddad", phone="+32470123456", note=""):
    return a_request(wish=a_wish(name=name, phone=phone), note=note)


@pytest.mark.parametrize(
    "typed",
    ["0470123456", "0470 12 34 56", "0470/12.34.56", "+32 470 12 34 56", "0032470123456", "3456", "12 34 56", "٣٤٥٦"],
)
def test_a_phone_number_is_found_however_it_is_written_and_by_its_last_four_digits(typed):
    [term] = terms_of(typed)
    assert term.translate({ord("٣") + n: str(3 + n) for n in range(4)}) in words_of(a_request_of())


@pytest.mark.parametrize("typed", ["345", "4701", "0471 12 34 56"])
def test_other_digits_do_not_find_it(typed):
    assert not set(terms_of(typed)) <= words_of(a_request_of())


@pytest.mark.parametrize(
    "typed", ["amina", "AMINA haddad", "haddad, amina", "Amína", "rings", "after-prayer", "prière"]
)
def test_words_of_name_and_note_are_found_without_case_and_accents(typed):
    assert set(terms_of(typed)) <= words_of(a_request_of(note="Rings after prayer. Prière!"))


@pytest.mark.parametrize("typed", ["ami", "minam", "boris"])
def test_parts_of_words_are_not_found(typed):
    assert not set(terms_of(typed)) <= words_of(a_request_of())


@pytest.mark.parametrize("typed", ["", "  ", "_", "%", "-", "'; --"])
def test_what_holds_no_word_asks_for_nothing(typed):
    assert terms_of(typed) == []


def test_words_of_any_script_are_found():
    assert set(terms_of("فاطمة")) <= words_of(a_request_of(name="فاطمة الزهراء"))
    assert set(terms_of("ТАРАС")) <= words_of(a_request_of(name="Тарас"))


def test_a_long_text_asks_for_a_few_words_only():
    assert len(terms_of("a b c d e f g h i j k l")) == MOST_TERMS
