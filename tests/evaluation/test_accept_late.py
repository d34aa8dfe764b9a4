"""Guards that a late text accepted by a reviewer is what is graded, and that the stored answer stays unchanged."""

from typing import Any

import pytest

from shared.models.result_views import CandidateResults, ReviewerResults
from tests.evaluation.work import Taken, Work, graded, review
from tests.support.apis import Api
from tests.support.database import Row
from tests.support.interviews import start_and_answer


def ran_out(work: Work, kinds: tuple[str, ...] = ("open", "open"), text: str = "my late words") -> tuple[Taken, Row]:
    """A completed session whose first question expired with a draft; its late text came seven seconds later."""
    taken = work.begin(kinds)
    taken.run.heartbeat("a draft" if kinds[0] != "mcq" else "c").ok()
    work.database.let_time_pass(taken.session_id, 609)
    assert taken.run.submit(text, position=0).ok()["late"] is True
    taken.run.submit("in time").ok()
    (kept,) = work.database.kept(taken.session_id)
    return taken, kept


def test_accepted_late_text_is_graded_and_counted_and_the_stored_answer_unchanged(api: Api, work: Work) -> None:
    taken, kept = ran_out(work)
    work.grade(graded(1), graded(5))
    stored = work.database.answers(taken.session_id)
    reply = review(api, taken.recruiter, taken, "accept_late", late_answer_id=kept["id"])
    assert reply.ok()["status"] == "grading"
    (job,) = work.claim()
    assert (job["position"], job["answer"], job["late"]) == (0, "my late words", True)
    assert work.complete(job, graded(9))
    work.grade()
    assert work.database.answers(taken.session_id) == stored
    assert stored[0]["answer"] == "a draft"
    assert (work.result(taken.session_id)["total"], work.result(taken.session_id)["all_graded"]) == (14, True)
    seen = api.call("results", taken.recruiter, {"session_id": taken.session_id}).ok()
    first = seen["answers"][0]
    assert (first["answer"], first["score"]) == ("a draft", 9)
    assert first["evaluation"]["late_answer_id"] == str(kept["id"])
    assert [line["score"] for line in first["history"]] == [1]
    assert seen["late_answers"][0]["accepted_at"] is not None
    line = api.call("sessions", taken.recruiter, {"interview_id": taken.interview.interview_id}).ok()["sessions"][0]
    assert "late_answers" not in line["flags"]


def test_second_acceptance_of_a_late_text_is_refused_and_retains_the_override(api: Api, work: Work) -> None:
    taken, kept = ran_out(work)
    review(api, taken.recruiter, taken, "accept_late", late_answer_id=kept["id"]).ok()
    review(api, taken.recruiter, taken, "override_score", position=0, score=7).ok()
    events = work.database.events(taken.session_id)
    again = review(api, taken.recruiter, taken, "accept_late", late_answer_id=kept["id"])
    again.refused(422, "invalid_request")
    assert work.evaluations(taken.session_id)[0]["overridden_score"] == 7
    assert work.database.events(taken.session_id) == events


def test_accepted_late_mcq_option_is_graded_by_its_key_at_once(api: Api, work: Work) -> None:
    taken, kept = ran_out(work, ("mcq", "open"), "b")
    assert work.evaluations(taken.session_id)[0]["score"] == 0
    review(api, taken.recruiter, taken, "accept_late", late_answer_id=kept["id"]).ok()
    first = work.evaluations(taken.session_id)[0]
    assert (first["status"], first["grader"], first["score"]) == ("done", "key", 10)


def test_retry_grades_the_accepted_text_again(api: Api, work: Work) -> None:
    taken, kept = ran_out(work)
    review(api, taken.recruiter, taken, "accept_late", late_answer_id=kept["id"]).ok()
    review(api, taken.recruiter, taken, "retry_evaluation", position=0).ok()
    assert [job["answer"] for job in work.claim()] == ["my late words", "in time"]


def test_corrected_key_grades_the_accepted_text_and_not_the_one_before_it(api: Api, work: Work) -> None:
    taken, kept = ran_out(work, ("mcq", "open"), "b")
    review(api, taken.recruiter, taken, "accept_late", late_answer_id=kept["id"]).ok()
    work.database.execute(
        "update reprise.question_keys set correct_option = 'c' where question_id = %s",
        taken.interview.question_ids[0],
    )
    arguments = {"action": "regrade", "interview_id": taken.interview.interview_id, "reason": "The key was wrong."}
    for dry_run in (True, False):
        (change,) = api.call("review", taken.recruiter, arguments | {"dry_run": dry_run}).ok()["changes"]
        assert (change["score"], change["new_score"]) == (10, 0), "c was the draft that ran out"
    first = work.evaluations(taken.session_id)[0]
    assert (first["score"], first["late_answer_id"]) == (0, kept["id"])


