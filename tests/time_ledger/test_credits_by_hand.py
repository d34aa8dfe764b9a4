"""Members give and revoke time for one session, an interview or everybody live, and every row of the ledger stays."""

from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString
from uuid import uuid4

import psycopg
import pytest

from local.stack import Stack
from tests.support.apis import Api, Reply
from tests.support.data_api import DataApi
from tests.support.database import Database
from tests.support.interviews import Interview, Run, invite, make_interview, start
from tests.support.limits import leave_uses
from tests.support.people import People, Person
from tests.time_ledger.outage_reports import ledger, report

LIMIT = 600


@pytest.fixture
def interview(database: Database) -> Interview:
    return make_interview(database, ["open", "open"], time_limit_seconds=LIMIT, grace_seconds=2)


@pytest.fixture
def recruiter(people: People, interview: Interview) -> Person:
    return people.member(interview.organization_id)


def act(api: Api, person: Person, action: str, **fields: Any) -> Reply:
    """Perform a review action."""
    return api.call("review", person, {"action": action, "reason": "The fire alarm rang"} | fields)


def deadline(database: Database, run: Run, position: int = 0) -> datetime:
    """A question's deadline."""
    found: datetime = database.questions(run.session_id)[position]["deadline_at"]
    return found


def test_credit_moves_the_deadline_of_the_open_question_by_exactly_its_seconds(
    api: Api, database: Database, people: People, interview: Interview, recruiter: Person
) -> None:
    run = start(api, people.candidate(), interview.interview_id)
    before = deadline(database, run)
    results = act(api, recruiter, "credit_time", session_id=run.session_id, seconds=90).ok()
    assert deadline(database, run) - before == timedelta(seconds=90)
    [row] = results["time_credits"]
    assert (row["kind"], row["position"], row["seconds"], row["actor"]) == ("extra_time", 0, 90, str(recruiter.user_id))
    [shown] = run.heartbeat().ok()["time_credits"]
    assert shown == {"kind": "extra_time", "seconds": 90, "reason": "The fire alarm rang", "at": row["at"]}
    assert "credit_time" in database.events(run.session_id)


def test_credit_for_a_question_to_come_counts_when_it_is_served(
    api: Api, database: Database, people: People, interview: Interview, recruiter: Person
) -> None:
    run = start(api, people.candidate(), interview.interview_id)
    act(api, recruiter, "credit_time", session_id=run.session_id, seconds=30, position=1).ok()
    view = run.submit().ok()
    assert view["question"]["remaining_seconds"] == pytest.approx(LIMIT + 30, abs=5)
    assert [one["seconds"] for one in view["question"]["time_credits"]] == [30]


def test_credit_opens_a_question_again_that_expired_with_the_seconds_from_now(
    api: Api, database: Database, people: People, interview: Interview, recruiter: Person
) -> None:
    run = start(api, people.candidate(), interview.interview_id)
    run.heartbeat("typed").ok()
    database.let_time_pass(run.session_id, 1000)
    act(api, recruiter, "credit_time", session_id=run.session_id, seconds=120, position=0).ok()
    view = run.resume().ok()
    assert (view["question"]["position"], view["question"]["draft"]) == (0, "typed")
    assert view["question"]["remaining_seconds"] == pytest.approx(120, abs=5)


@pytest.mark.parametrize("fields", [{"seconds": 0}, {"seconds": 86_401}, {"seconds": 5, "position": 7}, {}], ids=repr)
def test_credit_out_of_bounds_is_refused(
    api: Api, people: People, interview: Interview, recruiter: Person, fields: dict[str, Any]
) -> None:
    run = start(api, people.candidate(), interview.interview_id)
    act(api, recruiter, "credit_time", session_id=run.session_id, **fields).refused(422, "invalid_request")


def test_revoked_credit_takes_back_only_what_is_unused_and_stays_in_the_ledger(
    api: Api, database: Database, people: People, interview: Interview, recruiter: Person
) -> None:
    run = start(api, people.candidate(), interview.interview_id)
    whole = deadline(database, run)
    act(api, recruiter, "credit_time", session_id=run.session_id, seconds=100).ok()
    [row] = ledger(database, run.session_id)
    # 630 seconds after it was served, 30 of the 100 seconds are used.
    database.let_time_pass(run.session_id, LIMIT + 30)
    revoked = act(api, recruiter, "revoke_credit", session_id=run.session_id, credit_id=str(row["id"])).ok()
    [shown] = revoked["time_credits"]
    assert shown["revoked_by"] == str(recruiter.user_id)
    assert shown["revoked_seconds"] == pytest.approx(70, abs=2)
    left = (deadline(database, run) - (whole - timedelta(seconds=LIMIT + 30))).total_seconds()
    assert left == pytest.approx(30, abs=2)
    again = act(api, recruiter, "revoke_credit", session_id=run.session_id, credit_id=str(row["id"]))
    again.refused(422, "invalid_request")
    other = act(api, recruiter, "revoke_credit", session_id=run.session_id, credit_id=str(uuid4()))
    other.refused(422, "invalid_request")
    assert [one["seconds"] for one in ledger(database, run.session_id)] == [100]


