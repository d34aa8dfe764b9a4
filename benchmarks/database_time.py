"""The database time of one six-question interview: each of its calls, timed on a direct connection."""

import json
from time import perf_counter
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg

from tests.support.interviews import FULL_STACK
from tests.support.people import Person

ANSWERS = ["a", "An answer", "Another answer", "def answer(): ...", "A longer answer", "a"]
HEARTBEATS_PER_QUESTION = 4


class Candidate:
    """A candidate on a direct connection that acts like the gateway: one transaction per call, with their claims."""

    def __init__(self, connection: psycopg.Connection[Any], person: Person) -> None:
        self.connection = connection
        self.claims = json.dumps({"sub": str(person.user_id), "role": "authenticated", "aud": "authenticated"})
        self.milliseconds = 0.0
        self.calls = 0

    def call(self, query: LiteralString, *arguments: object) -> dict[str, Any]:
        """Make one call; only the RPC and its commit are timed."""
        with self.connection.transaction():
            self.connection.execute("select set_config('request.jwt.claims', %s, true)", [self.claims])
            self.connection.execute("set local role authenticated")
            started = perf_counter()
            (result,) = self.connection.execute(query, arguments).fetchone() or ({},)
            self.milliseconds += (perf_counter() - started) * 1000
            started = perf_counter()
        self.milliseconds += (perf_counter() - started) * 1000
        self.calls += 1
        return dict(result)


def take_interview(connection: psycopg.Connection[Any], person: Person) -> Candidate:
    """Start the seed's interview, view it, resume it, and answer all six questions with four heartbeats each."""
    candidate = Candidate(connection, person)
    session_id, client_id = uuid4(), uuid4()
    candidate.call("select reprise.start_session(%s, %s, %s)", client_id, FULL_STACK, session_id)
    candidate.call("select reprise.get_active_session()")
    candidate.call("select reprise.resume_session(%s)", client_id)
    for position, answer in enumerate(ANSWERS):
        for beat in range(HEARTBEATS_PER_QUESTION):
            _heartbeat(candidate, session_id, position, f"draft {beat}")
        candidate.call("select reprise.submit_answer(%s, %s, %s, 1)", session_id, position, answer)
    return candidate


def _heartbeat(candidate: Candidate, session_id: UUID, position: int, draft: str) -> None:
    candidate.call("select reprise.heartbeat(%s, 1, %s, %s)", session_id, position, draft)
