"""Guarantee 3: a process killed before, inside or after its RPC loses nothing and duplicates nothing."""

import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest

from local.processes import wait_until
from local.stack import Stack
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.database_calls import candidate_locked, wait_for_lock
from tests.support.interviews import make_interview, start
from tests.support.outages import frozen
from tests.support.people import People, Person
from tests.support.race import rounds
from tests.support.stored_answers import Acknowledged, discrepancies

ROUNDS = len(rounds(everyday=2, full=100))


@dataclass(frozen=True)
class CallInFlight:
    """A call that was sent but not answered when the process died."""

    function: str
    person: Person
    session_id: UUID
    arguments: Mapping[str, Any]

    def send(self, stack: Stack) -> socket.socket:
        """Send the whole request; on return, the kernel has it."""
        body = json.dumps(self.arguments, default=str).encode()
        address = urlsplit(stack.functions_url)
        connection = socket.create_connection((address.hostname, address.port), timeout=60)
        connection.sendall(
            f"POST /{self.function} HTTP/1.1\r\nhost: functions\r\n"
            f"authorization: Bearer {self.person.token}\r\ncontent-type: application/json\r\n"
            f"content-length: {len(body)}\r\n\r\n".encode()
            + body
        )
        return connection


def calls_in_flight(api: Api, database: Database, people: People) -> list[CallInFlight]:
    """Prepare four candidates for four different calls."""
    interview = make_interview(database, ["open", "open"])
    newcomer, fresh = people.candidate(), uuid4()
    calls = [
        CallInFlight(
            "start",
            newcomer,
            fresh,
            {"session_id": fresh, "client_id": uuid4(), "interview_id": interview.interview_id},
        )
    ]
    for function, fields in (
        ("submit", {"position": 0, "answer": "sent once"}),
        ("heartbeat", {"draft": {"position": 0, "text": "typed once"}}),
        ("finish", {"outcome": "completed"}),
    ):
        run = start(api, people.candidate(), interview.interview_id)
        arguments = {"session_id": run.session_id, "lease": 1, **fields}
        calls.append(CallInFlight(function, run.person, run.session_id, arguments))
    return calls


@contextmanager
def sent(stack: Stack, calls: list[CallInFlight]) -> Iterator[None]:
    """Send every call; at the end of the block, no response has arrived."""
    with ExitStack() as held:
        connections = [held.enter_context(call.send(stack)) for call in calls]
        yield
        for connection in connections:
            try:
                assert connection.recv(1) == b""
            except ConnectionResetError:
                continue


def kill_before(stack: Stack, database: Database, calls: list[CallInFlight]) -> None:
    """The requests have arrived; the process has not read them."""
    with ExitStack() as held:
        with frozen(stack.functions):
            held.enter_context(sent(stack, calls))
            stack.kill_functions()
        assert not any(has_happened(database, call) for call in calls)


def kill_inside(stack: Stack, database: Database, calls: list[CallInFlight]) -> None:
    """The RPCs have begun and wait for the locks of their candidates."""
    with ExitStack() as locks, ExitStack() as held:
        for call in calls:
            locks.enter_context(candidate_locked(database.connection, call.person.user_id))
        held.enter_context(sent(stack, calls))
        wait_for_lock(database.connection, waiting=len(calls))
        stack.kill_functions()


def kill_after(stack: Stack, database: Database, calls: list[CallInFlight]) -> None:
    """The RPCs have committed; no byte of a response has been sent."""
    with ExitStack() as held:
        with ExitStack() as locks:
            for call in calls:
                locks.enter_context(candidate_locked(database.connection, call.person.user_id))
            held.enter_context(sent(stack, calls))
            wait_for_lock(database.connection, waiting=len(calls))
            held.enter_context(frozen(stack.functions))
        assert wait_until(lambda: all(has_happened(database, call) for call in calls), 60)
        stack.kill_functions()


def has_happened(database: Database, call: CallInFlight) -> bool:
    """Whether the call has taken effect in the database."""
    if call.function == "heartbeat":
        return [question["draft"] for question in database.questions(call.session_id)] == [
            "typed once",
            None,
        ]
    return EVENT[call.function] in database.events(call.session_id)


EVENT = {"start": "session_started", "submit": "answer_submitted", "finish": "session_completed"}
KILLS = {"before": kill_before, "inside": kill_inside, "after": kill_after}


@pytest.mark.everyday(3)
@pytest.mark.parametrize("moment", KILLS)
def test_calls_of_a_killed_process_take_effect_once_when_repeated(
    stack: Stack, api: Api, database: Database, people: People, moment: str
) -> None:
    for _ in range(ROUNDS):
        calls = calls_in_flight(api, database, people)
        KILLS[moment](stack, database, calls)
        stack.start_functions()
        for call in calls:
            first = api.call(call.function, call.person, call.arguments)
            again = api.call(call.function, call.person, call.arguments)
            assert first.status in (200, 201), first.text
            assert again.status == 200, again.text
            assert has_happened(database, call)
            check_once(database, call, first.body, again.body, moment)


def check_once(
    database: Database,
    call: CallInFlight,
    first: dict[str, Any],
    again: dict[str, Any],
    moment: str,
) -> None:
    """Assert one effect despite the repeat, and no late text."""
    assert database.kept(call.session_id) == []
    if call.function == "heartbeat":
        assert again["position"] == first["position"] == 0
        return
    assert database.events(call.session_id).count(EVENT[call.function]) == 1
    if call.function != "finish":
        assert again["replayed"] is True
        assert first["replayed"] is {"before": False, "after": True}.get(moment, first["replayed"])
    if call.function == "submit":
        assert first["receipt"] == again["receipt"]
        reported = Acknowledged(call.session_id, 0, "sent once", first["receipt"])
        assert discrepancies([reported], database) == []


@pytest.mark.prove
def test_control_second_effect_of_a_call_is_detected(api: Api, database: Database, people: People) -> None:
    """The check fails if a retry acts again, as a naive one does."""
    (_, call, _, _) = calls_in_flight(api, database, people)
    first = api.call(call.function, call.person, call.arguments).ok()
    again = api.call(call.function, call.person, call.arguments).ok()
    check_once(database, call, first, again, "before")
    with database.connection.transaction(force_rollback=True):
        database.execute("alter table reprise.answers drop constraint answers_one_per_question cascade")
        database.execute(
            "insert into reprise.answers select gen_random_uuid(), session_id, position, answer,"
            " source, sha256, received_at, late_by from reprise.answers where session_id = %s",
            call.session_id,
        )
        with pytest.raises(AssertionError, match="doubled"):
            check_once(database, call, first, again, "before")
