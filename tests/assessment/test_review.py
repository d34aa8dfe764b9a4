"""People score conversations by criteria or as a whole, have them assessed again, and see what was before."""

from typing import Any, LiteralString

import pytest

from shared.models.result_views import CandidateResults, ReviewerResults
from tests.assessment.assessed import CRITERIA, SAID, Assessed, Finished
from tests.support.interviews import make_organization
from tests.support.model_behaviours import honest
from tests.support.table_fingerprints import snapshot

BOTH = [{"id": "locks", "score": 9}, {"id": "numbers", "score": 4.5}]


def _regrade(finished: Finished) -> dict[str, object]:
    return {"action": "regrade", "interview_id": finished.interview_id, "reason": "The criteria were corrected."}


async def test_without_a_model_a_person_scores_by_criteria(assessed: Assessed) -> None:
    finished = assessed.converse(visible=True)
    tally = await assessed.grade(api_key=None)
    assert (tally.needs_review, tally.summaries) == (1, 1)
    waiting = assessed.read(finished)
    assert (waiting["counts"]["needs_review"], waiting["result"]["all_graded"]) == (1, False)
    assert waiting["conversation"]["assessment"]["evaluation"]["flags"] == ["no_model"]
    shown = assessed.read(finished, finished.talk.person)["conversation"]["assessment"]
    assert shown == {"status": "not_assessed"}
    # Not all of it yet: there would be no total.
    problem = assessed.review(finished, "override_score", criteria=BOTH[:1]).refused(422, "invalid_request")
    assert problem["errors"][0]["msg"].endswith("numbers")
    body = assessed.review(finished, "override_score", criteria=BOTH).ok()
    ReviewerResults.model_validate(body)
    assessment = body["conversation"]["assessment"]
    assert (assessment["score"], assessment["reviewed"]) == (13.5, True)
    assert [(c["score"], c["machine_score"], c["reviewed"]) for c in assessment["criteria"]] == [
        (9, None, True),
        (4.5, None, True),
    ]
    assert [e["event"] for e in body["events"]][-1] == "override_score"
    assert body["events"][-1]["detail"]["criteria"] == BOTH
    await assessed.grade(api_key=None)
    body = assessed.read(finished)
    assert (body["result"]["total"], body["result"]["percentage"]) == (13.5, 67.5)
    assert body["result"]["summary"] == "Test interview: 13.5 of 20 points (67.5 %)."
    own = assessed.read(finished, finished.talk.person)
    CandidateResults.model_validate(own)
    assert own["conversation"]["assessment"]["score"] == 13.5
    assert [c["score"] for c in own["conversation"]["assessment"]["criteria"]] == [9, 4.5]


async def test_score_of_a_person_counts_beside_the_machines(assessed: Assessed) -> None:
    finished = assessed.converse()
    await assessed.grade()
    one = assessed.review(finished, "override_score", criteria=[{"id": "numbers", "score": 8}]).ok()
    assessment = one["conversation"]["assessment"]
    assert (assessment["score"], assessment["evaluation"]["machine_score"]) == (14, 10)
    assert [(c["score"], c["machine_score"], c["reviewed"]) for c in assessment["criteria"]] == [
        (6, 6, False),
        (8, 4, True),
    ]
    whole = assessed.review(finished, "override_score", score=3).ok()["conversation"]["assessment"]
    assert (whole["score"], [c["score"] for c in whole["criteria"]]) == (3, [None, None])
    assert [(h["score"], h["overridden_score"]) for h in whole["history"]] == [(10, None), (10, 14)]
    refused = assessed.review(finished, "retry_evaluation").refused(422, "invalid_request")
    assert refused["errors"][0]["loc"] == ["action"]
    await assessed.grade()
    assert assessed.read(finished)["result"]["total"] == 3


async def test_score_of_a_criterion_that_a_person_gave_stays_when_they_give_another_one(assessed: Assessed) -> None:
    finished = assessed.converse()
    await assessed.grade()
    for criterion in ({"id": "numbers", "score": 8}, {"id": "locks", "score": 5}):
        body = assessed.review(finished, "override_score", criteria=[criterion]).ok()
    assessment = body["conversation"]["assessment"]
    assert assessment["score"] == 13
    assert [(c["score"], c["reviewed"]) for c in assessment["criteria"]] == [(5, True), (8, True)]


@pytest.mark.parametrize(
    "arguments",
    [
        {"criteria": [{"id": "nothing", "score": 1}, *BOTH]},
        {"criteria": [{"id": "locks", "score": 12.5}, BOTH[1]]},
        {"criteria": [{"id": "locks", "score": -1}, BOTH[1]]},
        {"criteria": [{"id": "locks", "score": "12"}, BOTH[1]]},
        {"criteria": [{"id": "locks"}, BOTH[1]]},
        {"criteria": ["locks"]},
        {"criteria": []},
        {"criteria": {"locks": 3}},
        {"criteria": BOTH, "score": 3},
        {"score": 21},
        {"score": -1},
        {"score": 3, "position": 0},
        {},
    ],
)
def test_malformed_score_of_a_conversation_is_refused(assessed: Assessed, arguments: dict[str, Any]) -> None:
    finished = assessed.converse()
    assessed.review(finished, "override_score", **arguments).refused(422, "invalid_request")
    assert (
        assessed.database.value(
            "select overridden_score from reprise.evaluations where answer_id = %s", finished.session_id
        )
        is None
    )


