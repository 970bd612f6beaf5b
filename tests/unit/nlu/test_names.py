import pytest

from bot.nlu.gazetteer import COUNTRY, LANGUAGE, PLACE, all_names
from bot.nlu.language_id import identify
from bot.nlu.name_finder import NameFinder


@pytest.fixture(scope="module")
def finder():
    return NameFinder(all_names())


def values(finder, kind, text):
    return [found.value for found in finder.find(text, identify(text).language) if found.kind == kind]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("в Грузию хочу", "GE"),
        ("до Грузії", "GE"),
        ("Türkiye'ye dönmek istiyorum", "TR"),
        ("Türkiyeye dönmek", "TR"),
        ("au Maroc", "MA"),
        ("je rentre en RDC", "CD"),
        ("DR Congo", "CD"),
        ("Democratic Republic of the Congo", "CD"),
        ("Демократическую Республику Конго", "CD"),
        ("congo brazzaville", "CG"),
        ("back to Guinea-Bissau", "GW"),
        ("Guinea Ecuatorial", "GQ"),
        ("Guinée", "GN"),
        ("south sudan", "SS"),
        ("Nigeria", "NG"),
        ("au Niger", "NE"),
        ("საქართველოში მინდა", "GE"),
        ("մեկնել Հայաստանում", "AM"),
        ("në Kosovë", "XK"),
        ("në Shqipërinë", "AL"),
        ("Монголоос ирсэн", "MN"),
        ("أريد العودة للمغرب", "MA"),
        ("بالعراق", "IQ"),
        ("والمغرب", "MA"),
        ("به افغانستان", "AF"),
        ("ከኢትዮጵያ", "ET"),
        ("in Republica Moldova", "MD"),
        ("from Casablanca", "MA"),
        ("kinshasa", "CD"),
        ("Тбилиси", "GE"),
        ("Tirana", "AL"),
        ("je suis marocain", "MA"),
        ("я грузин", "GE"),
        ("Faslıyım", "MA"),
        ("cote d ivoire", "CI"),
        ("Mali", "ML"),
        ("nach Georgien", "GE"),
        ("в Боснию", "BA"),
    ],
)
def test_a_country_is_found_as_people_write_it(finder, text, code):
    assert values(finder, COUNTRY, text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "mali destek istiyorum",
        "کمک مالی میخواهم",
        "после того",
        "tengo ganas",
        "family reunion",
        "in Belgium",
        "oma is ziek",
        "وقعت على ورقة",
    ],
)
def test_an_everyday_word_is_not_a_country(finder, text):
    assert values(finder, COUNTRY, text) == []


def test_flags_are_countries(finder):
    assert values(finder, COUNTRY, "🇬🇪 or 🇲🇦") == ["GE", "MA"]


def test_several_countries_are_found_in_order(finder):
    assert values(finder, COUNTRY, "Georgia, Armenia and Turkey") == ["GE", "AM", "TR"]


def test_the_position_is_that_of_the_original_text(finder):
    text = "\u200bвернуться в Грузию!"
    (found,) = finder.find(text, "ru")
    assert text[found.start : found.end] == "Грузию"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("do you speak Russian", "ru"),
        ("говорите по-русски?", "ru"),
        ("vorbiti romana", "ro"),
        ("Türkçe biliyor musunuz", "tr"),
        ("darija", "ar"),
    ],
)
def test_languages_have_codes(finder, text, code):
    assert values(finder, LANGUAGE, text) == [code]
    assert values(finder, COUNTRY, text) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [("Bruxelles nord", "Brussels"), ("в Брюсселе", "Brussels"), ("anvers", "Antwerp"), ("à Luxembourg", "Luxembourg")],
)
def test_places_have_one_name(finder, text, place):
    assert values(finder, PLACE, text) == [place]


def test_words_of_messages_are_not_kept(finder):
    before = len(finder._vocabulary.strings)
    finder.find("qwertyuiop asdfghjkl from Georgia zxcvbnm", "en")
    assert len(finder._vocabulary.strings) == before
