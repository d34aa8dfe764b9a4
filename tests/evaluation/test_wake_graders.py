"""Guards that the database calls the graders once per transaction that leaves work, and never depends on the call."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest

from local.stack import Stack
from tests.evaluation.stub_project import PG_NET, VAULT, Project, project
from tests.support.people import Person

URL = "https://functions.example.com/evaluate"


@pytest.fixture(scope="module")
def hosted(stack: Stack) -> Iterator[Project]:
    """A project with pg_net and a vault that contains the graders' address."""
    with project(stack, PG_NET, VAULT) as made:
        made.database.execute("update reprise_private.settings set evaluate_url = %s", URL)
        yield made


@pytest.fixture
def calls(hosted: Project) -> Callable[[], int]:
    """The number of calls since the last count."""

    def count() -> int:
        return hosted.database.execute("delete from net.requests")

    count()
    return count


@pytest.fixture
def over(hosted: Project, calls: Callable[[], int]) -> tuple[Person, UUID]:
    """A reviewer, and a session that is completed and graded."""
    interview = hosted.interview("open", "open")
    _, session_id = hosted.complete(interview, ("words", "more words"))
    finish_grading(hosted)
    calls()
    return hosted.member(interview.organization_id), session_id


def finish_grading(hosted: Project) -> None:
    """Set a score for every answer, and mark every result as ready."""
    hosted.database.execute(
        "update reprise.evaluations set status = 'done', grader = 'model', score = 5 where status = 'queued'"
    )
    hosted.database.execute("update reprise.session_results set status = 'ready' where status = 'grading'")


def keep_a_text(hosted: Project, session_id: UUID) -> str:
    """Store a late text for the first question."""
    return str(
        hosted.database.value(
            "insert into reprise.late_answers (session_id, position, answer, reason, sha256, late_by)"
            " values (%s, 0, 'late words', 'late', reprise_private.sha256_hex('late words'), '7 seconds') returning id",
            session_id,
        )
    )


def test_completion_calls_the_graders_once_with_the_secret(hosted: Project, calls: Callable[[], int]) -> None:
    candidate, session_id = hosted.start(hosted.interview("open", "open", "open"))
    hosted.submit(candidate, session_id, 0, "words")
    assert calls() == 0
    hosted.call(candidate, "finish_session", session_id=session_id, lease=1, outcome="completed")
    request = hosted.database.row("select url, headers, timeout from net.requests")
    assert request["url"] == URL
    assert request["headers"]["authorization"] == "Bearer the-bearer-secret"
    assert calls() == 1


@pytest.mark.parametrize(
    ("action", "arguments"),
    [
        ("retry_evaluation", {"position": 0}),
        ("retry_evaluation", {}),
        ("override_score", {"position": 0, "score": 9}),
    ],
)
def test_review_that_leaves_work_for_graders_calls_them_once(
    hosted: Project, calls: Callable[[], int], over: tuple[Person, UUID], action: str, arguments: dict[str, object]
) -> None:
    reviewer, session_id = over
    hosted.database.execute(
        "update reprise.evaluations set status = 'needs_review' where session_id = %s and %s = 'retry_evaluation'",
        session_id,
        action,
    )
    hosted.review(reviewer, session_id, action, **arguments)
    assert calls() == 1


def test_accepted_late_answer_calls_the_graders_once(
    hosted: Project, calls: Callable[[], int], over: tuple[Person, UUID]
) -> None:
    reviewer, session_id = over
    hosted.review(reviewer, session_id, "accept_late", late_answer_id=keep_a_text(hosted, session_id))
    assert calls() == 1


def test_accepted_late_answer_of_a_cancelled_session_calls_the_graders_once(
    hosted: Project, calls: Callable[[], int]
) -> None:
    interview = hosted.interview("open", "open")
    candidate, session_id = hosted.start(interview)
    hosted.call(candidate, "finish_session", session_id=session_id, lease=1, outcome="cancelled")
    assert calls() == 0
    reviewer = hosted.member(interview.organization_id)
    hosted.review(reviewer, session_id, "accept_late", late_answer_id=keep_a_text(hosted, session_id))
    assert calls() == 1


def test_retry_in_a_running_session_calls_the_graders_once(hosted: Project, calls: Callable[[], int]) -> None:
    interview = hosted.interview("open", "open")
    candidate, session_id = hosted.start(interview)
    hosted.submit(candidate, session_id, 0, "words")
    assert calls() == 0
    hosted.review(hosted.member(interview.organization_id), session_id, "retry_evaluation", position=0)
    assert calls() == 1


def test_regrade_of_many_sessions_calls_the_graders_once(hosted: Project, calls: Callable[[], int]) -> None:
    interview = hosted.interview("open", "mcq")
    for _ in range(3):
        hosted.complete(interview, ("words", "c"))
    finish_grading(hosted)
    assert calls() == 3
    hosted.database.execute(
        "update reprise.question_keys set sample_solution = 'a better one',"
        " correct_option = case when correct_option is not null then 'c' end where question_id = any (%s)",
        interview.question_ids,
    )
    arguments = {"interview_id": interview.interview_id, "reason": "The keys were wrong."}
    done = hosted.call(hosted.member(interview.organization_id), "regrade_interview", **arguments)
    assert (done["sessions"], done["answers"], calls()) == (3, 6, 1)


def test_two_reviews_make_two_calls(hosted: Project, calls: Callable[[], int], over: tuple[Person, UUID]) -> None:
    reviewer, session_id = over
    for score in (6, 7):
        hosted.review(reviewer, session_id, "override_score", position=0, score=score)
    assert calls() == 2


def test_review_that_changes_no_score_makes_no_call(hosted: Project, calls: Callable[[], int]) -> None:
    interview = hosted.interview("open")
    _, session_id = hosted.start(interview)
    hosted.review(hosted.member(interview.organization_id), session_id, "extend_time", extra_time_percent=25)
    assert calls() == 0


def test_answers_and_reviews_are_stored_when_the_call_fails(
    hosted: Project, calls: Callable[[], int], over: tuple[Person, UUID]
) -> None:
    reviewer, session_id = over
    hosted.database.execute("alter table net.requests add constraint net_is_down check (url = '') not valid")
    try:
        hosted.review(reviewer, session_id, "override_score", position=0, score=9)
        hosted.complete(hosted.interview("open"), ("words",))
    finally:
        hosted.database.execute("alter table net.requests drop constraint net_is_down")
    score = "select overridden_score from reprise.evaluations where session_id = %s and position = 0"
    assert hosted.database.value(score, session_id) == 9
    assert calls() == 0


def test_no_call_is_made_without_an_address(
    hosted: Project, calls: Callable[[], int], over: tuple[Person, UUID]
) -> None:
    reviewer, session_id = over
    hosted.database.execute("update reprise_private.settings set evaluate_url = null")
    try:
        hosted.review(reviewer, session_id, "override_score", position=0, score=9)
        hosted.complete(hosted.interview("open"), ("words",))
    finally:
        hosted.database.execute("update reprise_private.settings set evaluate_url = %s", URL)
    assert calls() == 0


def test_project_with_an_address_and_without_pg_net_completes_and_reviews(stack: Stack) -> None:
    with project(stack) as plain:
        plain.database.execute("update reprise_private.settings set evaluate_url = %s", URL)
        interview = plain.interview("open")
        _, session_id = plain.complete(interview, ("words",))
        plain.review(plain.member(interview.organization_id), session_id, "override_score", position=0, score=9)
