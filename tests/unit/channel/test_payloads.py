import pytest

from bot.channel.deep_links import read_start
from bot.channel.payloads import COMMANDS, DEEP_LINKS, parse, payload


def test_a_payload_reads_back_as_it_was_written():
    parsed = parse(payload("choose_window", window="2026-11-25T09:00+01:00/2026-11-25T12:00+01:00"))
    assert parsed["intent"]["name"] == "choose_window"
    assert parsed["entities"][0]["value"].startswith("2026-11-25T09:00")


@pytest.mark.parametrize("text", ["hello", "/", "/Intent", "/a b", '/a{"b": 1} x'])
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match=r"payload|delimiter|Expecting"):
        parse(text)


def test_every_command_and_link_is_a_payload():
    for meant in [*COMMANDS.values(), *DEEP_LINKS.values()]:
        assert parse(meant)["intent"]["confidence"] == 1.0


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("", ("/start", None)),
        ("fr", ("/start", "fr")),
        ("callback", ("/callback_request", None)),
        ("luxembourg_fr", ("/luxembourg_return", "fr")),
        ("callback_pt-br", ("/callback_request", "pt")),
        ("nonsense_zz", ("/start", None)),
    ],
)
def test_a_poster_link_names_topic_and_language(rest, expected):
    assert read_start(rest) == expected
