"""Guarantee 4: whatever the network loses, cuts or repeats, a repeated call has one effect."""

import random
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Self
from uuid import UUID, uuid4

import httpx
import pytest

from local.functions_host import FunctionsHost
from local.ports import ReservedPort
from local.settings import ROOT
from local.stack import Stack
from tests.faults.proxy import FAULTS, SpoilingProxy
from tests.support.apis import FunctionsApi, Reply
from tests.support.database import Database
from tests.support.figures import RecordFigures
from tests.support.interviews import make_interview
from tests.support.people import People, Person
from tests.support.plain_http import CONTEXT
from tests.support.race import rounds
from tests.support.stored_answers import Acknowledged, discrepancies

QUESTIONS = 6
FAULTS_A_CALL = 2
# Start, a draft and an answer for each question, resume and finish.
FAULTS_AN_INTERVIEW = FAULTS_A_CALL * (2 * QUESTIONS + 3)
INTERVIEWS = len(rounds(everyday=2, full=7000 // (2 * FAULTS_AN_INTERVIEW) + 1))
# Short, because a call whose response is withheld waits this long.
CLIENT_SECONDS = 0.5
DATABASE_SECONDS = 0.4
GIVE_UP_SECONDS = 240.0


@contextmanager
def between_client_and_functions(stack: Stack) -> Iterator[tuple[SpoilingProxy, str]]:
    """The candidate's network is faulty."""
    with SpoilingProxy(stack.functions_url) as proxy:
        yield proxy, proxy.url


@contextmanager
def between_functions_and_gateway(stack: Stack) -> Iterator[tuple[SpoilingProxy, str]]:
    """The data centre's network is faulty: a functions host reaches the gateway through it."""
    with SpoilingProxy(stack.supabase_url) as proxy, ReservedPort(0, "FUNCTIONS_PORT") as port:
        environ = {
            "SUPABASE_URL": proxy.url,
            "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
            "SUPABASE_SECRET_KEY": stack.secret_key,
            "DATABASE_TIMEOUT_SECONDS": str(DATABASE_SECONDS),
        }
        log = stack.logs_dir / "functions-behind-proxy.log"
        with FunctionsHost(ROOT, stack.data_dir, log, port.number, environ) as host:
            yield proxy, host.url


PLACES = {
    "client and functions": between_client_and_functions,
    "functions and gateway": between_functions_and_gateway,
}


class StubbornClient:
    """Repeats each call, unchanged, until it gets a success; meets faults in every call."""

    def __init__(self, stack: Stack, proxy: SpoilingProxy, url: str, person: Person) -> None:
        self._api = FunctionsApi(stack)
        self._api.http.close()
        self._api.http = httpx.Client(verify=CONTEXT, base_url=url, timeout=CLIENT_SECONDS)
        self._proxy = proxy
        self._person = person
        self._random = random.Random(str(person.user_id))
        self.planned = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._api.http.close()

    def insist(self, function: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Return the success of a call after several faults."""
        self.planned += FAULTS_A_CALL
        self._proxy.plan.extend(self._random.choices(FAULTS, k=FAULTS_A_CALL))
        give_up_at = time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < give_up_at:
            reply = self._try(function, arguments)
            # Some faults are invisible to the client, so it repeats until the plan is used up.
            if reply is not None and not self._proxy.plan:
                return reply.body
        pytest.fail(f"{function} did not succeed in {GIVE_UP_SECONDS} s")

    def _try(self, function: str, arguments: Mapping[str, Any]) -> Reply | None:
        try:
            reply = self._api.call(function, self._person, arguments)
        except httpx.TransportError:
            return None
        if reply.code == "database_unavailable":
            return None
        assert reply.status in (200, 201), f"{function}: {reply.status} {reply.text}"
        return reply


@pytest.mark.parametrize("place", PLACES)
def test_each_call_takes_effect_once_over_a_network_that_corrupts_every_call(
    stack: Stack, database: Database, people: People, record_figures: RecordFigures, place: str
) -> None:
    interview = make_interview(database, ["open"] * QUESTIONS)
    with PLACES[place](stack) as (proxy, url):
        for _ in range(INTERVIEWS):
            before = proxy.injected.total()
            with StubbornClient(stack, proxy, url, people.candidate()) as client:
                take_and_check(client, database, interview.interview_id)
            assert proxy.injected.total() - before == client.planned == FAULTS_AN_INTERVIEW
        record_figures({"interviews": INTERVIEWS, "faults": proxy.injected.total()})
        assert set(proxy.injected) == set(FAULTS)


def take_and_check(client: StubbornClient, database: Database, interview_id: UUID) -> None:
    """Take one interview with a change of device in the middle, then check the rows."""
    session_id, reported = uuid4(), []
    held: dict[str, Any] = {"session_id": session_id, "lease": 1}
    client.insist("start", {"session_id": session_id, "client_id": uuid4(), "interview_id": interview_id})
    for position in range(QUESTIONS):
        if position == QUESTIONS // 2:
            other = {"session_id": session_id, "client_id": uuid4(), "takeover": True}
            held["lease"] = client.insist("resume", other)["lease"]["number"]
        text = f"answer {uuid4()}"
        client.insist("heartbeat", {**held, "draft": {"position": position, "text": text}})
        view = client.insist("submit", {**held, "position": position, "answer": text})
        reported.append(Acknowledged(session_id, position, text, view["receipt"]))
    last = client.insist("finish", {**held, "outcome": "completed"})

    assert last["session"]["status"] == "completed"
    assert held["lease"] == 2
    assert discrepancies(reported, database) == []
    assert len(database.answers(session_id)) == QUESTIONS
    assert database.kept(session_id) == []
    events = database.events(session_id)
    assert events.count("session_started") == 1
    assert events.count("answer_submitted") == QUESTIONS
    assert events.count("session_completed") == 1


@pytest.mark.prove
def test_control_client_with_a_new_session_id_for_each_attempt_does_not_converge(
    stack: Stack, database: Database, people: People
) -> None:
    interview = make_interview(database, ["open"])
    with (
        between_client_and_functions(stack) as (proxy, url),
        StubbornClient(stack, proxy, url, people.candidate()) as client,
    ):
        proxy.plan.append("response lost")
        arguments = {"client_id": uuid4(), "interview_id": interview.interview_id}
        with pytest.raises(AssertionError, match="session_in_progress"):
            client.insist("start", arguments)
