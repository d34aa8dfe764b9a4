"""Guards that a saved choice can be started again, only by its owner, and that nobody can save more than a hundred."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any, LiteralString
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest

from local.stack import Stack
from tests.support.apis import Api
from tests.support.data_api import PROFILE
from tests.support.database import Database
from tests.support.database_calls import Connection, become, wait_for_lock
from tests.support.people import People, Person
from tests.support.plain_http import http
from tests.support.question_bank import Bank, practise

PLENTY = 100


class Templates:
    """The table, as PostgREST serves it to a person."""

    def __init__(self, stack: Stack, person: Person) -> None:
        self.url = f"{stack.supabase_url}/rest/v1/practice_templates"
        self.headers = {
            **PROFILE,
            "apikey": stack.publishable_key,
            "authorization": f"Bearer {person.token}",
            "prefer": "return=representation",
        }

    def request(self, method: str, template_id: UUID | None = None, **columns: Any) -> httpx.Response:
        """Send one request, for one row if there is an id."""
        params = {} if template_id is None else {"id": f"eq.{template_id}"}
        body = columns if method in ("POST", "PATCH") else None
        return http.request(method, self.url, params=params, json=body, headers=self.headers, timeout=120)

    def add(self, **columns: Any) -> httpx.Response:
        """Save a template."""
        return self.request("POST", **{"name": "Evenings", "interview_type": "backend", "question_count": 3, **columns})

    def read(self) -> list[dict[str, Any]]:
        """The templates that the person can see."""
        found: list[dict[str, Any]] = self.request("GET").raise_for_status().json()
        return found


def saved(response: httpx.Response) -> UUID:
    """The id of the saved template."""
    assert response.status_code == httpx.codes.CREATED, response.text
    return UUID(response.json()[0]["id"])


def test_saved_template_starts_practice(api: Api, stack: Stack, people: People, bank: Bank) -> None:
    person = people.candidate()
    bank.add(5, "a", "hard")
    bank.add(5, "b", "hard")
    choice = {"interview_type": bank.interview_type, "domain": "a", "difficulty": "hard", "question_count": 4}
    template_id = saved(Templates(stack, person).add(**choice, time_limits=False))
    run = practise(api, person, template_id=str(template_id))
    session = run.view["session"]
    assert session["practice"] == {"interview_type": bank.interview_type, "domain": "a", "difficulty": "hard"}
    assert session["time_limits"] == [None] * 4


def test_owner_can_read_change_and_delete_templates(stack: Stack, people: People) -> None:
    mine = Templates(stack, people.candidate())
    template_id = saved(mine.add())
    assert mine.request("PATCH", template_id, name="Mornings").is_success
    assert [row["name"] for row in mine.read()] == ["Mornings"]
    assert mine.request("DELETE", template_id).is_success
    assert mine.read() == []


def test_template_of_another_user_is_not_found(api: Api, stack: Stack, people: People, database: Database) -> None:
    owner, other = people.candidate(), people.candidate()
    template_id = saved(Templates(stack, owner).add())
    theirs = Templates(stack, other)
    assert theirs.read() == []
    theirs.request("PATCH", template_id, name="Mine now", user_id=str(other.user_id))
    theirs.request("DELETE", template_id)
    row = database.row("select user_id, name from reprise.practice_templates where id = %s", template_id)
    assert row == {"user_id": owner.user_id, "name": "Evenings"}
    for unknown in (template_id, uuid4()):
        arguments = {"client_id": uuid4(), "practice": {"template_id": str(unknown)}}
        api.call("start", other, arguments).refused(404, "practice_template_not_found")


def test_template_can_be_neither_saved_for_nor_transferred_to_another_user(stack: Stack, people: People) -> None:
    owner, other = people.candidate(), people.candidate()
    mine = Templates(stack, owner)
    assert mine.add(user_id=str(other.user_id)).status_code == httpx.codes.FORBIDDEN
    template_id = saved(mine.add())
    moved = mine.request("PATCH", template_id, user_id=str(other.user_id))
    assert moved.status_code == httpx.codes.FORBIDDEN
    assert len(mine.read()) == 1
    assert Templates(stack, other).read() == []


BOUNDS: list[tuple[LiteralString, object]] = [
    ("name", ""),
    ("name", " padded "),
    ("name", "x" * 201),
    ("interview_type", ""),
    ("domain", "x" * 201),
    ("difficulty", "extreme"),
    ("question_count", 0),
    ("question_count", 51),
]


@pytest.mark.parametrize(("column", "value"), BOUNDS)
def test_template_outside_the_limits_is_refused(
    stack: Stack, people: People, column: LiteralString, value: object
) -> None:
    mine = Templates(stack, people.candidate())
    reply = mine.add(**{column: value})
    assert reply.is_error
    assert mine.read() == []


def keep_templates(database: Database, person: Person, count: int) -> None:
    """A person who has saved this many templates."""
    database.execute(
        "insert into reprise.practice_templates (user_id, name, interview_type, question_count)"
        " select %s, 'Template ' || n, 'backend', 3 from generate_series(1, %s) n",
        person.user_id,
        count,
    )


def test_user_can_save_exactly_one_hundred_templates(stack: Stack, people: People, database: Database) -> None:
    person = people.candidate()
    keep_templates(database, person, PLENTY - 1)
    mine = Templates(stack, person)
    saved(mine.add())
    refused = mine.add()
    assert (refused.status_code, refused.json()["message"]) == (409, "limit_reached")
    template_id = UUID(mine.read()[0]["id"])
    mine.request("DELETE", template_id)
    saved(mine.add())
    assert len(mine.read()) == PLENTY


def test_one_of_two_concurrent_saves_of_the_hundredth_template_is_refused(
    stack: Stack, people: People, database: Database
) -> None:
    """The second insert waits for the end of the first, and counts after it."""
    person = people.candidate()
    keep_templates(database, person, PLENTY - 1)
    insert = (
        "insert into reprise.practice_templates (name, interview_type, question_count) values ('Late', 'backend', 3)"
    )

    def save(connection: Connection) -> None:
        with connection.transaction():
            become(connection, person)
            connection.execute(insert)

    with (
        psycopg.connect(stack.database_url, autocommit=True) as first,
        psycopg.connect(stack.database_url, autocommit=True) as second,
        ThreadPoolExecutor(1) as pool,
    ):
        with first.transaction():
            become(first, person)
            first.execute(insert)
            late = pool.submit(save, second)
            wait_for_lock(database.connection)
        with pytest.raises(psycopg.Error, match="limit_reached"):
            late.result(timeout=120)
    kept = database.value("select count(*) from reprise.practice_templates where user_id = %s", person.user_id)
    assert kept == PLENTY
