"""Keep TensorFlow out of our processes.

Rasa's `default.v1` recipe imports every built-in component, and with them TensorFlow, whether the
pipeline uses one or not: about 350 MB and half of the start. Our pipeline uses none. `install()`
puts a finder in front of Python's own that answers `import tensorflow…` with empty stand-ins, so
that Rasa's modules load; a component that would really compute with TensorFlow fails with
`TensorFlowNeeded`. Plain `rasa` commands are untouched: they never call `install`.

Call it before the first import of `rasa`.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, ClassVar

_PACKAGES = frozenset({"tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras", "tf_keras"})


class LibraryNeeded(RuntimeError):
    """Something really uses a library that our processes do not load."""


class TensorFlowNeeded(LibraryNeeded):
    """A component computes with TensorFlow."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} needs TensorFlow, which Montoyer keeps out of its processes. Take DIETClassifier, TEDPolicy, "
            "UnexpecTEDIntentPolicy or ResponseSelector out of config.yml, or use the plain `rasa` command."
        )


def _needed(name: str, package: str, purposes: Mapping[str, str]) -> LibraryNeeded:
    if package in _PACKAGES:
        return TensorFlowNeeded(name)
    return LibraryNeeded(
        f"{package}.{name} is used, but `montoyer run` does not load {package} ({purposes.get(package)}). "
        "If it is wanted here, take it out of the list in bot/dialogue/lean.py."
    )


class _Meta(type):
    """A class whose attributes are stand-ins too, so that annotations and base classes resolve."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(f"{cls.__name__}.{name}", cls.__module__)

    def __iter__(cls) -> Iterator[Any]:
        return iter(())


def _new(cls: Any, *arguments: Any, **options: Any) -> Any:
    # Used as a decorator (`@tf.function`), a stand-in hands the function back; anything else is real use.
    if cls.__dict__.get("stands_in") and len(arguments) == 1 and callable(arguments[0]) and not options:
        return arguments[0]
    raise _needed(cls.__name__, cls.__module__, _Finder.purposes)


def _stand_in(name: str, package: str) -> Any:
    return _Meta(name, (), {"__new__": _new, "__module__": package, "stands_in": True})


class _StandInModule(ModuleType):
    __path__: list[str] = []  # noqa: RUF012 - marks a package

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = _stand_in(name, _replaced(self.__name__, _Finder.purposes) or self.__name__)
        setattr(self, name, value)
        return value


def _replaced(fullname: str, purposes: Mapping[str, str]) -> str | None:
    """The listed package that a module belongs to, or None."""
    while fullname:
        if fullname in _PACKAGES or fullname in purposes:
            return fullname
        fullname = fullname.rpartition(".")[0]
    return None


class _Finder(MetaPathFinder, Loader):
    purposes: ClassVar[dict[str, str]] = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if _replaced(fullname, self.purposes) is None:
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _StandInModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run: attributes appear when asked for."""


def install(others: Mapping[str, str] | None = None) -> None:
    """Answer every later import of TensorFlow with a stand-in; a package that is loaded already stays what it is.

    `others`: further packages to stand in for, each with what it is for.
    """
    _Finder.purposes.update({name: use for name, use in (others or {}).items() if name not in sys.modules})
    loaded = isinstance(sys.modules.get("tensorflow"), ModuleType)
    if not loaded and not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
