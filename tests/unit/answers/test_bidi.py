import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.bidi import END, LEFT_TO_RIGHT, safe


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("اتصلوا بـ +32 2 287 70 00 الآن", "+32 2 287 70 00"),
        ("<b>رقم</b>: <b>0800 32 745</b>", "0800 32 745"),
        ("افتحوا /menu للقائمة", "/menu"),
        ("الوقت 09:00–12:00 غداً", "09:00–12:00"),
        ("شمېره: 98C-GWZ", "98C-GWZ"),
        ("<b>رقم</b>: M34-63T.", "M34-63T"),
        ("سلاکاران: 12–14 avenue Emile Reuter, Luxembourg.", "12–14 avenue Emile Reuter, Luxembourg"),
    ],
)
def test_numbers_times_and_commands_keep_their_order_from_right_to_left(text, run):
    assert safe(text) == text.replace(run, f"{LEFT_TO_RIGHT}{run}{END}")


@pytest.mark.parametrize(
    "text",
    [
        "Call +32 2 287 70 00 now, or /menu",
        'افتحوا <a href="https://example.org/a/2 3?x=12-34">الصفحة</a>',
        "خطر: 112",
        "قال &#1234; نعم",
    ],
)
def test_anything_else_is_left_as_it_is(text):
    assert safe(text) == text


def test_a_name_cannot_turn_what_stands_after_it():
    assert safe("Hello \u202eanA\u2067, how are you?") == "Hello anA, how are you?"


@given(st.text(alphabet=st.sampled_from("aA1 /+:ب٣\u202e\u2066\u2069<>&;\n")))
def test_isolates_are_always_closed(text):
    for line in safe(text).split("\n"):
        depth = 0
        for character in line:
            depth += {LEFT_TO_RIGHT: 1, END: -1}.get(character, 0)
            assert depth in (0, 1)
        assert depth == 0
    kept = [c for c in safe(text) if c not in (LEFT_TO_RIGHT, END)]
    assert kept == [c for c in text if unicodedata.bidirectional(c) not in ("RLO", "LRI", "PDI")]
