from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.html_split import split_html
from bot.answers.render import MESSAGE_LIMIT, WIDEST_ROW, render
from tests.telegram_server.html_reader import HtmlReader


def keep(payload):
    return f"id:{len(payload)}"[:16]


def keyboard(message):
    return render(message, keep, {})[-1]["params"]["reply_markup"]["inline_keyboard"]


def test_text_is_sent_as_html_without_previews():
    (call,) = render({"text": "<b>hi</b>"}, keep, {})
    assert call["method"] == "sendMessage"
    assert call["params"]["parse_mode"] == "HTML"
    assert call["params"]["link_preview_options"] == {"is_disabled": True}


def test_short_labels_share_a_row_and_long_ones_do_not():
    long = "A label that is rather long"
    rows = keyboard({"text": "?", "buttons": [{"title": t, "payload": "/x"} for t in ("Yes", "No", long, long)]})
    assert [[button["text"] for button in row] for row in rows] == [["Yes", "No"], [long], [long]]


def test_no_row_is_wider_than_a_small_phone():
    names = ["English", "Français", "Nederlands", "Português", "Română", "Español", "العربية", "Русский", "Українська"]
    rows = keyboard({"text": "?", "buttons": [{"title": name, "payload": "/x"} for name in names]})
    assert all(max(len(b["text"]) for b in row) * len(row) <= WIDEST_ROW for row in rows)
    assert sum(len(row) for row in rows) == len(names)


def test_a_button_carries_a_short_id_whatever_its_payload():
    (row,) = keyboard({"text": "?", "buttons": [{"title": "Go", "payload": '/x{"a": "' + "é" * 300 + '"}'}]})
    assert len(row[0]["callback_data"].encode()) <= 64


def test_a_link_button_opens_its_address():
    (row,) = keyboard({"text": "?", "buttons": [{"title": "Site", "url": "https://example.org"}]})
    assert row[0] == {"text": "Site", "url": "https://example.org"}


def test_the_venue_goes_before_the_words_so_that_buttons_stay_last():
    pin = {"latitude": 50.8, "longitude": 4.3, "title": "IOM", "address": "Rue"}
    calls = render({"text": "Here", "custom": {"venue": "office"}}, keep, {"office": pin})
    assert [call["method"] for call in calls] == ["sendVenue", "sendMessage"]


def test_an_unknown_venue_leaves_the_words():
    assert [c["method"] for c in render({"text": "Here", "custom": {"venue": "moon"}}, keep, {})] == ["sendMessage"]


def test_sharing_the_phone_uses_a_reply_keyboard():
    (call,) = render({"text": "?", "custom": {"keyboard": "share_contact", "label": "Share"}}, keep, {})
    assert call["params"]["reply_markup"]["keyboard"] == [[{"text": "Share", "request_contact": True}]]


def test_nothing_to_say_makes_no_call():
    assert render({"text": "  "}, keep, {}) == []


def test_buttons_of_a_long_text_stand_under_its_last_part():
    calls = render({"text": "word " * 2000, "buttons": [{"title": "A", "payload": "/a"}]}, keep, {})
    assert len(calls) == 3
    assert [("reply_markup" in call["params"]) for call in calls] == [False, False, True]


@pytest.mark.parametrize("unit", ["<b>Bold words here.</b> ", "plain. ", "&amp; ", "😀 ", "<i>a <b>b</b> c</i>\n"])
def test_parts_are_short_enough_balanced_and_lose_no_word(unit):
    text = unit * 2500
    parts = split_html(text, MESSAGE_LIMIT)
    assert len(parts) > 1
    shown = [HtmlReader(part).read()[0] for part in parts]
    assert all(len(part.encode("utf-16-le")) // 2 <= MESSAGE_LIMIT for part in shown)
    assert "".join("".join(shown).split()) == "".join(HtmlReader(text).read()[0].split())


@given(st.text(alphabet="ab .\n", max_size=400), st.integers(5, 60))
def test_plain_text_of_any_shape_is_cut_without_loss(text, limit):
    parts = split_html(text, limit)
    assert all(len(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(unescape(text).split())
