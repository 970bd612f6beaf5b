import aiohttp
import pytest

from tests.telegram_server.faults import ANY_SEND, Fault, FaultPlan
from tests.telegram_server.server import FakeTelegram
from tests.unit.telegram_server.client import call


def drawn(plan: FaultPlan, count: int = 500) -> list[Fault]:
    return [plan.draw("sendMessage") for _ in range(count)]


def test_the_same_seed_gives_the_same_faults() -> None:
    first = FaultPlan(seed=7, bad_gateway=0.1, reset=0.1, reset_after=0.1, slow=0.1)
    second = FaultPlan(seed=7, bad_gateway=0.1, reset=0.1, reset_after=0.1, slow=0.1)
    other = FaultPlan(seed=8, bad_gateway=0.1, reset=0.1, reset_after=0.1, slow=0.1)

    faults = drawn(first)

    assert faults == drawn(second)
    assert faults != drawn(other)
    assert set(faults) == set(Fault)


def test_lost_acknowledgements_are_seeded_and_do_not_shift_other_faults() -> None:
    quiet = FaultPlan(seed=7, reset=0.2, lost_ack=0.5)
    busy = FaultPlan(seed=7, reset=0.2, lost_ack=0.5)

    lost = [busy.loses_ack() for _ in range(50)]

    assert drawn(quiet) == drawn(busy)
    assert lost == [quiet.loses_ack() for _ in range(50)]
    assert 0 < sum(lost) < 50


def test_some_methods_are_spared() -> None:
    plan = FaultPlan(bad_gateway=1.0)

    assert plan.draw("setWebhook") is Fault.NONE
    assert plan.draw("sendMessage") is Fault.BAD_GATEWAY


async def test_a_bad_gateway_answers_in_html_and_does_nothing() -> None:
    async with FakeTelegram(faults=FaultPlan(bad_gateway=1.0)) as telegram:
        user = telegram.user(1)
        address = f"{telegram.base_url}/bot{telegram.token}/sendMessage"
        message = {"chat_id": 1, "text": "x"}
        async with aiohttp.ClientSession() as session, session.post(address, json=message) as response:
            assert response.status == 502
            assert response.content_type == "text/html"

        assert user.inbox.replies == []
        assert telegram.report()["calls"] == {"sendMessage 502": 1}


@pytest.mark.parametrize(("fault", "delivered"), [(Fault.RESET, 0), (Fault.RESET_AFTER, 1)])
async def test_a_cut_connection_leaves_the_bot_in_the_dark(
    telegram: FakeTelegram, fault: Fault, delivered: int
) -> None:
    user = telegram.user(1)
    telegram.fail_next("sendMessage", fault=fault)

    with pytest.raises(aiohttp.ClientError):
        await call(telegram, "sendMessage", chat_id=1, text="x")

    assert len(user.inbox.replies) == delivered
    assert telegram.calls[-1].fault == fault.value
    assert (await call(telegram, "sendMessage", chat_id=1, text="y")).status == 200


async def test_scripted_errors_come_in_order_and_are_no_problem_of_the_bot(
    telegram: FakeTelegram,
) -> None:
    telegram.user(1)
    telegram.fail_next("sendMessage", code=400, description="Bad Request: for once")
    telegram.fail_next(ANY_SEND, 2, code=429, description="Too Many Requests", retry_after=3)
    telegram.fail_next("getMe", code=500)

    answers = [await call(telegram, "sendMessage", chat_id=1, text="x") for _ in range(4)]

    assert [answer.status for answer in answers] == [400, 429, 429, 200]
    assert answers[1].body["parameters"] == {"retry_after": 3}
    assert (await call(telegram, "getMe")).status == 500
    assert telegram.problems == []
