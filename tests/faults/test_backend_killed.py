"""A killed backend is an outage: the status is 503, never 500, and no paid-for model result is discarded."""

import asyncio
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest

from local.functions_host import FunctionsHost
from local.ports import ReservedPort
from local.processes import wait_until
from local.settings import ROOT
from local.stack import Stack
from shared.grading.run import grade_what_is_due
from shared.settings import LlmSettings, Settings
from tests.faults.postgrest_pool import PostgrestPool
from tests.faults.repair import start_what_ended, wait_for_database
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import Run, make_interview, start
from tests.support.model_behaviours import honest
from tests.support.model_server import ModelServer
from tests.support.people import People
from tests.support.plain_http import CONTEXT
from tests.support.stored_answers import owner

CANDIDATES = 8
RECOVERY_SECONDS = 60.0
KINDS = ["embedded", "as PostgREST"]


@pytest.fixture
def model_server() -> Iterator[ModelServer]:
    with ModelServer(honest()) as server:
        yield server


@contextmanager
def gateway(stack: Stack, kind: str) -> Iterator[str]:
    """The address of the embedded gateway, or of the stand-in that behaves like PostgREST."""
    if kind == "embedded":
        yield stack.supabase_url
    else:
        with PostgrestPool(stack.database_url) as pool:
            yield pool.url


@contextmanager
def functions(stack: Stack, kind: str, directory: Path) -> Iterator[str]:
    """The address of functions that use that gateway."""
    if kind == "embedded":
        yield stack.functions_url
        return
    with gateway(stack, kind) as url, ReservedPort(0, "none") as port:
        environ = {
            "SUPABASE_URL": url,
            "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
            "SUPABASE_SECRET_KEY": stack.secret_key,
        }
        host = FunctionsHost(ROOT, directory, directory / "functions.log", port.number, environ)
        host.start()
        try:
            yield host.url
        finally:
            host.stop()


def kill_backend_in(stack: Stack, function: str) -> None:
    """Send SIGKILL to a backend that is executing an RPC, as the OOM killer would."""
    with owner(stack) as database:
        query = (
            "select pid from pg_stat_activity where state = 'active' and pid <> pg_backend_pid()"
            " and query like '%%' || %s || '%%' order by query_start limit 1"
        )
        found: list[int] = []

        def at_work() -> bool:
            found[:] = [row["pid"] for row in database.rows(query, function)]
            return bool(found)

        assert wait_until(at_work, RECOVERY_SECONDS, every=0.002), f"nobody calls {function}"
        os.kill(found[0], signal.SIGKILL)


def bring_back(stack: Stack) -> None:
    """Restart what the crash took down, as soon as the database has recovered."""
    wait_for_database(stack)
    start_what_ended(stack)


class Beating:
    """Candidates who send heartbeats without a pause inside `with`; collects statuses and bodies."""

    def __init__(self, stack: Stack, url: str, runs: list[Run]) -> None:
        self.refused: list[httpx.Response] = []
        self.accepted = 0
        self._stack = stack
        self._url = url
        self._runs = runs
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(len(runs))

    def __enter__(self) -> "Beating":
        self._running = [self._pool.submit(self._beat, run) for run in self._runs]
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._pool.shutdown()
        for running in self._running:
            running.result()

    def _beat(self, run: Run) -> None:
        body = {"session_id": str(run.session_id), "lease": 1, "draft": {"position": 0, "text": "a" * 2000}}
        headers = {"authorization": f"Bearer {run.person.token}"}
        with httpx.Client(verify=CONTEXT, base_url=self._url, headers=headers, timeout=30) as client:
            while not self._stop.is_set():
                response = client.post("/heartbeat", json=body)
                if response.status_code == 200:
                    self.accepted += 1
                else:
                    self.refused.append(response)

    def wait_for_more(self, count: int) -> None:
        wanted = self.accepted + count

        def enough() -> bool:
            # The gateway's driver can crash along with its connection; a supervisor restarts it.
            bring_back(self._stack)
            return self.accepted >= wanted

        assert wait_until(enough, RECOVERY_SECONDS, every=0.1), self.accepted


@pytest.mark.everyday(2)
@pytest.mark.parametrize("kind", KINDS)
def test_backend_killed_under_load_causes_503_with_retry_after_and_never_500(
    stack: Stack, api: Api, database: Database, people: People, kind: str, tmp_path: Path
) -> None:
    interview = make_interview(database, ["open"], time_limit_seconds=3600)
    runs = [start(api, people.candidate(), interview.interview_id) for _ in range(CANDIDATES)]
    with functions(stack, kind, tmp_path) as url, Beating(stack, url, runs) as beating:
        beating.wait_for_more(40)
        for _ in range(2):
            kill_backend_in(stack, "heartbeat")
            beating.wait_for_more(40)
    assert beating.refused
    codes = {(response.status_code, response.json()["code"]) for response in beating.refused}
    assert codes == {(503, "database_unavailable")}, codes
    assert {response.headers["retry-after"] for response in beating.refused} == {"1"}


@pytest.mark.parametrize("kind", KINDS)
async def test_grade_is_stored_with_one_model_call_although_its_backend_was_killed(
    stack: Stack, api: Api, database: Database, people: People, model_server: ModelServer, kind: str
) -> None:
    interview = make_interview(database, ["open", "open"], time_limit_seconds=3600)
    run = start(api, people.candidate(), interview.interview_id)
    run.submit("A queue between the two, and idempotent consumers.").ok()
    database.execute(
        "update reprise.evaluations set status = 'failed', claim_token = null, claimed_until = null"
        " where status in ('queued', 'running') and session_id <> %s",
        run.session_id,
    )
    with gateway(stack, kind) as url, closing(psycopg.connect(stack.database_url)) as holder:
        settings = Settings(url, stack.publishable_key, stack.secret_key, llm=LlmSettings("a-key", model_server.url))
        grading = asyncio.create_task(grade_what_is_due(settings))
        await asyncio.to_thread(model_server.wait_until_asked, 1)
        # The grade waits for its row, so that there is a backend to kill.
        await asyncio.to_thread(
            holder.execute, "select from reprise.evaluations where session_id = %s for update", (run.session_id,)
        )
        await asyncio.to_thread(kill_backend_in, stack, "complete_evaluation")
        while not grading.done():
            # The embedded gateway's driver can crash along with its connection; a supervisor restarts it.
            await asyncio.to_thread(bring_back, stack)
            await asyncio.wait([grading], timeout=0.5)
        tally = await grading
    assert (tally.claimed, tally.graded, tally.lost) == (1, 1, 0), tally
    # Sessions of other tests may be due for a summary.
    assert len([asked for asked in model_server.asked if asked.shape != "SummaryReply"]) == 1
    with owner(stack) as survivor:
        row = survivor.row("select status, attempts from reprise.evaluations where session_id = %s", run.session_id)
    assert (row["status"], row["attempts"]) == ("done", 1)
