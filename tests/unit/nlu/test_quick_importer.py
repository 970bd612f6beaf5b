"""The quick reading of training examples gives what Rasa's own reading gives, and leaves to Rasa what is not plain."""

from copy import deepcopy

import pytest
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.quick_importer import PlainExample, QuickImporter, plain_blocks

PLAIN = """version: "3.1"
nlu:
# what it means
- intent: office_address
  metadata: {language: en}
  examples: |
    - where is your office
    - adress: iom brussels #1
- intent: thanks
  examples: |
    - thx - a lot
"""
MARKED = """version: "3.1"
nlu:
- intent: countries_covered
  examples: |
    - do you go to [Brazil](country)
- synonym: BR
  examples: |
    - Brazil
"""
STORY = """version: "3.1"
stories:
- story: thanks
  steps:
  - intent: thanks
"""


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.setenv("MONTOYER_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "data").mkdir()
    for name, content in (("plain", PLAIN), ("marked", MARKED), ("story", STORY)):
        (tmp_path / "data" / f"{name}.yml").write_text(content)
    (tmp_path / "domain.yml").write_text('version: "3.1"\nintents: [thanks, office_address, countries_covered]\n')
    return None, str(tmp_path / "domain.yml"), [str(tmp_path / "data")]


def examples(data):
    return sorted((m.get("text"), m.get("intent"), str(m.get("metadata"))) for m in data.training_examples)


def test_it_reads_what_rasa_reads(files):
    quick, own = QuickImporter(*files), RasaFileImporter(*files)
    assert len(examples(quick.get_nlu_data())) == 4
    assert examples(quick.get_nlu_data()) == examples(own.get_nlu_data())
    assert quick.get_nlu_data().entity_synonyms == own.get_nlu_data().entity_synonyms
    assert quick.get_stories().fingerprint() == own.get_stories().fingerprint()


def test_the_domain_is_read_once_and_is_rasas(files):
    importer = QuickImporter(*files)
    assert importer.get_domain() is importer.get_domain()
    assert importer.get_domain().fingerprint() == RasaFileImporter(*files).get_domain().fingerprint()


def test_a_copy_is_the_same_and_lives_its_own_life():
    one = PlainExample.build("thx", "thanks")
    other = deepcopy(one)
    assert other == one
    other.set("intent", "goodbye")
    assert one.get("intent") == "thanks"


@pytest.mark.parametrize(
    "content",
    [
        MARKED,
        STORY,
        "nlu: [",
        "",
        "- a list",
        'version: "3.1"\nnlu: nothing',
        PLAIN.replace("    - thx - a lot", "    thx"),
        PLAIN.replace("    - thx - a lot", "    -"),
        PLAIN.replace("intent: thanks", "intent: ''"),
        PLAIN.replace("intent: thanks", "regex: thanks"),
        PLAIN.replace("  examples: |\n    - thx - a lot", "  examples: [thx]"),
    ],
)
def test_what_is_not_plain_is_left_to_rasa(content):
    assert plain_blocks(content) is None


def test_a_fingerprint_follows_what_an_example_holds():
    one, other = PlainExample.build("thx", "thanks"), PlainExample.build("thx", "goodbye")
    assert one.fingerprint() != other.fingerprint()
    known = one.fingerprint()
    one.set("intent", "thanks")
    assert one.fingerprint() == known
    one.set("intent", "goodbye")
    assert one.fingerprint() == other.fingerprint()
    assert isinstance(one, Message)
