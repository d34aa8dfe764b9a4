"""Guards the candidates' table: who is in it, how it is searched, sorted and paged, and that it stays fast."""

import json
from collections.abc import Iterator
from statistics import quantiles
from time import perf_counter
from typing import Any
from uuid import uuid4

import pytest

from local.stack import Stack
from shared.models.result_views import ResultsPage
from tests.evaluation.work import Work, graded
from tests.support.apis import Api
from tests.support.data_api import DataApi
from tests.support.database import Database
from tests.support.figures import RecordFigures
from tests.support.interviews import Interview, invite, make_interview, start
from tests.support.people import People, Person

SORTS = ("started_at", "-started_at", "name", "score", "-score")
Rows = list[dict[str, Any]]


def fill(work: Work, interview: Interview, started: int, invited: int) -> None:
    """People who completed the interview with four answers each, of which some wait for a person, and invited ones."""
    values = {
        "interview": interview.interview_id,
        "organization": interview.organization_id,
        "started": started,
        "invited": invited,
        "mark": uuid4().hex,
    }
    for statement in (
        """
        insert into auth.users (id, email, aud, role, raw_user_meta_data)
        select gen_random_uuid(), 'p' || n || '-' || %(mark)s || '@example.com', 'authenticated', 'authenticated',
          jsonb_build_object('full_name', 'Person Number ' || n)
        from generate_series(1, %(started)s) n
        """,
        """
        with taken as (
          insert into reprise.interview_sessions (
            user_id, interview_id, organization_id, mode, title, status, position, question_count, time_limits,
            grace_seconds, start_over_allowed, started_at, resume_until, completed_at, closed_at, closed_reason
          )
          select u.id, %(interview)s, %(organization)s, 'timed', 'Test interview', 'completed', 4, 4,
            array_fill(60, array[4]), 2, false, now() - row_number() over () * interval '1 minute', now(), now(), now(),
            'answered'
          from auth.users u where u.email like '%%-' || %(mark)s || '@example.com'
          returning id
        )
        insert into reprise.session_questions (session_id, position, kind, prompt, points, served_at, closed_at)
        select t.id, n, 'open', 'Why?', 10, now(), now() from taken t, generate_series(0, 3) n
        """,
        """
        insert into reprise.answers (session_id, position, answer, source, sha256, received_at)
        select s.id, q.position, 'good', 'submitted', reprise_private.sha256_hex('good'), now()
        from reprise.interview_sessions s join reprise.session_questions q on q.session_id = s.id
        where s.interview_id = %(interview)s and s.title = 'Test interview' and s.question_count = 4
          and not exists (select from reprise.answers a where a.session_id = s.id)
        """,
        """
        update reprise.evaluations e
        set grader = 'model',
          status = case when position = 3 and hashtext(session_id::text) %% 10 = 0 then 'needs_review' else 'done' end,
          score = case when position = 3 and hashtext(session_id::text) %% 10 = 0 then null
            else abs(hashtext(session_id::text || position)) %% 11 end, turn = null
        where e.session_id in (select s.id from reprise.interview_sessions s where s.interview_id = %(interview)s)
          and e.status = 'queued'
        """,
        """
        insert into reprise.session_results (session_id, maximum, max_attempts, status, total, percentage, grader)
        select s.id, 40, 5, 'ready', t.total, t.percentage, 'plain'
        from reprise.interview_sessions s cross join lateral reprise_private.score_session(s.id) t
        where s.interview_id = %(interview)s
        on conflict do nothing
        """,
        """
        insert into reprise.invitations (organization_id, interview_id, email, expires_at)
        select %(organization)s, %(interview)s, 'invited' || n || '-' || %(mark)s || '@example.com',
          now() + interval '1 day'
        from generate_series(1, %(invited)s) n
        """,
        "analyze reprise.interview_sessions",
        "analyze reprise.evaluations",
    ):
        work.connection.execute(statement.encode(), values)


def pages(api: Api, person: Person, interview: Interview, **query: Any) -> Iterator[Rows]:
    """Every page of the candidates' table."""
    cursor: str | None = None
    while True:
        arguments = {"interview_id": interview.interview_id, **query}
        reply = api.call("sessions", person, arguments if cursor is None else {**arguments, "cursor": cursor})
        body = reply.ok()
        ResultsPage.model_validate_json(reply.text, strict=True)
        yield body["sessions"]
        cursor = body["next_cursor"]
        if cursor is None:
            return


