"""Rasa's own validation of the training data, so that what passes here trains."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

RUN = """
from bot.dialogue import without_tensorflow
without_tensorflow.install()
import sys
sys.argv = ["rasa", "data", "validate", "--data", "data/nlu", "data/stories"]
from rasa.__main__ import main
main()
"""


def test_rasa_finds_no_conflict_in_the_training_data():
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false"}
    done = subprocess.run(
        [sys.executable, "-c", RUN], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-3000:]
    assert "No story structure conflicts found" in said, said[-3000:]
    for fault in ("is listed in the domain file, but is not found in the NLU training data", "duplicate"):
        lines = [line for line in said.splitlines() if fault in line and "is not found" not in line]
        assert lines == [], lines
