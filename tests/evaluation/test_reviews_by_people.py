"""Guards that people decide, comment and rate, with a history, and what candidates learn of it."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from local.stack import Stack
from shared.models.result_views import CandidateResults, ResultsPage, ReviewerResults
from tests.evaluation.work import Taken, Work
from tests.support.apis import Api
from tests.support.data_api import DataApi, rows_in
from tests.support.database import Database
from tests.support.interviews import make_interview
from tests.support.limits import counted_bytes, leave_room
from tests.support.people import Person

REMARKS: dict[str, dict[str, Any]] = {
    "decide": {"decision": "reject"},
    "comment": {"text": "Ask about indexes."},
    "submit_scorecard": {"recommendation": "Hire", "ratings": [{"position": 0, "rating": 3}]},
    "request_second_review": {"note": "A close call."},
}
TABLES = {"decisions": "decided_by", "review_comments": "author", "scorecards": "reviewer"}


@pytest.fixture
def data_api(stack: Stack) -> Iterator[DataApi]:
    with DataApi(stack) as opened:
        yield opened


def rows(data_api: DataApi, person: Person, table: str) -> list[dict[str, Any]]:
    """The rows of a table that a person can read."""
    return rows_in(data_api.send(person, "GET", f"/{table}?select=*"))


def act(api: Api, person: Person, taken: Taken, action: str, **fields: Any) -> dict[str, Any]:
    """Review as a person; returns the session afterwards."""
    arguments = {"session_id": taken.session_id, "action": action, **(fields or REMARKS[action])}
    return api.call("review", person, arguments).ok()


def set_rules(database: Database, taken: Taken, **rules: bool) -> None:
    values = {"blind": False, "decision_visible_to_candidate": False} | rules
    database.execute(
        "insert into reprise.review_rules (interview_id, blind, decision_visible_to_candidate) values (%s, %s, %s)"
        " on conflict (interview_id) do update set blind = excluded.blind,"
        " decision_visible_to_candidate = excluded.decision_visible_to_candidate",
        taken.interview.interview_id,
        values["blind"],
        values["decision_visible_to_candidate"],
    )


def row_of(api: Api, person: Person, taken: Taken, **query: Any) -> dict[str, Any] | None:
    """The session's row in the candidates' table."""
    reply = api.call("sessions", person, {"interview_id": taken.interview.interview_id, **query})
    ResultsPage.model_validate(reply.ok())
    return next((row for row in reply.ok()["sessions"] if row["id"] == str(taken.session_id)), None)


def test_newest_decision_counts_everywhere_and_earlier_ones_remain(api: Api, work: Work) -> None:
    taken = work.take(["mcq"])
    colleague = work.people.member(taken.interview.organization_id, "reviewer")
    act(api, taken.recruiter, taken, "decide", decision="hold", reason="Wait for the others.")
    seen = act(api, colleague, taken, "decide", decision="advance")
    assert [one["decision"] for one in seen["decisions"]] == ["advance", "hold"]
    assert seen["decision"]["decided_by"]["user_id"] == str(colleague.user_id)
    assert seen["decisions"][1]["reason"] == "Wait for the others."
    row = row_of(api, taken.recruiter, taken, decision="advance")
    assert row is not None
    assert row["decision"] == seen["decision"]
    assert row_of(api, taken.recruiter, taken, decision="hold") is None
    assert row_of(api, taken.recruiter, taken, decision="none") is None
    made = [event for event in seen["events"] if event["event"] == "decision_made"]
    assert [(one["actor"], one["detail"]["decision"]) for one in made] == [
        (str(taken.recruiter.user_id), "hold"),
        (str(colleague.user_id), "advance"),
    ]
    assert made[0]["detail"]["reason"] == "Wait for the others."
    for change in ("update reprise.decisions set decision = 'hold'", "delete from reprise.decisions"):
        with pytest.raises(psycopg.errors.RestrictViolation):
            work.connection.execute(f"{change} where session_id = '{taken.session_id}'".encode())


@pytest.mark.parametrize("action", REMARKS)
def test_repeated_review_changes_nothing_and_another_adds_a_row_and_one_event(
    api: Api, work: Work, action: str
) -> None:
    taken = work.take(["mcq"])
    first = act(api, taken.recruiter, taken, action)
    count = len(work.database.events(taken.session_id))
    again = act(api, taken.recruiter, taken, action)
    ReviewerResults.model_validate(again)
    assert {**again, "server_time": 0} == {**first, "server_time": 0}
    assert len(work.database.events(taken.session_id)) == count
    others: dict[str, dict[str, Any]] = {
        "decide": {"decision": "advance"},
        "comment": {"text": "Another.", "position": 0},
        "submit_scorecard": {"recommendation": "Maybe"},
        "request_second_review": {"reviewer_id": str(work.people.member(taken.interview.organization_id).user_id)},
    }
    after = act(api, taken.recruiter, taken, action, **others[action])
    assert len(work.database.events(taken.session_id)) == count + 1
    if action == "submit_scorecard":
        assert [one["recommendation"] for one in after["scorecards"]] == ["Maybe"]
        assert [one["recommendation"] for one in after["scorecards"][0]["earlier"]] == ["Hire"]


@pytest.mark.parametrize("named", [True, False])
def test_second_review_is_done_by_a_later_scorecard_and_can_then_be_asked_for_again(
    api: Api, work: Work, named: bool
) -> None:
    taken = work.take(["mcq"])
    colleague = work.people.member(taken.interview.organization_id, "reviewer")
    request = {"reviewer_id": str(colleague.user_id)} if named else {"note": "Anybody."}

    def done(body: dict[str, Any]) -> list[bool]:
        return [one["done"] for one in body["second_reviews"]]

    act(api, colleague, taken, "submit_scorecard")
    for _ in range(2):
        assert done(act(api, taken.recruiter, taken, "request_second_review", **request)) == [False]
    # The colleague is of the same opinion: the same scorecard, written after the request.
    for _ in range(2):
        assert done(act(api, colleague, taken, "submit_scorecard")) == [True]
    for _ in range(2):
        assert done(act(api, taken.recruiter, taken, "request_second_review", **request)) == [True, False]
    seen = act(api, colleague, taken, "submit_scorecard", recommendation="Maybe")
    assert done(seen) == [True, True]
    assert len(seen["scorecards"][0]["earlier"]) == 2
    asked = [event for event in seen["events"] if event["event"] == "second_review_requested"]
    assert len(asked) == 2


@pytest.mark.parametrize("action", REMARKS)
def test_only_members_review_and_never_themselves(api: Api, work: Work, database: Database, action: str) -> None:
    taken = work.take(["mcq"])
    outsider = work.people.member(work.begin().interview.organization_id, "owner")
    arguments = {"session_id": taken.session_id, "action": action, **REMARKS[action]}
    for person in (taken.run.person, work.people.candidate(), outsider):
        api.call("review", person, arguments).refused(404, "session_not_found")
        api.call("review", person, arguments | {"session_id": uuid4()}).refused(404, "session_not_found")
    database.execute(
        "insert into reprise.organization_members (organization_id, user_id, role) values (%s, %s, 'owner')",
        taken.interview.organization_id,
        taken.run.person.user_id,
    )
    refused = api.call("review", taken.run.person, arguments).refused(403, "not_allowed")
    assert refused["reason"] == "own_session"


@pytest.mark.parametrize("action", ["decide", "submit_scorecard"])
def test_session_in_progress_is_not_decided_on(api: Api, work: Work, action: str) -> None:
    taken = work.begin(["open"])
    arguments = {"session_id": taken.session_id, "action": action, **REMARKS[action]}
    refused = api.call("review", taken.recruiter, arguments).refused(403, "not_allowed")
    assert refused["reason"] == "session_in_progress"


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("decide", {"decision": "hire"}),
        ("decide", {"decision": "hold", "reason": "x" * 2001}),
        ("comment", {"text": "x" * 4001}),
        ("comment", {"text": "fine", "position": 7}),
        ("submit_scorecard", {"recommendation": "Perhaps"}),
        ("submit_scorecard", {"recommendation": "Hire", "ratings": [{"position": 0, "rating": 5}]}),
        ("submit_scorecard", {"recommendation": "Hire", "ratings": [{"position": 9, "rating": 1}]}),
        ("submit_scorecard", {"recommendation": "Hire", "ratings": [{"criterion": "x" * 201, "rating": 1}]}),
        ("submit_scorecard", {"recommendation": "Hire", "ratings": [{"criterion": "a", "rating": 1}] * 101}),
        (
            "submit_scorecard",
            {"recommendation": "Hire", "ratings": [{"criterion": "a", "rating": 1, "note": "\u00e9" * 1000}] * 17},
        ),
        ("submit_scorecard", {"recommendation": "Hire", "note": "x" * 4001}),
        ("request_second_review", {"reviewer_id": str(UUID(int=7))}),
        ("request_second_review", {"note": "x" * 1001}),
    ],
)
def test_review_outside_its_bounds_is_refused(api: Api, work: Work, action: str, fields: dict[str, Any]) -> None:
    taken = work.take(["mcq"])
    arguments = {"session_id": taken.session_id, "action": action, **fields}
    api.call("review", taken.recruiter, arguments).refused(422, "invalid_request")
    assert row_of(api, taken.recruiter, taken) is not None


@pytest.mark.parametrize(
    ("action", "limit", "row"),
    [
        ("decide", 100, "decisions (session_id, decision, decided_by) select %s, 'hold', %s"),
        ("comment", 200, "review_comments (session_id, text, author) select %s, 'Seen.', %s"),
        ("submit_scorecard", 20, "scorecards (session_id, recommendation, reviewer) select %s, 'Maybe', %s"),
    ],
)
def test_one_member_cannot_write_without_end_about_a_session(
    api: Api, work: Work, action: str, limit: int, row: str
) -> None:
    taken = work.take(["mcq"])
    fill = f"insert into reprise.{row} from generate_series(1, {limit - 1})"
    work.connection.execute(fill.encode(), (taken.session_id, taken.recruiter.user_id))
    act(api, taken.recruiter, taken, action)
    other = {"decide": {"decision": "advance"}, "comment": {"text": "More."}}.get(action, {"recommendation": "Hire"})
    arguments = {"session_id": taken.session_id, "action": action, **other}
    refused = api.call("review", taken.recruiter, arguments).refused(409, "limit_reached")
    assert refused["limit"] == limit


def test_candidate_never_sees_comments_or_scorecards_and_the_decision_only_if_the_interview_says_so(
    api: Api, work: Work, database: Database, data_api: DataApi
) -> None:
    taken = work.take(["mcq"])
    for action in REMARKS:
        act(api, taken.recruiter, taken, action, **REMARKS[action], reason="A private reason.")
    own = api.call("results", taken.run.person, {"session_id": taken.session_id})
    CandidateResults.model_validate_json(own.text, strict=True)
    assert own.ok()["decision"] is None
    set_rules(database, taken, decision_visible_to_candidate=True)
    own = api.call("results", taken.run.person, {"session_id": taken.session_id})
    assert own.ok()["decision"]["decision"] == "reject"
    for secret in ("A private reason", "indexes", "close call", str(taken.recruiter.user_id), taken.recruiter.email):
        assert secret not in own.text
    for table in (*TABLES, "second_reviews", "review_rules", "session_events"):
        assert rows(data_api, taken.run.person, table) == []
    other = work.people.member(work.begin().interview.organization_id, "owner")
    for table in (*TABLES, "second_reviews", "session_events"):
        assert str(taken.session_id) not in str(rows(data_api, other, table))


def blind_views(api: Api, data_api: DataApi, person: Person, taken: Taken) -> str:
    """Everything that a person can read about the reviews of a session, at every endpoint and table."""
    texts = [
        api.call("results", person, {"session_id": taken.session_id}).text,
        api.call("events", person, {"session_id": taken.session_id}).text,
        *(str(row_of(api, person, taken, **query)) for query in ({}, {"decision": "none"}, {"decision": "reject"})),
        *(str(rows(data_api, person, table)) for table in (*TABLES, "second_reviews", "session_events")),
    ]
    return "\n".join(texts)


def test_blind_reviewers_see_nothing_of_each_other_before_their_own_scorecard_is_in(
    api: Api, work: Work, database: Database, data_api: DataApi
) -> None:
    taken = work.take(["mcq"])
    set_rules(database, taken, blind=True)
    first, second = taken.recruiter, work.people.member(taken.interview.organization_id, "owner")
    for action in ("submit_scorecard", "comment", "decide"):
        act(api, first, taken, action)
    unseen = blind_views(api, data_api, second, taken)
    for secret in ("indexes", "'reject'", '"reject"', '"Hire"', "'Hire'", "decision_made", "scorecard_submitted"):
        assert secret not in unseen, secret
    assert str(first.user_id) not in unseen
    # Without a note or a reason, the request of a colleague is there; one's own has its note.
    act(api, first, taken, "request_second_review", note="A close call.", reason="I am torn.")
    third = work.people.member(taken.interview.organization_id)
    asked = act(api, second, taken, "request_second_review", note="Mine.", reviewer_id=str(third.user_id))
    assert [one["note"] for one in asked["second_reviews"]] == ["", "Mine."]
    assert [one["note"] for one in rows(data_api, second, "second_reviews")] == ["Mine."]
    unseen = blind_views(api, data_api, second, taken)
    assert not [secret for secret in ("close call", "I am torn") if secret in unseen]
    assert "second_review_requested" in unseen
    results = api.call("results", second, {"session_id": taken.session_id}).ok()
    assert (results["reviews_hidden"], results["scorecards_hidden"]) == (True, 1)
    assert row_of(api, second, taken, decision="reject") is None
    # The second reviewer's own rows are theirs to see, and a repeat does not tell what a colleague did meanwhile.
    act(api, second, taken, "decide", decision="hold")
    act(api, first, taken, "decide", decision="advance")
    count = len(work.database.events(taken.session_id))
    assert act(api, second, taken, "decide", decision="hold")["decision"]["decision"] == "hold"
    assert len(work.database.events(taken.session_id)) == count
    assert row_of(api, second, taken, decision="hold") is not None
    after = act(api, second, taken, "submit_scorecard", recommendation="No Hire")
    assert {one["recommendation"] for one in after["scorecards"]} == {"Hire", "No Hire"}
    seen = blind_views(api, data_api, second, taken)
    assert not [secret for secret in ("indexes", "close call", "I am torn") if secret not in seen]
    assert len(rows(data_api, second, "decisions")) == 3
    assert after["decision"]["decision"] == "advance"


def test_decision_stays_without_its_author_when_their_account_is_deleted(api: Api, work: Work) -> None:
    taken = work.take(["mcq"])
    colleague = work.people.member(taken.interview.organization_id)
    for action in REMARKS:
        act(api, colleague, taken, action)
    work.database.execute("delete from auth.users where id = %s", colleague.user_id)
    seen = api.call("results", taken.recruiter, {"session_id": taken.session_id})
    ReviewerResults.model_validate_json(seen.text, strict=True)
    assert (seen.body["decision"]["decision"], seen.body["decision"]["decided_by"]) == ("reject", None)
    assert [one["author"] for one in seen.body["comments"]] == [None]
    assert [one["reviewer"] for one in seen.body["scorecards"]] == [None]


def test_rules_are_set_by_owners_and_recruiters_of_the_interview_only(
    work: Work, data_api: DataApi, database: Database
) -> None:
    taken = work.take(["mcq"])
    reviewer = work.people.member(taken.interview.organization_id, "reviewer")
    outsider = work.people.member(work.begin().interview.organization_id, "owner")
    row = {"interview_id": str(taken.interview.interview_id), "blind": True}
    for person in (reviewer, outsider, taken.run.person):
        assert data_api.send(person, "POST", "/review_rules", row).status_code == 403
    assert data_api.send(taken.recruiter, "POST", "/review_rules", row).status_code == 201
    assert [one["blind"] for one in rows(data_api, reviewer, "review_rules")] == [True]
    assert rows(data_api, outsider, "review_rules") == []
    written = database.row(
        "select action, entity from reprise.audit_events where entity_id = %s order by id desc limit 1",
        taken.interview.interview_id,
    )
    assert (written["action"], written["entity"]) == ("insert", "review_rules")


def test_blind_review_stays_blind_once_somebody_has_started_the_interview(
    work: Work, data_api: DataApi, database: Database
) -> None:
    unstarted = make_interview(database, ["mcq"])
    owner = work.people.member(unstarted.organization_id, "owner")
    for blind in (True, False, True):
        row = {"interview_id": str(unstarted.interview_id), "blind": blind}
        reply = data_api.send(owner, "POST", "/review_rules", row, {"prefer": "resolution=merge-duplicates"})
        assert reply.is_success, reply.text
    taken = work.begin(["mcq"])
    # Nobody ends it while somebody is starting.
    with work.connection.transaction(force_rollback=True):
        work.connection.execute(
            "insert into reprise.interview_sessions select (jsonb_populate_record(s, jsonb_build_object("
            " 'id', gen_random_uuid(), 'interview_id', %s::uuid))).* from reprise.interview_sessions s where s.id = %s",
            (unstarted.interview_id, taken.session_id),
        )
        with database.connection.transaction():
            database.execute("set local lock_timeout = '100ms'")
            end = "update reprise.review_rules set blind = false where interview_id = %s"
            with pytest.raises(psycopg.errors.LockNotAvailable), database.connection.transaction():
                database.connection.execute(end, (unstarted.interview_id,))
    table = f"/review_rules?interview_id=eq.{taken.interview.interview_id}"
    set_rules(database, taken, blind=True)
    refused = data_api.send(taken.recruiter, "PATCH", table, {"blind": False})
    assert (refused.status_code, refused.json()["message"]) == (409, "interview_has_sessions")
    assert json.loads(refused.json()["details"])["reason"] == "blind"
    assert data_api.send(taken.recruiter, "PATCH", table, {"decision_visible_to_candidate": True}).status_code == 204
    with pytest.raises(psycopg.DatabaseError, match="interview_has_sessions"):
        work.connection.execute(
            "delete from reprise.review_rules where interview_id = %s", (taken.interview.interview_id,)
        )
    assert [one["blind"] for one in rows_in(data_api.send(taken.recruiter, "GET", table))] == [True]


def test_what_a_member_writes_takes_up_their_own_storage_and_is_refused_without_room(
    api: Api, work: Work, database: Database
) -> None:
    taken = work.take(["mcq"])
    author, other = taken.recruiter, work.people.member(taken.interview.organization_id)
    before = [counted_bytes(database, person) for person in (author, other, taken.run.person)]
    ratings = [{"position": 0, "rating": 3, "note": "d\u00e9j\u00e0 vu"}]
    act(api, author, taken, "comment", text="Gr\u00fc\u00dfe")
    act(api, author, taken, "decide", decision="hold", reason="Not yet.")
    act(api, author, taken, "request_second_review", note="A close call.")
    act(api, author, taken, "submit_scorecard", recommendation="Hire", note="Fine.", ratings=ratings)
    written = len("Gr\u00fc\u00dfeNot yet.A close call.Fine.".encode()) + int(
        database.value(
            "select octet_length(ratings::text) from reprise.scorecards where session_id = %s", taken.session_id
        )
    )
    assert counted_bytes(database, author) == before[0] + written
    assert [counted_bytes(database, person) for person in (other, taken.run.person)] == before[1:]
    with pytest.raises(psycopg.errors.CheckViolation, match="scorecards_ratings_fit"):
        work.connection.execute(
            "insert into reprise.scorecards (session_id, recommendation, ratings)"
            " values (%s, 'Maybe', jsonb_build_array(repeat('x', 32768)))",
            (taken.session_id,),
        )
    for room, refusal in (({"today": 4}, (429, "rate_limited")), ({"in_all": 4}, (409, "limit_reached"))):
        leave_room(database, author, **room)
        for action, fields in (
            ("comment", {"text": "Wordy"}),
            ("decide", {"decision": "reject", "reason": "Wordy"}),
            ("submit_scorecard", {"recommendation": "Maybe", "note": "Wordy"}),
            ("request_second_review", {"reviewer_id": str(other.user_id), "note": "Wordy"}),
        ):
            arguments = {"session_id": taken.session_id, "action": action, **fields}
            assert api.call("review", author, arguments).refused(*refusal)["reason"] == "storage"
    full = counted_bytes(database, author)
    act(api, author, taken, "comment", text="Text")
    database.execute("delete from reprise.interview_sessions where id = %s", taken.session_id)
    assert counted_bytes(database, author) == full - written


def test_results_hold_the_newest_three_earlier_scorecards(api: Api, work: Work) -> None:
    taken = work.take(["mcq"])
    for number in range(6):
        seen = act(api, taken.recruiter, taken, "submit_scorecard", recommendation="Maybe", note=f"No. {number}")
    assert [one["note"] for one in seen["scorecards"]] == ["No. 5"]
    assert [one["note"] for one in seen["scorecards"][0]["earlier"]] == ["No. 4", "No. 3", "No. 2"]
