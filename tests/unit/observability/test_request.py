import io
import json
import logging

import pytest

from bot.observability.logging import JsonLines, PlainLines
from bot.observability.request import current_request, for_request, new_request
from tests.builders import NOW, a_call


def line(formatter, event="turn_done", **fields):
    record = logging.makeLogRecord({"msg": event, "levelname": "INFO", **fields})
    return formatter.format(record)


def test_a_line_names_the_request_it_belongs_to():
    with for_request("0123456789ab"):
        assert json.loads(line(JsonLines("bot"), seconds=0.1))["request"] == "0123456789ab"
    assert "request" not in json.loads(line(JsonLines("bot")))


def test_ids_differ():
    assert len({new_request() for _ in range(100)}) == 100


@pytest.mark.parametrize("forged", ["", "x", "0123456789ab\n", "{}", "0123456789abc", "A" * 12])
def test_an_id_from_outside_is_taken_in_our_form_only(forged):
    with for_request(forged):
        assert current_request() == ""


def test_a_message_that_waits_remembers_the_request_even_over_a_restart(app):
    with for_request("0123456789ab"), app.new_work() as work:
        [queued] = work.outbox.add("conversation-of-amina", [a_call()], NOW)
        work.commit()
    with app.new_work() as work:
        [waiting] = work.outbox.unsettled()
    assert queued.request == waiting.request == "0123456789ab"


def test_plain_lines_are_one_line_each():
    text = line(PlainLines("bot"), event="send_refused", reason="a\nb", method="sendMessage")
    assert text.count("\n") == 0
    assert 'send_refused reason="a\\nb" method="sendMessage"' in text


@pytest.mark.parametrize("formatter", [JsonLines("bot"), PlainLines("bot")])
def test_an_exception_is_told_without_its_text(formatter):
    output = io.StringIO()
    handler = logging.StreamHandler(output)
    handler.setFormatter(formatter)
    logger = logging.Logger("test")
    logger.addHandler(handler)
    try:
        raise ValueError("my number is 0470123456")
    except ValueError:
        logger.error("turn_failed", exc_info=True)
    assert "ValueError" in output.getvalue()
    assert "0470" not in output.getvalue()
