"""Answers waiting to be graded in the real database, and grader runs over them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from local.stack import Stack
from shared.grading.run import grade_what_is_due
from shared.grading.tally import Tally
from shared.settings import Settings
from tests.support.apis import Api
from tests.support.database import Database, Row
from tests.support.grading_jobs import settings as grading_settings
from tests.support.grading_queue import put_others_off
from tests.support.interviews import make_interview, start
from tests.support.people import People


class Due:
    """The real queue, containing only what a test has put there."""

    def __init__(self, stack: Stack, database: Database, people: People, api: Api) -> None:
        self.stack = stack
        self.database = database
        self.people = people
        self.api = api

    def put_others_off(self) -> None:
        """Fail the jobs of other tests, and reset today's spending."""
        put_others_off(self.database)

    def session(self, kinds: Sequence[str], answers: Sequence[str] = (), *, visible: bool = False) -> UUID:
        """A completed session with these answers, by default a different one for each question.

        `visible`: its candidate may read results, so that feedback is written.
        """
        interview = make_interview(self.database, kinds, time_limit_seconds=3600)
        if visible:
            self.show_results(interview.interview_id)
        run = start(self.api, self.people.candidate(), interview.interview_id)
        for number, kind in enumerate(kinds):
            text = answers[number] if answers else f"Answer {number}, with some thought in it."
            run.submit("b" if kind == "mcq" else text).ok()
        return run.session_id

    def show_results(self, interview_id: UUID) -> None:
        """Let the candidates of an interview read their results."""
        self.database.execute(
            "update reprise.interviews set results_visible_to_candidate = true where id = %s", interview_id
        )

    def settings(self, url: str, **changes: Any) -> Settings:
        """Settings of a grader for this stack."""
        return replace(
            grading_settings(url, **changes),
            supabase_url=self.stack.supabase_url,
            supabase_publishable_key=self.stack.publishable_key,
            supabase_secret_key=self.stack.secret_key,
        )

    async def grade(self, url: str, limit: int | None = None, **changes: Any) -> Tally:
        """One grader run in this process."""
        return await grade_what_is_due(self.settings(url, **changes), limit)

    def evaluations(self, session_id: UUID) -> list[Row]:
        """A session's evaluations, in order."""
        return self.database.rows(
            "select * from reprise.evaluations where session_id = %s order by position", session_id
        )

    def result(self, session_id: UUID) -> Row:
        """A session's result."""
        return self.database.row("select * from reprise.session_results where session_id = %s", session_id)

    def seconds_until_the_last_is_due(self, session_id: UUID) -> float:
        """Seconds until the session's latest evaluation is due."""
        return float(
            self.database.value(
                "select extract(epoch from max(due_at) - now()) from reprise.evaluations where session_id = %s",
                session_id,
            )
        )

    def let_backoff_pass(self) -> None:
        """Make every job that waits for a retry due now."""
        self.database.execute("update reprise.evaluations set due_at = now() where status = 'queued'")
        self.database.execute("update reprise.session_results set due_at = now() where status = 'grading'")

    def let_leases_run_out(self) -> None:
        """Age every claim past its lease."""
        self.database.execute(
            "update reprise.evaluations set claimed_until = now() - interval '1 second' where status = 'running'"
        )

    def spent(self) -> int:
        """Tokens counted, over all days."""
        return int(self.database.value("select coalesce(sum(tokens), 0) from reprise.model_spending"))

    def held(self) -> int:
        """Tokens reserved by runs, including dead ones."""
        return int(self.database.value("select coalesce(sum(tokens), 0) from reprise.model_reservations"))

    def let_reservations_expire(self) -> None:
        """Age every reservation past its ten minutes."""
        self.database.execute("update reprise.model_reservations set expires_at = expires_at - interval '10 minutes'")
