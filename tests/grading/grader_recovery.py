"""A queue whose graders die or freeze, a second grader that takes over, and checks of the final state."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg

from tests.grading.kill_points import COUNT, Workload
from tests.grading.queue_observer import QueueObserver
from tests.support.apis import RpcApi
from tests.support.copied_stack import copied_stack
from tests.support.database import Database, Row
from tests.support.due_answers import Due
from tests.support.model_behaviours import honest
from tests.support.model_server import ModelServer
from tests.support.people import People

# The outcome of an answer: its status, its attempts and its score out of 10.
Outcome = tuple[str, int, float | None]
# The two models give different scores, so a score shows which grader gave it. The first answer of every session is at
# its last attempt.
TAKEN_OVER: list[Outcome] = [("failed", 5, None), *[("done", 2, 5.0)] * (COUNT - 1)]
DONE_BEFORE: list[Outcome] = [("done", 5, 9.0), *[("done", 1, 9.0)] * (COUNT - 1)]


@dataclass
class GraderRecovery:
    """One stack for all graders that die. They use `first_model`; graders that take over use `other_model`."""

    due: Due
    observer: QueueObserver
    first_model: ModelServer
    other_model: ModelServer
    _left: dict[UUID, list[Row]] = field(default_factory=dict)

    def new_workload(self) -> Workload:
        """A session of due answers, the first of them at its last attempt."""
        self.due.put_others_off()
        session_id = self.due.session(["open"] * COUNT)
        self.due.database.execute(
            "update reprise.evaluations set attempts = max_attempts - 1 where session_id = %s and position = 0",
            session_id,
        )
        return Workload(self.due.stack, self.first_model, self.observer, session_id)

    async def take_over(self, workload: Workload, model_url: str | None = None, **changes: Any) -> None:
        """Expire every lease, and let another grader work until nothing is due."""
        self.let_leases_run_out()
        await self.grade(workload, model_url, **changes)

    def let_leases_run_out(self) -> None:
        """Age every claim past its lease."""
        self.due.let_leases_run_out()
        self.due.database.execute(
            "update reprise.session_results set claimed_until = now() - interval '1 second' where status = 'running'"
        )

    async def grade(self, workload: Workload, model_url: str | None = None, **changes: Any) -> None:
        """Let another grader work until nothing is due."""
        await self.due.grade(model_url or self.other_model.url, timeout_seconds=30.0, **changes)
        self._left[workload.session_id] = self._stored(workload)

    def faults(self, workload: Workload, expected: list[Outcome]) -> set[str]:
        """The guarantees that were broken."""
        *rows, result = self._stored(workload)
        ended = [
            (row["status"], row["attempts"], None if row["score"] is None else float(row["score"])) for row in rows
        ]
        scores = [score for _, _, score in expected if score is not None]
        found = set()
        if {status for status, _, _ in ended} - {"done", "failed"}:
            found.add("not ended")
        if ended != expected:
            found.add("another outcome")
        if self.observer.scores(workload.session_id) != scores or self._replaced(workload):
            found.add("not exactly one score")
        if result["status"] != "ready" or result["total"] != sum(scores):
            found.add("no summary")
        if [*rows, result] != self._left[workload.session_id]:
            found.add("changed after its end")
        return found

    def _stored(self, workload: Workload) -> list[Row]:
        return [*self.due.evaluations(workload.session_id), self.due.result(workload.session_id)]

    def _replaced(self, workload: Workload) -> int:
        counted: int = self.due.database.value(
            "select count(*) from reprise.evaluation_history h join reprise.answers a on a.id = h.answer_id"
            " where a.session_id = %s",
            workload.session_id,
        )
        return counted


@contextmanager
def open_grader_recovery() -> Iterator[GraderRecovery]:
    """Such a queue, on its own stack, whose database may be damaged."""
    with (
        ModelServer(honest(0.9)) as first_model,
        ModelServer(honest(0.5)) as other_model,
        copied_stack() as stack,
        psycopg.connect(stack.database_url, autocommit=True) as connection,
        RpcApi(stack) as api,
    ):
        database = Database(connection)
        due = Due(stack, database, People(stack, database), api)
        yield GraderRecovery(due, QueueObserver(database), first_model, other_model)
