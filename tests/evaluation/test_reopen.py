"""Guards that a session closed early continues where it stopped, with a fresh clock and every answer in place."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.evaluation.work import Taken, Work, graded, review
from tests.support.apis import Api
from tests.support.interviews import start


def stopped(work: Work, end: str) -> Taken:
    """A session of four questions with one answer and one draft that was ended early."""
    taken = work.begin(["open"] * 4)
    taken.run.submit("the first answer").ok()
    if end == "cleared":
        taken.run.clear().ok()
    else:
        taken.run.finish(end).ok()
    return taken


@pytest.mark.parametrize(
    ("end", "was"),
    [("completed", "completed"), ("cancelled", "cancelled"), ("cleared", "abandoned")],
)
def test_session_continues_at_its_first_open_question_with_a_fresh_clock(
    api: Api, work: Work, end: str, was: str
) -> None:
    taken = stopped(work, end)
    assert work.database.session(taken.session_id)["status"] == was
    work.database.let_time_pass(taken.session_id, 100_000)
    first = work.database.answers(taken.session_id)[0]
    seen = review(api, taken.recruiter, taken, "reopen").ok()
    assert (seen["status"], seen["session"]["status"], seen["session"]["position"]) == ("in_progress", "in_progress", 1)
    assert work.last_event(taken.session_id)["detail"]["was"] == was
    assert work.database.answers(taken.session_id) == [first]
    session = work.database.session(taken.session_id)
    assert session["resume_until"] - session["started_at"] > timedelta(seconds=100_000)

    view = taken.run.resume(client_id=uuid4()).ok()
    taken.run.lease = view["lease"]["number"]
    assert view["question"]["position"] == 1
    assert view["question"]["remaining_seconds"] == pytest.approx(600, abs=10)
    for _ in range(3):
        taken.run.submit("and on").ok()
    assert taken.run.view["session"]["status"] == "completed"
    work.grade(*[graded(5)] * 4)
    assert (work.result(taken.session_id)["total"], work.result(taken.session_id)["all_graded"]) == (20, True)


def test_draft_stored_as_an_answer_remains_the_answer_after_reopening(api: Api, work: Work) -> None:
    taken = work.begin(["open"] * 3)
    taken.run.heartbeat("a draft").ok()
    taken.run.finish().ok()
    seen = review(api, taken.recruiter, taken, "reopen").ok()
    assert seen["session"]["position"] == 1
    assert [(row["answer"], row["source"]) for row in work.database.answers(taken.session_id)] == [("a draft", "draft")]


def test_reopening_deletes_the_result_and_refuses_its_writer(api: Api, work: Work) -> None:
    taken = stopped(work, "completed")
    (job,) = work.claim()
    work.complete(job)
    (summary,) = work.claim_summaries()
    review(api, taken.recruiter, taken, "reopen").ok()
    assert not work.complete_summary(summary)
    assert work.claim_summaries() == []
    seen = api.call("results", taken.run.person, {"session_id": taken.session_id}).ok()
    assert (seen["status"], seen["counts"]) == ("in_progress", {"total": 1, "graded": 1})


def test_reopened_session_starts_after_a_question_with_an_accepted_late_text(api: Api, work: Work) -> None:
    taken = stopped(work, "cancelled")
    accept_after_the_end(api, work, taken, position=1)
    assert review(api, taken.recruiter, taken, "reopen").ok()["session"]["position"] == 2
    assert taken.run.resume(client_id=uuid4()).ok()["question"]["position"] == 2


def test_reopening_event_contains_a_persons_score_of_a_skipped_question(api: Api, work: Work) -> None:
    taken = stopped(work, "completed")
    for score in (3, 4):
        review(api, taken.recruiter, taken, "override_score", position=2, score=score).ok()
    reviewer_id = str(taken.recruiter.user_id)
    review(api, taken.recruiter, taken, "reopen").ok()
    detail = work.last_event(taken.session_id)["detail"]
    (removed,) = detail["removed"]
    evaluation, history = removed["evaluation"], removed["history"]
    assert (removed["position"], evaluation["status"], evaluation["score"]) == (2, "done", 0)
    assert (evaluation["overridden_score"], evaluation["overridden_by"]) == (4, reviewer_id)
    assert evaluation["override_reason"] == "because of override_score"
    assert [(line["overridden_score"], line["actor"]) for line in history] == [(None, reviewer_id), (3, reviewer_id)]
    assert (detail["position"], detail["was"]) == (1, "completed")


def test_reopening_event_mentions_no_loss_if_nothing_was_lost(api: Api, work: Work) -> None:
    taken = stopped(work, "completed")
    review(api, taken.recruiter, taken, "reopen").ok()
    assert work.last_event(taken.session_id)["detail"].keys() == {"position", "was", "reason"}


@pytest.mark.parametrize("last", ["submitted", "expired"])
def test_session_with_an_answer_to_every_question_is_not_reopened(api: Api, work: Work, last: str) -> None:
    taken = work.begin(["open", "open"])
    taken.run.submit("an answer").ok()
    if last == "expired":
        work.database.let_time_pass(taken.session_id, 603)
        taken.run.resume().ok()
    else:
        taken.run.submit("another").ok()
    before = work.evaluations(taken.session_id), work.result(taken.session_id)
    review(api, taken.recruiter, taken, "reopen").refused(409, "session_not_reopenable")
    assert (work.evaluations(taken.session_id), work.result(taken.session_id)) == before


def test_running_session_or_one_with_a_running_successor_is_not_reopened(api: Api, work: Work) -> None:
    taken = stopped(work, "cancelled")
    second = start(work.api, taken.run.person, taken.interview.interview_id)
    review(api, taken.recruiter, taken, "reopen").refused(409, "session_not_reopenable")
    running = Taken(taken.interview, second, taken.recruiter)
    review(api, taken.recruiter, running, "reopen").refused(409, "session_not_reopenable")
    second.finish("cancelled").ok()
    review(api, taken.recruiter, taken, "reopen").ok()


def accept_after_the_end(api: Api, work: Work, taken: Taken, position: int) -> None:
    """Send a text after the session was closed, and accept it for this question."""
    taken.run.submit("after the end", position=position).refused(409, "session_closed")
    (kept,) = work.database.kept(taken.session_id)
    review(api, taken.recruiter, taken, "accept_late", late_answer_id=kept["id"]).ok()
