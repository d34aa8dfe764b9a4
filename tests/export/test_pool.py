"""Guards that whatever happens to a worker, the request gets a response, the next export works, and nothing is left."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from local.processes import exists, wait_until
from shared.export.__main__ import NICENESS
from shared.export.pool import Made, Pool
from shared.problems import Problem
from shared.settings import ExportSettings
from tests.export.pool_work import HEAVY, PATIENT, make
from tests.export.shapes import events, talk, workspace
from tests.export.workers import memory_of, own_workers, workers_of

ROOT = Path(__file__).parents[2]
EMPTY = workspace({})


@pytest.fixture
async def pools() -> AsyncIterator[Callable[[ExportSettings], Pool]]:
    """Creates pools, whose workers are ended after the test."""
    made = []

    def new(settings: ExportSettings) -> Pool:
        made.append(Pool(settings))
        return made[-1]

    yield new
    for pool in made:
        await pool.close()
    assert await becomes(lambda: not own_workers())


async def becomes(condition: Callable[[], bool]) -> bool:
    return await asyncio.to_thread(wait_until, condition, 60)


async def at_work(pool: Pool, content: bytes) -> tuple[asyncio.Task[Made], int]:
    """An export in progress, and the process id of its worker."""
    making = asyncio.create_task(make(pool, content))
    found: list[int] = []

    def working() -> bool:
        # More memory than the bare interpreter means that the libraries are loaded and the work has begun.
        found[:] = [process.pid for process in own_workers() if memory_of(process.pid) > 50 * 1024 * 1024]
        return bool(found)

    assert await becomes(working)
    return making, found[0]


async def test_worker_yields_the_processor_to_its_parent(pools: Callable[[ExportSettings], Pool]) -> None:
    pool = pools(PATIENT)
    await make(pool, EMPTY)
    (worker,) = own_workers()
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, worker.pid) == min(19, own + NICENESS)


async def test_killed_worker_causes_a_refusal_and_the_next_export_works(
    pools: Callable[[ExportSettings], Pool],
) -> None:
    pool = pools(PATIENT)
    making, pid = await at_work(pool, HEAVY)
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(Problem) as refused:
        await making
    assert (refused.value.code, refused.value.status, refused.value.retry_after_seconds) == ("export_failed", 503, 30)
    assert (await make(pool, EMPTY)).content.startswith(b"%PDF")


@pytest.mark.parametrize("noticed", [True, False], ids=["noticed", "not noticed yet"])
async def test_export_after_an_idle_worker_died_works(pools: Callable[[ExportSettings], Pool], noticed: bool) -> None:
    pool = pools(PATIENT)
    await make(pool, EMPTY, "md")
    (worker,) = own_workers()
    os.kill(worker.pid, signal.SIGKILL)
    assert not noticed or await becomes(lambda: not exists(worker.pid))
    assert (await make(pool, EMPTY, "md")).content.startswith(b"# Mine")


async def test_hanging_worker_is_killed_at_the_time_limit(pools: Callable[[ExportSettings], Pool]) -> None:
    pool = pools(ExportSettings(seconds=8))
    making, pid = await at_work(pool, HEAVY)
    os.kill(pid, signal.SIGSTOP)
    with pytest.raises(Problem) as refused:
        await making
    assert (refused.value.code, refused.value.cause) == ("export_failed", "out of time")
    assert await becomes(lambda: not exists(pid))
    assert (await make(pools(PATIENT), EMPTY)).content.startswith(b"%PDF")


async def test_export_without_a_waiting_caller_is_ended(pools: Callable[[ExportSettings], Pool]) -> None:
    pool = pools(PATIENT)
    making, pid = await at_work(pool, HEAVY)
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    assert await becomes(lambda: not exists(pid))


async def test_export_over_the_memory_limit_is_refused_and_the_next_one_works(
    pools: Callable[[ExportSettings], Pool],
) -> None:
    pool = pools(ExportSettings(seconds=60, memory_mebibytes=128))
    try:
        made = await make(pool, events(150_000), "md", prep=False)
        assert (made.outcome["failed"], made.content) == ("MemoryError", b"")
    except Problem as problem:
        # A library in Rust ends its process instead.
        assert (problem.code, problem.cause) == ("export_failed", "the worker ended")  # noqa: PT017
    assert (await make(pool, EMPTY, "md")).content.startswith(b"# Mine")


@pytest.mark.prove
async def test_worker_memory_does_not_grow(pools: Callable[[ExportSettings], Pool]) -> None:
    pool = pools(PATIENT)
    used = []
    for number in range(30):
        await make(pool, EMPTY, ("pdf", "docx", "md")[number % 3])
        used.append(sum(memory_of(process.pid) for process in own_workers()))
    assert max(used[15:]) < 1.1 * max(used[3:9])


async def test_large_export_releases_its_memory(pools: Callable[[ExportSettings], Pool]) -> None:
    # A worker is retired above half of the limit, and half of this limit is less than any PDF takes.
    pool = pools(ExportSettings(seconds=60, memory_mebibytes=160))
    assert (await make(pool, EMPTY)).outcome["last"]
    assert await becomes(lambda: not own_workers())


async def test_worker_asks_for_each_page_of_a_transcript(pools: Callable[[ExportSettings], Pool]) -> None:
    whole = json.loads(talk(250))
    messages = whole.pop("messages")

    async def read() -> bytes:
        return json.dumps(whole).encode()

    async def page(arguments: Mapping[str, Any]) -> bytes:
        first = arguments["after"]
        following = first + 100 if first + 100 < len(messages) else None
        return json.dumps({"messages": messages[first : first + 100], "next_after": following}).encode()

    made = await pools(PATIENT).make("a", {"prep": False, "format": "json"}, read, page)
    assert json.loads(made.content)["messages"] == messages


PARENT = """
import asyncio
from tests.export.pool_work import HEAVY, PATIENT, make
from shared.export.pool import Pool
asyncio.run(make(Pool(PATIENT), HEAVY))
"""


def test_no_worker_outlives_a_killed_parent() -> None:
    secrets = {"SUPABASE_SECRET_KEY": "canary", "OPENAI_API_KEY": "canary", "SCHEDULER_SECRET": "canary"}
    with subprocess.Popen([sys.executable, "-c", PARENT], cwd=ROOT, env=os.environ | secrets) as parent:
        try:
            assert wait_until(lambda: bool(workers_of(parent.pid)), 60)
            (worker,) = workers_of(parent.pid)
            environment = Path(f"/proc/{worker.pid}/environ").read_bytes()
        finally:
            parent.kill()
    assert wait_until(lambda: not exists(worker.pid), 60)
    assert b"canary" not in environment
