"""Guards the one expiry transition: it does not matter which call notices that a question has expired.

Six situations, five calls that notice, two APIs. Each leaves the same rows, written below with times in seconds from
the deadline. The question closes at the end of its grace (+2), never when it was noticed (at least +30). A text that
arrives later is stored with its lateness.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from local.stack import Stack
from tests.support.apis import Api
from tests.support.cleanup import clean_up_through
from tests.support.database import Database
from tests.support.interviews import Run, make_interview, start_and_answer
from tests.support.people import People
from tests.support.traces import Trace, trace

LATE_TEXT = "finished too late"
QUESTIONS = 3


@dataclass(frozen=True)
class Situation:
    """A question that expired 30 seconds ago, and the expected rows."""

    position: int
    draft: str | None
    resume_until: float
    expected: Trace


EXPIRED_WITH_DRAFT = Trace(
    session=("in_progress", 1, None, None, None),
    answers=[(0, "my draft", "draft", -50, 0)],
    closed=[2, None, None],
    clock_events=[("question_expired", True, 0, "draft", 2)],
    live=True,
)
EXPIRED_EMPTY = replace(
    EXPIRED_WITH_DRAFT,
    answers=[(0, "", "expired", 2, 0)],
    clock_events=[("question_expired", True, 0, "expired", 2)],
)
LAST_QUESTION = Trace(
    session=("completed", 3, "expired", 2, 2),
    answers=[(2, "my draft", "draft", -50, 0)],
    closed=[2],
    clock_events=[
        ("question_expired", True, 2, "draft", 2),
        ("session_completed", True, 3, "expired", 2),
    ],
    live=False,
)
WINDOW_PASSED = replace(
    EXPIRED_WITH_DRAFT,
    session=("abandoned", 1, "resume_window_passed", 20, None),
    closed=[2, 20, 20],
    clock_events=[
        ("question_expired", True, 0, "draft", 2),
        ("session_abandoned", True, 1, "resume_window_passed", 20),
    ],
    live=False,
)
# The window ends while a question is open; the question keeps its full time.
WINDOW_PASSED_FIRST = replace(
    WINDOW_PASSED,
    session=("abandoned", 1, "resume_window_passed", 2, None),
    closed=[2, 2, 2],
    clock_events=[
        ("question_expired", True, 0, "draft", 2),
        ("session_abandoned", True, 1, "resume_window_passed", 2),
    ],
)
SITUATIONS = {
    "with a draft": Situation(0, "my draft", 9999, EXPIRED_WITH_DRAFT),
    "without a draft": Situation(0, None, 9999, EXPIRED_EMPTY),
    "with an empty draft": Situation(0, "", 9999, EXPIRED_EMPTY),
    "last question": Situation(2, "my draft", 9999, LAST_QUESTION),
    "resume window passed too": Situation(0, "my draft", 20, WINDOW_PASSED),
    "resume window passed first": Situation(0, "my draft", -1, WINDOW_PASSED_FIRST),
}


def submit_late(run: Run, stack: Stack) -> None:
    run.submit(LATE_TEXT)


def resume_late(run: Run, stack: Stack) -> None:
    run.resume().ok()


def heartbeat_late(run: Run, stack: Stack) -> None:
    run.heartbeat(LATE_TEXT)


def cleanup_only(run: Run, stack: Stack) -> None:
    clean_up_through(run.api, stack)


def start_again(run: Run, stack: Stack) -> None:
    arguments = {
        "session_id": run.session_id,
        "client_id": run.client_id,
        "interview_id": run.view["session"]["interview_id"],
    }
    run.api.call("start", run.person, arguments).ok()


@pytest.mark.everyday(3)
@pytest.mark.parametrize("notice", [submit_late, resume_late, heartbeat_late, cleanup_only, start_again])
@pytest.mark.parametrize("name", SITUATIONS)
def test_expiry_stores_the_same_rows_for_every_caller(
    api: Api,
    stack: Stack,
    people: People,
    database: Database,
    name: str,
    notice: Callable[[Run, Stack], None],
) -> None:
    situation = SITUATIONS[name]
    run = run_out_of_time(api, people, database, situation)
    notice(run, stack)
    assert trace(database, run.session_id, situation.position) == situation.expected

    # The text arrives late (perhaps again). Afterwards every caller finds the same session.
    reason = "late"
    if notice is heartbeat_late:
        reason = "late_draft"
    else:
        reply = run.submit(LATE_TEXT, position=situation.position)
        assert (reply.status, reply.body.get("late")) in ((200, True), (409, None)), reply.text
    (kept,) = database.kept(run.session_id)
    assert (kept["position"], kept["answer"], kept["reason"]) == (
        situation.position,
        LATE_TEXT,
        reason,
    )
    deadline = database.questions(run.session_id)[situation.position]["deadline_at"]
    assert kept["late_by"] == kept["received_at"] - deadline
    assert timedelta(seconds=30) < kept["late_by"] < timedelta(seconds=60)
    run.resume().ok()
    assert trace(database, run.session_id, situation.position) == situation.expected


def run_out_of_time(api: Api, people: People, database: Database, situation: Situation) -> Run:
    """A session whose current question's deadline was 30 seconds ago."""
    interview = make_interview(database, ["open"] * QUESTIONS, time_limit_seconds=60)
    run = start_and_answer(api, people.candidate(), interview.interview_id, situation.position)
    if situation.draft is not None:
        run.heartbeat(situation.draft).ok()
    database.let_time_pass(run.session_id, 90)
    database.execute(
        "update reprise.session_questions set draft_at = deadline_at - interval '50 seconds'"
        " where session_id = %s and position = %s and draft is not null",
        run.session_id,
        situation.position,
    )
    database.execute(
        "update reprise.interview_sessions s"
        " set resume_until = q.deadline_at + make_interval(secs => %s)"
        " from reprise.session_questions q"
        " where s.id = %s and q.session_id = s.id and q.position = s.position",
        situation.resume_until,
        run.session_id,
    )
    return run
