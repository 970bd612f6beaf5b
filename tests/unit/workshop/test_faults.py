"""A trainer's fault in every kind of file gives the promised message at the right place."""

from datetime import date

import pytest

from bot.workshop.check import check_project, failed
from bot.workshop.finding import Severity
from bot.workshop.formats import human
from tests.unit.workshop import small

TODAY = date(2026, 6, 1)
D, C, N, S, F, A, T = (
    "domain.yml",
    "config.yml",
    "data/nlu/office.yml",
    "data/stories/office.yml",
    "data/facts.yml",
    "data/answers/fr.yml",
    "tests/stories/test_office.yml",
)
EN = "- intent: office_address\n  metadata: {language: en}\n  examples: |\n"
FIRST = "    - where is the office\n"
LONG = "words " * 130

# file, what is replaced, by what, the rule of the finding, and a part of what it says
ERRORS = [
    # YAML itself
    (D, "intents:\n- office_address", "intents:\n\t- office_address", "tab", "a tab"),
    (D, "  utter_thanks:\n  - text", "  utter_thanks:\n   - text: x\n  - text", "yaml", "indented differently"),
    (D, 'text: "You are welcome."', "text: You: are welcome: all", "yaml", "a colon"),
    (D, 'text: "You are welcome."', 'text: "You are welcome.', "yaml", ""),
    (D, "  utter_chief:\n", "  utter_thanks:\n", "yaml", "given twice"),
    (C, "recipe: default.v1", "recipe: [default.v1", "yaml", ""),
    (N, EN, EN.replace("  metadata", "   metadata"), "yaml", ""),
    (S, "- rule: thanks\n  steps:", "- rule: thanks\n steps:", "yaml", "indented"),
    (F, 'source: "the page"', "source: *page", "yaml", "begins with `*`"),
    (A, 'utter_thanks: "De rien."', "utter_thanks: @rien", "yaml", "may not begin"),
    # domain.yml
    (D, "intents:\n", "intends:\n", "unknown-key", "intends"),
    (D, "- thanks\n", "- thanks\n- thanks\n", "repeated-name", "2 times"),
    (D, "- thanks\n", "- thanks\n- parking\n", "no-rule", "'parking'"),
    (D, "- thanks\n", "- thanks\n- parking\n", "no-examples", "'parking'"),
    (D, "- topic\n", "- topik\n", "unknown-slot", "topik"),
    (D, "    type: text", "    type: txt", "wrong-type", "txt"),
    (D, "[{type: custom}]", "[{type: from_entity, entity: plaice}]", "unknown-entity", "plaice"),
    (D, "[{type: custom}]", "[{type: costum}]", "slot-mapping", "costum"),
    (D, "[{type: custom}]", "[{type: from_entity}]", "slot-mapping", "entity"),
    (D, "[{type: custom}]", "[{type: from_text, conditions: [{active_loop: form}]}]", "unknown-form", "'form'"),
    (D, "influence_conversation: true", 'influence_conversation: "yes"', "wrong-type", "flag"),
    (D, "- action_call\n", "- action_call\n- action_coll\n", "unknown-action", "action_coll"),
    (D, "- action_call\n", "- action_call\n- utter_nothing\n", "unknown-answer", "utter_nothing"),
    (D, "  utter_thanks:\n", '  thanks_all:\n  - text: "x"\n  utter_thanks:\n', "bad-name", "utter_"),
    (D, '  - text: "You are welcome."', '    text: "You are welcome."', "wrong-type", "list"),
    (D, '"You are welcome."', '"You are {welcom}."', "unknown-placeholder", "welcom"),
    (D, '"You are welcome."', '"You are <b>welcome."', "markup", "not closed"),
    (D, '"You are welcome."', '"You are <strong>welcome</strong>."', "markup", "<strong>"),
    (D, '"You are welcome."', '"You & me"', "markup", "&amp;"),
    (D, '"You are welcome."', '"<a href=here>x</a>"', "markup", "a link"),
    (D, '"You are welcome."', '"' + "word " * 900 + '"', "too-long", "4096"),
    (D, '"You are welcome."', '"{phone}"', "empty-answer", "empty"),
    (D, "payload: /thanks", "payload: /thank", "unknown-intent", "/thank"),
    (D, "payload: /thanks", "payload: thanks", "payload", "thanks"),
    (D, '    - title: "Thanks"\n      payload: /thanks\n', '    - title: "Thanks"\n', "button", "nowhere"),
    (D, 'title: "Thanks"', 'title: ""', "button", "title"),
    (D, '    - title: "Thanks"\n      payload', "    - payload", "missing-key", "title"),
    (D, "url: https://example.org", "url: example.org", "link", "example.org"),
    # config.yml
    (C, "language_detector.LanguageDetector", "language_detector.LanguageDetecter", "unknown-component", "Detecter"),
    (C, "trust: 0.7", "thrust: 0.7", "unknown-key", "thrust"),
    (C, "trust: 0.7", "trust: high", "wrong-type", "high"),
    (C, "name: RulePolicy", "name: RulesPolicy", "unknown-component", "RulesPolicy"),
    (C, "policies:", "policy:", "unknown-key", "policy"),
    # data/nlu
    (N, EN, EN.replace("office_address", "ofice_address"), "unknown-intent", "ofice_address"),
    (N, EN, EN.replace("{language: en}", "{language: eng}"), "unknown-language", "eng"),
    (N, "  metadata: {language: en}\n", "", "missing-key", "metadata"),
    (N, EN, EN.replace("examples: |", "examples:"), "wrong-type", "examples"),
    (N, EN, EN.replace("examples: |", "example: |"), "unknown-key", "example"),
    (N, EN, EN.replace("examples: |", "examples: >"), "examples", "|"),
    (N, FIRST, "    where is the office\n", "no-dash", "where is the office"),
    (N, FIRST, "      - where is the office\n" + FIRST, "yaml", ""),
    (N, FIRST, FIRST + "      - deeper than the others\n", "no-dash", "deeper"),
    (N, FIRST, FIRST + "    - \n", "empty-example", "without words"),
    (N, FIRST, FIRST + "    - TODO\n", "to-do", "office_address"),
    (N, FIRST, FIRST + "    - is it in [brussels](plaze)\n", "unknown-entity", "plaze"),
    (N, FIRST, FIRST + "    - is it in [brussels] (place)\n", "entity-mark", "half a mark"),
    (N, FIRST, FIRST + "    - is it in [brussels](place\n", "entity-mark", "half a mark"),
    (N, FIRST, FIRST + '    - is it in [brussels]{"entity": place}\n', "entity-mark", "cannot be read"),
    (N, FIRST, FIRST + "    - which street thank you\n", "two-intents", "thanks"),
    (N, FIRST, FIRST + "    - Whiiich street, THANK you!!!\n", "two-intents", "thanks"),
    (N, FIRST, FIRST + "    - tell me the way to you\n", "held-out", "tests/nlu"),
    (N, FIRST, FIRST + "    - где ваш офис\n", "wrong-language", "Русский"),
    (N, FIRST, FIRST + "    - /office_address\n", "payload", "/office_address"),
    # data/stories
    (S, "- intent: thanks", "- intent: thank", "unknown-intent", "thank"),
    (S, "- action: utter_thanks", "- action: utter_thank", "unknown-answer", "utter_thank"),
    (S, "- action: action_call", "- action: action_cal", "unknown-action", "action_cal"),
    (S, "- intent: thanks", "- intnet: thanks", "unknown-key", "intnet"),
    (S, "  - action: action_call", "  - active_loop: cal_form", "unknown-form", "cal_form"),
    (S, "  - action: action_call", "  - slot_was_set:\n    - topik: x", "unknown-slot", "topik"),
    (S, "- intent: chief", "- intent: chief\n    entities:\n    - plaze", "unknown-entity", "plaze"),
    (S, "- rule: thanks", "- rule: office address", "repeated-name", "office address"),
    (S, "- rule: thanks", "- ruel: thanks", "unknown-key", "ruel"),
    (S, "- action: utter_thanks", "- action: utter_thanks\n  - intent: chief", "rule-with-turns", "2 messages"),
    (S, "  - intent: chief\n", "  - checkpoint: begun\n  - intent: chief\n", "checkpoint", "begun"),
    (S, "- action: utter_chief\n", "- action: utter_thanks\n", "unused-answer", "utter_chief"),
    # Rasa's own refusals
    (
        S,
        "- action: utter_office_address\n- rule",
        "- action: utter_thanks\n- rule",
        "contradiction",
        "chief, then address",
    ),
    # data/answers, data/facts, tests
    (A, "language: fr", "language: fra", "unknown-language", "fra"),
    (A, "status: written", "status: redy", "status", "redy"),
    (A, '"De rien."', "{text: De rien, status: reviewed}", "status", "by whom"),
    (A, "utter_thanks:", "utter_thank:", "unknown-answer", "utter_thank"),
    (A, "<b>{street}</b>", "<b>{strete}</b>", "unknown-placeholder", "strete"),
    (A, "Appelez {phone}", "Appelez", "lost-placeholder", "phone"),
    (A, '"De rien."', '""', "missing-answer", "no text"),
    (A, "/thanks:", "/thank:", "unknown-intent", "/thank"),
    (F, "confidence: seed", "confidence: sead", "confidence", "sead"),
    (F, "as_of: 2026-01-01", 'as_of: "last year"', "wrong-type", "day"),
    (F, '    source: "the page"\n', "", "missing-key", "source"),
    (F, '{en: "Rue A", fr: "Rue B"}', '{fr: "Rue B"}', "missing-key", "'en'"),
    (F, '{en: "Rue A", fr', '{en: "Rue A", fx', "unknown-language", "fx"),
    (F, "value: null", 'value: "02 1"', "unverified-fact", "phone"),
    (T, "intent: office_address", "intent: office_adress", "unknown-intent", "office_adress"),
    (T, "action: utter_office_address", "action: utter_office", "unknown-answer", "utter_office"),
]
WARNINGS = [
    (D, '"You are welcome."', f'"{LONG}"', "long-answer", "phone"),
    (F, "review_by: 2027-01-01", "review_by: 2026-05-01", "stale-fact", "2026-05-01"),
    (N, FIRST, FIRST + FIRST, "repeated-example", "twice"),
    (D, "  utter_thanks:\n", '  utter_spare:\n  - text: "x"\n  utter_thanks:\n', "unused-answer", "utter_spare"),
]
ELSEWHERE = {"no-rule", "no-examples", "unused-answer"}
"""Findings that stand at the declaration, wherever the fault was made."""


def test_the_small_project_is_sound(tmp_path):
    findings = check_project(small.write(tmp_path), TODAY)
    assert not failed(findings), human(findings)


@pytest.mark.parametrize(("file", "old", "new", "rule", "says"), ERRORS + WARNINGS)
def test_a_fault_is_named_with_its_place_and_what_to_do(tmp_path, file, old, new, rule, says):
    small.write(tmp_path)
    line = small.change(tmp_path, file, old, new)
    findings = check_project(tmp_path, TODAY)
    named = [f for f in findings if f.rule == rule and says in f"{f.message} {f.advice}"]
    assert named, human(findings)
    if rule in ELSEWHERE or rule == "contradiction":
        return
    here = [f for f in named if f.file == file and abs(f.line - line) <= 2]
    assert here, (line, human(findings))
    expected = Severity.WARNING if (file, old, new, rule, says) in WARNINGS else Severity.ERROR
    assert here[0].severity is expected


def test_there_are_enough_faults_for_every_kind_of_file():
    assert len(ERRORS) >= 40
    assert {fault[0] for fault in ERRORS} == {D, C, N, S, F, A, T}
