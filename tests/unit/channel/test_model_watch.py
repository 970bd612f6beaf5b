"""A model that is ordered takes over, or is refused and the former one stays."""

import pytest

from bot.bootstrap import build
from bot.channel.model_watch import ModelWatch
from bot.dialogue.model_files import latest_model, record_model
from bot.services.studio_ports import ModelOrder
from bot.storage.migrate import migrate
from bot.workshop.service import promote, put_back
from tests.builders import NOW


class Loaded:
    def __init__(self, name, intent="greeting"):
        self.name, self.intent = name, intent

    async def understand(self, text):
        return {"intent": {"name": self.intent}}


class Assistant:
    """Loads by name; a name with `bad` understands nothing."""

    def __init__(self):
        self.present = Loaded("old.tar.gz")

    def load_beside(self, model):
        return Loaded(model.name, "goodbye" if "bad" in model.name else "greeting")

    def take(self, beside):
        self.present = beside


@pytest.fixture
def app(tmp_path):
    app = build({"MONTOYER_DATABASE_URL": f"sqlite:///{tmp_path / 'm.db'}"})
    migrate(app.engine)
    return app


@pytest.fixture
def root(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "smoke.yml").write_text("- {text: hello, intent: greeting}\n")
    models = tmp_path / "models"
    for folder, name in ((models, "old.tar.gz"), (models / "candidates", "new.tar.gz")):
        folder.mkdir()
        (folder / name).write_bytes(name.encode())
        record_model(folder, folder / name, f"files of {name}")
    return tmp_path


@pytest.fixture
def watch(app, root):
    watch = ModelWatch(Assistant(), app.new_work, app.new_reading, lambda: NOW, root, root / "models")
    watch.begin()
    return watch


def order(app, model, former):
    with app.new_work() as work:
        work.models.add(ModelOrder(model, former, "dries", NOW))
        work.commit()


def newest(app):
    with app.new_reading() as work:
        return work.models.latest(1)[0]


def candidate(root, name):
    (root / "models" / "candidates" / name).write_bytes(name.encode())
    record_model(root / "models" / "candidates", root / "models" / "candidates" / name, "files")


async def test_an_ordered_model_takes_over_and_the_former_one_can_be_put_back(app, root, watch):
    order(app, *promote(root / "models", "new.tar.gz"))
    await watch.look()
    assert watch.serving == "new.tar.gz"
    assert newest(app).state == "serving"
    assert latest_model(root / "models").name == "new.tar.gz"

    order(app, *put_back(root / "models"))
    await watch.look()
    assert watch.serving == "old.tar.gz"
    assert latest_model(root / "models").name == "old.tar.gz"


async def test_a_model_that_fails_its_smoke_set_is_refused_and_nothing_changes(app, root, watch):
    candidate(root, "bad.tar.gz")
    order(app, *promote(root / "models", "bad.tar.gz"))
    await watch.look()
    assert watch.serving == "old.tar.gz"
    assert (newest(app).state, newest(app).detail) == ("refused", "hello: greeting, not goodbye")
    assert latest_model(root / "models").name == "old.tar.gz"


async def test_a_process_that_took_a_model_gives_it_up_when_another_one_refuses_it(app, root, watch):
    order(app, *promote(root / "models", "new.tar.gz"))
    await watch.look()
    with app.new_work() as work:
        work.models.settle(newest(app).id, "refused", "elsewhere", NOW)
        work.commit()
    await watch.look()
    assert watch.serving == "old.tar.gz"


async def test_a_start_follows_an_order_that_waited_and_leaves_older_ones(app, root, watch):
    order(app, *promote(root / "models", "new.tar.gz"))
    again = ModelWatch(Assistant(), app.new_work, app.new_reading, lambda: NOW, root, root / "models")
    again.begin()
    await again.look()
    assert again.serving == "new.tar.gz"
    later = ModelWatch(Assistant(), app.new_work, app.new_reading, lambda: NOW, root, root / "models")
    later.begin()
    await later.look()
    assert later.serving == "old.tar.gz"


async def test_a_model_that_was_exchanged_on_the_disk_is_refused(app, root, watch):
    order(app, *promote(root / "models", "new.tar.gz"))
    (root / "models" / "new.tar.gz").write_bytes(b"forged")
    await watch.look()
    assert watch.serving == "old.tar.gz"
    assert (newest(app).state, newest(app).detail) == ("refused", "InvalidSetting")
    assert latest_model(root / "models").name == "old.tar.gz"
