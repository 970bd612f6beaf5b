"""A trained model's understanding without its dialogue: what a message means, as Rasa would say it."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

Parsed = dict[str, Any]
Interpreter = Callable[[str], Parsed]


def load_interpreter(model: Path) -> Interpreter:
    """The understanding of a model archive; calls may come from several threads at once.

    Callers that keep TensorFlow out of their process have done so before they call this.
    """
    from rasa.core.channels.channel import UserMessage
    from rasa.engine.constants import PLACEHOLDER_MESSAGE
    from rasa.engine.loader import load_predict_graph_runner
    from rasa.engine.runner.dask import DaskGraphRunner
    from rasa.engine.storage.local_model_storage import LocalModelStorage

    with tempfile.TemporaryDirectory() as folder:
        about, runner = load_predict_graph_runner(Path(folder), model, LocalModelStorage, DaskGraphRunner)
    target = about.nlu_target

    def interpret(text: str) -> Parsed:
        results = runner.run(inputs={PLACEHOLDER_MESSAGE: [UserMessage(text)]}, targets=[target])
        parsed: Parsed = results[target][0].as_dict(only_output_properties=True)
        return parsed

    return interpret
