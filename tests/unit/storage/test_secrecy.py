import shutil

import pytest

from bot.bootstrap import build
from bot.domain.errors import InvalidSetting
from bot.storage.keys import Keys
from bot.storage.sealing import Sealer
from bot.storage.unit_of_work import UnitOfWork
from tests.builders import A_KEY, ANOTHER_KEY, NOW, a_call, a_conversation, a_request, a_wish, an_update

SECRETS = ("Amina Haddad", "+32470123456", "470123456", "rings after prayer", "424242", "my passport is lost")


def _fill(app):
    with app.new_work() as work:
        work.callbacks.add(a_request(note="rings after prayer"), "key")
        work.conversations.save(a_conversation(address="424242"))
        work.inbox.claim([an_update(1, "my passport is lost")], NOW)
        work.outbox.add("conversation-of-amina", [a_call("my passport is lost, Amina Haddad")], NOW)
        work.trackers.append("conversation-of-amina", [{"text": "my passport is lost"}], True, NOW)
        work.commit()


def _bytes_on_disk(folder):
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.suffix != ".json")


def test_the_files_of_the_database_hold_no_personal_data_in_the_clear(app, tmp_path):
    _fill(app)

    content = _bytes_on_disk(tmp_path)

    assert b"ABC-234" in content, "nothing was written, nothing was checked"
    for secret in SECRETS:
        for encoding in ("utf-8", "utf-16-le"):
            assert secret.encode(encoding) not in content, secret


def test_a_changed_request_leaves_no_personal_data_in_the_clear_either(app, tmp_path):
    _fill(app)
    with app.new_work() as work:
        request = work.callbacks.get("ABC-234")
        request.amend(a_wish(name="Amina Benali", phone="+352621123456"), NOW)
        work.callbacks.save(request)
        work.commit()

    content = _bytes_on_disk(tmp_path)
    assert b"Benali" not in content
    assert b"621123456" not in content


def test_what_was_handled_is_erased_from_its_row(app):
    _fill(app)
    with app.new_work() as work:
        work.inbox.finish(1, "conversation-of-amina", NOW)
        [waiting] = work.outbox.unsettled()
        work.outbox.settle(waiting.id, waiting.state.SENT, NOW, message_id=7)
        work.commit()

    with app.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT sealed_payload, conversation_id FROM inbox").all() == [
            (None, "conversation-of-amina")
        ]
        assert connection.exec_driver_sql("SELECT sealed_call, telegram_message_id, state FROM outbox").all() == [
            (None, 7, "sent")
        ]


def test_a_long_error_is_cut_to_what_the_column_holds(app):
    _fill(app)
    with app.new_work() as work:
        [waiting] = work.outbox.unsettled()
        work.outbox.settle(waiting.id, waiting.state.FAILED, NOW, error="x" * 500)
        work.commit()

    with app.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT error FROM outbox").scalar() == "x" * 200


def _reads_with(engine, *secrets):
    with UnitOfWork(engine, Sealer(Keys(secrets, A_KEY))) as work:
        return work.callbacks.get("ABC-234").wish.name


def test_after_a_change_of_keys_old_rows_are_read_and_without_the_old_key_the_setting_is_named(app):
    with UnitOfWork(app.engine, Sealer(Keys((A_KEY,), A_KEY))) as work:
        work.callbacks.add(a_request(), "key")
        work.commit()

    assert _reads_with(app.engine, ANOTHER_KEY, A_KEY) == "Amina Haddad"
    with pytest.raises(InvalidSetting) as refusal:
        _reads_with(app.engine, ANOTHER_KEY)
    assert refusal.value.name == "MONTOYER_SECRET_KEYS"


def test_a_copy_of_the_folder_is_a_working_installation(app, tmp_path):
    _fill(app)
    app.engine.dispose()
    shutil.copytree(tmp_path, tmp_path / "copy", ignore=shutil.ignore_patterns("copy"))

    restored = build({"MONTOYER_DATABASE_URL": f"sqlite:///{tmp_path}/copy/montoyer.db"})
    with restored.new_reading() as work:
        assert work.callbacks.get("ABC-234").wish.name == "Amina Haddad"