def test_accepted_text_becomes_the_answer_with_its_lateness_if_none_was_stored(api: Api, work: Work) -> None:
    taken = work.begin()
    taken.run.finish("cancelled").ok()
    work.database.let_time_pass(taken.session_id, 609)
    taken.run.submit("after the end", position=0).refused(409, "session_closed")
    (kept,) = work.database.kept(taken.session_id)
    review(api, taken.recruiter, taken, "accept_late", late_answer_id=kept["id"]).ok()
    (answer,) = work.database.answers(taken.session_id)
    assert (answer["answer"], answer["source"], answer["sha256"]) == ("after the end", "submitted", kept["sha256"])
    assert (answer["received_at"], answer["late_by"]) == (kept["received_at"], kept["late_by"])
    assert answer["late_by"].total_seconds() > 7
    assert [job["answer"] for job in work.claim()] == ["after the end"]


@pytest.mark.parametrize("end", ["cancelled", "cleared"])
@pytest.mark.parametrize("stored", [False, True])
def test_accepted_text_of_a_session_closed_early_is_counted_and_listed(
    api: Api, work: Work, end: str, *, stored: bool
) -> None:
    taken = work.begin(visible=True)
    if stored:
        taken.run.heartbeat("a draft").ok()
    (taken.run.clear() if end == "cleared" else taken.run.finish(end)).ok()
    assert api.call("results", taken.recruiter, {"session_id": taken.session_id}).ok()["status"] == "closed"
    taken.run.submit("after the end", position=0).refused(409, "session_closed")
    (kept,) = work.database.kept(taken.session_id)
    reply = review(api, taken.recruiter, taken, "accept_late", late_answer_id=kept["id"])
    assert reply.ok()["status"] == "grading"
    work.grade(graded(9))
    for person, model in ((taken.recruiter, ReviewerResults), (taken.run.person, CandidateResults)):
        reply = api.call("results", person, {"session_id": taken.session_id})
        seen = reply.ok()
        model.model_validate_json(reply.text, strict=True)
        assert (seen["status"], seen["result"]["total"], seen["result"]["maximum"]) == ("ready", 9, 20)
        assert seen["result"]["percentage"] == 45
    interview = {"interview_id": taken.interview.interview_id}
    (line,) = api.call("sessions", taken.recruiter, interview).ok()["sessions"]
    assert (line["results_status"], line["score"], line["all_graded"]) == ("ready", 9, True)
    # Half of the questions were never asked, so the session does not count in the interview's average.
    assert api.call("analytics", taken.recruiter, interview).ok()["percentage"] == {"average": None, "p50": None}


def test_accepted_text_of_a_running_session_creates_no_result_yet(api: Api, work: Work) -> None:
    taken = work.begin()
    work.database.let_time_pass(taken.session_id, 609)
    taken.run.submit("too late", position=0).ok()
    (kept,) = work.database.kept(taken.session_id)
    seen = review(api, taken.recruiter, taken, "accept_late", late_answer_id=kept["id"]).ok()
    assert (seen["status"], seen["result"]) == ("in_progress", None)
    assert work.database.rows("select 1 from reprise.session_results where session_id = %s", taken.session_id) == []


def test_late_text_for_an_open_question_is_not_accepted(api: Api, work: Work) -> None:
    taken = work.begin()
    taken.run.resume(client_id=taken.recruiter.user_id, takeover=True).ok()
    taken.run.submit("from the old device").refused(409, "lease_lost")
    (kept,) = work.database.kept(taken.session_id)
    review(api, taken.recruiter, taken, "accept_late", late_answer_id=kept["id"]).refused(422, "invalid_request")
    assert work.database.answers(taken.session_id) == []


def test_accepted_draft_is_not_replaced_by_a_newer_one(api: Api, work: Work) -> None:
    taken = work.begin()
    run = taken.run
    run.heartbeat("a draft").ok()
    work.database.let_time_pass(run.session_id, 609)
    run.heartbeat("a late draft", position=0).ok()
    (kept,) = work.database.kept(run.session_id)
    assert kept["reason"] == "late_draft"
    review(api, taken.recruiter, taken, "accept_late", late_answer_id=kept["id"]).ok()
    run.heartbeat("an even later draft", position=0).ok()
    assert [row["answer"] for row in work.database.kept(run.session_id)] == ["a late draft", "an even later draft"]
    assert [job["answer"] for job in work.claim()] == ["a late draft"]


def test_candidate_sees_that_their_text_was_accepted_and_no_score(api: Api, work: Work) -> None:
    taken, kept = ran_out(work)
    review(api, taken.recruiter, taken, "accept_late", late_answer_id=kept["id"]).ok()
    work.grade(graded(9), graded(9))
    seen: dict[str, Any] = api.call("results", taken.run.person, {"session_id": taken.session_id}).ok()
    assert (seen["status"], seen["result"], seen["answers"][0]["answer"]) == ("hidden", None, "a draft")


def test_acceptance_does_not_change_another_session_of_the_interview(api: Api, work: Work) -> None:
    taken, kept = ran_out(work)
    other = start_and_answer(work.api, work.people.candidate(), taken.interview.interview_id, 1)
    before = work.evaluations(other.session_id)
    review(api, taken.recruiter, taken, "accept_late", late_answer_id=kept["id"]).ok()
    assert work.evaluations(other.session_id) == before
