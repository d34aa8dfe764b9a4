"""The embedded gateway behaves like a hosted project: rights, preflights and what Auth stores."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest

from local.stack import Stack
from tests.support.catalog_access import access_lists
from tests.support.copied_stack import copied_stack
from tests.support.database import Database
from tests.support.fresh_database import fresh_database, grant_all
from tests.support.plain_http import http

ORIGIN = "http://127.0.0.1:5555"
# What supabase-js sends, and what it names for functions in its own list.
HEADERS = (
    "accept-profile,apikey,authorization,baggage,content-profile,content-type,prefer,traceparent,tracestate,"
    "x-client-info,x-retry-count,x-supabase-api-version"
)


@pytest.fixture(scope="module")
def own() -> Iterator[Stack]:
    """A stack whose gateway the tests may kill, and whose rights no other test changes."""
    with copied_stack() as stack:
        yield stack


def rights(stack: Stack) -> dict[str, str | None]:
    with psycopg.connect(stack.database_url) as connection:
        return access_lists(connection)


def read_as_everybody(stack: Stack) -> list[int]:
    """Statuses of the first requests, in which @supabase/lite grants rights."""
    keys = (stack.publishable_key, stack.secret_key)
    headers = [{"apikey": key, "accept-profile": "reprise"} for key in keys]
    url = f"{stack.supabase_url}/rest/v1/cleanup_runs"
    return [http.get(url, headers=each, timeout=60).status_code for each in headers]


def test_rights_behind_the_running_gateway_are_those_of_the_migrations(own: Stack) -> None:
    with fresh_database(own.database_url, generous=False) as migrated:
        wanted = access_lists(migrated.connection)
        # The comparison finds what it is for.
        with migrated.connection.transaction(force_rollback=True):
            grant_all(migrated)
            assert access_lists(migrated.connection) != wanted
    assert read_as_everybody(own) == [401, 403]
    assert rights(own) == wanted
    own.kill_gateway()
    own.start_gateway()
    assert read_as_everybody(own) == [401, 403]
    assert rights(own) == wanted


@pytest.mark.parametrize(
    "path", ["auth/v1/signup", "auth/v1/token?grant_type=password", "auth/v1/user", "rest/v1/interviews?select=id"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_page_of_any_origin_may_send_every_header_of_supabase_js(stack: Stack, path: str, method: str) -> None:
    asked = {"access-control-request-method": method, "access-control-request-headers": HEADERS}
    answer = http.options(f"{stack.supabase_url}/{path}", headers={"origin": ORIGIN, **asked}, timeout=60)
    assert answer.is_success
    assert answer.headers["access-control-allow-origin"] in ("*", ORIGIN)
    assert method in answer.headers["access-control-allow-methods"]
    allowed = answer.headers["access-control-allow-headers"].lower().replace(" ", "").split(",")
    assert set(allowed) >= set(HEADERS.split(","))


def test_page_of_any_origin_reads_why_its_sign_in_was_refused(stack: Stack) -> None:
    answer = http.post(
        f"{stack.supabase_url}/auth/v1/token?grant_type=password",
        headers={"origin": ORIGIN, "apikey": stack.publishable_key},
        json={"email": "candidate@example.com", "password": "wrong"},
        timeout=60,
    )
    assert answer.status_code == 400
    assert answer.headers["access-control-allow-origin"] in ("*", ORIGIN)


def test_name_given_at_sign_up_is_the_name_that_reviewers_see(stack: Stack, database: Database) -> None:
    email = f"{uuid4()}@example.com"
    answer = http.post(
        f"{stack.supabase_url}/auth/v1/signup",
        headers={"apikey": stack.publishable_key},
        json={"email": email, "password": "reprise-demo", "data": {"full_name": "Nora Newcomer"}},
        timeout=60,
    )
    assert answer.is_success
    user = answer.json().get("user", answer.json())
    assert user["user_metadata"]["full_name"] == "Nora Newcomer"
    found = database.value("select reprise_private.candidate_name(%s)", user["id"])
    assert found["name"] == "Nora Newcomer"
    # Signing in writes the row again.
    token = http.post(
        f"{stack.supabase_url}/auth/v1/token?grant_type=password",
        headers={"apikey": stack.publishable_key},
        json={"email": email, "password": "reprise-demo"},
        timeout=60,
    ).json()["access_token"]
    changed = http.put(
        f"{stack.supabase_url}/auth/v1/user",
        headers={"apikey": stack.publishable_key, "authorization": f"Bearer {token}"},
        json={"data": {"full_name": "Nora Renamed"}},
        timeout=60,
    )
    assert changed.json()["user_metadata"]["full_name"] == "Nora Renamed"
    assert database.value("select reprise_private.candidate_name(%s)", user["id"])["name"] == "Nora Renamed"
