"""A grade, a message, a merge into a workspace and a file cost in proportion to their text.

The first three do not stop the event loop; files are made in processes of their own. Measures this process: the
functions run in it, and the model server beside them. `make test` runs one shape of each, `make prove` all eight.
`--log-cli-level=INFO` shows what was measured.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from itertools import product
from time import process_time
from uuid import uuid4

import httpx
import pytest

from shared.export.file import prep_file
from shared.models.prep_requests import MAX_PREP_BODY_BYTES
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

LOG = logging.getLogger(__name__)
TIMES, TRIES = 8, 4
MOST_HELD_SECONDS = 0.05
NO_MATTER_SECONDS = 0.03
MAX_MESSAGE = 20_000
# As Postgres writes it; the new workspace adds a few bytes.
MAX_DOCUMENT = 1024 * KIB - 256

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
            LOG.info("%.0f ms, then %.0f ms; longest step %.0f ms", brief * 1e3, lasting * 1e3, held.seconds * 1e3)
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


def as_written(text: str) -> str:
    """A JSON string as Postgres writes it."""
    return json.dumps(text, ensure_ascii=False)


def escaped(text: str) -> str:
    """A JSON string in which everything is escaped."""
    units = text.encode("utf-16-be", "surrogatepass").hex()
    return '"' + "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4)) + '"'


def patch_of(shape: str, write: Callable[[str], str], size: int) -> bytes:
    """A patch of at most `size` bytes with entries of a shape; at MAX_PREP_BODY_BYTES, its document is within 1 MiB."""
    text = EIGHT[shape](512)
    written, stored = (len(f'"number 1000": {{"question": {way(text)}}}, '.encode()) for way in (write, as_written))
    count = min(size // written, MAX_DOCUMENT * size // MAX_PREP_BODY_BYTES // stored) - 1
    questions = ", ".join(f'"number {number + 1000}": {{"question": {write(text)}}}' for number in range(count))
    return f'{{"document": {{"questions": {{{questions}}}}}}}'.encode()


@pytest.mark.parametrize(("write", "shape"), share(list(product([as_written, escaped], EIGHT)), 16, 5))
async def test_merge_into_a_workspace_costs_in_proportion_to_the_patch(
    client: httpx.AsyncClient,
    function_prep: FunctionsPrepApi,
    people: People,
    write: Callable[[str], str],
    shape: str,
) -> None:
    owner = people.candidate()

    # Encoded here: the client's work is not the function's.
    bodies = {size: patch_of(shape, write, size) for size in (MAX_PREP_BODY_BYTES // TIMES, MAX_PREP_BODY_BYTES)}

    async def patch(size: int) -> None:
        session = function_prep.create(owner, name="Growth", mode="general").ok(201)["id"]
        headers = {"authorization": f"Bearer {owner.token}", "if-match": '"1"', "content-type": "application/json"}
        response = await client.patch(f"/prep-sessions/{session}", content=bodies[size], headers=headers)
        assert response.status_code == 200, response.text

    await check(patch, MAX_PREP_BODY_BYTES)


@pytest.mark.prove
@pytest.mark.parametrize("shape", EIGHT)
@pytest.mark.parametrize("extension", ["md", "docx", "pdf"])
@pytest.mark.parametrize("large", [256 * KIB, MAX_DOCUMENT])
def test_file_costs_in_proportion_to_its_document(large: int, extension: str, shape: str) -> None:
    times = dict.fromkeys(("created_at", "updated_at"), "2026-01-15T09:28:01Z")

    def seconds(size: int) -> float:
        workspace = {
            "id": "a",
            "name": "Mine",
            "mode": "general",
            "document": entries(EIGHT[shape], size, 512),
            **times,
        }
        content = json.dumps(workspace).encode()
        began = process_time()
        prep_file(content, extension)
        return process_time() - began

    # The first file imports its libraries.
    seconds(KIB)
    brief = lasting = float("inf")
    for _ in range(TRIES):
        brief = min(brief, seconds(large // TIMES))
        lasting = min(lasting, seconds(large))
        if lasting <= max(TIMES * TOLERANCE * brief, NO_MATTER_SECONDS):
            LOG.info("%.0f ms, then %.0f ms", brief * 1e3, lasting * 1e3)
            return
    raise AssertionError(f"{brief * 1000:.1f} ms, then {lasting * 1000:.1f} ms")


@pytest.mark.prove
async def test_control_work_that_stops_the_event_loop_is_found() -> None:
    async def stop(size: int) -> None:
        until = process_time() + 0.1
        while process_time() < until:
            sum(range(size))

    with pytest.raises(AssertionError):
        await check(stop, KIB)
