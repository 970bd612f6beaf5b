import pytest

from tests.telegram_server.html_reader import HtmlReader, ParseError, utf16_length
from tests.telegram_server.records import Json


def bold(offset: int, length: int) -> Json:
    return {"type": "bold", "offset": offset, "length": length}


@pytest.mark.parametrize(
    ("text", "plain", "entities"),
    [
        ("<b>hello</b> you", "hello you", [bold(0, 5)]),
        ("<STRONG>hello</strong>", "hello", [bold(0, 5)]),
        ("<b>hello</>", "hello", [bold(0, 5)]),
        ("<b></b>nothing", "nothing", []),
        ("😀 <b>é</b>", "😀 é", [bold(3, 1)]),
        ("<b>😀</b>", "😀", [bold(0, 2)]),
        ("a &lt; b &amp;&gt c &quot;", 'a < b &> c "', []),
        ("&nbsp; &copy; & &", "&nbsp; &copy; & &", []),
        ("&#65;&#x42;", "AB", []),
        ("a > b", "a > b", []),
        (
            "<i>a<b>b</b></i>",
            "ab",
            [{"type": "italic", "offset": 0, "length": 2}, bold(1, 1)],
        ),
        (
            '<a href="https://iom.int/?a=1&amp;b=2">IOM</a>',
            "IOM",
            [{"type": "text_link", "offset": 0, "length": 3, "url": "https://iom.int/?a=1&b=2"}],
        ),
        (
            "<a href='belgium.iom.int'>IOM</a>",
            "IOM",
            [{"type": "text_link", "offset": 0, "length": 3, "url": "http://belgium.iom.int"}],
        ),
        ("<a href='nowhere'>IOM</a>", "IOM", []),
        (
            "<a href='tg://user?id=7'>Ana</a>",
            "Ana",
            [{"type": "text_mention", "offset": 0, "length": 3, "user": {"id": 7}}],
        ),
        ("<span class=tg-spoiler>x</span>", "x", [{"type": "spoiler", "offset": 0, "length": 1}]),
        (
            "<blockquote expandable>x</blockquote>",
            "x",
            [{"type": "expandable_blockquote", "offset": 0, "length": 1}],
        ),
    ],
)
def test_what_telegram_accepts_is_read(text: str, plain: str, entities: list[Json]) -> None:
    assert HtmlReader(text).read() == (plain, entities)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("<b>oops", 'Can\'t find end tag corresponding to start tag "b"'),
        ("oops</b>", "Unexpected end tag at byte offset 4"),
        ("é</b>", "Unexpected end tag at byte offset 2"),
        (
            "<b><i>x</b></i>",
            'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        ("line<br>line", 'Unsupported start tag "br" at byte offset 4'),
        ("<p>text</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("2 < 3", 'Unsupported start tag "" at byte offset 2'),
        ("x <b", "Unclosed start tag at byte offset 2"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x</b y>", "Unclosed end tag at byte offset 4"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href='x", "Unclosed start tag at byte offset 0"),
        ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
        ("<a =x>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-emoji emoji-id='x'>x</tg-emoji>", "Invalid custom emoji identifier specified"),
    ],
)
def test_what_telegram_refuses_is_refused_in_its_words(text: str, error: str) -> None:
    with pytest.raises(ParseError) as raised:
        HtmlReader(text).read()

    assert str(raised.value) == error


def test_lengths_count_utf16_units() -> None:
    assert utf16_length("é😀") == 3