def test_revoked_percentage_stays_with_the_open_question_and_ends_with_the_next(
    api: Api, database: Database, people: People, interview: Interview, recruiter: Person
) -> None:
    run = start(api, people.candidate(), interview.interview_id)
    act(api, recruiter, "extend_time", session_id=run.session_id, extra_time_percent=50).ok()
    extended = deadline(database, run)
    [row] = ledger(database, run.session_id)
    assert (row["percent"], row["position"], row["actor"]) == (50, None, recruiter.user_id)
    act(api, recruiter, "revoke_credit", session_id=run.session_id, credit_id=str(row["id"])).ok()
    assert deadline(database, run) == extended
    view = run.submit().ok()
    assert view["session"]["extra_time_percent"] == 0
    assert view["question"]["remaining_seconds"] == pytest.approx(LIMIT, abs=5)


def test_credit_for_many_concerns_who_was_live_then_in_own_organizations_and_dry_run_changes_nothing(
    api: Api, database: Database, people: People, interview: Interview, recruiter: Person
) -> None:
    foreign = make_interview(database, ["open"], time_limit_seconds=LIMIT)
    open_, expired, later, done, elsewhere = (
        start(api, people.candidate(), one.interview_id)
        for one in (interview, interview, interview, interview, foreign)
    )
    open_.heartbeat("typed").ok()
    done.submit().ok()
    done.submit().ok()
    database.let_time_pass(open_.session_id, 400)
    database.let_time_pass(expired.session_id, 700)
    moment = (datetime.now(UTC) - timedelta(seconds=300)).isoformat()
    fields = {"interview_id": interview.interview_id, "live_at": moment, "seconds": 60}
    sessions = (open_, expired, later, done, elsewhere)
    before = [database.questions(run.session_id) for run in sessions]
    dry = act(api, recruiter, "credit_time", dry_run=True, **fields).ok()
    assert dry["dry_run"]
    assert {one["session_id"] for one in dry["sessions"]} >= {str(open_.session_id)}
    assert [database.questions(run.session_id) for run in sessions] == before
    assert [ledger(database, run.session_id) for run in sessions] == [[]] * 5
    given = act(api, recruiter, "credit_time", **fields).ok()
    assert {one["session_id"]: one["reopened"] for one in given["sessions"]} == {
        str(open_.session_id): False,
        str(expired.session_id): True,
    }
    assert (given["done"], given["next_cursor"]) == (True, None)
    assert [len(ledger(database, run.session_id)) for run in sessions] == [1, 2, 0, 0, 0]
    assert expired.resume().ok()["question"]["remaining_seconds"] == pytest.approx(60, abs=5)


def test_only_owners_and_recruiters_of_the_organization_credit_many_and_nobody_their_own_session(
    api: Api, database: Database, people: People, interview: Interview, recruiter: Person
) -> None:
    own = start(api, recruiter, interview.interview_id)
    outsider = people.member(make_interview(database, ["open"]).organization_id)
    reviewer = people.member(interview.organization_id, "reviewer")
    many = {"interview_id": interview.interview_id, "seconds": 60}
    for person in (outsider, reviewer, people.candidate()):
        act(api, person, "credit_time", **many).refused(404, "interview_not_found")
    given = act(api, recruiter, "credit_time", **many).ok()
    assert (given["sessions"], given["skipped"]["own_sessions"]) == ([], 1)
    act(api, recruiter, "credit_time", session_id=own.session_id, seconds=5).refused(403, "not_allowed")
    assert ledger(database, own.session_id) == []