async def test_retry_assesses_again_and_stores_what_was_before(assessed: Assessed) -> None:
    finished = assessed.converse()
    await assessed.grade(api_key=None)
    assessed.review(finished, "retry_evaluation").ok()
    assessed.model_server.behave(honest(0.25))
    await assessed.grade()
    assessment = assessed.read(finished)["conversation"]["assessment"]
    assert (assessment["score"], assessment["evaluation"]["flags"]) == (5, [])
    (before,) = assessment["history"]
    assert (before["status"], before["reason"]) == ("needs_review", "retry_evaluation: I read it.")


async def test_assessment_and_its_history_are_deleted_with_their_candidate(assessed_once: Assessed) -> None:
    finished = assessed_once.converse()
    await assessed_once.grade()
    assessed_once.review(finished, "override_score", score=3).ok()
    assessed_once.database.execute("delete from auth.users where id = %s", finished.talk.person.user_id)
    query: LiteralString = (
        "select (select count(*) from reprise.evaluations where session_id = %s)"
        " + (select count(*) from reprise.evaluation_history where conversation_id = %s)"
        " + (select count(*) from reprise.conversation_criteria where session_id = %s)"
    )
    assert assessed_once.database.value(query, *[finished.session_id] * 3) == 0


async def test_abandoned_conversation_is_assessed_if_a_reviewer_asks(assessed: Assessed) -> None:
    finished = assessed.converse(outcome="cancelled")
    assert assessed.read(finished)["conversation"]["assessment"] is None
    assert (await assessed.grade()).claimed == 0
    assessed.review(finished, "override_score", score=3).refused(422, "invalid_request")
    assessed.review(finished, "retry_evaluation").ok()
    await assessed.grade()
    body = assessed.read(finished)
    assert (body["status"], body["conversation"]["assessment"]["score"]) == ("ready", 10)


async def test_regrade_assesses_by_the_corrected_criteria(assessed: Assessed) -> None:
    finished = assessed.converse()
    await assessed.grade()
    assessed.review(finished, "override_score", score=3).ok()
    nothing = assessed.api.call("review", finished.recruiter, _regrade(finished)).ok()
    assert (nothing["sessions"], nothing["answers"]) == (0, 0)
    assessed.write_criteria(finished.interview_id, [CRITERIA[0] | {"points": 40}])
    before = snapshot(assessed.database)
    foreseen = assessed.api.call("review", finished.recruiter, _regrade(finished) | {"dry_run": True}).ok()
    assert (foreseen["sessions"], foreseen["answers"]) == (1, 1)
    assert snapshot(assessed.database) == before, "a dry run changes nothing"
    done = assessed.api.call("review", finished.recruiter, _regrade(finished)).ok()
    assert (done["sessions"], done["answers"]) == (1, 1)
    await assessed.grade()
    body = assessed.read(finished)
    assert (body["result"]["total"], body["result"]["maximum"], body["result"]["percentage"]) == (20, 40, 50)
    assert [h["overridden_score"] for h in body["conversation"]["assessment"]["history"]] == [None, 3]


def test_criteria_of_the_organization_that_an_interview_moved_to_assess_no_conversation_of_ours(
    assessed: Assessed,
) -> None:
    finished = assessed.converse()
    theirs = make_organization(assessed.database, "Theirs")
    assessed.database.execute(
        "update reprise.interviews set organization_id = %s where id = %s", theirs, finished.interview_id
    )
    assessed.write_criteria(finished.interview_id, [CRITERIA[0] | {"description": "Only theirs.", "points": 40}])
    for dry_run in (True, False):
        body = assessed.api.call("review", finished.recruiter, _regrade(finished) | {"dry_run": dry_run}).ok()
        assert (body["sessions"], body["answers"]) == (0, 0)
    criteria = "select criteria from reprise.conversation_criteria where session_id = %s"
    assert assessed.database.value(criteria, finished.session_id) == CRITERIA


async def test_later_edit_of_criteria_changes_no_assessment(assessed_once: Assessed) -> None:
    finished = assessed_once.converse()
    assessed_once.write_criteria(finished.interview_id, [CRITERIA[0] | {"points": 40}])
    await assessed_once.grade()
    assert assessed_once.read(finished)["result"]["maximum"] == 20
    assert assessed_once.model_server.asked[0].data["criteria"] == CRITERIA


def test_assessment_is_reviewed_by_members_only_and_never_by_the_candidate(assessed: Assessed) -> None:
    finished = assessed.converse()
    people = assessed.due.people
    outsider = people.member(make_organization(assessed.database), "owner")
    for person in (outsider, people.candidate(), finished.talk.person):
        for action, arguments in (("override_score", {"criteria": BOTH}), ("retry_evaluation", {})):
            assessed.review(finished, action, person, **arguments).refused(404, "session_not_found")
    # A member who takes the interview of their own organization is a candidate like any other.
    assert finished.interview is not None
    member = people.member(finished.interview.organization_id, "owner")
    own = assessed.take(finished.interview, member)
    for action, arguments in (("override_score", {"criteria": BOTH}), ("retry_evaluation", {})):
        assessed.review(own, action, member, **arguments).refused(403, "not_allowed")
    assert set(assessed.read(own, member)["conversation"]["assessment"]) == {"status"}


def test_conversation_in_progress_is_not_assessed(assessed: Assessed) -> None:
    finished = assessed.converse(outcome=None)
    assert assessed.read(finished)["conversation"]["assessment"] is None
    assessed.review(finished, "retry_evaluation").refused(422, "invalid_request")
    finished.talk.say(SAID[0]).ok()
