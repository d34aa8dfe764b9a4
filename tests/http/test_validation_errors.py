"""A validation error names the field and says what would be valid."""

from typing import Any

import httpx
import pytest

from tests.http.gateway import Gateway
from tests.http.valid_requests import INTERVIEW, SESSION

ACTIONS = ("override_score", "accept_late", "retry_evaluation", "extend_time", "reopen", "regrade")


@pytest.mark.parametrize(
    "body",
    [{}, {"session_id": SESSION, "reason": "Because"}, {"action": "canary"}, {"action": 5}, {"action": None}],
    ids=repr,
)
async def test_review_with_an_unknown_action_gets_the_list_of_actions(
    client: httpx.AsyncClient, gateway: Gateway, body: dict[str, Any]
) -> None:
    reply = await client.post("/review", json=body)
    assert (reply.status_code, reply.json()["code"]) == (422, "invalid_request")
    [fault] = reply.json()["errors"]
    assert fault["loc"] == ["action"]
    for action in ACTIONS:
        assert f"'{action}'" in fault["msg"]
    for jargon in ("tag", "discriminator", "canary"):
        assert jargon not in fault["msg"]
    assert gateway.requests == []


async def test_review_without_an_action_is_refused_as_missing_it(client: httpx.AsyncClient) -> None:
    [fault] = (await client.post("/review", json={})).json()["errors"]
    assert fault["msg"].startswith("Field required")


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ({"action": "accept_late"}, [["session_id"], ["reason"], ["late_answer_id"]]),
        ({"action": "reopen", "session_id": SESSION, "reason": "Because", "score": 1}, [["score"]]),
        ({"action": "regrade", "interview_id": "x", "reason": "Because"}, [["interview_id"]]),
    ],
    ids=["missing", "unknown", "wrong"],
)
async def test_review_error_uses_the_clients_field_name(
    client: httpx.AsyncClient, gateway: Gateway, body: dict[str, Any], places: list[list[str]]
) -> None:
    reply = await client.post("/review", json=body)
    assert reply.status_code == 422
    assert [fault["loc"] for fault in reply.json()["errors"]] == places
    assert gateway.requests == []


async def test_mode_together_with_interview_id_is_refused(client: httpx.AsyncClient, gateway: Gateway) -> None:
    reply = await client.get(f"/sessions?mode=timed&interview_id={INTERVIEW}")
    assert (reply.status_code, reply.json()["code"]) == (422, "invalid_request")
    [fault] = reply.json()["errors"]
    assert fault["loc"] == ["mode"]
    assert "interview_id" in fault["msg"]
    assert gateway.requests == []
