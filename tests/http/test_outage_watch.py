"""A process measures an outage with a test write of its own, and never keeps candidates' writes from the database."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import pytest

from local.processes import wait_until
from shared.problems import Problem
from shared.rpc.outage_watch import HOLD_SHARE, PROBE_EVERY_SECONDS, TEST_AGAIN_SECONDS, OutageWatch

SECONDS = 2.0


@dataclass
class Service:
    """The service's calls: the test write works or not, as a test says."""

    works: bool = True
    tests: int = 0
    recorded: list[float] = field(default_factory=list)
    more: int = 0

    async def probe_writes(self) -> dict[str, Any]:
        self.tests += 1
        if not self.works:
            raise Problem("database_unavailable")
        return {"database": "ok"}

    async def record_outage(self, seconds: float, ended_ago: float) -> dict[str, Any]:
        assert ended_ago >= 0
        self.recorded.append(seconds)
        return {"more": self.more > 0}

    async def credit_outages(self) -> dict[str, Any]:
        self.more -= 1
        return {"more": self.more > 0}


async def succeed(_: float) -> bytes:
    return b"{}"


async def fail(_: float) -> bytes:
    raise Problem("database_unavailable")


async def never(_: float) -> bytes:
    await asyncio.Event().wait()
    raise AssertionError


async def until(condition: Callable[[], object]) -> None:
    """Return when the condition holds."""
    assert await asyncio.to_thread(wait_until, lambda: bool(condition()), 60, every=0.01)


async def test_failing_writes_of_a_caller_are_no_outage_while_the_test_write_works() -> None:
    service = Service()
    watch = OutageWatch(service)
    for _ in range(50):
        with pytest.raises(Problem):
            await watch.write(fail, SECONDS)
    await until(lambda: service.tests >= 1)
    assert service.recorded == []


async def test_many_failing_writes_cause_one_test_write_a_second() -> None:
    service = Service()
    watch = OutageWatch(service)
    began = monotonic()
    while monotonic() < began + 2.5 * TEST_AGAIN_SECONDS:
        with pytest.raises(Problem):
            await watch.write(fail, SECONDS)
        await asyncio.sleep(0.01)
    assert 2 <= service.tests <= 1 + (monotonic() - began) / TEST_AGAIN_SECONDS
    assert service.recorded == []


async def test_outage_does_not_begin_before_the_last_test_write_that_worked() -> None:
    service = Service()
    watch = OutageWatch(service)
    stuck = asyncio.create_task(watch.write(never, SECONDS))
    await until(lambda: service.tests >= 1)
    worked_at = monotonic()
    service.works = False
    await until(lambda: service.tests >= 3)
    service.works = True
    await until(lambda: service.recorded)
    assert service.recorded[0] <= monotonic() - worked_at + PROBE_EVERY_SECONDS
    stuck.cancel()
    await asyncio.gather(stuck, return_exceptions=True)


@pytest.mark.parametrize("code", ["not_authenticated", "rate_limited"])
async def test_refusal_that_needs_no_database_does_not_end_an_outage(code: str) -> None:
    service = Service(works=False)
    watch = OutageWatch(service)

    async def refused(_: float) -> bytes:
        raise Problem(code)

    with pytest.raises(Problem):
        await watch.write(fail, SECONDS)
    await until(lambda: service.tests >= 2)
    with pytest.raises(Problem):
        await watch.write(refused, SECONDS)
    tests = service.tests
    await until(lambda: service.tests >= tests + 2)
    assert service.recorded == []


async def test_outage_lasts_from_the_first_failing_write_to_the_first_test_write_that_works() -> None:
    service = Service(works=False)
    watch = OutageWatch(service)
    began = monotonic()
    with pytest.raises(Problem):
        await watch.write(fail, SECONDS)
    await until(lambda: service.tests >= 3)
    service.works = True
    await until(lambda: service.recorded)
    lasted = monotonic() - began
    [seconds] = service.recorded
    assert lasted - 2 * PROBE_EVERY_SECONDS <= seconds <= lasted
    assert await watch.write(succeed, SECONDS) == b"{}"


async def test_write_without_a_result_for_a_second_makes_the_process_test_writing() -> None:
    service = Service(works=False)
    watch = OutageWatch(service)
    never = asyncio.create_task(watch.write(lambda _: asyncio.sleep(3600, b""), SECONDS))
    await until(lambda: service.tests >= 1)
    service.works = True
    await until(lambda: service.recorded)
    assert service.recorded[0] >= 1
    never.cancel()


async def test_write_that_works_although_the_test_write_fails_is_sent_in_its_time_and_ends_the_outage() -> None:
    service = Service(works=False)
    watch = OutageWatch(service)
    with pytest.raises(Problem):
        await watch.write(fail, SECONDS)
    await until(lambda: service.tests >= 2)
    left: list[float] = []

    async def note(seconds: float) -> bytes:
        left.append(seconds)
        return b"{}"

    assert await watch.write(note, SECONDS) == b"{}"
    assert left[0] == pytest.approx((1 - HOLD_SHARE) * SECONDS, abs=0.3)
    await until(lambda: service.recorded)


async def test_caller_who_hangs_up_is_no_failing_write() -> None:
    service = Service(works=False)
    watch = OutageWatch(service)
    calls = [asyncio.create_task(watch.write(lambda _: asyncio.sleep(3600, b""), SECONDS)) for _ in range(20)]
    await asyncio.sleep(0.05)
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)
    await asyncio.sleep(1.2)
    assert (service.tests, service.recorded) == (0, [])
