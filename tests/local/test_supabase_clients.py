"""Supabase's own clients against the local stack: functions at their usual address, and refusals they can read."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from postgrest import SyncPostgrestClient
from postgrest.exceptions import APIError

from local.settings import ROOT
from local.stack import Stack
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import make_interview
from tests.support.people import People, Person
from tests.support.plain_http import http

ASK = ROOT / "tests" / "local" / "ask_with_supabase_js.mjs"
ORIGIN = "http://127.0.0.1:5173"
TAB, OTHER_TAB = str(uuid4()), str(uuid4())


@pytest.fixture
def candidate(people: People) -> Person:
    return people.candidate()


def stale_submit(session_id: str) -> dict[str, Any]:
    """A submit of a tab that has lost its lease: the text is stored, and the refusal says so."""
    return {"session_id": session_id, "question_position": 0, "answer": "of the old tab", "lease": 1}


def start(session_id: str, interview_id: object) -> dict[str, str]:
    return {"session_id": session_id, "client_id": TAB, "interview_id": str(interview_id)}


def moved_session(functions_api: Api, database: Database, person: Person) -> str:
    """A session whose lease another tab has taken."""
    session_id = str(uuid4())
    functions_api.call("start", person, start(session_id, make_interview(database).interview_id)).ok(201)
    takeover = {"session_id": session_id, "client_id": OTHER_TAB, "takeover": True}
    assert functions_api.call("resume", person, takeover).ok()["lease"]["number"] == 2
    return session_id


def assert_says_that_the_text_is_stored(error: dict[str, Any]) -> None:
    assert (error["code"], error["message"], error["hint"]) == ("PT409", "lease_lost", None)
    assert json.loads(error["details"])["kept"] is True


def test_supabase_js_invokes_functions_and_reads_refusals_that_commit(
    stack: Stack, functions_api: Api, database: Database, candidate: Person
) -> None:
    session_id = moved_session(functions_api, database, candidate)
    asked = {
        "url": stack.supabase_url,
        "key": stack.publishable_key,
        "token": candidate.token,
        "resume": {"session_id": session_id, "client_id": OTHER_TAB},
        "submit": stale_submit(session_id),
    }
    done = subprocess.run(["node", ASK, json.dumps(asked)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    said = json.loads(done.stdout)
    assert said["resumed"] == session_id
    assert said["refused"]["code"] == "invalid_request"
    assert_says_that_the_text_is_stored(said["error"])


def test_supabase_py_reads_refusals_that_commit(
    stack: Stack, functions_api: Api, database: Database, candidate: Person
) -> None:
    submit = stale_submit(moved_session(functions_api, database, candidate))
    headers = {"apikey": stack.publishable_key, "authorization": f"Bearer {candidate.token}"}
    # What `supabase.create_client(…).schema("reprise")` returns.
    with (
        SyncPostgrestClient(f"{stack.supabase_url}/rest/v1", schema="reprise", headers=headers) as client,
        pytest.raises(APIError) as raised,
    ):
        client.rpc("submit_answer", submit).execute()
    assert_says_that_the_text_is_stored(
        {name: getattr(raised.value, name) for name in ("code", "message", "hint", "details")}
    )


def test_functions_answer_at_the_supabase_address_as_at_their_own(stack: Stack, candidate: Person) -> None:
    bases = stack.functions_url, f"{stack.supabase_url}/functions/v1"
    headers = {"authorization": f"Bearer {candidate.token}", "x-request-id": str(uuid4())}
    asked = {"access-control-request-method": "POST", "access-control-request-headers": "traceparent,x-region"}
    preflight = headers | {"origin": ORIGIN, **asked}
    for method, path, sent in (
        ("GET", "sessions?limit=1&mode=timed", headers),
        ("POST", "submit", headers),
        ("POST", "nothing-here", headers),
        ("OPTIONS", "start", preflight),
    ):
        body: dict[str, str] | None = {} if method == "POST" else None
        direct, passed = (http.request(method, f"{base}/{path}", headers=sent, json=body, timeout=60) for base in bases)
        assert (passed.status_code, without_time(passed.text)) == (direct.status_code, without_time(direct.text))
        for name in ("content-type", "x-request-id", "access-control-allow-headers", "access-control-allow-origin"):
            assert passed.headers.get(name) == direct.headers.get(name), name


def test_edge_function_of_the_examples_passes_calls_on(stack: Stack, candidate: Person, tmp_path: Path) -> None:
    shutil.copy(ROOT / "examples" / "edge-function" / "index.ts", tmp_path / "index.mjs")
    # What the Edge Runtime gives a function, and three calls as a hosted project makes them.
    (tmp_path / "run.mjs").write_text(
        """
        const [functionsUrl, token] = process.argv.slice(2);
        let handle;
        globalThis.Deno = { env: { get: () => functionsUrl }, serve: (handler) => (handle = handler) };
        await import("./index.mjs");
        const headers = { authorization: `Bearer ${token}`, "content-type": "application/json", host: "project" };
        const calls = [
          ["sessions?limit=1", { headers }],
          ["submit", { method: "POST", headers, body: "{}" }],
          ["start", { method: "OPTIONS", headers: { origin: "http://a", "access-control-request-method": "POST" } }],
        ];
        const said = [];
        for (const [path, init] of calls) {
          const answer = await handle(new Request(`https://project/${path}`, init));
          said.push([answer.status, answer.headers.get("access-control-allow-origin"), await answer.text()]);
        }
        console.log(JSON.stringify(said));
        """
    )
    done = subprocess.run(
        ["node", "run.mjs", stack.functions_url, candidate.token],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr
    (listed, _, sessions), (refused, _, problem), (preflight, origin, _) = json.loads(done.stdout)
    assert (listed, json.loads(sessions)["sessions"]) == (200, [])
    assert (refused, json.loads(problem)["code"]) == (422, "invalid_request")
    assert (preflight, origin) == (204, "*")


def without_time(text: str) -> object:
    try:
        body = json.loads(text)
    except ValueError:
        return text
    return {name: value for name, value in body.items() if name != "server_time"}