def test_revoking_an_outage_takes_the_unused_time_of_everybody_in_own_organizations_once(
    api: Api, database: Database, people: People, interview: Interview, recruiter: Person
) -> None:
    running, used_up, answered, own = (start(api, people.candidate(), interview.interview_id) for _ in range(4))
    database.execute(
        "update reprise.interview_sessions set user_id = %s where id = %s", recruiter.user_id, own.session_id
    )
    elsewhere = start(api, people.candidate(), make_interview(database, ["open"]).interview_id)
    runs = [running, used_up, answered, own, elsewhere]
    for run in runs:
        database.let_time_pass(run.session_id, 50)
    report(database, 40)
    answered.submit().ok()
    database.let_time_pass(used_up.session_id, LIMIT - 30)
    [outage] = {row["outage_id"] for run in runs for row in ledger(database, run.session_id)}
    before = deadline(database, running)

    for stranger in (people.candidate(), people.member(interview.organization_id, "reviewer")):
        nothing = act(api, stranger, "revoke_credit", outage_id=outage).ok()
        assert (nothing["sessions"], nothing["done"]) == ([], True)
    dry = act(api, recruiter, "revoke_credit", outage_id=outage, dry_run=True).ok()
    mine = {str(run.session_id) for run in (running, used_up, answered)}
    assert {one["session_id"]: one["revoked_seconds"] for one in dry["sessions"]} == dict.fromkeys(mine)
    assert (dry["dry_run"], dry["skipped"]["own_sessions"]) == (True, 1)
    assert all(row["revoked_at"] is None for run in runs for row in ledger(database, run.session_id))

    done = act(api, recruiter, "revoke_credit", outage_id=outage).ok()
    assert {one["session_id"]: one["revoked_seconds"] for one in done["sessions"]} == {
        str(running.session_id): 40,
        str(used_up.session_id): pytest.approx(20, abs=5),
        str(answered.session_id): 0,
    }
    assert (done["done"], done["next_cursor"]) == (True, None)
    assert before - deadline(database, running) == timedelta(seconds=40)
    revoked = [[row["revoked_by"] for row in ledger(database, run.session_id)] for run in runs]
    assert revoked == [[recruiter.user_id]] * 3 + [[None]] * 2
    assert "revoke_credit" in database.events(running.session_id)
    assert act(api, recruiter, "revoke_credit", outage_id=outage).ok()["sessions"] == []
    leave_uses(database, recruiter, "review", 0)
    act(api, recruiter, "revoke_credit", outage_id=outage).refused(429, "rate_limited")


def test_revoking_an_outage_continues_behind_its_cursor(
    api: Api, database: Database, people: People, interview: Interview, recruiter: Person
) -> None:
    sessions = sorted(str(start(api, people.candidate(), interview.interview_id).session_id) for _ in range(3))
    for session_id in sessions:
        database.let_time_pass(session_id, 50)
    report(database, 40)
    # An outage may concern two questions of a session.
    database.execute(
        "insert into reprise.time_credits (session_id, position, kind, seconds, reason, outage_id)"
        " select session_id, 1, kind, seconds, reason, outage_id from reprise.time_credits where session_id = %s",
        sessions[1],
    )
    [outage] = {row["outage_id"] for row in ledger(database, sessions[0])}
    credits_ = [(sessions[0], 0), (sessions[1], 0), (sessions[1], 1), (sessions[2], 0)]

    def listed(cursor: str | None) -> list[tuple[str, int]]:
        done = act(api, recruiter, "revoke_credit", outage_id=outage, dry_run=True, cursor=cursor).ok()
        return [(one["session_id"], one["position"]) for one in done["sessions"]]

    assert listed(None) == credits_
    for number, (session_id, position) in enumerate(credits_):
        assert listed(f"{session_id}.{position}") == credits_[number + 1 :]


def accommodate(stack: Stack, api: Api, by: Person, interview: Interview, person: Person, percent: int) -> int:
    """Give an accommodation through the Data API; returns the status."""
    row = {
        "organization_id": interview.organization_id,
        "user_id": person.user_id,
        "extra_time_percent": percent,
        "reason": "A diagnosis",
    }
    with DataApi(stack) as data_api:
        return data_api.send(by, "POST", "/accommodations", row).status_code


@pytest.mark.parametrize(("invited", "accommodated", "kind"), [(25, 50, "accommodation"), (50, 25, "extra_time")])
def test_larger_of_invitation_and_accommodation_counts_in_every_interview_of_the_organization(
    stack: Stack,
    api: Api,
    database: Database,
    people: People,
    interview: Interview,
    recruiter: Person,
    invited: int,
    accommodated: int,
    kind: str,
) -> None:
    person = people.candidate()
    invite(database, interview, person, extra_time_percent=invited)
    assert accommodate(stack, api, recruiter, interview, person, accommodated) == 201
    run = start(api, person, interview.interview_id)
    assert run.view["session"]["extra_time_percent"] == 50
    [shown] = run.view["question"]["time_credits"]
    assert (shown["kind"], shown["seconds"]) == (kind, LIMIT / 2)
    assert run.view["question"]["remaining_seconds"] == pytest.approx(LIMIT * 1.5, abs=5)
    # Why somebody has it is not in the session.
    assert "diagnosis" not in str(act(api, recruiter, "extend_time", session_id=run.session_id, extra_time_percent=60))


