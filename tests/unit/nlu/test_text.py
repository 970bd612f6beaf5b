import pytest

from bot.nlu.text import LENGTH_LIMIT, RAW_LIMIT, aligned, clip, fold, has_words, normalise


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("he\u200bl\u200dlo\u202e there\ufeff", "hello there"),
        ("عـــليكم", "عليكم"),
        ("\ufefb \ufe8d\ufedf\ufee4\ufed0\ufeae\ufe8f", "لا المغرب"),
        ("می‌خواهم برگردم", "ميخواهم برگردم"),
        ("٠٤٧٠ ۱۲۳ ０４５", "0470 123 045"),
        ("heeelp pleaseeee", "help please"),
        ("phone 0470 000 000", "phone 0470 000 000"),
        ("<b>help</b> me &amp; my son", "help me & my son"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("ｈｅｌｐ", "help"),
        ("  two \n\t words ", "two words"),
        ("what????????", "what???"),
        ("Türkiye’ye", "Türkiye'ye"),
        ("cafe\u0301", "café"),
        ("\U0001d421\U0001d41e\U0001d425\U0001d429", "help"),
        ("\uff11\uff12\uff13 \u0967\u0968 \u1369", "123 12 \u1369"),
        ("ሰላምምምምም", "ሰላም"),
        ("مرحبااااا", "مرحبا"),
        ("<script>alert(1)</script>where is it", "alert(1) where is it"),
        ("&lt;b&gt;help&lt;/b&gt;", "help"),
        ("👩\u200d👧 sa\u00adlut", "👩👧 salut"),
        ("\u0440\u0430\u0443\u0440\u0430l", "paypal"),
        ("hеlр me", "help me"),
        ("пoмoгите", "помогите"),
        ("IOMу", "IOMy"),
        ("что это IOM", "что это IOM"),
    ],
)
def test_a_text_is_read_without_tricks_of_encoding(written, read):
    assert normalise(written) == read


def test_nothing_at_all_is_an_empty_text():
    assert normalise(None) == ""
    assert normalise(" \u200b ") == ""


@pytest.mark.parametrize("text", ["word " * 900, "x" * 4096, "ab" * 2048, "&amp;" * 1000])
def test_a_long_text_is_cut_to_a_bounded_length(text):
    assert len(normalise(text)) <= LENGTH_LIMIT


def test_cutting_keeps_the_beginning_and_the_question_at_the_end():
    text = "my story is long " + "and so on " * 200 + "how much does it cost"
    assert normalise(text).startswith("my story is long")
    assert normalise(text).endswith("how much does it cost")


def test_a_short_text_is_not_cut():
    assert clip("short", 300) == "short"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("İSTANBUL", "istanbul"),
        ("Türkiye", "turkiye"),
        ("ırak", "irak"),
        ("فرنسا", "فرنسا"),
        ("مدرسة", "مدرسه"),
        ("ё", "е"),
    ],
)
def test_folding_ignores_case_and_accents(left, right):
    assert fold(left) == fold(right)


@pytest.mark.parametrize("text", ["Türkiye'ye", "\u200bMaroc", "ﷺ ok", "İran", "ｈｉ", ""])
def test_every_folded_character_points_back_into_the_original(text):
    folded, origins = aligned(text)
    assert len(folded) == len(origins)
    assert all(0 <= origin < len(text) for origin in origins)
    assert origins == sorted(origins)


def test_the_positions_of_a_long_text_stay_within_the_part_that_is_read():
    folded, origins = aligned("a" * 5000)
    assert len(folded) == RAW_LIMIT
    assert origins[-1] == RAW_LIMIT - 1


@pytest.mark.parametrize("text", ["", "😀😀", "?!", "🇬🇪", "...", "❤️"])
def test_emoji_and_marks_are_no_words(text):
    assert not has_words(normalise(text))


@pytest.mark.parametrize("text", ["ok", "1", "ሰላም", "👍 thanks"])
def test_letters_and_digits_are_words(text):
    assert has_words(normalise(text))


@pytest.mark.parametrize("piece", ["😀", "\u200b", "\ufdfa", "<b>", "&lt;", "a\u0301", "раyраl ", "٠", "ﷺ x\n"])
def test_what_is_read_of_4096_characters_is_bounded_and_read_the_same_again(piece):
    once = normalise((piece * 4096)[:4096])
    assert len(once) <= LENGTH_LIMIT
    assert normalise(once) == once
