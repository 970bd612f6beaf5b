"""Keep TensorFlow out of our processes.

Rasa's `default.v1` recipe imports every built-in component, and with them TensorFlow, whether the
pipeline uses one or not: about 350 MB and half of the start. Our pipeline uses none. `install()`
puts a finder in front of Python's own that answers `import tensorflow…` with empty stand-ins, so
that Rasa's modules load; a component that would really compute with TensorFlow fails with
`TensorFlowNeeded`. Plain `rasa` commands are untouched: they never call `install`.

Call it before the first import of `rasa`.
"""

import sys
from collections.abc import Iterator, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_PACKAGES = frozenset({"tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras", "tf_keras"})


class TensorFlowNeeded(RuntimeError):
    """A component computes with TensorFlow, which our processes do not load."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} needs TensorFlow, which Montoyer keeps out of its processes. Take DIETClassifier, TEDPolicy, "
            "UnexpecTEDIntentPolicy or ResponseSelector out of config.yml, or use the plain `rasa` command."
        )


class _Meta(type):
    """A class whose attributes are stand-ins too, so that annotations and base classes resolve."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _stand_in(f"{cls.__name__}.{name}")

    def __iter__(cls) -> Iterator[Any]:
        return iter(())


def _new(cls: Any, *arguments: Any, **options: Any) -> Any:
    # Used as a decorator (`@tf.function`), a stand-in hands the function back; anything else is real use.
    if cls.__dict__.get("stands_in") and len(arguments) == 1 and callable(arguments[0]) and not options:
        return arguments[0]
    raise TensorFlowNeeded(cls.__name__)


def _stand_in(name: str) -> Any:
    return _Meta(name, (), {"__new__": _new, "__module__": "tensorflow", "stands_in": True})


class _StandInModule(ModuleType):
    __path__: list[str] = []  # noqa: RUF012 - marks a package

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = _stand_in(name)
        setattr(self, name, value)
        return value


class _Finder(MetaPathFinder, Loader):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] not in _PACKAGES:
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _StandInModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run: attributes appear when asked for."""


def install() -> None:
    """Answer every later import of TensorFlow with a stand-in. Does nothing when the real one is loaded."""
    loaded = isinstance(sys.modules.get("tensorflow"), ModuleType)
    if not loaded and not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
