import pytest
from argon2 import PasswordHasher

from bot.domain.staff import Role
from bot.services.accounts import Accounts
from tests.fakes import FakeDatabase
from tests.unit.services.signing_in import PASSWORD

# As weak as argon2 allows: these tests are not about its strength.
HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def database():
    return FakeDatabase()


@pytest.fixture
def accounts(database, clock):
    return Accounts(database.new_work, clock, HASHER)


@pytest.fixture
def ana(accounts):
    """Ana's browser after she used her invitation."""
    return accounts.accept(accounts.invite("ana", Role.SUPERVISOR), PASSWORD)
