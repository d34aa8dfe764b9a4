"""A thousand queued answers, and graders in threads that work through them and keep count."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from uuid import UUID

from psycopg import sql
from psycopg.types.json import Jsonb

from tests.evaluation.work import Job, Work, graded
from tests.support.database_calls import Connection
from tests.support.race import together

POISON = "poison"


def queue_many(work: Work, sessions: int) -> UUID:
    """Complete sessions of 20 answers each, every tenth answer poison; returns their interview."""
    interview = work.begin(["open"]).interview
    values = {"interview": interview.interview_id, "user": work.people.candidate().user_id, "sessions": sessions}
    work.connection.execute(
        """
        with taken as (
          insert into reprise.interview_sessions (
            user_id, interview_id, organization_id, mode, title, status, position, question_count, time_limits,
            grace_seconds, start_over_allowed, resume_until, completed_at, closed_at, closed_reason
          )
          select %(user)s, i.id, i.organization_id, 'timed', i.title, 'completed', 20, 20, array_fill(60, array[20]),
            2, false, now(), now(), now(), 'answered'
          from reprise.interviews i, generate_series(1, %(sessions)s) where i.id = %(interview)s
          returning id
        )
        insert into reprise.session_questions (session_id, position, kind, prompt, points, served_at, closed_at)
        select t.id, n, 'open', 'Why?', 10, now(), now() from taken t, generate_series(0, 19) n
        """,
        values,
    )
    work.connection.execute(
        """
        insert into reprise.answers (session_id, position, answer, source, sha256, received_at)
        select s.id, q.position, t.text, 'submitted', reprise_private.sha256_hex(t.text), now()
        from reprise.interview_sessions s
        join reprise.session_questions q on q.session_id = s.id
        cross join lateral (select case when q.position %% 10 = 3 then 'poison' else 'good' end) t(text)
        where s.interview_id = %(interview)s and s.status = 'completed'
        """,
        values,
    )
    return interview.interview_id


@dataclass
class Tally:
    """What the graders observed."""

    handed_out: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    frozen: set[str] = field(default_factory=set)
    poison: set[str] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)

    def faults(self, attempts: int) -> set[str]:
        """The guarantees that were broken."""
        healthy = self.handed_out.keys() - self.poison
        found = set()
        if any(self.accepted[answer_id] != 1 for answer_id in healthy):
            found.add("not graded exactly once")
        if any(self.handed_out[answer_id] != 1 + (answer_id in self.frozen) for answer_id in healthy):
            found.add("given to two graders at once")
        if any(self.handed_out[answer_id] != attempts for answer_id in self.poison):
            found.add("another number of attempts")
        return found


class Grader:
    """A grader on its own connection that freezes on some jobs until another grader has them."""

    def __init__(self, connection: Connection, tally: Tally, schema: str, batch_size: int = 20) -> None:
        self.connection = connection
        self.tally = tally
        self.schema = schema
        self.batch_size = batch_size
        self.frozen: list[Job] = []

    def claim(self) -> list[Job]:
        """Claim a batch, and count how often each job was handed out."""
        jobs: list[Job] = self._call("claim_evaluations", self.batch_size)["jobs"]
        with self.tally.lock:
            for job in jobs:
                self.tally.handed_out[job["answer_id"]] += 1
                if job["answer"] == POISON:
                    self.tally.poison.add(job["answer_id"])
        return jobs

    def work_off(self, jobs: Sequence[Job]) -> None:
        """Grade a batch, but freeze on its first healthy job if that is at its first attempt."""
        may_freeze = True
        for job in jobs:
            if job["answer"] == POISON:
                self._call("fail_evaluation", job["answer_id"], job["token"], "cannot bear it", None, False)
            elif may_freeze and job["attempt"] == 1:
                may_freeze = False
                self._freeze(job)
            else:
                self.complete(job)

    def wake_up(self) -> None:
        """Complete the frozen jobs, as if no time had passed."""
        for job in self.frozen:
            self.complete(job)

    def complete(self, job: Job) -> None:
        """Complete a job, and count whether it was accepted."""
        done = self._call("complete_evaluation", job["answer_id"], job["token"], Jsonb(graded()))
        if done["accepted"]:
            with self.tally.lock:
                self.tally.accepted[job["answer_id"]] += 1

    def _freeze(self, job: Job) -> None:
        self.frozen.append(job)
        with self.tally.lock:
            self.tally.frozen.add(job["answer_id"])
        with self.connection.transaction():
            # Time passes; a grader writes no table.
            self.connection.execute("set local role none")
            self.connection.execute(
                "update reprise.evaluations set claimed_until = now() - interval '1 ms'"
                " where answer_id = %s and status = 'running'",
                [job["answer_id"]],
            )

    def _call(self, function: str, *arguments: object) -> dict[str, Any]:
        statement = sql.SQL("select {}({})").format(
            sql.Identifier(self.schema, function), sql.SQL(", ").join([sql.Placeholder()] * len(arguments))
        )
        row = self.connection.execute(statement, arguments).fetchone()
        assert row is not None
        result: dict[str, Any] = row[0]
        return result


def grade_everything(work: Work, connections: Sequence[Connection], schema: str = "reprise") -> Tally:
    """Run all graders in step, batch by batch, until nothing is queued or running."""
    tally = Tally()
    graders = [Grader(connection, tally, schema) for connection in connections]
    with ThreadPoolExecutor(len(graders)) as pool:
        while True:
            # All graders claim at the same moment, then all grade.
            batches = together([grader.claim for grader in graders], pool)
            if not any(batches):
                if not open_jobs(work):
                    break
                work.let_backoff_pass()
            together([_working(grader, jobs) for grader, jobs in zip(graders, batches, strict=True)], pool)
        together([grader.wake_up for grader in graders], pool)
    return tally


def open_jobs(work: Work) -> int:
    """The number of jobs that are queued or running."""
    counted: int = work.database.value("select count(*) from reprise.evaluations where status in ('queued', 'running')")
    return counted


def _working(grader: Grader, jobs: Sequence[Job]) -> Callable[[], None]:
    return lambda: grader.work_off(jobs)
