import pytest

from bot.nlu.language_id import LANGUAGES, NO_GUESS, identify
from bot.nlu.language_model import LanguageModel, seed_sentences


@pytest.fixture(scope="module")
def model():
    return LanguageModel.fit([], [])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("გამარჯობა ბილეთი მინდა", "ka"),
        ("բարև ինձ օգնեք", "hy"),
        ("ሰላም ቢሮው የት ነው", "am"),
        ("ሰላም ቤት ጽሕፈት ኣበይ ኣሎ", "ti"),
        ("زه غواړم ولاړ شم", "ps"),
        ("من می خواهم برگردم", "fa"),
        ("كيف أرجع إلى بلدي", "ar"),
        ("где ваш офис", "ru"),
        ("де ваш офіс", "uk"),
        ("өнөөдөр үүнийг", "mn"),
    ],
)
def test_script_and_letters_decide_without_training(text, language):
    assert identify(text).language == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("where is it", "en"),
        ("je veux rentrer", "fr"),
        ("waar is het", "nl"),
        ("eu quero voltar", "pt"),
        ("vreau sa merg acasa", "ro"),
        ("quiero volver ya", "es"),
        ("eve dönmek istiyorum", "tr"),
        ("ich möchte zurück", "de"),
        ("dua te kthehem", "sq"),
        ("waxaan rabaa caawimaad", "so"),
        ("chno khassni ndir", "ar"),
        ("3afak bghit nrje3 l bladi", "ar"),
        ("танай оффис хаана вэ", "mn"),
        ("saqartveloshi minda dabruneba", "ka"),
    ],
)
def test_three_words_suffice_in_latin_letters(model, text, language):
    assert identify(text, model).language == language


@pytest.mark.parametrize("text", ["", "12345", "😀 👍", "你好"])
def test_a_text_without_letters_of_our_scripts_has_no_language(text):
    assert identify(text) == NO_GUESS


def test_a_latin_name_does_not_change_the_language_of_an_arabic_sentence():
    assert identify("اريد التحدث مع IOM Fedasil").language == "ar"


def test_chances_add_up_to_one(model):
    guess = identify("hello my friend", model)
    assert sum(guess.chances.values()) == pytest.approx(1)
    assert guess.confidence == max(guess.chances.values())


def test_a_stored_model_scores_as_before(model, tmp_path):
    model.save(tmp_path)
    again = LanguageModel.load(tmp_path)
    for text in ("where is the office", "bghit nrje3", "привет"):
        before, after = model.log_chances(text), again.log_chances(text)
        assert max(before, key=before.get) == max(after, key=after.get)
        assert after == pytest.approx(before, abs=0.05)


def test_every_language_has_everyday_words():
    assert {code for _, code in seed_sentences()} == set(LANGUAGES)
