"""Run cleanup as the scheduler does: through POST /cleanup, through the RPC, or batch by batch."""

from collections.abc import Iterator
from typing import Any

import httpx
from psycopg.types.json import Jsonb

from local.stack import Stack
from tests.support.apis import Api
from tests.support.data_api import PROFILE
from tests.support.database import Database
from tests.support.plain_http import http

SUMMED = ("deleted", "expired_questions", "abandoned_sessions", "errors")


def put_others_off(database: Database) -> None:
    """Postpone what other tests have left behind, so that a cleanup counts only what this test has made."""
    for postponed in (
        "session_questions set deadline_at = greatest(deadline_at, now()) + interval '1 hour'"
        " where closed_at is null and deadline_at is not null",
        "interview_sessions set resume_until = greatest(resume_until, now()) + interval '1 hour'"
        " where status = 'in_progress' and resume_until is not null",
        "active_interview_sessions set updated_at = now()",
    ):
        database.execute(f"update reprise.{postponed}")


def post_cleanup(stack: Stack, secret: str | None) -> httpx.Response:
    """Send one POST /cleanup with this secret."""
    headers = {} if secret is None else {"authorization": f"Bearer {secret}"}
    return http.post(f"{stack.functions_url}/cleanup", json={}, headers=headers, timeout=240)


def rpc_cleanup(stack: Stack, key: str, **arguments: object) -> httpx.Response:
    """Run one batch through the Data API with this key."""
    return http.post(
        f"{stack.supabase_url}/rest/v1/rpc/run_cleanup",
        json=arguments,
        headers={**PROFILE, "apikey": key},
        timeout=240,
    )


def batches(database: Database, batch_size: int = 1000) -> Iterator[dict[str, Any]]:
    """The batches of one cleanup, run directly in the database, each in its own transaction."""
    cursor: dict[str, Any] | None = None
    while True:
        batch = database.value("select reprise_private.run_cleanup(%s, %s)", batch_size, cursor and Jsonb(cursor))
        yield batch
        cursor = batch["cursor"]
        if cursor is None:
            return


def clean_up(database: Database, batch_size: int = 1000) -> dict[str, int]:
    """Run one whole cleanup; returns its total counts."""
    total = dict.fromkeys(SUMMED, 0)
    for batch in batches(database, batch_size):
        for name in SUMMED:
            total[name] += batch[name]
    return total


def clean_up_through(api: Api, stack: Stack) -> None:
    """Run one cleanup by the route that matches this API."""
    if api.name == "function":
        assert post_cleanup(stack, stack.scheduler_secret).status_code == httpx.codes.OK
        return
    cursor: dict[str, Any] | None = None
    while True:
        response = rpc_cleanup(stack, stack.secret_key, after=cursor)
        assert response.status_code == httpx.codes.OK, response.text
        cursor = response.json()["cursor"]
        if cursor is None:
            return
