"""Guarantee 8: whatever happens in whatever order, a session in the database is as the model in plain Python says.

Everyday 25 runs of 30 steps; with `make prove` 5,000 runs of 50 steps.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, settings, strategies
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.lifecycle.model import BREAK, GRACE, LIMIT, Candidate, RefusalError
from tests.support.database import Database
from tests.support.database_calls import call_as
from tests.support.figures import RecordFigures
from tests.support.interviews import Interview, make_interview
from tests.support.people import People, Person
from tests.support.race import rounds

QUESTIONS = 3
TEXTS = ["", "one", "two", "three"]
CLIENTS = ["laptop", "phone"]
# Every sum is a multiple of 30, so that no deadline and no end of a break is closer than 10 seconds to a step: the run
# itself takes time.
PAUSES = [30, 30, 60, 90, 660, 930, 90_000]

positions = strategies.integers(0, QUESTIONS - 1)
texts = strategies.sampled_from(TEXTS)
clients = strategies.sampled_from(CLIENTS)
# How many leases ago the caller's was handed out; negative: a lease that never existed.
ages = strategies.sampled_from([0, 0, 0, 1, 2, -1])


class Lifecycle(RuleBasedStateMachine):
    """Does the same to the database and to the model, and compares them after each step."""

    database: Database
    people: People
    interviews: dict[bool, Interview]
    model_class: type[Candidate] = Candidate

    def __init__(self) -> None:
        super().__init__()
        self.person: Person
        self.interview: Interview
        self.model: Candidate
        self.sessions: list[UUID] = []
        self.clients = {name: uuid4() for name in CLIENTS}

    @initialize(start_over_allowed=strategies.booleans())
    def sign_in(self, start_over_allowed: bool) -> None:
        self.person = self.people.candidate()
        self.interview = self.interviews[start_over_allowed]
        self.model = self.model_class(question_count=QUESTIONS, start_over_allowed=start_over_allowed)
        self.start("laptop", start_over=False)

    @rule(client=clients, start_over=strategies.booleans())
    def start(self, client: str, start_over: bool) -> None:
        session_id = uuid4()
        outcome = self.call(
            "start_session",
            session_id=session_id,
            client_id=self.clients[client],
            interview_id=self.interview.interview_id,
            start_over=start_over,
        )
        assert outcome == self.model.start(client, start_over=start_over)
        if outcome == "ok":
            self.sessions.append(session_id)

    @rule(client=clients)
    def repeat_start(self, client: str) -> None:
        outcome = self.call(
            "start_session",
            session_id=self.sessions[-1],
            client_id=self.clients[client],
            interview_id=self.interview.interview_id,
        )
        assert outcome == self.model.repeat_start(client)

    @rule(position=positions, text=texts, age=ages, serve_next=strategies.booleans())
    def submit_anything(self, position: int, text: str, age: int, serve_next: bool) -> None:
        lease = self.model.session.lease - age
        outcome = self.call(
            "submit_answer",
            session_id=self.sessions[-1],
            question_position=position,
            answer=text,
            lease=lease,
            time_expired=not text,
            serve_next=serve_next,
        )
        assert outcome == self.model.submit(lease, position, text, serve_next=serve_next)

    @precondition(lambda self: self.model.session.current is not None)
    @rule(text=texts, serve_next=strategies.booleans())
    def submit(self, text: str, serve_next: bool) -> None:
        self.submit_anything(self.model.session.position, text, 0, serve_next)

    @precondition(lambda self: self.model.session.current is not None)
    @rule(text=strategies.sampled_from(TEXTS[1:]), rests=strategies.booleans())
    def write_in_time(self, text: str, rests: bool) -> None:
        """What few random calls do: a draft of the current question, or its answer before a break."""
        if rests:
            self.submit_anything(self.model.session.position, text, 0, serve_next=False)
        else:
            self.heartbeat(self.model.session.position, text, 0)

    @rule(position=strategies.none() | positions, text=texts, age=ages)
    def heartbeat(self, position: int | None, text: str, age: int) -> None:
        lease = self.model.session.lease - age
        draft = {"draft_position": position, "draft_text": text} if position is not None else {}
        outcome = self.call("heartbeat", session_id=self.sessions[-1], lease=lease, **draft)
        assert outcome == self.model.heartbeat(lease, position, text)

    @rule(client=clients, takeover=strategies.booleans())
    def resume(self, client: str, takeover: bool) -> None:
        outcome = self.call(
            "resume_session", session_id=self.sessions[-1], client_id=self.clients[client], takeover=takeover
        )
        assert outcome == self.model.resume(client, takeover=takeover)

    @rule(outcome=strategies.sampled_from(["completed", "cancelled"]), age=ages)
    def finish(self, outcome: str, age: int) -> None:
        lease = self.model.session.lease - age
        ended = self.call("finish_session", session_id=self.sessions[-1], lease=lease, outcome=outcome)
        assert ended == self.model.finish(lease, outcome)

    @rule()
    def clear(self) -> None:
        assert self.call("clear_stuck_session") == self.model.clear()

    @rule()
    def cleanup(self) -> None:
        arguments = (self.sessions[-1], self.person.user_id)
        self.database.rows("select * from reprise_private.settle_overdue_session(%s, %s)", *arguments)
        self.database.rows("select reprise_private.expire_overdue_row(%s, %s)", *arguments)
        self.model.cleanup()

    @rule(seconds=strategies.sampled_from(PAUSES))
    def pass_time(self, seconds: int) -> None:
        for session_id in self.sessions:
            self.database.let_time_pass(session_id, seconds)
        self.model.pass_time(seconds)

    def call(self, function: str, **arguments: object) -> str:
        """The outcome of a call: `ok`, or the code of its refusal, whether it was committed or not."""
        try:
            result = call_as(self.database.connection, self.person, function, **arguments)
        except psycopg.Error as refusal:
            if not (refusal.sqlstate or "").startswith("PT4"):
                raise
            return str(refusal.diag.message_primary)
        return str(result["problem"]["code"]) if "problem" in result else "ok"

    @invariant()
    def the_database_is_as_the_model_says(self) -> None:
        stored = [self.stored(session_id) for session_id in self.sessions]
        assert stored == [expected(session) for session in self.model.sessions]
        row = self.database.live_row(self.person.user_id)
        found = row and (row["session_id"], row["client_id"], row["lease_number"])
        wanted = self.model.row and (self.sessions[-1], self.clients[self.model.row.client], self.model.row.lease)
        assert found == wanted

    def stored(self, session_id: UUID) -> dict[str, Any]:
        """A session in the database, in the form of `expected`."""
        session = self.database.session(session_id)
        answers = {row["position"]: (row["answer"], row["source"]) for row in self.database.answers(session_id)}
        questions = self.database.questions(session_id)
        rests = self.database.rows(
            "select position from reprise.time_credits where session_id = %s and kind = 'break' order by position",
            session_id,
        )
        return {
            "status": (session["status"], session["closed_reason"]),
            "position": session["position"],
            "lease": session["lease_number"],
            "on a break": session["break_until"] is not None,
            "breaks": [row["position"] for row in rests],
            "served": [row["served_at"] is not None for row in questions],
            "drafts": [row["draft"] or "" for row in questions],
            "answers": [answers.get(row["position"], (None, None)) for row in questions],
            "late": sorted(
                (row["position"], row["answer"], row["reason"], row["lease_number"])
                for row in self.database.kept(session_id)
            ),
        }


def expected(session: Any) -> dict[str, Any]:
    """What the model says about a session."""
    return {
        "status": (session.status, session.reason),
        "position": session.position,
        "lease": session.lease,
        "on a break": session.on_break is not None,
        "breaks": session.breaks,
        "served": [question.served_at is not None for question in session.questions],
        "drafts": [question.draft for question in session.questions],
        "answers": [(question.answer, question.source) for question in session.questions],
        "late": sorted(session.late),
    }


@pytest.fixture
def lifecycle(database: Database, people: People) -> type[Lifecycle]:
    """The machine, for the stack of this run."""
    interviews = {
        allowed: make_interview(
            database,
            ["open"] * QUESTIONS,
            time_limit_seconds=LIMIT,
            grace_seconds=GRACE,
            start_over_allowed=allowed,
            break_seconds=BREAK,
        )
        for allowed in (True, False)
    }
    return type("Lifecycle", (Lifecycle,), {"database": database, "people": people, "interviews": interviews})


def run(machine: type[Lifecycle], everyday: int, full: int, **options: Any) -> dict[str, int]:
    """Run the machine; raises at the first difference. Returns how much was tried."""
    examples, steps = len(rounds(everyday, full)), len(rounds(everyday=30, full=50))
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            **options,
        ),
    )
    return {"sequences": examples, "steps each, at most": steps}


def test_any_sequence_of_calls_and_pauses_leaves_the_session_as_the_model_says(
    lifecycle: type[Lifecycle], record_figures: RecordFigures
) -> None:
    record_figures(run(lifecycle, everyday=25, full=5000))


class ForgetsTheDraft(Candidate):
    """A question that expires closes empty, whatever its draft."""

    def _settle(self) -> None:
        question = self.session.current
        closes_at = question.closes_at() if question else None
        if question and closes_at is not None and closes_at < self.now:
            question.draft = ""
        super()._settle()


class ServesTheClosedTab(Candidate):
    """A submit serves the next question to any caller."""

    def _submit(self, lease: int, position: int, text: str, *, serve_next: bool) -> str:
        outcome = super()._submit(lease, position, text, serve_next=serve_next)
        self._serve()
        return outcome


class RestsForFree(Candidate):
    """A break lasts until the candidate comes back."""

    def _settle(self) -> None:
        session = self.session
        if session.on_break:
            session.on_break = (session.on_break[0], self.now)
        super()._settle()


class ChecksTheDeadlineFirst(Candidate):
    """A repeat of a stored answer that comes after the session has closed is refused."""

    def _repeats(self, position: int, text: str) -> bool:
        return self.session.status == "in_progress" and super()._repeats(position, text)


class AcceptsStaleLeases(Candidate):
    """A device that was replaced may go on."""

    def _renew(self, lease: int) -> bool:
        return super()._renew(self.session.lease if lease > 0 else lease)


class CommitsRefusals(Candidate):
    """A refusal that should roll back commits what it had settled."""

    def _call(self, operation: Callable[[], str]) -> str:
        try:
            return operation()
        except RefusalError as refusal:
            return str(refusal)


@pytest.mark.prove
@pytest.mark.parametrize(
    "wrong",
    [ForgetsTheDraft, ServesTheClosedTab, RestsForFree, ChecksTheDeadlineFirst, AcceptsStaleLeases, CommitsRefusals],
)
def test_control_model_with_one_different_rule_is_told_apart(
    lifecycle: type[Lifecycle], wrong: type[Candidate]
) -> None:
    lifecycle.model_class = wrong
    with pytest.raises(AssertionError):
        run(lifecycle, everyday=300, full=300, phases=[Phase.generate])
