"""Each entry point of main.py works when it is the only one served."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from local.stack import Stack
from tests.support.apis import Api
from tests.support.conversations import start_talk
from tests.support.database import Database
from tests.support.entry_points import served
from tests.support.interviews import make_interview, start
from tests.support.people import People, Person
from tests.support.plain_http import CONTEXT

ORIGIN = "https://app.example.com"


@dataclass(frozen=True)
class EntryPoint:
    """A valid call, with `body` from a running session, and one way to be refused.

    `refused_method` is for entry points that accept any query and need no token.
    """

    methods: str
    good: str
    body: tuple[str, ...] = ()
    fixed: tuple[tuple[str, Any], ...] = ()
    status: int = 200
    answers_with: str = "server_time"
    refusal: tuple[int, str] = (401, "not_authenticated")
    refused_method: str | None = None


HELD = ("session_id", "lease")
ENTRY_POINTS = {
    "start": EntryPoint("POST", "POST /", ("client_id", "interview_id"), status=201, answers_with="question"),
    "submit": EntryPoint("POST", "POST /", HELD, (("position", 0), ("answer", "b")), answers_with="receipt"),
    "resume": EntryPoint("GET, HEAD, POST", "GET /", answers_with="active_session"),
    "heartbeat": EntryPoint("POST", "POST /", HELD, answers_with="remaining_seconds"),
    "finish": EntryPoint("POST", "POST /", HELD, (("outcome", "completed"),), answers_with="session"),
    "clear_stuck_session": EntryPoint("POST", "POST /", answers_with="cleared"),
    "message": EntryPoint("GET, HEAD, POST", "GET /?session_id={conversation_id}", answers_with="next_after"),
    "sessions": EntryPoint("GET, HEAD", "GET /", answers_with="next_cursor"),
    "results": EntryPoint("GET, HEAD", "GET /?session_id={session_id}", answers_with="counts"),
    "analytics": EntryPoint("GET, HEAD", "GET /", answers_with="completion_rate"),
    "review": EntryPoint(
        "POST",
        "POST /",
        ("session_id",),
        (("action", "retry_evaluation"), ("reason", "Because")),
        answers_with="events",
    ),
    "export": EntryPoint("GET, HEAD", "GET /?session_id={session_id}&format=json", answers_with="answers"),
    "record": EntryPoint("GET, HEAD", "GET /?session_id={session_id}", answers_with="record"),
    "jwks": EntryPoint("GET, HEAD", "GET /", answers_with="keys", refusal=(422, "invalid_request")),
    "prep_sessions": EntryPoint("DELETE, GET, HEAD, PATCH, POST", "GET /?limit=1", answers_with="prep_sessions"),
    "shared_prep": EntryPoint(
        "POST", "POST /", ("token",), answers_with="expires_at", refusal=(422, "invalid_request")
    ),
    "evaluate": EntryPoint("POST", "POST /", fixed=(("limit", 1),), answers_with="summaries"),
    "cleanup": EntryPoint("POST", "POST /", answers_with="expired_questions"),
    "health": EntryPoint(
        "GET, HEAD",
        "GET /",
        answers_with="migration",
        refusal=(405, "method_not_allowed"),
        refused_method="POST",
    ),
    "openapi": EntryPoint("GET, HEAD", "GET /", answers_with="paths", refusal=(422, "invalid_request")),
    "api": EntryPoint(
        "DELETE, GET, HEAD, PATCH, POST, PUT",
        "GET /health",
        answers_with="migration",
        refusal=(404, "not_found"),
    ),
}


@pytest.fixture
def url(name: str, stack: Stack, tmp_path: Path) -> Iterator[str]:
    """The URL where the entry point is served."""
    with served([name], stack, tmp_path) as found:
        yield found[name]


@pytest.mark.everyday(4)
@pytest.mark.parametrize("name", ENTRY_POINTS)
def test_entry_point_served_alone_handles_preflight_refused_and_valid_calls(
    name: str,
    url: str,
    stack: Stack,
    functions_api: Api,
    database: Database,
    people: People,
) -> None:
    entry_point = ENTRY_POINTS[name]
    method, path = entry_point.good.split(" ")
    with httpx.Client(verify=CONTEXT, base_url=url, timeout=240) as client:
        preflight = client.options("/", headers={"origin": ORIGIN})
        assert (preflight.status_code, preflight.content) == (204, b"")
        assert preflight.headers["access-control-allow-origin"] == ORIGIN
        allowed = set(preflight.headers["access-control-allow-methods"].split(", "))
        assert allowed == {*entry_point.methods.split(", "), "OPTIONS"}

        body: dict[str, Any] | None = {} if method == "POST" else None
        refused = client.request(entry_point.refused_method or method, "/?unknown=1", json=body)
        assert (refused.status_code, refused.json()["code"]) == entry_point.refusal, refused.text
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.json()["request_id"] == refused.headers["x-request-id"]

        interview = make_interview(database)
        run = start(functions_api, people.candidate(), interview.interview_id)
        person = people.candidate() if name == "start" else run.person
        if name in ("review", "export"):
            person = people.member(interview.organization_id)
        token = stack.scheduler_secret if name in ("api", "cleanup", "evaluate", "health") else person.token
        known = {
            "session_id": str(run.session_id),
            "lease": run.lease,
            "client_id": str(uuid4()),
            "interview_id": run.view["session"]["interview_id"],
        }
        if name == "message":
            person = people.candidate()
            known["conversation_id"] = str(start_talk(functions_api, person).session_id)
            token = person.token
        if name == "shared_prep":
            known["token"] = a_link(stack, person)
        if body is not None:
            body = {field: known[field] for field in entry_point.body} | dict(entry_point.fixed)
        # Served alone, a function responds at every path.
        path = path.format(**known) if name == "api" or "?" in path else "/any/path"
        good = client.request(method, path, json=body, headers={"authorization": f"Bearer {token}"})
        assert good.status_code == entry_point.status, good.text
        assert entry_point.answers_with in good.json()


def a_link(stack: Stack, person: Person) -> str:
    """The token of a link to a workspace of this person."""
    headers = {"authorization": f"Bearer {person.token}"}
    with httpx.Client(
        verify=CONTEXT, base_url=f"{stack.functions_url}/prep-sessions", headers=headers, timeout=240
    ) as client:
        session = client.post("", json={"name": "Shown", "mode": "general"}).raise_for_status().json()["id"]
        return str(client.post(f"/{session}/shares", json={}).raise_for_status().json()["token"])
