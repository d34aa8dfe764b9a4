"""Guards that bad input gets a clear 4xx: the promised problem document, without internal details."""

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from local.stack import Stack
from tests.security.bad_input import KIB, OUR_INSIDES, BadRequest, bad_requests
from tests.support.api_calls import Call, Ids, calls
from tests.support.apis import Api
from tests.support.data_api import DataApi
from tests.support.database import Database
from tests.support.interviews import Run, make_interview, start
from tests.support.people import People
from tests.support.plain_http import CONTEXT
from tests.support.table_fingerprints import snapshot

PROBLEM_FIELDS = {"type", "title", "status", "detail", "code", "request_id"}
LONGEST = 64 * KIB


@pytest.fixture
def run(people: People, database: Database, api: Api) -> Run:
    return start(api, people.candidate(), make_interview(database, ("open",) * 3).interview_id)


@pytest.fixture
def function_run(people: People, database: Database, functions_api: Api) -> Run:
    interview = make_interview(database, ("open",) * 3)
    return start(functions_api, people.candidate(), interview.interview_id)


@pytest.fixture
def functions(stack: Stack, function_run: Run) -> Iterator[httpx.Client]:
    """The functions, called with the candidate's own valid token."""
    token = {"authorization": f"Bearer {function_run.person.token}"}
    with httpx.Client(verify=CONTEXT, base_url=stack.functions_url, headers=token, timeout=120) as client:
        yield client


def test_every_invalid_request_to_a_function_gets_its_problem_document(
    functions: httpx.Client, function_run: Run, database: Database
) -> None:
    corpus = bad_requests(calls("function", Ids.of(function_run)))
    assert len(corpus) >= 400
    before = snapshot(database)
    wrong = [reported for bad in corpus if (reported := _complaint(functions, bad))]
    assert not wrong, "\n".join(wrong)
    assert snapshot(database) == before
    for call in calls("function", Ids.of(function_run)):
        body = None if call.body is None else json.dumps(call.body, default=str)
        headers = {"content-type": "application/json"} if body else {}
        answer = functions.request(call.method, call.path, content=body, headers=headers)
        assert answer.status_code in (200, 202), f"{call.path}, now sent rightly: {answer.text}"


def test_text_of_64_kib_is_stored_and_one_byte_more_is_refused(run: Run, database: Database) -> None:
    for full, over in (("x" * LONGEST, "x" * (LONGEST + 1)), ("€" * 21845 + "x", "€" * 21846)):
        assert len(full.encode()) == LONGEST < len(over.encode())
        run.heartbeat(over).refused(413, "payload_too_large")
        run.submit(over).refused(413, "payload_too_large")
        run.submit("x" * 65 * KIB).refused(413, "payload_too_large")
        run.heartbeat(full).ok()
        assert database.questions(run.session_id)[run.position]["draft"] == full
        position = run.position
        run.submit(full).ok()
        assert database.answers(run.session_id)[position]["answer"] == full


def test_text_that_looks_dangerous_is_stored_unchanged(run: Run, database: Database) -> None:
    texts = [
        "'; drop table reprise.answers; --\\ \\u0000 %00 ${7*7} {{7*7}}",
        "<script>alert(1)</script>\r\n\t\u202e\u200b\ufeff\U0001f468\u200d\U0001f469\uffff\x01\x7f",
        "=cmd|' /C calc'!A0 \u0065\u0301 " + "\U0010ffff" * 100,
    ]
    for text in texts:
        run.submit(text).ok()
    assert [row["answer"] for row in database.answers(run.session_id)] == texts


@pytest.mark.parametrize("time", ["2026-01-01T00:00:00", "yesterday", "+10000-01-01T00:00:00Z", 5])
def test_invalid_client_time_is_refused(time: object, functions: httpx.Client, function_run: Run) -> None:
    body = {
        "session_id": str(function_run.session_id),
        "position": 0,
        "answer": "x",
        "lease": 1,
        "client_submitted_at": time,
    }
    assert functions.post("/submit", json=body).json()["code"] == "invalid_request"


