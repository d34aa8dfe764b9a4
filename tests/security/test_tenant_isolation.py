"""Guards that tenants are isolated: what belongs to others looks exactly like what does not exist.

Uses every id of another candidate in every call, through both APIs. Also guards that rights end with their row, however
long the token is still valid.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.security.world import World
from tests.support.api_calls import Call, Ids, calls, calls_of_a_reviewer
from tests.support.apis import Api
from tests.support.data_api import DataApi, equals, rows_in
from tests.support.database import Database
from tests.support.interviews import Run, invite, make_interview, make_organization, start
from tests.support.people import People, Person
from tests.support.table_fingerprints import snapshot

CHANGES_EVERY_TIME = ("date", "x-request-id")
Send = Callable[[Person, Call], httpx.Response]


@pytest.fixture
def send(api: Api, data_api: DataApi) -> Send:
    """Send one raw call through the API under test."""
    base = data_api.stack.functions_url if api.name == "function" else ""

    def call(person: Person, request: Call) -> httpx.Response:
        return data_api.send(person, request.method, base + request.path, request.body)

    return call


@pytest.fixture
def runs(api: Api, people: People, database: Database) -> tuple[Run, Run]:
    """A victim and an attacker, each in an interview of their own organization, by invitation."""

    def begin() -> Run:
        interview = make_interview(database, ("open",) * 3, is_public=False)
        person = people.candidate()
        invite(database, interview, person, attempts_allowed=None)
        return start(api, person, interview.interview_id)

    return begin(), begin()


@pytest.mark.parametrize("names", [("session_id",), ("session_id", "client_id"), ("session_id", "client_id", "lease")])
def test_session_of_another_user_gets_the_same_response_as_a_missing_one(
    names: tuple[str, ...], api: Api, send: Send, runs: tuple[Run, Run], database: Database
) -> None:
    victim, attacker = runs
    before = snapshot(database)
    swapped = [calls(api.name, _with(Ids.of(attacker), other, names)) for other in (Ids.of(victim), Ids.of_nobody())]
    pairs = [
        (theirs, nothing)
        for theirs, nothing in zip(*swapped, strict=True)
        if "session_id" in (theirs.body or theirs.path) and "start" not in theirs.path
    ]
    assert len(pairs) == (6 if api.name == "function" else 7)
    for theirs, nothing in pairs:
        refusal = send(attacker.person, theirs)
        assert refusal.status_code == httpx.codes.NOT_FOUND, refusal.text
        assert _bytes(refusal) == _bytes(send(attacker.person, nothing)), theirs.path
    assert snapshot(database) == before


def test_interview_without_an_invitation_gets_the_same_response_as_a_missing_one(
    api: Api, send: Send, runs: tuple[Run, Run], database: Database
) -> None:
    victim, attacker = runs
    fresh = replace(Ids.of(attacker), session_id=uuid4())
    before = snapshot(database)
    answers = [
        send(attacker.person, calls(api.name, _with(fresh, other, ("interview_id",)))[0])
        for other in (Ids.of(victim), Ids.of_nobody())
    ]
    assert answers[0].status_code == httpx.codes.NOT_FOUND, answers[0].text
    assert _bytes(answers[0]) == _bytes(answers[1])
    assert snapshot(database) == before


def test_review_of_another_organizations_session_gets_the_same_response_as_a_missing_one(
    api: Api, send: Send, runs: tuple[Run, Run], people: People, database: Database
) -> None:
    victim, attacker = runs
    of_another_organization = people.member(make_organization(database), "owner")
    before = snapshot(database)
    for person in (attacker.person, victim.person, of_another_organization):
        swapped = [calls_of_a_reviewer(api.name, ids) for ids in (Ids.of(victim), Ids.of_nobody())]
        for theirs, nothing in zip(*swapped, strict=True):
            refusal = send(person, theirs)
            assert refusal.status_code == httpx.codes.NOT_FOUND, refusal.text
            assert _bytes(refusal) == _bytes(send(person, nothing)), theirs.path
    assert snapshot(database) == before


def test_list_contains_only_own_sessions(api: Api, runs: tuple[Run, Run], people: People) -> None:
    victim, attacker = runs
    listed = api.call("sessions", attacker.person, {}).ok()["sessions"]
    assert [session["id"] for session in listed] == [str(attacker.session_id)]
    cursor = f"99999999999999999.{victim.session_id}"
    listed = api.call("sessions", attacker.person, {"cursor": cursor}).ok()["sessions"]
    assert [session["id"] for session in listed] == [str(attacker.session_id)]
    stranger = people.candidate()
    assert api.call("sessions", stranger, {}).ok()["sessions"] == []
    assert api.call("active", stranger, {}).ok()["active_session"] is None
    assert api.call("clear-stuck-session", stranger, {}).ok()["session"] is None


def test_token_of_a_removed_member_loses_access_at_once(
    data_api: DataApi, world: World, people: People, database: Database
) -> None:
    (ours,) = [row for row in world.rows_of("organizations") if row.label == "ours"]
    organization_id = str(ours.key["id"])
    member = people.member(organization_id, "owner")
    rows = [row for row in world.rows if row.label.startswith("ours")]
    # A row that everybody may see is not a secret of the organization.
    rows = [row for row in rows if row.label != "ours, public, published"]

    def seen() -> int:
        return sum(len(rows_in(data_api.send(member, "GET", f"/{row.relation}?{equals(row.key)}"))) for row in rows)

    assert seen() == len(rows)
    owner = world.persona("owner")
    key = {"organization_id": organization_id, "user_id": member.user_id}
    removed = data_api.send(owner, "DELETE", f"/organization_members?{equals(key)}")
    assert removed.status_code == 204
    assert seen() == 0
    before = snapshot(database)
    for relation, change in (
        ("organizations", {"name": "Mine again"}),
        ("interviews", {"title": "Changed"}),
        ("questions", {"prompt": "Changed"}),
        ("question_keys", {"sample_solution": "Changed"}),
        ("interview_invitations", {"extra_time_percent": 400}),
    ):
        data_api.send(member, "PATCH", f"/{relation}?{_any_row(world, relation)}", change)
        data_api.send(member, "DELETE", f"/{relation}?{_any_row(world, relation)}")
    data_api.send(member, "POST", "/organization_members", key | {"role": "owner"})
    assert snapshot(database) == before


def test_recruiter_demoted_to_reviewer_loses_write_access_at_once(
    data_api: DataApi, people: People, database: Database
) -> None:
    organization_id = make_organization(database)
    interview = make_interview(database, ("open",), organization_id=organization_id)
    member = people.member(organization_id)
    path = f"/interviews?id=eq.{interview.interview_id}"
    query = "select title from reprise.interviews where id = %s"
    for role in ("recruiter", "reviewer"):
        statement = "update reprise.organization_members set role = %s where user_id = %s"
        database.execute(statement, role, member.user_id)
        data_api.send(member, "PATCH", path, {"title": f"Changed by a {role}"})
        assert database.value(query, interview.interview_id) == "Changed by a recruiter"


def test_token_of_a_deleted_user_grants_no_access(
    api: Api, runs: tuple[Run, Run], data_api: DataApi, database: Database
) -> None:
    victim, _ = runs
    database.execute("delete from auth.users where id = %s", victim.person.user_id)
    arguments: dict[str, Any] = {
        "client_id": uuid4(),
        "interview_id": make_interview(database, ("open",)).interview_id,
    }
    before = snapshot(database)
    api.call("start", victim.person, arguments).refused(401, "not_authenticated")
    victim.submit("an answer", position=0).refused(404, "session_not_found")
    assert victim.active().ok()["active_session"] is None
    assert rows_in(data_api.send(victim.person, "GET", "/interview_sessions")) == []
    assert snapshot(database) == before


def _with(own: Ids, other: Ids, names: tuple[str, ...]) -> Ids:
    return replace(own, **{name: getattr(other, name) for name in names})


def _bytes(answer: httpx.Response) -> tuple[int, list[tuple[str, str]], str]:
    headers = [item for item in answer.headers.multi_items() if item[0] not in CHANGES_EVERY_TIME]
    request_id = answer.headers.get("x-request-id")
    text = answer.text.replace(request_id, "") if request_id else answer.text
    return answer.status_code, headers, text


def _any_row(world: World, relation: str) -> str:
    return equals(world.rows_of(relation)[0].key)
