"""Every request example of prep sessions works, in the order of a workspace's life, with the documented response."""

from typing import Any
from uuid import uuid4

from local.stack import Stack
from shared import examples
from tests.openapi.contract import CheckedApi
from tests.openapi.request_examples import headers, requests_of
from tests.support.people import People

ONE = "/prep-sessions/{prep_session_id}"
# Generations get the response of a stack without a model; the others are tested in tests/prep.
STORY = (
    ("POST", "/prep-sessions", "empty", 201),
    ("POST", "/prep-sessions", "empty", 200),
    ("POST", "/prep-sessions", "from_a_template", 201),
    ("PATCH", ONE, "what_was_typed", 200),
    ("PATCH", ONE, "practised", 200),
    ("PATCH", ONE, "renamed", 200),
    ("POST", f"{ONE}/generate", "questions", 503),
    ("POST", f"{ONE}/generate", "again", 503),
    ("POST", f"{ONE}/shares", "a_day", 201),
)


def test_every_prep_request_example_gets_a_documented_response(
    stack: Stack, checked_api: CheckedApi, people: People
) -> None:
    requests = requests_of(checked_api.contract.document)
    reported = {key for key in requests if key[0].startswith("/prep-sessions")}
    assert reported == {(path, name) for _, path, name, _ in STORY}
    sender = headers(stack, "/prep-sessions", people.candidate())
    minted, version, answered = str(uuid4()), 1, set()
    for method, path, name, status in STORY:
        body: dict[str, Any] = requests[path, name]
        if "prep_session_id" in body:
            body = body | {"prep_session_id": minted}
        sent = sender | ({"if-match": f'"{version}"'} if method == "PATCH" else {})
        answer = checked_api.request(method, path.format(prep_session_id=minted), json=body, headers=sent)
        assert answer.status == status, answer.text
        answered.add(answer.body.get("version"))
        version += method == "PATCH"
    assert {1, 2, 3, 4} <= answered
    assert minted != examples.PREP_SESSION
