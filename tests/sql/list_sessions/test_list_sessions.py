"""Guards the list of one's own sessions: each one exactly once, newest first, and nobody else's."""

from typing import Any
from uuid import UUID

import pytest

from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import Interview, make_interview, start
from tests.support.people import People, Person


@pytest.fixture
def interview(database: Database) -> Interview:
    return make_interview(database, ["open"])


def make_history(api: Api, person: Person, interview: Interview, count: int) -> list[str]:
    """Create sessions one after the other, every second one cancelled; returns them newest first."""
    ids: list[str] = []
    for number in range(count):
        run = start(api, person, interview.interview_id)
        run.finish("completed" if number % 2 else "cancelled").ok()
        ids.insert(0, str(run.session_id))
    return ids


def page(api: Api, person: Person, **arguments: Any) -> tuple[list[str], str | None]:
    body = api.call("sessions", person, arguments).ok()
    assert "server_time" in body
    return [session["id"] for session in body["sessions"]], body["next_cursor"]


def test_pages_form_the_whole_list_while_new_sessions_arrive(api: Api, people: People, interview: Interview) -> None:
    person = people.candidate()
    ids = make_history(api, person, interview, 5)
    collected, cursor = page(api, person, limit=2)
    while cursor is not None:
        make_history(api, person, interview, 1)
        found, cursor = page(api, person, limit=2, cursor=cursor)
        collected += found
    assert collected == ids


def test_sessions_with_equal_start_times_are_listed_once_each(
    api: Api, people: People, database: Database, interview: Interview
) -> None:
    person = people.candidate()
    ids = make_history(api, person, interview, 7)
    database.execute(
        "update reprise.interview_sessions set started_at = '2026-01-02T03:04:05.678901Z' where user_id = %s",
        person.user_id,
    )
    collected, cursor = page(api, person, limit=3)
    while cursor is not None:
        found, cursor = page(api, person, limit=3, cursor=cursor)
        collected += found
    assert collected == sorted(ids, key=UUID, reverse=True)


def test_last_full_page_has_no_cursor(api: Api, people: People, interview: Interview) -> None:
    person = people.candidate()
    assert page(api, person) == ([], None)
    ids = make_history(api, person, interview, 2)
    assert page(api, person, limit=2) == (ids, None)
    found, cursor = page(api, person, limit=1)
    assert (found, cursor is None) == (ids[:1], False)


def test_filtered_list_has_pages_like_the_whole_list(api: Api, people: People, interview: Interview) -> None:
    person = people.candidate()
    ids = make_history(api, person, interview, 4)
    running = start(api, person, interview.interview_id)
    assert page(api, person, status="in_progress") == ([str(running.session_id)], None)
    assert page(api, person, status="completed", mode="timed") == (ids[0::2], None)
    assert page(api, person, mode="practice") == ([], None)
    found, cursor = page(api, person, status="cancelled", limit=1)
    assert found == [ids[1]]
    assert page(api, person, status="cancelled", limit=1, cursor=cursor) == ([ids[3]], None)


@pytest.mark.everyday(2)
@pytest.mark.parametrize(
    "arguments",
    [
        {"cursor": "garbage"},
        {"cursor": "1.2"},
        {"cursor": "1767323045678901.not-a-uuid"},
        {"cursor": "9999999999999999999.00000000-0000-4000-8000-000000000000"},
        {"cursor": "-1.00000000-0000-4000-8000-000000000000"},
        {"limit": 0},
        {"limit": 101},
        {"status": "running"},
        {"mode": "exam"},
    ],
    ids=str,
)
def test_bad_argument_is_refused(api: Api, people: People, arguments: dict[str, object]) -> None:
    body = api.call("sessions", people.candidate(), arguments).refused(422, "invalid_request")
    assert next(iter(arguments)) in str(body["errors"])


def test_cursor_of_another_user_lists_only_own_sessions(api: Api, people: People, interview: Interview) -> None:
    person, other = people.candidate(), people.candidate()
    own = make_history(api, person, interview, 1)
    make_history(api, other, interview, 2)
    _, cursor = page(api, other, limit=1)
    assert page(api, person, cursor=cursor)[0] in ([], own)
    assert page(api, person) == (own, None)
