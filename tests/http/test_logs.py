"""One line per request, in the log service's terms, and never an answer or a token."""

import json
from dataclasses import replace

import httpx
import pytest

from shared import logs
from shared.http import endpoint as http
from shared.settings import Settings
from tests.http.gateway import SCHEDULER_SECRET, TOKEN, Gateway
from tests.http.log import Log
from tests.http.valid_requests import BODIES, HEARTBEAT, SUBMIT

CANARY = "answer-canary"


async def test_request_is_logged_on_one_line_with_its_durations(client: httpx.AsyncClient, log: Log) -> None:
    await client.post("/submit", json=SUBMIT, headers={"x-request-id": "req-1"})
    line = log.line()
    assert line.pop("time").endswith("Z")
    assert 0 < line.pop("database_ms") <= line.pop("duration_ms")
    assert line == {
        "severity": "INFO",
        "message": "POST submit 200",
        "function": "submit",
        "request_id": "req-1",
        "method": "POST",
        "status": 200,
        "code": None,
    }


async def test_refusal_is_logged_with_its_code(client: httpx.AsyncClient, log: Log) -> None:
    await client.post("/submit", json={})
    line = log.line()
    assert (line["severity"], line["status"], line["code"]) == ("INFO", 422, "invalid_request")


async def test_trace_has_the_name_the_log_service_expects(
    client: httpx.AsyncClient, log: Log, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = "105445aa7843bc8bf206b12000100000"
    header = {"x-cloud-trace-context": f"{trace}/10;o=1"}
    await client.post("/submit", json=SUBMIT, headers=header)
    line = log.line()
    assert line["logging.googleapis.com/trace"] == trace
    assert line["logging.googleapis.com/spanId"] == "000000000000000a"

    in_project = replace(settings, google_cloud_project="my-project")
    monkeypatch.setattr(http, "get_settings", lambda: in_project)
    await client.post("/submit", json=SUBMIT, headers=header)
    assert log.line()["logging.googleapis.com/trace"] == f"projects/my-project/traces/{trace}"

    await client.post("/submit", json=SUBMIT, headers={"x-cloud-trace-context": 'x", "a": "b'})
    assert "logging.googleapis.com/trace" not in log.line()


async def test_no_text_and_no_token_is_ever_logged(
    client: httpx.AsyncClient, gateway: Gateway, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [SUBMIT | {"answer": CANARY}, HEARTBEAT | {"draft": {"position": 0, "text": CANARY}}]
    for name, body in [*BODIES.items(), ("submit", texts[0]), ("heartbeat", texts[1])]:
        gateway.answers(200, {"replayed": False, "answers": [CANARY]})
        await client.post(f"/{name}", json=body)
        await client.post(f"/{name}", json=body | {"lease": CANARY, CANARY: CANARY})
        gateway.answers(200, {"code": "PT409", "message": "lease_lost", "details": CANARY})
        await client.post(f"/{name}", json=body)
        for sqlstate in ("PT409", "22P02", "23505", "P0001"):
            gateway.refuses(400, sqlstate, CANARY, CANARY)
            await client.post(f"/{name}", json=body)
        gateway.failure = httpx.ReadError(CANARY)
        await client.post(f"/{name}", json=body)
        gateway.failure = RuntimeError(CANARY)
        await client.post(f"/{name}", json=body)
        gateway.failure = None
    await client.post("/cleanup", headers={"authorization": f"Bearer {SCHEDULER_SECRET}"})
    text = log.text()
    assert len(text.splitlines()) > 60
    for canary in (CANARY, TOKEN, SCHEDULER_SECRET, "sb_secret_test", "sb_publishable_test"):
        assert canary not in text


async def test_unexpected_error_is_returned_without_detail_and_logged_with_its_traceback(
    client: httpx.AsyncClient, gateway: Gateway, log: Log
) -> None:
    gateway.failure = RuntimeError(CANARY)
    reply = await client.post("/submit", json=SUBMIT)
    assert (reply.status_code, reply.json()["code"]) == (500, "internal_error")
    assert "RuntimeError" not in reply.text
    line = log.line()
    assert (line["severity"], line["cause"]) == ("ERROR", "RuntimeError")
    assert "in rpc" in line["stack_trace"]
    assert line["stack_trace"].endswith("builtins.RuntimeError")
    assert CANARY not in json.dumps(line)


def test_chain_of_exceptions_is_logged_from_its_cause() -> None:
    try:
        try:
            raise KeyError(CANARY)
        except KeyError as error:
            raise ValueError(CANARY) from error
    except ValueError as error:
        text = logs.stack_trace(error)
    first, second = text.split("which led to")
    assert "builtins.KeyError" in first
    assert "builtins.ValueError" in second
    assert CANARY not in text
