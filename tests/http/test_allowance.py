"""Guards that one account uses no more than its share of the connections while others call."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from shared import fair_queue
from shared.fair_queue import Allowance, FairQueue
from shared.problems import Problem
from shared.rpc import transport
from shared.rpc.database import caller_database
from shared.settings import Settings
from tests.support.gateway_server import OK, post, serving

SECONDS = 0.01


class Clock:
    """Time that a test moves by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(fair_queue, "monotonic", clock)
    return clock


def test_caller_waits_after_ten_seconds_of_use_while_another_calls_and_pays_with_time(clock: Clock) -> None:
    allowance = Allowance(share=0.2, saved_seconds=10, most_seconds=0.25)

    def another_calls() -> None:
        allowance.begin("another")
        allowance.begin("hostile")

    for _ in range(40):
        allowance.use("hostile", 60)
        another_calls()
        assert not allowance.wait_seconds("hostile")
    allowance.use("hostile", 0.1)
    assert allowance.wait_seconds("hostile") == pytest.approx(0.5)
    assert not allowance.wait_seconds("another")
    allowance.use("hostile", 0.25)
    assert allowance.wait_seconds("hostile") == Allowance.ALONE_SECONDS, "it is asked again after a second"
    clock.now += 0.999
    assert allowance.wait_seconds("hostile") == pytest.approx(0.751)
    clock.now += 0.002
    assert not allowance.wait_seconds("hostile"), "nobody else has called for a second"
    another_calls()
    assert allowance.wait_seconds("hostile")
    clock.now += 60
    another_calls()
    assert not allowance.wait_seconds("hostile")


def test_caller_that_has_waited_a_second_waits_on_if_another_called_meanwhile(clock: Clock) -> None:
    allowance = Allowance(share=0.2, saved_seconds=0, most_seconds=10)
    allowance.begin("hostile")
    allowance.use("hostile", 1)
    clock.now += 1.5
    assert not allowance.wait_seconds("hostile")
    allowance.begin("another")
    assert allowance.wait_seconds("hostile") == Allowance.ALONE_SECONDS
    clock.now += 0.999
    assert allowance.wait_seconds("hostile") == Allowance.ALONE_SECONDS


def test_allowance_forgets_callers_that_have_paid(clock: Clock) -> None:
    allowance = Allowance(share=0.2, saved_seconds=10, most_seconds=0.25)
    for number in range(10_000):
        # One that never pays keeps nobody else from being forgotten.
        allowance.use("hostile", 0.25)
        allowance.use(f"caller {number}", 0.02)
        clock.now += 0.01
    assert len(allowance._paid_at) < 50


async def test_calls_of_a_caller_that_waits_for_its_share_stay_in_order() -> None:
    allowance = Allowance(share=0.5, saved_seconds=0, most_seconds=0.1)
    queue, order = FairQueue(1, 1, allowance), list[int]()

    async def call(number: int) -> None:
        await queue.enter("hostile")
        order.append(number)
        queue.leave("hostile", 0.01)

    async def others() -> None:
        while len(order) < 8:
            await queue.enter("another")
            queue.leave("another")
            await asyncio.sleep(0.001)

    async with asyncio.timeout(60):
        await asyncio.gather(others(), *(call(number) for number in range(8)))
    assert order == list(range(8))


async def test_call_does_not_overtake_one_of_the_same_caller_that_is_about_to_be_resumed(clock: Clock) -> None:
    allowance = Allowance(share=0.5, saved_seconds=0, most_seconds=0.01)
    queue, order = FairQueue(1, 1, allowance), list[int]()

    async def call(number: int) -> None:
        await queue.enter("hostile")
        order.append(number)
        queue.leave("hostile")

    allowance.use("hostile", 1)
    allowance.begin("another")
    first = asyncio.create_task(call(1))
    await asyncio.sleep(0)
    # Its share has paid by now, and the timer that resumes it has not run.
    clock.now += 60
    await asyncio.gather(first, call(2))
    assert order == [1, 2]


@asynccontextmanager
async def flooded(
    calls: int, rpc: str = "submit_answer", token: str = "hostile"
) -> AsyncIterator[tuple[float, Counter[bytes]]]:
    """Seconds in which somebody made this many calls beside a flood from one caller, and all calls by caller."""

    async def serve(request: bytes, writer: asyncio.StreamWriter) -> None:
        served[request[-7:]] += 1
        await asyncio.sleep(SECONDS)
        writer.write(OK)

    served = Counter[bytes]()
    loop = asyncio.get_running_loop()
    async with serving(serve) as (server, client):

        async def flood() -> None:
            while True:
                await post(server, client, b"hostile", token, rpc)

        floods = [asyncio.create_task(flood()) for _ in range(8)]
        began = loop.time()
        for _ in range(calls):
            await post(server, client, b"another", "another")
        seconds = loop.time() - began
        for task in floods:
            task.cancel()
        await asyncio.gather(*floods, return_exceptions=True)
        yield seconds, served


@pytest.mark.parametrize("rpc", ["submit_answer", "get_results"])
async def test_flood_of_one_account_uses_a_fifth_of_a_connection_while_another_calls(
    monkeypatch: pytest.MonkeyPatch, rpc: str
) -> None:
    monkeypatch.setattr(transport, "SAVED_SECONDS", 0.0)
    async with flooded(50, rpc) as (seconds, served):
        assert served[b"another"] == 50
        # What is under way counts when it ends.
        assert served[b"hostile"] * SECONDS <= transport.SHARE_EACH * seconds + transport.MOST_EACH * SECONDS


async def test_service_has_no_share_and_grades_as_fast_as_the_database_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "SAVED_SECONDS", 0.0)
    async with flooded(50, "claim_evaluations", token="") as (seconds, served):
        assert served[b"hostile"] * SECONDS > 2 * transport.SHARE_EACH * seconds


@pytest.mark.prove
async def test_control_same_flood_without_a_share_uses_several_times_as_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Allowance, "wait_seconds", lambda self, caller: 0.0)
    async with flooded(50) as (seconds, served):
        assert served[b"hostile"] * SECONDS > 3 * transport.SHARE_EACH * seconds


async def test_call_that_waits_too_long_for_its_share_is_refused_as_too_often_and_not_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    request = httpx.Request("POST", "http://127.0.0.1", headers={"authorization": "Bearer hostile"})
    hostile = transport._Callers().caller(request)
    monkeypatch.setattr(Allowance, "wait_seconds", lambda self, caller: 0.5 if caller == hostile else 0.0)

    async def serve(request: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}")

    async with serving(serve) as (server, _):
        settings = Settings(supabase_url=server.url.removesuffix("/rpc"), supabase_publishable_key="key")
        with pytest.raises(Problem) as refused:
            await caller_database(settings, "hostile").rpc("heartbeat", {}, 0.5)
        assert (refused.value.code, refused.value.fields) == ("rate_limited", {"reason": "own_calls"})
        assert server.requests == []
        assert await caller_database(settings, "another").rpc("heartbeat", {}, 60) == b"{}"
