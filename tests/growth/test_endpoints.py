"""A grade, a message and a merge into a workspace cost in proportion to their text, and do not stop the event loop.

Measures this process: the functions run in it, and the model server beside them. `make test` runs one shape of each,
`make prove` all eight.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from time import process_time
from uuid import uuid4

import httpx
import pytest

from tests.growth.shapes import EIGHT, entries
from tests.support.apis import Api
from tests.support.conversations import start_talk
from tests.support.costs import Spent, longest_step
from tests.support.grading_jobs import code, open_grader, settings, short_answer
from tests.support.growth import KIB, LARGE, TOLERANCE
from tests.support.model_behaviours import completion, graded
from tests.support.model_server import Answered, ModelServer
from tests.support.people import People
from tests.support.prep_apis import FunctionsPrepApi
from tests.support.race import share

TIMES, TRIES = 8, 4
MOST_HELD_SECONDS = 0.05
NO_MATTER_SECONDS = 0.03
MAX_MESSAGE = 20_000
MAX_DOCUMENT = 1000 * KIB

Work = Callable[[int], Awaitable[object]]


async def measured(work: Awaitable[object], held: Spent) -> float:
    """The processor time of some work; `held` gets the shortest of its longest steps."""
    with longest_step() as step:
        began = process_time()
        # In a task of its own: the step that is running now is not measured.
        await asyncio.ensure_future(work)
        spent = process_time() - began
    held.seconds = min(held.seconds, step.seconds)
    return spent


async def check(work: Work, large: int) -> None:
    """Assert that the work at most grows with its text from an eighth of `large`, and never holds the loop."""
    brief, lasting, held = float("inf"), float("inf"), Spent(float("inf"))
    await work(large // TIMES)
    for _ in range(TRIES):
        brief = min(brief, await measured(work(large // TIMES), Spent(float("inf"))))
        lasting = min(lasting, await measured(work(large), held))
        grown = lasting > max(TIMES * TOLERANCE**3 * brief, NO_MATTER_SECONDS)
        if not grown and held.seconds < MOST_HELD_SECONDS:
            return
    raise AssertionError(f"{brief * 1000:.1f} ms, then {lasting * 1000:.1f} ms, {held.seconds * 1000:.1f} ms in a row")


@pytest.mark.parametrize("shape", share(list(EIGHT), 8, 3))
@pytest.mark.parametrize("kind", ["code", "short_answer"])
async def test_grade_costs_in_proportion_to_its_answer(model_server: ModelServer, kind: str, shape: str) -> None:
    async def grade(size: int) -> None:
        text = EIGHT[shape](size)
        words = text[: size // 8]
        model_server.behave(
            lambda asked: Answered(completion(json.dumps(graded(asked, 0.5, feedback=words, strengths=[words]))))
        )
        await grader.grade(short_answer(text) if kind == "short_answer" else code(text))

    async with open_grader(settings(model_server.url, timeout_seconds=60)) as grader:
        await check(grade, LARGE)


@pytest.mark.usefixtures("no_message_limit")
@pytest.mark.parametrize("shape", share(list(EIGHT), 8, 0))
async def test_message_costs_in_proportion_to_its_text(
    client: httpx.AsyncClient, functions_api: Api, people: People, shape: str
) -> None:
    async def say(size: int) -> None:
        talk = start_talk(functions_api, people.candidate())
        body = {"session_id": str(talk.session_id), "lease": talk.lease, "message_id": str(uuid4())}
        token = {"authorization": f"Bearer {talk.person.token}"}
        text = EIGHT[shape](4 * size)[:size]
        response = await client.post("/message", json=body | {"content": text}, headers=token)
        assert response.status_code == 200, response.text
        assert response.json()["reply_status"] == "ready"

    await check(say, MAX_MESSAGE)


@pytest.mark.parametrize("shape", share(list(EIGHT), 8, 5))
async def test_merge_into_a_workspace_costs_in_proportion_to_the_patch(
    client: httpx.AsyncClient, function_prep: FunctionsPrepApi, people: People, shape: str
) -> None:
    owner = people.candidate()

    async def patch(size: int) -> None:
        session = function_prep.create(owner, name="Growth", mode="general").ok(201)["id"]
        token = {"authorization": f"Bearer {owner.token}", "if-match": '"1"'}
        response = await client.patch(
            f"/prep-sessions/{session}", json={"document": entries(EIGHT[shape], size, 512)}, headers=token
        )
        assert response.status_code == 200, response.text

    await check(patch, MAX_DOCUMENT // 2)


@pytest.mark.prove
async def test_control_work_that_stops_the_event_loop_is_found() -> None:
    async def stop(size: int) -> None:
        until = process_time() + 0.1
        while process_time() < until:
            sum(range(size))

    with pytest.raises(AssertionError):
        await check(stop, KIB)
