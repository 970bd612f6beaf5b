"""A small project that is sound, for tests to break."""

from pathlib import Path

DOMAIN = """version: "3.1"
intents:
- office_address
- thanks
- chief
- choose_topic
- nlu_fallback
entities:
- place
slots:
  topic:
    type: text
    influence_conversation: true
    mappings: [{type: custom}]
forms:
  call_form:
    required_slots:
    - topic
actions:
- action_default_fallback
- action_call
responses:
  utter_office_address:
  - text: |-
      We are at <b>{street}</b>.
      Call {phone}
    buttons:
    - title: "Thanks"
      payload: /thanks
    - title: "Site"
      url: https://example.org
  utter_thanks:
  - text: "You are welcome."
  utter_chief:
  - text: "Our chief is {chief_name}, see <a href=\\"{site}\\">here</a>."
"""
CONFIG = """recipe: default.v1
assistant_id: small
language: xx
pipeline:
  - name: bot.nlu.language_detector.LanguageDetector
  - name: bot.nlu.intent_cascade.IntentCascade
    trust: 0.7
policies:
  - name: RulePolicy
    core_fallback_threshold: 0.3
  - name: MemoizationPolicy
    max_history: 6
"""
WORDS = ("where", "which street", "how far", "what address", "which metro", "what floor", "which bus", "what number")


def _nlu() -> str:
    blocks = ['version: "3.1"', "nlu:"]
    for intent, tail in (("office_address", "is the office"), ("thanks", "thank you"), ("chief", "is the boss here")):
        for language, head in (("en", ""), ("fr", "svp ")):
            blocks += [f"- intent: {intent}", f"  metadata: {{language: {language}}}", "  examples: |"]
            blocks += [f"    - {head}{words} {tail}" for words in (*WORDS, "when", "why", "who")]
    return "\n".join(blocks) + "\n"


NLU = _nlu()
STORIES = """version: "3.1"
rules:
- rule: office address
  steps:
  - intent: office_address
  - action: utter_office_address
- rule: thanks
  steps:
  - intent: thanks
  - action: utter_thanks
- rule: a topic is pressed
  steps:
  - intent: choose_topic
  - action: action_call
- rule: unsure
  steps:
  - intent: nlu_fallback
  - action: action_default_fallback
stories:
- story: chief, then address
  steps:
  - intent: chief
  - action: utter_chief
  - intent: office_address
  - action: utter_office_address
"""
TESTS = """stories:
- story: the office is found
  steps:
  - user: where is the office please
    intent: office_address
  - action: utter_office_address
"""
FRENCH = """language: fr
defaults: {status: written}
answers:
  utter_office_address: |-
    Nous sommes <b>{street}</b>.
    Appelez {phone}
  utter_thanks: "De rien."
  utter_chief: "Notre chef est {chief_name}, voir <a href=\\"{site}\\">ici</a>."
buttons:
  /thanks: "Merci"
"""
FACTS = """version: 1
facts:
  street:
    value: {en: "Rue A", fr: "Rue B"}
    source: "the page"
    as_of: 2026-01-01
    review_by: 2027-01-01
    confidence: seed
  phone:
    value: null
    source: "the page"
    as_of: 2026-01-01
    review_by: 2027-01-01
    confidence: unverified
  chief_name:
    value: "Ana"
    source: "the page"
    as_of: 2026-01-01
    review_by: 2027-01-01
    confidence: seed
  site:
    value: "https://example.org"
    source: "the page"
    as_of: 2026-01-01
    review_by: 2027-01-01
    confidence: seed
"""
CODE = 'NAMES = "action_default_fallback", "action_call", "choose_topic"\n'
HELD_OUT = 'language: en\nmessages:\n  office_address:\n  - "tell me the way to you"\n'

FILES = {
    "domain.yml": DOMAIN,
    "config.yml": CONFIG,
    "data/nlu/office.yml": NLU,
    "data/stories/office.yml": STORIES,
    "data/answers/fr.yml": FRENCH,
    "data/facts.yml": FACTS,
    "tests/stories/test_office.yml": TESTS,
    "tests/nlu/en.yml": HELD_OUT,
    "actions/call.py": CODE,
}


def write(root: Path) -> Path:
    """The project, written into a folder."""
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def change(root: Path, file: str, old: str, new: str) -> int:
    """Replace the first occurrence of a text; gives the line where the new text begins to differ."""
    path = root / file
    before = path.read_text("utf-8")
    assert old in before, f"{old!r} is not in {file}"
    path.write_text(before.replace(old, new, 1), "utf-8")
    start = before.index(old)
    same = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    return before.count("\n", 0, start) + 1 + new[:same].count("\n")