def everybody(api: Api, person: Person, interview: Interview, **query: Any) -> Rows:
    """All rows."""
    return [row for page in pages(api, person, interview, **query) for row in page]


def test_everybody_who_was_invited_or_started_is_listed_once_with_their_state(
    api: Api, work: Work, database: Database, people: People
) -> None:
    interview = make_interview(database, ["mcq"], time_limit_seconds=600)
    recruiter, ready, running, entitled = people.member(interview.organization_id), *(people.candidate() for _ in "123")
    for person in (ready, running, entitled):
        invite(database, interview, person)
    start(work.api, ready, interview.interview_id).submit().ok()
    start(work.api, running, interview.interview_id)
    start(work.api, recruiter, interview.interview_id)
    for email, since, changed in (
        ("a@example.com", "1 hour", {}),
        ("b@example.com", "2 hours", {"opened_at": "now()"}),
        ("c@example.com", "3 hours", {"expires_at": "now() - interval '1 minute'"}),
        ("d@example.com", "4 hours", {"revoked_at": "now()"}),
        (ready.email, "5 hours", {"user_id": f"'{ready.user_id}'", "accepted_at": "now()"}),
    ):
        columns = {"expires_at": "now() + interval '1 day'"} | changed
        work.connection.execute(
            f"insert into reprise.invitations (organization_id, interview_id, email, created_at, {', '.join(columns)})"
            f" values (%s, %s, %s, now() - interval '{since}', {', '.join(columns.values())})".encode(),
            (interview.organization_id, interview.interview_id, email),
        )
    rows = everybody(api, recruiter, interview, limit=2)
    assert {row["candidate"]["email"]: row["state"] for row in rows} == {
        ready.email: "completed",
        running.email: "in_progress",
        None: "invited",
        "a@example.com": "invited",
        "b@example.com": "opened",
        "c@example.com": "expired",
    }
    assert len(rows) == 6
    assert [row["candidate"]["email"] for row in rows if row["id"] and row["live"]] == [running.email]
    for state, emails in (
        ("completed", {ready.email}),
        ("in_progress", {running.email}),
        ("started", {running.email}),
        ("invited", {None, "a@example.com"}),
        ("opened", {"b@example.com"}),
        ("expired", {"c@example.com"}),
        ("abandoned", set()),
    ):
        assert {row["candidate"]["email"] for row in everybody(api, recruiter, interview, state=state)} == emails, state
    members = {frozenset(row.keys() - {"invitation_id"}) for row in rows}
    assert len(members) == 1, "whoever reads the table finds the same members in every row"
    known = {"candidate", "state", "invited_at", "invitation_id", "flags", "live"}
    for row in rows:
        if row["id"] is None:
            assert (row["flags"], row["live"]) == ([], False)
            assert {row[name] for name in row.keys() - known} == {None}
    # A filter of sessions leaves out who has none, as before.
    assert len(everybody(api, recruiter, interview, status="completed")) == 1


def test_pages_of_every_order_contain_everybody_once_and_in_order(api: Api, work: Work, database: Database) -> None:
    interview = make_interview(database, ["mcq"])
    recruiter = work.people.member(interview.organization_id)
    fill(work, interview, 23, 4)
    for sort in SORTS:
        rows = everybody(api, recruiter, interview, sort=sort, limit=10)
        assert len({row["candidate"]["email"] for row in rows}) == len(rows) == 27, sort
        if sort == "name":
            names = [row["candidate"]["name"].lower() for row in rows]
            assert names == sorted(names)
        elif "score" in sort:
            scores = [row.get("score") for row in rows]
            given = [score for score in scores if score is not None]
            assert given == sorted(given, reverse=sort == "-score")
            assert scores[len(given) :] == [None] * 4
        else:
            times = [row.get("started_at") or row["invited_at"] for row in rows]
            assert times == sorted(times, reverse=sort == "-started_at")
    waiting = everybody(api, recruiter, interview, flag="needs_person", sort="-score", limit=1)
    assert {row["id"] for row in waiting} == {
        row["id"] for row in everybody(api, recruiter, interview) if "needs_review" in row.get("flags", [])
    }
    assert all(row["waiting_points"] == 10 for row in waiting)


def test_search_finds_parts_of_names_and_addresses_and_takes_no_pattern(
    api: Api, work: Work, database: Database
) -> None:
    interview = make_interview(database, ["mcq"])
    recruiter = work.people.member(interview.organization_id)
    fill(work, interview, 12, 3)
    for query, found in (
        ("number 1", 4),
        ("PERSON NUMBER 12", 1),
        ("invited2-", 1),
        ("example.com", 15),
        ("p_rson", 0),
        ("%", 0),
        (".*", 0),
    ):
        assert len(everybody(api, recruiter, interview, q=query)) == found, query


