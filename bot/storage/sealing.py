"""Personal data is sealed before it is stored, and chats are known by a pseudonym."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.domain.conversation import Channel
from bot.domain.errors import InvalidSetting
from bot.storage.keys import Keys


class Sealer:
    """Encrypts text with the newest key and opens what any of the keys sealed."""

    def __init__(self, keys: Keys) -> None:
        self._newest = Fernet(_fernet_key(keys.secrets[0]))
        self._fernet = MultiFernet([Fernet(_fernet_key(key)) for key in keys.secrets])
        self._pseudonym = keys.pseudonym.encode()

    def seal(self, text: str) -> bytes:
        """Ciphertext of `text`."""
        return self.seal_bytes(text.encode())

    def open(self, sealed: bytes) -> str:
        """Reverse of `seal`. Raises `InvalidSetting` when no key fits."""
        return self.open_bytes(sealed).decode()

    def seal_bytes(self, content: bytes) -> bytes:
        """Ciphertext of `content`."""
        return self._fernet.encrypt(content)

    def open_bytes(self, sealed: bytes) -> bytes:
        """Reverse of `seal_bytes`. Raises `InvalidSetting` when no key fits."""
        try:
            return self._fernet.decrypt(bytes(sealed))
        except InvalidToken:
            raise InvalidSetting(
                "MONTOYER_SECRET_KEYS",
                "holds no key that opens the stored data; add the former key at the end",
            ) from None

    def renewed(self, sealed: bytes) -> bytes | None:
        """The same content sealed with the newest key, or None when it is already. Raises `InvalidSetting`."""
        try:
            self._newest.decrypt(bytes(sealed))
        except InvalidToken:
            return self.seal_bytes(self.open_bytes(sealed))
        return None

    def pseudonym(self, channel: Channel, address: str) -> str:
        """The conversation id of an address: the same for ever, and nobody without the key can go back."""
        digest = hmac.new(self._pseudonym, f"{channel.value}:{address}".encode(), hashlib.sha256).digest()
        return base64.b32encode(digest[:15]).decode().lower()

    def token(self, purpose: str, word: str) -> str:
        """A keyed hash of a word (16 hexadecimal characters): equal words are found, and no word can be read."""
        return hmac.new(self._pseudonym, f"{purpose}:{word}".encode(), hashlib.sha256).hexdigest()[:16]

    def secret_for(self, purpose: str) -> str:
        """A stable secret for one purpose, derived from the pseudonym key (64 hexadecimal characters)."""
        return hmac.new(self._pseudonym, f"purpose:{purpose}".encode(), hashlib.sha256).hexdigest()


def _fernet_key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(secret.encode()).digest())
