import numpy as np
import pytest

from bot.nlu import sentence_vectors
from bot.nlu.features import Grams, Vectoriser
from bot.nlu.intent_model import IntentModel, Settings
from bot.nlu.sentence_vectors import VectorStore, embed
from bot.nlu.sentence_vectors import embed_all as embed_all_of

TEXTS = [
    ("where is your office", "en", "office_address"),
    ("office address please", "en", "office_address"),
    ("adresse du bureau", "fr", "office_address"),
    ("où est le bureau", "fr", "office_address"),
    ("how much money will i get", "en", "money_amount"),
    ("what amount do you pay", "en", "money_amount"),
    ("combien d'argent je reçois", "fr", "money_amount"),
    ("quelle somme vous donnez", "fr", "money_amount"),
    ("will it rain tomorrow", "en", "oos_weather"),
    ("is it cold outside", "en", "oos_weather"),
    ("il va pleuvoir demain", "fr", "oos_weather"),
    ("quel temps fait-il", "fr", "oos_weather"),
]
SETTINGS = Settings(buckets=2**12, min_count=1, centre_from=3)


def embed_all(texts):
    return np.array([embed(text) for text in texts])


@pytest.fixture(scope="module")
def model():
    texts, languages, intents = map(list, zip(*TEXTS, strict=True))
    return IntentModel.fit(texts, languages, intents, embed_all, SETTINGS)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("your office address", "office_address"),
        ("dónde está la oficina", "office_address"),
        ("сколько денег дадут", "money_amount"),
    ],
)
def test_an_intent_is_found_in_other_words_and_languages(model, text, intent):
    assert model.predict(text, {}, embed).ranking[0][0] == intent


def test_the_ranking_holds_every_intent_and_adds_up_to_one(model):
    ranking = model.predict("where is the office", {"en": 1.0}, embed).ranking
    assert {name for name, _ in ranking} == {"office_address", "money_amount", "oos_weather"}
    assert sum(chance for _, chance in ranking) == pytest.approx(1, abs=1e-5)
    assert [chance for _, chance in ranking] == sorted((chance for _, chance in ranking), reverse=True)


def test_a_sure_quick_look_spares_the_vectors(model):
    def refuse(text):
        raise AssertionError(f"{text!r} should not be embedded")

    trusting = IntentModel(
        Settings(trust=0.0), model.intents, model._vectoriser, model._letters, model._sense, model._centres
    )
    assert not trusting.predict("where is your office", {}, refuse).slow


def test_a_stored_model_predicts_as_before(model, tmp_path):
    model.save(tmp_path)
    again = IntentModel.load(tmp_path)
    for text, language, _ in TEXTS:
        before, after = (m.predict(text, {language: 1.0}, embed) for m in (model, again))
        assert [name for name, _ in before.ranking] == [name for name, _ in after.ranking]
        assert [c for _, c in after.ranking] == pytest.approx([c for _, c in before.ranking], abs=0.01)
    assert not [path for path in tmp_path.iterdir() if path.suffix not in {".npz", ".json"}]


def test_training_twice_gives_the_same_model(model):
    texts, languages, intents = map(list, zip(*TEXTS, strict=True))
    again = IntentModel.fit(texts, languages, intents, embed_all, SETTINGS)
    assert again.predict("office", {}, embed) == model.predict("office", {}, embed)


def test_rare_features_are_left_out():
    vectoriser, _ = Vectoriser.fit(
        ["aa bb", "aa cc", "aa dd"], Grams(char_min=2, char_max=2, words=1), 2**16, min_count=2
    )
    rows, values = vectoriser.row("aa")
    assert len(rows) > 0
    assert float(values @ values) == pytest.approx(1, abs=1e-5)
    assert len(vectoriser.row("zz")[0]) == 0


def test_vectors_are_computed_once_and_kept_on_disk(tmp_path, monkeypatch):
    calls = []
    monkeypatch.setenv("MONTOYER_CACHE_DIR", str(tmp_path / "folder"))
    monkeypatch.setattr(sentence_vectors, "embed", lambda text: calls.append(text) or np.ones(384, np.float32))
    for _ in range(2):
        assert embed_all_of(["a", "b", "a"]).shape == (3, 384)
    assert sorted(calls) == ["a", "b"]


def test_a_broken_cache_is_made_anew(tmp_path):
    path = tmp_path / "vectors.npz"
    path.write_bytes(b"not a file of numbers")
    assert VectorStore.open(path).vectors([]).shape == (0, 384)


def test_a_long_text_costs_a_bounded_number_of_tokens():
    engine = sentence_vectors._engine()
    seen = []

    class Spy:
        _lib = engine._lib
        token_count = staticmethod(engine.token_count)

        @staticmethod
        def query(text):
            seen.append(engine.token_count(text, True))
            return np.zeros(384, np.float32)

    sentence_vectors._engine.cache_clear()
    try:
        original, sentence_vectors._engine = sentence_vectors._engine, lambda: Spy
        embed("ქართული ენა " * 60)
    finally:
        sentence_vectors._engine = original
    assert seen[0] <= sentence_vectors.TOKEN_LIMIT + 4


@pytest.mark.parametrize(("policy", "most"), [("active", 1), ("passive", 2)])
def test_vectors_have_helpers_only_where_these_sleep_while_they_wait(policy, most, monkeypatch):
    import ctypes
    import os

    monkeypatch.setenv("OMP_WAIT_POLICY", policy)
    embed("hello")
    engine = sentence_vectors._engine()
    assert isinstance(engine._lib, ctypes.CDLL)
    assert engine._lib.omp_get_max_threads() == min(most, os.cpu_count())