def test_right_that_is_given_by_id_tells_nothing_about_a_person_whom_the_organization_does_not_know(
    stack: Stack, api: Api, work: Work, database: Database, people: People
) -> None:
    interview = make_interview(database, ["mcq"])
    owner = people.member(interview.organization_id, "owner")
    stranger, guest, former = (people.candidate() for _ in "123")
    with DataApi(stack) as data_api:
        for person in (stranger, guest, former):
            row = {"interview_id": str(interview.interview_id), "user_id": str(person.user_id)}
            assert data_api.send(owner, "POST", "/interview_invitations", row).status_code == 201
    other = make_interview(database, ["mcq"], organization_id=interview.organization_id)
    start(work.api, former, other.interview_id)
    work.connection.execute(
        "insert into reprise.invitations (organization_id, role, email, user_id, accepted_at, expires_at)"
        " values (%s, 'reviewer', %s, %s, now(), now() + interval '1 day')",
        (interview.organization_id, guest.email, guest.user_id),
    )
    known = {str(guest.user_id): guest.email, str(former.user_id): former.email}
    for query in ({}, {"sort": "name"}):
        rows = everybody(api, owner, interview, **query)
        assert {row["candidate"]["user_id"]: row["candidate"]["email"] for row in rows} == {
            **known,
            str(stranger.user_id): None,
        }
        assert stranger.email not in json.dumps(rows)
    for person, found in ((stranger, 0), (guest, 1), (former, 1)):
        assert len(everybody(api, owner, interview, q=person.email)) == found
    with DataApi(stack) as data_api:
        row = {"interview_id": str(interview.interview_id)}
        file = data_api.send(owner, "POST", "/rpc/export_candidates", row).text
    assert (guest.email in file, stranger.email in file) == (True, False)


@pytest.mark.parametrize(
    "query",
    [
        {"q": "x" * 201},
        {"sort": "email"},
        {"flag": "Not A Flag"},
        {"decision": "maybe"},
        {"state": "gone"},
        {"cursor": "1.5"},
        {"cursor": f"1_ff_{uuid4()}"},
        {"cursor": f"1_00_{uuid4()}"},
    ],
)
def test_unknown_filter_order_or_cursor_is_refused(
    api: Api, work: Work, database: Database, query: dict[str, str]
) -> None:
    interview = make_interview(database, ["mcq"])
    recruiter = work.people.member(interview.organization_id)
    arguments = {"interview_id": interview.interview_id, **query}
    api.call("sessions", recruiter, arguments).refused(422, "invalid_request")


def test_part_score_says_how_many_points_wait(api: Api, work: Work) -> None:
    taken = work.take(["open", "open"])
    work.grade(graded(7.5), graded(None, status="needs_review"))
    row = next(row for row in everybody(api, taken.recruiter, taken.interview) if row["id"] == str(taken.session_id))
    assert (row["score"], row["maximum"], row["waiting_points"], row["all_graded"]) == (7.5, 20, 10, False)
    seen = api.call("results", taken.recruiter, {"session_id": taken.session_id}).ok()
    assert seen["result"]["waiting_points"] == 10


@pytest.mark.prove
@pytest.mark.parametrize(("candidates", "limit"), [(500, 0.2), (5000, 1.0)])
def test_table_stays_fast(
    functions_api: Api, work: Work, database: Database, record_figures: RecordFigures, candidates: int, limit: float
) -> None:
    interview = make_interview(database, ["mcq"])
    recruiter = work.people.member(interview.organization_id)
    fill(work, interview, candidates, candidates // 10)
    for name, query in (
        ("first page", {}),
        ("search", {"q": "number 77"}),
        ("sort by score", {"sort": "-score"}),
        ("sort by name", {"sort": "name"}),
        ("needs a person", {"flag": "needs_person"}),
        ("undecided", {"decision": "none", "sort": "-score"}),
    ):
        times = []
        for _ in range(20):
            began = perf_counter()
            functions_api.call("sessions", recruiter, {"interview_id": interview.interview_id, **query}).ok()
            times.append(perf_counter() - began)
        p95 = quantiles(times, n=20)[-1]
        record_figures({f"{name}, {candidates} candidates, p95 ms": round(p95 * 1000)})
        assert p95 < limit, (name, json.dumps([round(one, 3) for one in times]))
