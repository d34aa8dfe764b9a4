"""The export of an account is sent while it is read: whole, or visibly cut off."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.types import Message, Scope

from functions.api import api
from shared.problems import Problem
from tests.http.gateway import TOKEN, Gateway

BEGUN = {"exported_at": "2026-01-15T09:28:41Z", "account": {"email": "a"}, "sections": ["sessions", "events"]}


def scope_of(path: str) -> Scope:
    """A signed-in request, as a server presents it."""
    headers = [(b"authorization", f"Bearer {TOKEN}".encode())]
    return {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers}


async def receive() -> Message:
    """A client that sends nothing more, and stays."""
    await asyncio.Event().wait()
    raise AssertionError


def pages(gateway: Gateway, monkeypatch: pytest.MonkeyPatch, *answers: tuple[int, Any]) -> None:
    """Let the gateway begin an export, and answer its pages in this order."""
    left = [(200, BEGUN), *answers]

    async def handle(request: httpx.Request) -> httpx.Response:
        gateway.requests.append(request)
        status, body = left.pop(0)
        return httpx.Response(status, json=body)

    monkeypatch.setattr(gateway, "handle", handle)


async def test_export_joins_the_pages_of_each_section(
    client: httpx.AsyncClient, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages(
        gateway,
        monkeypatch,
        (200, {"rows": [{"n": 1}, {"n": 2}], "after": {"key": "2"}}),
        (200, {"rows": [], "after": {"key": "3"}}),
        (200, {"rows": [{"n": 4}], "after": None}),
        (200, {"rows": [], "after": None}),
    )
    reply = await client.get("/account/export")
    assert reply.headers["content-disposition"] == 'attachment; filename="account.json"'
    begun = {name: BEGUN[name] for name in ("exported_at", "account")}
    assert reply.json() == {**begun, "sessions": [{"n": 1}, {"n": 2}, {"n": 4}], "events": []}
    sent = [json.loads(request.content) for request in gateway.requests[1:]]
    assert [arguments["after"] for arguments in sent] == [None, {"key": "2"}, {"key": "3"}, None]
    assert [arguments["section"] for arguments in sent] == ["sessions", "sessions", "sessions", "events"]


async def test_export_that_fails_on_the_way_is_cut_off_and_does_not_parse(
    client: httpx.AsyncClient, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages(
        gateway,
        monkeypatch,
        (200, {"rows": [{"n": 1}], "after": None}),
        (500, {"code": "XX000", "message": "x", "details": None, "hint": None}),
    )
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = scope_of("/account/export")
    response = await api(Request(scope, receive))
    with pytest.raises(Problem):
        await response(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in sent)
    assert b'"n": 1' in body
    assert all(message.get("more_body", True) for message in sent)
    with pytest.raises(ValueError, match="Expecting"):
        json.loads(body)
