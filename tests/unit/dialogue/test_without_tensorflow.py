import subprocess
import sys


def run(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)


def test_rasas_components_load_without_tensorflow():
    done = run(
        "from bot.dialogue import without_tensorflow as w; w.install()\n"
        "from rasa.nlu.classifiers.diet_classifier import DIETClassifier\n"
        "import sys; print(DIETClassifier.__name__, hasattr(sys.modules['tensorflow'], '__file__'))"
    )
    assert done.stdout.strip().endswith("DIETClassifier False"), done.stderr


def test_computing_with_it_fails_with_a_word_on_what_to_do():
    done = run("from bot.dialogue import without_tensorflow as w; w.install()\nimport tensorflow as tf; tf.constant(3)")
    assert "TensorFlowNeeded" in done.stderr
    assert "config.yml" in done.stderr


def test_a_real_tensorflow_is_left_alone():
    done = run(
        "import sys, types; real = types.ModuleType('tensorflow'); sys.modules['tensorflow'] = real\n"
        "from bot.dialogue import without_tensorflow as w; w.install()\n"
        "import tensorflow; print(tensorflow is real)"
    )
    assert done.stdout.strip() == "True", done.stderr
