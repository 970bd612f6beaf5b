"""What happens to Ana's account in several tests."""

import pytest

from bot.domain.errors import SignInFailed
from tests.builders import NOW

PASSWORD = "correct horse battery"
ANOTHER = "staple staple staple"


def fails(accounts, password="wrong wrong wrong", times=1):
    for _ in range(times):
        with pytest.raises(SignInFailed):
            accounts.sign_in("ana", password)


def disable(database, name="ana"):
    with database.new_work() as work:
        account = work.staff.get(name)
        account.disabled_at = NOW
        work.staff.save(account)
        work.commit()


def audited(database):
    return [(entry.actor, entry.action, entry.subject) for entry in database.contents.audit]