def test_huge_header_is_refused_and_the_next_request_works(functions: httpx.Client) -> None:
    for size in (300 * KIB, 2000 * KIB):
        try:
            answer = functions.get("/sessions", headers={"x-huge": "x" * size})
        except httpx.TransportError:
            continue  # The server closed the connection while the request was still being sent.
        assert answer.status_code in (400, 431)
        assert not OUR_INSIDES.search(answer.text)
    assert functions.get("/sessions", headers={"x-large": "x" * 16 * KIB}).status_code == 200


def test_malformed_request_id_is_not_echoed(functions: httpx.Client) -> None:
    for odd in (b"x" * 129, b"a b", b"<script>", b"a;b", b"\xc3\xa9"):
        headers = [(b"x-request-id", odd)]
        answer = functions.get("/sessions", headers=headers)
        assert answer.status_code == 200
        assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["x-request-id"])
    answer = functions.get("/sessions", headers={"x-request-id": "mine-1"})
    assert answer.headers["x-request-id"] == "mine-1"


def test_invalid_rpc_arguments_are_refused_with_a_4xx(
    data_api: DataApi, people: People, database: Database, rpc_api: Api
) -> None:
    interview = make_interview(database, ("open",) * 3)
    run = start(rpc_api, people.candidate(), interview.interview_id)
    before = _without_kept_texts(snapshot(database))
    wrong = []
    for call in calls("postgrest", Ids.of(run)):
        for arguments in _bad_arguments(call):
            answer = data_api.send(run.person, "POST", call.path, arguments)
            if not 400 <= answer.status_code < 500:
                wrong.append(f"{call.path} {arguments}: {answer.status_code} {answer.text}"[:500])
    assert not wrong, "\n".join(wrong)
    assert _without_kept_texts(snapshot(database)) == before


def _without_kept_texts(tables: dict[str, str]) -> dict[str, str]:
    """A text sent under a stale lease is stored as promised; nothing else may change."""
    kept = ("late_answers", "transcriptions", "session_events")
    return {name: text for name, text in tables.items() if name not in kept}


def _bad_arguments(call: Call) -> list[dict[str, Any]]:
    body = dict(call.body or {})
    found: list[dict[str, Any]] = [body | {"surprise": 1}, {"p_user_id": str(uuid4())}]
    for name, good in body.items():
        values: list[Any] = ["a\0b"]
        if name not in ("answer", "draft_text"):
            values += ["x", "", "1; select 1", {}, None]
        if isinstance(good, int):
            values += [-1, 2**31, 2**63, 10**400, 1.5]
        optional = name.startswith("draft") or name == "transcription" or "start" in call.path or "resume" in call.path
        found += [body | {name: value} for value in values if not (value is None and optional)]
    return found


def _complaint(functions: httpx.Client, bad: BadRequest) -> str | None:
    """What is wrong with the response to a bad request; None if it is as promised."""
    answer = functions.request(bad.method, bad.path, content=bad.content, headers=dict(bad.headers))
    reported = f"{bad.name}: {answer.status_code} {answer.text[:300]}"
    if answer.headers.get("content-type") != "application/problem+json":
        return f"no problem document: {reported}"
    problem = answer.json()
    if (answer.status_code, problem["code"]) != (bad.status, bad.code):
        return f"not {bad.status} {bad.code}: {reported}"
    extra = {"errors"} if bad.code == "invalid_request" else set()
    if problem.keys() != PROBLEM_FIELDS | extra or problem["status"] != answer.status_code:
        return f"other fields: {reported}"
    if extra and not all(error.keys() == {"loc", "msg"} for error in problem["errors"]):
        return f"other errors: {reported}"
    if OUR_INSIDES.search(answer.text) or len(answer.content) > 8 * KIB:
        return f"reveals too much: {reported}"
    if bad.status == httpx.codes.METHOD_NOT_ALLOWED and "allow" not in answer.headers:
        return f"no Allow: {reported}"
    return None
