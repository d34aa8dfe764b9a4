"""Guards that a link shows exactly one workspace, to anyone who has it, until it ends."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import httpx
import pytest

from local.stack import Stack
from tests.support.data_api import PROFILE
from tests.support.database import Database
from tests.support.people import People, Person
from tests.support.plain_http import http
from tests.support.prep_apis import PrepApi
from tests.support.race import together

SHOWN = {"name", "mode", "job_id", "skill", "document", "updated_at"}


def shown(stack: Stack, token: str) -> httpx.Response:
    """The response for a visitor without an account."""
    headers = {"x-request-id": "same"}
    return http.post(f"{stack.functions_url}/shared-prep", json={"token": token}, headers=headers, timeout=240)


def test_share_link_shows_one_document_without_its_owner(
    prep: PrepApi, owner: Person, stack: Stack, database: Database
) -> None:
    session = prep.create(owner, name="Shown", mode="skill", skill="SQL").ok(201)["id"]
    prep.patch(owner, session, 1, document={"notes": "for my mentor", "user_answers": {"q1": "mine"}}).ok()
    hidden = prep.create(owner, name="Hidden canary", mode="general").ok(201)["id"]
    made = prep.share(owner, session, expires_in_hours=24).ok(201)
    answer = shown(stack, made["token"])
    assert answer.status_code == 200
    assert answer.json()["prep_session"].keys() == SHOWN
    assert answer.json()["prep_session"]["document"] == {"notes": "for my mentor", "user_answers": {"q1": "mine"}}
    for canary in (str(owner.user_id), owner.email, "Hidden canary", hidden, session, made["share"]["id"]):
        assert canary not in answer.text
    lives = datetime.fromisoformat(made["share"]["expires_at"]) - datetime.fromisoformat(made["share"]["created_at"])
    assert lives == timedelta(hours=24)
    # The link shows the current content, and only a hash of its token is stored.
    prep.patch(owner, session, 2, document={"notes": "changed"}).ok()
    assert shown(stack, made["token"]).json()["prep_session"]["document"]["notes"] == "changed"
    rows = database.rows("select h::text from reprise.prep_shares h where prep_session_id = %s", session)
    assert made["token"] not in str(rows)
    assert len(made["token"]) == 64


def test_token_in_an_address_is_refused(function_prep: Any, owner: Person, stack: Stack) -> None:
    session = function_prep.create(owner, name="Shown", mode="general").ok(201)["id"]
    made = function_prep.share(owner, session).ok(201)
    assert made.keys() == {"share", "token", "server_time"}
    address = f"{stack.functions_url}/shared-prep"
    for method, status in (("GET", 405), ("POST", 400)):
        answer = http.request(method, address, params={"token": made["token"]}, timeout=60)
        assert answer.status_code == status
        assert "Shown" not in answer.text


def dead_links(prep: PrepApi, owner: Person, database: Database, stack: Stack) -> dict[str, tuple[str, Any]]:
    """Tokens that once worked, and what ended each of them."""
    tokens: dict[str, tuple[str, Any]] = {}
    for end in ("revoked", "expired", "deleted"):
        session = prep.create(owner, name=end, mode="general").ok(201)["id"]
        made = prep.share(owner, session).ok(201)
        assert shown(stack, made["token"]).status_code == 200
        if end == "revoked":
            for _ in range(2):
                prep.revoke(owner, session, made["share"]["id"]).ok(204)
            assert prep.shares(owner, session).ok()["shares"] == []
        elif end == "expired":
            database.execute("update reprise.prep_shares set expires_at = now() where id = %s", made["share"]["id"])
            assert prep.shares(owner, session).ok()["shares"] == []
        else:
            prep.delete(owner, session).ok(204)
        tokens[end] = (made["token"], None)
    return tokens


def test_expired_link_and_a_missing_one_get_the_same_bytes(
    prep: PrepApi, owner: Person, stack: Stack, database: Database
) -> None:
    ended = [shown(stack, token) for token, _ in dead_links(prep, owner, database, stack).values()]
    never = [shown(stack, token) for token in ("0" * 64, "x", "' or true --", "é")]
    assert {answer.status_code for answer in ended + never} == {404}
    assert len({answer.content for answer in ended + never}) == 1
    assert ended[0].json()["code"] == "share_not_found"


def test_only_the_owner_creates_lists_and_revokes_links(
    prep: PrepApi, owner: Person, people: People, stack: Stack
) -> None:
    session = prep.create(owner, name="Mine", mode="general").ok(201)["id"]
    made = prep.share(owner, session).ok(201)
    other = people.candidate()
    theirs = prep.create(other, name="Theirs", mode="general").ok(201)["id"]
    prep.share(other, session).refused(404, "prep_session_not_found")
    prep.shares(other, session).refused(404, "prep_session_not_found")
    prep.revoke(other, session, made["share"]["id"]).ok(204)
    prep.revoke(other, theirs, made["share"]["id"]).ok(204)
    assert shown(stack, made["token"]).status_code == 200
    assert [share["id"] for share in prep.shares(owner, session).ok()["shares"]] == [made["share"]["id"]]


def test_share_link_grants_no_write_and_no_other_access(function_prep: Any, owner: Person, stack: Stack) -> None:
    session = function_prep.create(owner, name="Shown", mode="general").ok(201)["id"]
    token = function_prep.share(owner, session).ok(201)["token"]
    for method in ("PATCH", "PUT", "DELETE"):
        url = f"{stack.functions_url}/shared-prep"
        assert http.request(method, url, json={"token": token}, timeout=60).status_code == 405
    for headers in ({"authorization": f"Bearer {token}"}, {**PROFILE, "apikey": token}):
        assert (
            http.get(f"{stack.functions_url}/prep-sessions/{session}", headers=headers, timeout=60).status_code == 401
        )
    for key in (stack.publishable_key,):
        rpc = f"{stack.supabase_url}/rest/v1/rpc/get_shared_prep"
        for extra in ({}, {"authorization": f"Bearer {owner.token}"}):
            refused = http.post(rpc, json={"token": token}, headers={**PROFILE, "apikey": key, **extra}, timeout=60)
            assert refused.status_code in (401, 403, 404)
            assert "Shown" not in refused.text


def test_workspace_has_at_most_twenty_valid_links_even_concurrently(
    prep: PrepApi, owner: Person, threads: ThreadPoolExecutor, database: Database
) -> None:
    session = prep.create(owner, name="Shown", mode="general").ok(201)["id"]
    database.execute(
        "insert into reprise.prep_shares (prep_session_id, token_sha256, expires_at)"
        " select %s, reprise_private.sha256_hex(%s || n), now() + (n - 1) * interval '1 hour' from"
        " generate_series(1, 16) n",
        session,
        session,
    )
    answers = together([partial(prep.share, owner, session)] * 12, threads)
    assert sorted(answer.status for answer in answers) == [201] * 5 + [409] * 7, "one of the sixteen has expired"
    refused = next(answer for answer in answers if answer.status == 409)
    assert refused.refused(409, "limit_reached")["limit"] == 20
    assert len(prep.shares(owner, session).ok()["shares"]) == 20


@pytest.mark.parametrize("hours", [0, 721, -1])
def test_share_link_is_valid_for_an_hour_to_thirty_days(hours: int, prep: PrepApi, owner: Person) -> None:
    session = prep.create(owner, name="Shown", mode="general").ok(201)["id"]
    prep.share(owner, session, expires_in_hours=hours).refused(422, "invalid_request")
