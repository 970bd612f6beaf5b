import pytest

from bot.domain.errors import UnreadablePhone
from bot.services.phone import country, masked, national, read_phone


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        # Belgium, as people write it.
        ("0470123456", "+32470123456"),
        ("0470 12 34 56", "+32470123456"),
        ("0470/12.34.56", "+32470123456"),
        ("0470-12-34-56", "+32470123456"),
        ("(0470) 123 456", "+32470123456"),
        ("+32 470 12 34 56", "+32470123456"),
        ("+32 (0)470 12 34 56", "+32470123456"),
        ("0032470123456", "+32470123456"),
        ("02 287 70 00", "+3222877000"),
        ("02/287.70.00", "+3222877000"),
        ("09 233 12 34", "+3292331234"),
        # Luxembourg.
        ("621 123 456", "+352621123456"),
        ("+352 621 123 456", "+352621123456"),
        ("00352 621 123456", "+352621123456"),
        ("26 48 38 02", "+35226483802"),
        # Everywhere else, with the country's code.
        ("+33 6 12 34 56 78", "+33612345678"),
        ("+93 70 123 4567", "+93701234567"),
        ("00 212 612-345678", "+212612345678"),
        ("+995 555 12 34 56", "+995555123456"),
        ("+55 11 91234-5678", "+5511912345678"),
        # Other digits, and words around the number.
        ("٠٤٧٠١٢٣٤٥٦", "+32470123456"),
        ("۰۴۷۰ ۱۲ ۳۴ ۵۶", "+32470123456"),
        ("my number: 0470 12 34 56", "+32470123456"),
        ("tel. +32 470 12 34 56 (after 5)", "+32470123456"),
        ("0470123456, demain vers 14h", "+32470123456"),
        ("0470 12 34 56 ou 02 287 70 00", "+32470123456"),
    ],
)
def test_a_number_is_read_in_every_usual_style(typed, number):
    assert read_phone(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "no",
        "tomorrow 3pm",
        "25/12/2026 10:00",
        "112",
        "0470",
        "0470 12 34",
        "0470 12 34 56 78 90",
        "06 12 34 56 78",
        "+32 000 00 00 00",
        "+999 123456789",
        "+",
        "000000000",
        "x" * 500,
        "1" * 300,
    ],
)
def test_anything_else_is_refused(typed):
    with pytest.raises(UnreadablePhone):
        read_phone(typed)


@pytest.mark.parametrize(
    ("number", "read_out"),
    [
        ("+32470123456", "0470 12 34 56"),
        ("+3222877000", "02 287 70 00"),
        ("+352621123456", "+352 621 123 456"),
        ("+33612345678", "+33 6 12 34 56 78"),
    ],
)
def test_a_number_is_shown_as_it_is_dialled_from_belgium(number, read_out):
    assert national(number) == read_out


def test_lists_show_no_more_than_two_digits():
    assert masked("+32470123456") == "•••• 56"


@pytest.mark.parametrize(("number", "code"), [("+32470123456", "BE"), ("+352621123456", "LU"), ("+93701234567", "AF")])
def test_a_number_tells_its_country(number, code):
    assert country(number) == code
