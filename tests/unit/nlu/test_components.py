"""The pipeline's components as Rasa uses them: trained, stored, loaded, asked."""

from pathlib import Path

import pytest
import yaml
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.intent_cascade import IntentCascade
from bot.nlu.key_entities import KeyEntities
from bot.nlu.language_detector import LanguageDetector
from bot.nlu.protective_choice import ProtectiveChoice

EXAMPLES = {
    ("office_address", "en"): ["where is your office", "office address please", "how do i find you"],
    ("office_address", "fr"): ["où est votre bureau", "adresse du bureau svp", "comment vous trouver"],
    ("money_amount", "en"): ["how much money do i get", "what amount do you pay", "money for return"],
    ("money_amount", "fr"): ["combien d'argent je reçois", "quelle somme vous donnez", "argent pour le retour"],
    ("suicide_self_harm", "en"): ["i want to die", "i will kill myself", "no reason to live"],
    ("suicide_self_harm", "fr"): ["je veux mourir", "je vais me tuer", "plus envie de vivre"],
    ("oos_weather", "en"): ["will it rain tomorrow", "is it cold outside", "weather today"],
    ("oos_weather", "fr"): ["il va pleuvoir demain", "il fait froid dehors", "météo du jour"],
}
CONTEXT = ExecutionContext(GraphSchema({}))


@pytest.fixture(scope="module")
def training_data():
    return TrainingData(
        [
            Message.build(text, intent, intent_metadata={"language": language})
            for (intent, language), texts in EXAMPLES.items()
            for text in texts
        ]
    )


@pytest.fixture(scope="module")
def pipeline(training_data, tmp_path_factory):
    storage = LocalModelStorage.create(tmp_path_factory.mktemp("model"))
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setenv("MONTOYER_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    loaded = []
    for kind in (LanguageDetector, IntentCascade, KeyEntities):
        config = {**kind.get_default_config(), "min_count": 1, "centre_from": 3}
        resource = kind.create(config, storage, Resource(kind.__name__), CONTEXT).train(training_data)
        loaded.append(kind.load(config, storage, resource, CONTEXT))
    monkeypatch.undo()
    choice = ProtectiveChoice.create(ProtectiveChoice.get_default_config(), storage, Resource("choice"), CONTEXT)
    return [*loaded, choice]


def ask(pipeline, text):
    messages = [Message(data={"text": text})]
    for component in pipeline:
        messages = component.process(messages)
    return messages[0]


def test_language_intent_and_ranking_are_part_of_the_answer(pipeline):
    message = ask(pipeline, "could you tell me where the office is")
    parsed = message.as_dict(only_output_properties=True)
    assert parsed["language"] == "en"
    assert parsed["intent"]["name"] == "office_address"
    assert {entry["name"] for entry in parsed["intent_ranking"]} == {intent for intent, _ in EXAMPLES}


def test_an_entity_points_into_the_message_as_it_was_written(pipeline):
    text = "\u200bhow much money in Грузию"
    (entity,) = ask(pipeline, text).get("entities")
    assert (entity["entity"], entity["value"], entity["extractor"]) == ("country", "GE", "KeyEntities")
    assert text[entity["start"] : entity["end"]] == "Грузию"


def test_words_of_danger_win_and_say_why(pipeline):
    message = ask(pipeline, "how much money, i want to end my life")
    assert message.get("intent")["name"] == "suicide_self_harm"


def test_what_is_not_understood_is_admitted(pipeline):
    message = ask(pipeline, "zebra piano")
    assert message.get("intent")["name"] in {"nlu_fallback", "oos_weather"}
    assert message.get("intent_ranking")[0]["name"] == message.get("intent")["name"]


def test_two_questions_are_told(pipeline):
    message = ask(pipeline, "where is your office? how much money do i get?")
    names = {message.get("intent")["name"], (message.get("second_intent") or {}).get("name")}
    assert names == {"office_address", "money_amount"}


@pytest.mark.parametrize("text", ["/greeting_start", '/callback_request{"window": "2024"}', " /help_menu "])
def test_payloads_pass_untouched(pipeline, text):
    message = ask(pipeline, text)
    assert message.get("intent") is None
    assert message.get("entities") is None
    assert message.get("language") is None


@pytest.mark.parametrize("text", ["", "   ", "😀", "\u200b"])
def test_a_message_without_words_is_gibberish_not_an_error(pipeline, text):
    assert ask(pipeline, text).get("intent")["name"] == "oos_gibberish"


def test_a_message_that_has_an_intent_keeps_it(pipeline):
    message = Message(data={"text": "where is your office", "intent": {"name": "thanks", "confidence": 1.0}})
    for component in pipeline[:2]:
        component.process([message])
    assert message.get("intent")["name"] == "thanks"


def test_the_shipped_configuration_names_components_that_exist():
    root = Path(__file__).resolve().parents[3]
    config = yaml.safe_load((root / "config.yml").read_text(encoding="utf-8"))
    names = [entry["name"] for entry in config["pipeline"]]
    kinds = [LanguageDetector, IntentCascade, KeyEntities, ProtectiveChoice]
    assert names == [f"{kind.__module__}.{kind.__name__}" for kind in kinds]
    for entry, kind in zip(config["pipeline"], kinds, strict=True):
        assert set(entry) - {"name"} <= set(kind.get_default_config())