def test_nobody_gives_themselves_or_a_stranger_an_accommodation(
    stack: Stack, api: Api, database: Database, people: People, interview: Interview
) -> None:
    person, outsider = people.candidate(), people.member(make_interview(database, ["open"]).organization_id)
    reviewer = people.member(interview.organization_id, "reviewer")
    for by in (person, outsider, reviewer):
        assert accommodate(stack, api, by, interview, person, 50) == 403
    for role in ("owner", "recruiter"):
        member = people.member(interview.organization_id, role)
        assert accommodate(stack, api, member, interview, member, 50) == 403
    assert start(api, person, interview.interview_id).view["session"]["extra_time_percent"] == 0


def test_only_others_who_recruit_for_the_organization_change_an_accommodation_and_an_ended_one_gives_nothing(
    stack: Stack, api: Api, database: Database, people: People, interview: Interview, recruiter: Person
) -> None:
    outsider = people.member(make_interview(database, ["open"]).organization_id)
    person, reviewer = people.candidate(), people.member(interview.organization_id, "reviewer")
    colleague = people.member(interview.organization_id)
    for one in (person, colleague):
        assert accommodate(stack, api, recruiter, interview, one, 50) == 201

    def change(by: Person, whose: Person, **values: Any) -> int:
        with DataApi(stack) as data_api:
            path = f"/accommodations?user_id=eq.{whose.user_id}"
            reply = data_api.send(by, "PATCH", path, values, {"prefer": "return=representation"})
        return len(reply.json())

    for by, whose in ((person, person), (outsider, person), (reviewer, person), (colleague, colleague)):
        assert change(by, whose, extra_time_percent=400) == 0
    stored = database.rows(
        "select distinct extra_time_percent as percent from reprise.accommodations where organization_id = %s",
        interview.organization_id,
    )
    assert stored == [{"percent": 50}]
    assert change(recruiter, person, ended_at=datetime.now(UTC).isoformat()) == 1
    assert start(api, person, interview.interview_id).view["session"]["extra_time_percent"] == 0


def test_session_that_a_reviewer_reopens_has_a_fresh_clock_without_what_an_outage_took_before(
    api: Api, database: Database, people: People, interview: Interview, recruiter: Person
) -> None:
    run = start(api, people.candidate(), interview.interview_id)
    database.let_time_pass(run.session_id, 200)
    report(database, 100)
    assert run.finish("cancelled").ok()["session"]["status"] == "cancelled"
    act(api, recruiter, "reopen", session_id=run.session_id).ok()
    assert run.active().ok()["active_session"]["time_remaining_seconds"] == LIMIT
    view = run.resume().ok()
    assert view["question"]["remaining_seconds"] == pytest.approx(LIMIT, abs=5)
    assert view["question"]["time_credits"] == []
    # Nor with the time for which a credit found the question closed; the seconds that were given stay.
    other = start(api, people.candidate(), interview.interview_id)
    database.let_time_pass(other.session_id, LIMIT + 400)
    act(api, recruiter, "credit_time", session_id=other.session_id, seconds=120, position=0).ok()
    other.resume().ok()
    other.finish("cancelled").ok()
    act(api, recruiter, "reopen", session_id=other.session_id).ok()
    assert other.resume().ok()["question"]["remaining_seconds"] == pytest.approx(LIMIT + 120, abs=5)


@pytest.mark.parametrize(
    "change",
    [
        "seconds = 5000",
        "kind = 'accommodation'",
        "reason = 'Nothing happened'",
        "closed_seconds = 1",
    ],
)
def test_no_role_rewrites_a_row_of_the_ledger(
    api: Api, database: Database, people: People, interview: Interview, recruiter: Person, change: LiteralString
) -> None:
    run = start(api, people.candidate(), interview.interview_id)
    act(api, recruiter, "credit_time", session_id=run.session_id, seconds=90).ok()
    before = ledger(database, run.session_id)
    with pytest.raises(psycopg.errors.RestrictViolation):
        database.execute(f"update reprise.time_credits set {change}")
    assert ledger(database, run.session_id) == before
