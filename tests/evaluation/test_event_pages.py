"""Guards that a reviewer reads the audit trail by page, and that nobody else reads it."""

from uuid import uuid4

import pytest

from tests.evaluation.work import Taken, Work
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.people import People

EVENTS = 250


@pytest.fixture
def taken(work: Work) -> Taken:
    """A session with 250 events, the last 249 of them numbered."""
    begun = work.begin()
    work.database.execute(
        "insert into reprise.session_events (session_id, event, detail)"
        " select %s, 'numbered', jsonb_build_object('number', n) from generate_series(1, %s) n order by n",
        begun.session_id,
        EVENTS - 1,
    )
    return begun


def test_results_have_the_newest_hundred_events_and_pages_have_all_of_them(
    api: Api, taken: Taken, database: Database
) -> None:
    page = api.call("results", taken.recruiter, {"session_id": taken.session_id}).ok()
    read = page["events"]
    assert len(read) == 100
    while page["events_next"] is not None:
        page = api.call("events", taken.recruiter, {"session_id": taken.session_id, "before": page["events_next"]}).ok()
        read = page["events"] + read
    stored = database.rows(
        "select id, event, detail, repeats from reprise.session_events where session_id = %s order by id",
        taken.session_id,
    )
    names = ("id", "event", "detail", "repeats")
    assert [{name: event[name] for name in names} for event in read] == stored
    assert len(read) == EVENTS


def test_exactly_filled_page_has_no_next_page(api: Api, taken: Taken) -> None:
    newest = api.call("events", taken.recruiter, {"session_id": taken.session_id, "limit": 50}).ok()
    assert len(newest["events"]) == 50
    oldest = min(event["id"] for event in newest["events"])
    assert newest["events_next"] == oldest
    rest = api.call("events", taken.recruiter, {"session_id": taken.session_id, "before": oldest, "limit": 100}).ok()
    last = api.call(
        "events", taken.recruiter, {"session_id": taken.session_id, "before": rest["events_next"], "limit": 100}
    ).ok()
    assert (len(rest["events"]), len(last["events"]), last["events_next"]) == (100, 100, None)


@pytest.mark.parametrize("page", [{"limit": 0}, {"limit": 101}, {"before": 0}])
def test_page_out_of_bounds_is_refused(api: Api, taken: Taken, page: dict[str, int]) -> None:
    api.call("events", taken.recruiter, {"session_id": taken.session_id} | page).refused(422, "invalid_request")


def test_candidate_stranger_and_unknown_id_get_the_same_refusal(api: Api, taken: Taken, people: People) -> None:
    strangers = (taken.run.person, people.candidate(), people.member(other_organization(people)))
    refusals = [api.call("events", person, {"session_id": taken.session_id}) for person in strangers]
    refusals.append(api.call("events", taken.recruiter, {"session_id": uuid4()}))
    assert {(one.status, one.code, one.body["detail"]) for one in refusals} == {
        (404, "session_not_found", refusals[0].body["detail"])
    }


def other_organization(people: People) -> str:
    """Another organization."""
    return str(
        people.database.value("insert into reprise.organizations (name) values ('Other organization') returning id")
    )


def test_late_answers_of_results_are_the_newest_fifty_and_the_others_are_counted(
    api: Api, taken: Taken, database: Database
) -> None:
    database.execute(
        "insert into reprise.late_answers (session_id, position, answer, reason, sha256, lease_number, received_at)"
        " select %s, 0, 'text ' || n, 'late', reprise_private.sha256_hex('text ' || n), 1,"
        " now() + n * interval '1 second' from generate_series(1, 60) n",
        taken.session_id,
    )
    results = api.call("results", taken.recruiter, {"session_id": taken.session_id}).ok()
    assert [late["answer"] for late in results["late_answers"]] == [f"text {number}" for number in range(11, 61)]
    assert results["late_answers_left_out"] == 10
