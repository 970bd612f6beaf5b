import pytest

from bot.domain.conversation import Channel
from bot.domain.errors import InvalidSetting
from bot.storage.keys import Keys
from bot.storage.sealing import Sealer
from tests.builders import A_KEY, ANOTHER_KEY


def a_sealer(*secrets, pseudonym=A_KEY):
    return Sealer(Keys(secrets or (A_KEY,), pseudonym))


@pytest.mark.parametrize("text", ["", "Amina", "አሚና 🙂", "x" * 10_000])
def test_what_was_sealed_can_be_opened(text):
    sealed = a_sealer().seal(text)
    assert a_sealer().open(sealed) == text
    assert not text or text.encode() not in sealed


def test_bytes_can_be_sealed_too():
    assert a_sealer().open_bytes(a_sealer().seal_bytes(b"\x00\xff")) == b"\x00\xff"


def test_the_same_text_is_sealed_differently_each_time():
    assert a_sealer().seal("Amina") != a_sealer().seal("Amina")


def test_a_new_key_in_front_still_opens_what_the_old_one_sealed():
    old = a_sealer(A_KEY).seal("Amina")
    rotated = a_sealer(ANOTHER_KEY, A_KEY)
    assert rotated.open(old) == "Amina"


def test_the_first_key_seals():
    sealed = a_sealer(ANOTHER_KEY, A_KEY).seal("Amina")
    assert a_sealer(ANOTHER_KEY).open(sealed) == "Amina"
    with pytest.raises(InvalidSetting):
        a_sealer(A_KEY).open(sealed)


def test_data_whose_key_is_missing_is_reported_as_a_setting_and_tells_what_to_do():
    sealed = a_sealer(A_KEY).seal("Amina")
    with pytest.raises(InvalidSetting) as refusal:
        a_sealer(ANOTHER_KEY).open(sealed)
    assert refusal.value.name == "MONTOYER_SECRET_KEYS"
    assert "former key" in refusal.value.reason


@pytest.mark.parametrize("spoilt", [b"", b"no ciphertext"])
def test_spoilt_data_is_refused_and_never_given_out(spoilt):
    with pytest.raises(InvalidSetting):
        a_sealer().open(spoilt)


def test_tampered_data_is_refused():
    sealed = bytearray(a_sealer().seal("Amina"))
    sealed[20] = ord("A") if sealed[20] != ord("A") else ord("B")
    with pytest.raises(InvalidSetting):
        a_sealer().open(bytes(sealed))


def test_a_pseudonym_never_changes():
    # The value itself is part of the contract: conversations are stored under it.
    assert a_sealer().pseudonym(Channel.TELEGRAM, "424242") == "txrofz5kpfogruwaiiqy575b"


def test_a_pseudonym_depends_on_its_key_and_not_on_the_secrets():
    names = {
        a_sealer(A_KEY).pseudonym(Channel.TELEGRAM, "424242"),
        a_sealer(ANOTHER_KEY).pseudonym(Channel.TELEGRAM, "424242"),
        a_sealer(pseudonym=ANOTHER_KEY).pseudonym(Channel.TELEGRAM, "424242"),
    }
    assert len(names) == 2


def test_addresses_and_channels_have_pseudonyms_of_their_own():
    sealer = a_sealer()
    names = {sealer.pseudonym(channel, str(address)) for channel in Channel for address in range(100)}
    assert len(names) == 100 * len(Channel)
    assert {len(name) for name in names} == {24}


def test_a_derived_secret_is_stable_and_differs_by_purpose():
    sealer = a_sealer()
    assert sealer.secret_for("webhook") == a_sealer(ANOTHER_KEY).secret_for("webhook")
    assert sealer.secret_for("webhook") != sealer.secret_for("cookies")
    assert sealer.secret_for("webhook") != a_sealer(pseudonym=ANOTHER_KEY).secret_for("webhook")
