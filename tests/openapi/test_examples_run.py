"""Every request example of the OpenAPI document runs, and is answered as documented."""

import json
from typing import Any
from uuid import uuid4

from local.stack import Stack
from shared.openapi import examples
from tests.openapi.contract import CheckedDoor
from tests.support.people import People, Person

# In the order in which one candidate can send them; the status each is answered with.
STORY = (
    ("/start", "safe_to_repeat", 201),
    ("/heartbeat", "alive", 200),
    ("/heartbeat", "draft", 200),
    ("/submit", "option", 200),
    ("/submit", "time_expired", 200),
    ("/resume", "live_session", 200),
    ("/resume", "takeover", 200),
    ("/finish", "completed", 200),
    ("/start", "start_over", 201),
    ("/clear-stuck-session", "empty", 200),
    ("/cleanup", "empty", 200),
)


def requests_of(document: dict[str, Any]) -> dict[tuple[str, str], Any]:
    """The document's request examples by path and name, with ids of this run's own."""
    text = json.dumps(document["paths"])
    for minted in (examples.SESSION, examples.CLIENT, examples.OTHER_CLIENT):
        text = text.replace(minted, str(uuid4()))
    return {
        (path, name): example["value"]
        for path, operations in json.loads(text).items()
        for operation in operations.values()
        if "requestBody" in operation
        for name, example in operation["requestBody"]["content"]["application/json"]["examples"].items()
    }


def headers(stack: Stack, path: str, person: Person) -> dict[str, str]:
    """Who sends the request."""
    token = stack.scheduler_secret if path == "/cleanup" else person.token
    return {"authorization": f"Bearer {token}"}


def test_every_request_example_is_answered_as_documented(
    stack: Stack, checked_door: CheckedDoor, people: People
) -> None:
    requests = requests_of(checked_door.contract.document)
    assert sorted(requests) == sorted((path, name) for path, name, _ in STORY)
    person = people.candidate()
    answers = {}
    for path, name, status in STORY:
        answers[path, name] = checked_door.request(
            "POST", path, json=requests[path, name], headers=headers(stack, path, person)
        ).ok(status)
    assert answers["/submit", "option"]["accepted"] is True
    assert answers["/submit", "time_expired"]["session"]["position"] == 2
    assert answers["/resume", "takeover"]["lease"]["number"] == 2
    assert answers["/finish", "completed"]["session"]["status"] == "completed"
    assert answers["/clear-stuck-session", "empty"]["cleared"] is True


def test_start_example_repeated_is_answered_as_documented(
    stack: Stack, checked_door: CheckedDoor, people: People
) -> None:
    person = people.candidate()
    request = requests_of(checked_door.contract.document)["/start", "safe_to_repeat"]
    for status in (201, 200):
        checked_door.request("POST", "/start", json=request, headers=headers(stack, "/start", person)).ok(status)


def test_every_query_is_answered_as_documented(stack: Stack, checked_door: CheckedDoor, people: People) -> None:
    """The operations without a body: every parameter, alone, with a value its schema allows."""
    person = people.candidate()
    values = {"client_id": str(uuid4()), "limit": 1, "status": "completed", "mode": "timed"}
    asked = set()
    for path, operations in checked_door.contract.document["paths"].items():
        if "get" in operations:
            sender = headers(stack, path, person)
            checked_door.request("GET", path, headers=sender).ok()
            for parameter in operations["get"].get("parameters", []):
                asked.add(parameter["name"])
                if parameter["name"] != "cursor":
                    name = parameter["name"]
                    checked_door.request("GET", path, params={name: values[name]}, headers=sender).ok()
    assert asked == {"cursor", *values}
