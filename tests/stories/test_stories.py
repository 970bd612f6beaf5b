"""Rasa's own story tests, over the trained model."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

RUN = """
from bot.dialogue import without_tensorflow
without_tensorflow.install()
import sys
sys.argv = ["rasa", "test", "core", "--stories", "tests/stories", "--model", sys.argv[1], "--out", sys.argv[2],
            "--fail-on-prediction-errors"]
from rasa.__main__ import main
main()
"""


@pytest.mark.model
def test_every_story_goes_as_written(model, tmp_path):
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(model), str(tmp_path)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=500,
    )
    failed = tmp_path / "failed_test_stories.yml"
    wrong = failed.read_text("utf-8") if failed.exists() else ""
    assert done.returncode == 0, wrong or done.stderr[-3000:]
    assert "stories:" not in wrong or "None of the test stories failed" in wrong, wrong
