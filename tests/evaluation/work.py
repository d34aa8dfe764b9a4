"""Finished sessions, and the graders' calls to the queue, made by hand on a connection of the service."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from tests.support.apis import Api, Reply
from tests.support.database import Database, Row
from tests.support.database_calls import Connection, call
from tests.support.grading_queue import put_others_off
from tests.support.interviews import Interview, Run, make_interview, start
from tests.support.people import People, Person

Job = dict[str, Any]


def serve(connection: Connection, function: str, **arguments: object) -> dict[str, Any]:
    """Call an RPC as the service, in a transaction of its own."""
    with connection.transaction():
        connection.execute("select set_config('role', 'service_role', true)")
        return call(connection, function, **arguments)


def graded(score: object = 5, **changes: Any) -> dict[str, Any]:
    """A grader's report about an answer."""
    result: dict[str, Any] = {
        "status": "done",
        "grader": "model",
        "provisional": False,
        "score": score,
        "model": "model-1",
        "prompt_version": "open-1",
        "input_tokens": 100,
        "output_tokens": 20,
        "latency_ms": 300,
        "feedback": {"text": "Some of it is there."},
        "flags": [],
    }
    return result | changes


def summed_up(**changes: Any) -> dict[str, Any]:
    """A report with the summary of a session."""
    result: dict[str, Any] = {
        "grader": "model",
        "summary": "A solid session.",
        "strengths": ["Reads carefully"],
        "improvements": ["Test more"],
        "recommendation": "Hire",
        "model": "model-2",
        "prompt_version": "summary-1",
        "input_tokens": 400,
        "output_tokens": 90,
        "latency_ms": 900,
    }
    return result | changes


@dataclass
class Taken:
    """A session, its candidate, and a recruiter who may review it."""

    interview: Interview
    run: Run
    recruiter: Person

    @property
    def session_id(self) -> UUID:
        """The session."""
        return self.run.session_id


class Work:
    """The queue as a grader sees it, containing only what a test has put there."""

    def __init__(self, database: Database, connection: Connection, people: People, api: Api) -> None:
        self.database = database
        self.connection = connection
        self.people = people
        self.api = api

    def put_others_off(self) -> None:
        """Fail the jobs of other tests, and reset today's spending."""
        put_others_off(self.database)

    def begin(self, kinds: Sequence[str] = ("open", "open"), *, visible: bool = False, **columns: Any) -> Taken:
        """A session that has just started."""
        interview = make_interview(self.database, kinds, **{"time_limit_seconds": 600} | columns)
        self.database.execute(
            "update reprise.interviews set results_visible_to_candidate = %s where id = %s",
            visible,
            interview.interview_id,
        )
        run = start(self.api, self.people.candidate(), interview.interview_id)
        return Taken(interview, run, self.people.member(interview.organization_id))

    def take(
        self, kinds: Sequence[str] = ("open", "open"), answers: Sequence[str] = (), *, visible: bool = False
    ) -> Taken:
        """A completed session, by default with good answers."""
        taken = self.begin(kinds, visible=visible)
        for position in range(len(kinds)):
            taken.run.submit(answers[position] if answers else None).ok()
        return taken

    def claim(self, batch_size: int = 100) -> list[Job]:
        """Claim what is due, in the order of positions."""
        jobs: list[Job] = serve(self.connection, "claim_evaluations", batch_size=batch_size)["jobs"]
        return sorted(jobs, key=lambda job: (job["session_id"], job["position"]))

    def complete(self, job: Job, result: dict[str, Any] | None = None) -> bool:
        """Complete a job; returns whether it was accepted."""
        arguments = {"answer_id": UUID(job["answer_id"]), "token": UUID(job["token"])}
        done = serve(self.connection, "complete_evaluation", result=Jsonb(result or graded()), **arguments)
        return bool(done["accepted"])

    def fail(self, job: Job, retry_after: float | None = None, *, permanent: bool = False) -> dict[str, Any]:
        """Fail an attempt."""
        return serve(
            self.connection,
            "fail_evaluation",
            answer_id=UUID(job["answer_id"]),
            token=UUID(job["token"]),
            error="the model is down",
            retry_after_seconds=None if retry_after is None else Decimal(retry_after),
            permanent=permanent,
        )

    def release(self, job: Job, **arguments: object) -> bool:
        """Give a job back, at once or after `wait_seconds` because of `error`."""
        claim = {"answer_id": UUID(job["answer_id"]), "token": UUID(job["token"])}
        return bool(serve(self.connection, "release_evaluation", **claim, **arguments)["accepted"])

    def claim_summaries(self) -> list[Job]:
        """Claim the summaries that are due."""
        jobs: list[Job] = serve(self.connection, "claim_summaries", batch_size=100)["jobs"]
        return jobs

    def complete_summary(self, job: Job, **changes: Any) -> bool:
        """Write a summary; returns whether it was accepted."""
        arguments = {"session_id": UUID(job["session_id"]), "token": UUID(job["token"])}
        done = serve(self.connection, "complete_summary", result=Jsonb(summed_up(**changes)), **arguments)
        return bool(done["accepted"])

    def fail_summary(self, job: Job, *, permanent: bool = False) -> dict[str, Any]:
        """Fail an attempt at a summary."""
        return serve(
            self.connection,
            "fail_summary",
            session_id=UUID(job["session_id"]),
            token=UUID(job["token"]),
            error="the model is down",
            retry_after_seconds=None,
            permanent=permanent,
        )

    def grade(self, *results: dict[str, Any]) -> None:
        """Grade everything that is due, in order of positions (by default 5 points each), and summarize it."""
        jobs = self.claim()
        for job, result in zip(jobs, results or [graded()] * len(jobs), strict=True):
            assert self.complete(job, result)
        for job in self.claim_summaries():
            assert self.complete_summary(job)

    def let_backoff_pass(self) -> None:
        """Make every job that waits for a retry due now."""
        self.database.execute("update reprise.evaluations set due_at = now() where status = 'queued'")
        self.database.execute("update reprise.session_results set due_at = now() where status = 'grading'")

    def let_leases_run_out(self) -> None:
        """Age every claim past its lease."""
        for table in ("evaluations", "session_results"):
            self.connection.execute(
                f"update reprise.{table} set claimed_until = now() - interval '1 ms' where status = 'running'".encode()
            )

    def evaluations(self, session_id: UUID) -> list[Row]:
        """A session's evaluations, in order."""
        return self.database.rows(
            "select * from reprise.evaluations where session_id = %s order by position", session_id
        )

    def history(self, session_id: UUID) -> list[Row]:
        """The earlier evaluations of a session, oldest first."""
        return self.database.rows(
            "select h.*, e.position from reprise.evaluation_history h"
            " join reprise.answers e on e.id = h.answer_id where e.session_id = %s order by h.id",
            session_id,
        )

    def result(self, session_id: UUID) -> Row:
        """A session's result."""
        return self.database.row("select * from reprise.session_results where session_id = %s", session_id)

    def last_event(self, session_id: UUID) -> Row:
        """The newest line of a session's audit trail."""
        return self.database.rows("select * from reprise.session_events where session_id = %s order by id", session_id)[
            -1
        ]


def review(api: Api, person: Person, taken: Taken, action: str, **arguments: Any) -> Reply:
    """Perform one action of a reviewer, by default with a generic reason."""
    fields = {"session_id": taken.session_id, "action": action, "reason": f"because of {action}"}
    return api.call("review", person, fields | arguments)


def results(api: Api, person: Person, taken: Taken) -> dict[str, Any]:
    """A session's results as this person sees them."""
    return api.call("results", person, {"session_id": taken.session_id}).ok()
