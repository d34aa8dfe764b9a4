"""Without a database, every function reports it within three seconds, and recovers without a restart."""

import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
import pytest

from local.processes import process_table, wait_until
from local.stack import Stack
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import make_interview, start
from tests.support.outages import OUTAGES
from tests.support.people import People, Person
from tests.support.plain_http import CONTEXT

ANSWER_SECONDS = 3.0
# The gateway's driver reconnects at growing intervals, up to 20 seconds.
RECOVERY_SECONDS = 120.0


def calls(stack: Stack, person: Person, session_id: object) -> list[httpx.Request]:
    """One valid call of every function that needs the database, except health."""
    held = {"session_id": str(session_id), "lease": 1}
    client = {"client_id": str(uuid4())}
    bodies: list[tuple[str, dict[str, object] | None]] = [
        ("start", {**client, "interview_id": str(uuid4())}),
        ("submit", {**held, "position": 0, "answer": "b"}),
        ("resume", None),
        ("resume", {**client, "session_id": str(session_id), "takeover": True}),
        ("heartbeat", {**held, "draft": {"position": 0, "text": "b"}}),
        ("finish", {**held, "outcome": "completed"}),
        ("clear-stuck-session", {}),
        ("sessions", None),
        ("cleanup", {}),
    ]
    return [
        httpx.Request(
            "GET" if body is None else "POST",
            f"{stack.functions_url}/{name}",
            json=body,
            headers={"authorization": "Bearer " + (stack.scheduler_secret if name == "cleanup" else person.token)},
        )
        for name, body in bodies
    ]


def timed(client: httpx.Client, request: httpx.Request) -> tuple[httpx.Response, float]:
    """Returns the response and the seconds it took."""
    started = time.monotonic()
    response = client.send(request)
    return response, time.monotonic() - started


def workers(stack: Stack) -> set[int]:
    """The processes of the functions host."""
    return {process.pid for process in process_table() if process.group == stack.functions.pid}


@pytest.mark.everyday(2)
@pytest.mark.parametrize("outage", OUTAGES)
def test_every_function_returns_503_within_three_seconds_of_an_outage_and_recovers(
    stack: Stack, api: Api, database: Database, people: People, outage: str
) -> None:
    interview = make_interview(database)
    person = people.candidate()
    run = start(api, person, interview.interview_id)
    bystander = start(api, people.candidate(), interview.interview_id)
    requests = calls(stack, person, run.session_id)
    before = workers(stack)
    with (
        httpx.Client(verify=CONTEXT, base_url=stack.functions_url, timeout=60) as client,
        ThreadPoolExecutor(len(requests) + 2) as pool,
    ):
        with OUTAGES[outage](stack):
            document = pool.submit(timed, client, client.build_request("GET", "/openapi.json"))
            answers = list(pool.map(lambda request: timed(client, request), requests))
            # Delay added by a busy machine: the response time of a request that needs no database.
            response, added = document.result()
            assert (response.status_code, added < ANSWER_SECONDS) == (200, True)
            for request, (response, seconds) in zip(requests, answers, strict=True):
                said = f"{request.method} {request.url.path}: {response.text}, {seconds:.2f} s"
                assert response.status_code == 503, said
                assert response.headers["content-type"] == "application/problem+json", said
                assert response.json()["code"] == "database_unavailable", said
                assert int(response.headers["retry-after"]) >= 1, said
                assert seconds < ANSWER_SECONDS + added, said
            # An earlier response may be reused for another second.
            assert wait_until(lambda: client.get("/health").status_code == 503, RECOVERY_SECONDS, every=0.1)
            response, seconds = timed(client, client.build_request("GET", "/health"))
            assert (response.status_code, response.json()["status"]) == (503, "unavailable")
            assert seconds < ANSWER_SECONDS + added
        recovered = wait_until(lambda: client.get("/health").status_code == 200, RECOVERY_SECONDS, every=0.1)
        assert recovered, client.get("/health").text
    assert bystander.submit().ok()["accepted"]
    assert workers(stack) == before
