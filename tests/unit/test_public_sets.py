"""The readers of public sets in benchmarks/nlu.py, on a few lines in the formats these sets really have."""

import json

import pytest

from benchmarks.nlu import OUT, Case, as_nlu_file, clinc, hint3, xsid
from bot.nlu.quick_importer import plain_blocks

XSID = """\
# id: 1
# text: set an alarm for 7 # sharp
# intent: alarm/set_alarm
# slots: 17:22:datetime
1\tset\talarm/set_alarm\tO
2\tan\talarm/set_alarm\tO

# id = 2
# text = wie wird das wetter um 7:30 = halb acht
# text-en = how is the weather
# intent = weather/find
1\twie\tweather/find\tO
"""


def test_clinc_is_read_with_its_out_of_scope_messages(tmp_path):
    data = {
        "train": [["book a flight", "book_flight"]] * 30 + [["what is my balance", "balance"]],
        "val": [["unused", "balance"]],
        "test": [["fly me to rome", "book_flight"]],
        "oos_train": [["unused", "oos"]],
        "oos_val": [],
        "oos_test": [["who won in 1966", "oos"]],
    }
    (tmp_path / "data_full.json").write_text(json.dumps(data), encoding="utf-8")
    examples, judged = clinc(tmp_path)
    assert examples == [Case("book a flight", "book_flight")] * 20 + [Case("what is my balance", "balance")]
    assert judged == [Case("fly me to rome", "book_flight"), Case("who won in 1966", OUT)]


def test_hint3_is_read_with_quoted_lines_and_its_mark_for_none(tmp_path):
    for part, rows in (("train", '"Hi, I need\na refund",REFUND\n'), ("test", "asdf,NO_NODES_DETECTED\n")):
        (tmp_path / part).mkdir()
        (tmp_path / part / f"curekart_{part}.csv").write_text(f"sentence,label\n{rows}", encoding="utf-8")
    examples, judged = hint3(tmp_path)
    assert examples == [Case("Hi, I need\na refund", "REFUND")]
    assert judged == [Case("asdf", OUT)]


@pytest.mark.parametrize("name", ["de.test.conll", "de-st.test.conll"])
def test_xsid_is_read_in_both_ways_of_writing_its_comments(tmp_path, name):
    for path in ("en.train.conll", name):
        (tmp_path / path).write_text(XSID, encoding="utf-8")
    examples, judged = xsid(tmp_path)
    assert examples[0] == Case("set an alarm for 7 # sharp", "alarm_set_alarm", "en")
    assert [case.text for case in judged] == ["set an alarm for 7 # sharp", "wie wird das wetter um 7:30 = halb acht"]
    assert {(case.intent, case.language) for case in judged} == {("alarm_set_alarm", "de"), ("weather_find", "de")}


def test_what_was_read_becomes_training_data_that_our_importer_reads():
    cases = [Case("Hi, I need\na [refund](x): now", "REFUND"), Case("- dashes - and # marks", "OTHER", "de")]
    blocks = plain_blocks(as_nlu_file(cases))
    assert blocks is not None
    assert [block["examples"] for block in blocks] == [
        "- Hi, I need a (refund)(x): now\n",
        "- - dashes - and # marks\n",
    ]
    assert [block["metadata"] for block in blocks] == [{"language": "en"}, {"language": "de"}]
