"""Guards actions on many sessions: a dry run names who is skipped and why, and the action then does exactly that."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.models.review_views import ReviewedResponse
from tests.evaluation.work import Work
from tests.support.apis import Api
from tests.support.interviews import finish_all, start
from tests.support.people import Person
from tests.support.table_fingerprints import snapshot


def many(api: Api, person: Person, session_ids: list[UUID], action: str, **fields: Any) -> dict[str, Any]:
    """Act on sessions; returns the response, and asserts its model."""
    arguments = {"session_ids": [str(one) for one in session_ids], "action": action, **fields}
    reply = api.call("review", person, arguments)
    reply.ok()
    ReviewedResponse.model_validate_json(reply.text, strict=True)
    return reply.body


def outcome(body: dict[str, Any]) -> tuple[set[str], dict[str, str]]:
    """Whom it concerned, and why others were skipped."""
    skipped = {one["session_id"]: one["reason"] for one in body["skipped"]}
    return {one["session_id"] for one in body["sessions"]}, skipped


def test_dry_run_names_who_is_skipped_and_why_and_the_action_does_exactly_that(api: Api, work: Work) -> None:
    taken = work.take(["mcq"])
    interview, recruiter = taken.interview.interview_id, taken.recruiter
    ended = finish_all(work.api, work.people.candidate(), interview)
    running = start(work.api, work.people.candidate(), interview)
    own = finish_all(work.api, recruiter, interview)
    decided = finish_all(work.api, work.people.candidate(), interview)
    foreign = work.take(["mcq"])
    decision = {"session_id": decided.session_id, "action": "decide", "decision": "reject"}
    api.call("review", recruiter, decision).ok()
    unknown = uuid4()
    ids = [taken.session_id, ended.session_id, running.session_id, own.session_id, decided.session_id]
    ids += [foreign.session_id, unknown]
    before = snapshot(work.database)
    dry = many(api, recruiter, ids, "decide", decision="reject", dry_run=True)
    after = snapshot(work.database)
    # A dry run counts as a use of the limit, and changes nothing else.
    assert {name for name in before if before[name] != after[name]} <= {"reprise_private.rate_limit_uses"}
    done = many(api, recruiter, ids, "decide", decision="reject", reason="Not this time.", dry_run=False)
    assert outcome(dry) == outcome(done)
    assert outcome(done) == (
        {str(taken.session_id), str(ended.session_id)},
        {
            str(running.session_id): "session_in_progress",
            str(own.session_id): "own_session",
            str(decided.session_id): "unchanged",
            str(foreign.session_id): "not_found",
            str(unknown): "not_found",
        },
    )
    again = many(api, recruiter, ids, "decide", decision="reject")
    assert outcome(again)[0] == set()
    event = work.last_event(ended.session_id)
    assert (event["event"], event["detail"]["reason"]) == ("decision_made", "Not this time.")


def test_extra_time_for_many_reaches_only_sessions_in_progress(api: Api, work: Work) -> None:
    taken = work.begin(["open", "open"])
    ended = finish_all(work.api, work.people.candidate(), taken.interview.interview_id)
    ids = [taken.session_id, ended.session_id]
    done = many(api, taken.recruiter, ids, "extend_time", extra_time_percent=50, reason="A fire alarm.")
    assert outcome(done) == ({str(taken.session_id)}, {str(ended.session_id): "session_closed"})
    assert work.database.session(taken.session_id)["extra_time_percent"] == 50
    less = many(api, taken.recruiter, ids[:1], "extend_time", extra_time_percent=25, reason="A fire alarm.")
    assert outcome(less)[1] == {str(taken.session_id): "has_more_time"}


def test_reviewers_candidates_and_strangers_reach_nobody(api: Api, work: Work) -> None:
    taken = work.take(["mcq"])
    reviewer = work.people.member(taken.interview.organization_id, "reviewer")
    stranger = work.people.member(work.begin().interview.organization_id, "owner")
    for person in (reviewer, stranger, taken.run.person):
        done = many(api, person, [taken.session_id], "decide", decision="advance")
        assert outcome(done) == (set(), {str(taken.session_id): "not_found"})
        assert done["skipped"][0]["candidate"] is None
    assert work.database.rows("select * from reprise.decisions where session_id = %s", taken.session_id) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"action": "decide", "decision": "maybe"},
        {"action": "decide", "decision": "hold", "session_ids": []},
        {"action": "decide", "decision": "hold", "session_ids": [str(uuid4())] * 201},
        {"action": "extend_time", "extra_time_percent": 401, "reason": "A test."},
        {"action": "extend_time", "extra_time_percent": 10},
        {"action": "reopen", "reason": "A test."},
    ],
)
def test_action_outside_its_bounds_is_refused(api: Api, work: Work, fields: dict[str, Any]) -> None:
    taken = work.begin()
    arguments = {"session_ids": [str(taken.session_id)], **fields}
    api.call("review", taken.recruiter, arguments).refused(422, "invalid_request")
