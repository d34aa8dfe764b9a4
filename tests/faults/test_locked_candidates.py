"""Candidates whose locks are held do not use up the connections of others, behind a pool like PostgREST's."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from time import monotonic

import httpx
import psycopg
import pytest
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from functions.api import api
from local.stack import Stack
from shared.http import endpoint as http
from shared.settings import Settings
from tests.faults.postgrest_pool import CONNECTIONS, PostgrestPool
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import Run, make_interview, start
from tests.support.people import People

Holder = psycopg.Connection[tuple[object, ...]]
STUCK_SECONDS = 9.0
BEAT_SECONDS = 0.1


async def _application(scope: Scope, receive: Receive, send: Send) -> None:
    response = await api(Request(scope, receive))
    await response(scope, receive, send)


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """The functions, running in this process."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(_application), base_url="http://functions") as opened:
        yield opened


@pytest.fixture
def runs(database: Database, people: People, api: Api) -> list[Run]:
    """One more running session than the pool has connections."""
    interview = make_interview(database, ["open", "open"], time_limit_seconds=3600)
    return [start(api, people.candidate(), interview.interview_id) for _ in range(CONNECTIONS + 1)]


@pytest.fixture
def holder(stack: Stack) -> Iterator[Holder]:
    """A transaction that was left open."""
    with psycopg.connect(stack.database_url, autocommit=True) as connection:
        yield connection


def use(pool: PostgrestPool, stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the functions use the pool."""
    settings = Settings(pool.url, stack.publishable_key, "sb_secret_of_the_tests", log_level="ERROR")
    monkeypatch.setattr(http, "get_settings", lambda: settings)


async def call(client: httpx.AsyncClient, run: Run, function: str = "heartbeat") -> httpx.Response:
    """Call a function as the candidate's page does; a submit is for the first question."""
    body: dict[str, object] = {"session_id": str(run.session_id), "lease": 1}
    if function == "submit":
        body |= {"position": 0, "answer": "the same each time"}
    return await client.post(f"/{function}", json=body, headers={"authorization": f"Bearer {run.person.token}"})


async def insist(client: httpx.AsyncClient, run: Run, function: str, until: float) -> list[int]:
    """Repeat a call, after each 503 when Retry-After says; returns the statuses."""
    statuses = []
    while monotonic() < until:
        response = await call(client, run, function)
        statuses.append(response.status_code)
        if response.status_code == 503:
            await asyncio.sleep(int(response.headers["retry-after"]))
    return statuses


async def go_on(client: httpx.AsyncClient, run: Run, until: float) -> list[int]:
    """Answer and send heartbeats as a candidate whom no lock affects; returns the statuses."""
    statuses = []
    while monotonic() < until:
        statuses += [(await call(client, run, function)).status_code for function in ("submit", "heartbeat")]
        await asyncio.sleep(BEAT_SECONDS)
    return statuses


def lock_candidates(holder: Holder, runs: list[Run]) -> None:
    """Take the candidates' locks, as every function of ours does first."""
    for run in runs:
        holder.execute("select pg_advisory_xact_lock(reprise_private.candidate_lock_key(%s))", (run.person.user_id,))


def lock_rows(holder: Holder, runs: list[Run]) -> None:
    """Lock rows only, as a statement in an editor of tables does."""
    ids = [run.session_id for run in runs]
    holder.execute("select from reprise.interview_sessions where id = any(%s) for update", (ids,))
    for table in ("session_questions", "active_interview_sessions"):
        holder.execute(f"select from reprise.{table} where session_id = any(%s) for update".encode(), (ids,))


LOCKS = {"candidates": lock_candidates, "rows": lock_rows}


async def statuses_beside_the_stuck(
    client: httpx.AsyncClient, runs: list[Run], holder: Holder, kind: str
) -> tuple[list[int], list[int]]:
    """The statuses of the locked candidates while they retry, and of the unaffected one."""
    *stuck, bystander = runs
    with holder.transaction():
        LOCKS[kind](holder, stuck)
        until = monotonic() + STUCK_SECONDS
        reported, *insisted = await asyncio.gather(
            go_on(client, bystander, until),
            *(insist(client, run, function, until) for run in stuck for function in ("submit", "heartbeat")),
        )
    return [status for statuses in insisted for status in statuses], reported


@pytest.mark.everyday(2)
@pytest.mark.parametrize("kind", LOCKS)
async def test_ten_candidates_whose_lock_is_held_do_not_make_an_eleventh_fail(
    client: httpx.AsyncClient,
    runs: list[Run],
    holder: Holder,
    stack: Stack,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
) -> None:
    with PostgrestPool(stack.database_url) as pool:
        use(pool, stack, monkeypatch)
        stuck, bystander = await statuses_beside_the_stuck(client, runs, holder, kind)
        assert set(stuck) == {503}, stuck
        assert set(bystander) == {200}, bystander
        # When the lock is released, every candidate can continue.
        assert {(await call(client, run, "submit")).status_code for run in runs} == {200}


@contextmanager
def waiting_as_long_as_the_statement_may(database: Database) -> Iterator[None]:
    """Every call waits for its candidate's lock, and a submit until its statement times out."""
    name = "reprise_private.lock_candidate"
    (definition,) = database.row("select pg_get_functiondef(%s::regproc)", name).values()
    database.execute(
        "create or replace function reprise_private.lock_candidate(p_user_id uuid) returns void language plpgsql"
        " set search_path = '' as $$ begin"
        " perform pg_advisory_xact_lock(reprise_private.candidate_lock_key(p_user_id)); end $$"
    )
    limit = database.value(
        "select substring(c from 'lock_timeout=(.*)') from pg_proc p, unnest(p.proconfig) c"
        " where p.oid = 'reprise.submit_answer'::regproc and c like 'lock_timeout=%%'"
    )
    database.execute("alter function reprise.submit_answer reset lock_timeout")
    try:
        yield
    finally:
        database.connection.execute(definition)
        database.connection.execute(f"alter function reprise.submit_answer set lock_timeout = '{limit}'".encode())


@pytest.mark.prove
async def test_control_eleventh_candidate_fails_if_every_call_waits_for_its_lock(
    client: httpx.AsyncClient,
    runs: list[Run],
    holder: Holder,
    database: Database,
    stack: Stack,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with waiting_as_long_as_the_statement_may(database), PostgrestPool(stack.database_url) as pool:
        use(pool, stack, monkeypatch)
        _, bystander = await statuses_beside_the_stuck(client, runs, holder, "candidates")
    assert 503 in bystander, bystander
