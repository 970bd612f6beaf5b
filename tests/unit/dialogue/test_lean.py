import subprocess
import sys

import pytest

from bot.dialogue.lean import UNUSED


def run(code):
    lean = f"from bot.dialogue import lean; lean.install()\n{code}"
    return subprocess.run([sys.executable, "-W", "ignore", "-c", lean], capture_output=True, text=True, check=False)


def test_the_service_loads_none_of_the_libraries():
    done = run(
        "import bot.channel.serve, spacy, sys\n"
        "real = {name.split('.')[0] for name, module in sys.modules.items() if getattr(module, '__file__', None)}\n"
        f"print('loaded:', sorted(real & {set(UNUSED)!r}))"
    )
    assert done.stdout.strip() == "loaded: []", done.stderr


@pytest.mark.parametrize(
    ("code", "library"),
    [
        ("from pymongo.mongo_client import MongoClient; MongoClient()", "pymongo"),
        ("import scipy.sparse; scipy.sparse.csr_matrix((1, 1))", "scipy"),
        ("import asyncio, rasa.core.jobs; asyncio.run(rasa.core.jobs.scheduler())", "apscheduler"),
    ],
)
def test_what_is_used_after_all_is_named(code, library):
    done = run(code)
    assert "LibraryNeeded" in done.stderr
    assert library in done.stderr.rpartition("LibraryNeeded")[2]


def test_other_libraries_are_the_real_ones():
    done = run("import sqlalchemy, numpy, aiohttp; print(numpy.zeros(2).sum())")
    assert done.stdout.strip() == "0.0", done.stderr
