"""The two APIs a candidate can call, our HTTP functions and the Data API, behind one interface."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, Self
from uuid import UUID

import httpx

from local.stack import Stack
from shared.catalogue import CATALOGUE, names_in_braces
from tests.support.data_api import PROFILE
from tests.support.people import Person
from tests.support.plain_http import CONTEXT


@dataclass(frozen=True)
class Reply:
    """A response: the body, and the HTTP status that a caller of our functions sees.

    Asserts that a refusal has a sentence of the catalogue, and one for its `reason`. The Data API sends no sentence:
    `detail` is then the one that our functions add.
    """

    status: int
    body: dict[str, Any]
    text: str

    def __post_init__(self) -> None:
        refusal = CATALOGUE.get(self.code or "")
        if self.status >= httpx.codes.BAD_REQUEST and refusal is not None:
            reason = self.body.get("reason")
            sentence = refusal.detail if reason is None else refusal.details_by_reason.get(reason)
            assert sentence is not None, f"no sentence for this reason: {self.text}"
            assert names_in_braces(sentence) <= self.body.keys(), self.text
            assert self.body["detail"] == sentence.format_map(self.body), self.text

    @property
    def code(self) -> str | None:
        """The error code, if the call was refused."""
        return self.body.get("code")

    def ok(self, status: int = 200) -> dict[str, Any]:
        """Return the body; asserts that the call succeeded with this status."""
        assert self.status == status, f"{self.status}: {self.text}"
        return self.body

    def refused(self, status: int, code: str) -> dict[str, Any]:
        """Return the body; asserts that the call was refused with this status and code."""
        assert (self.status, self.code) == (status, code), f"{self.status}: {self.text}"
        return self.body


class Api(Protocol):
    """An API for signed-in people. `arguments` are the fields of the HTTP contract."""

    name: str

    def call(self, function: str, person: Person | None, arguments: Mapping[str, Any]) -> Reply:
        """Call a function by its path, or `active` for GET /resume."""


class _HttpApi:
    def __init__(self, url: str, publishable_key: str) -> None:
        self.publishable_key = publishable_key
        self.http = httpx.Client(verify=CONTEXT, base_url=url, timeout=120, limits=httpx.Limits(max_connections=64))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def headers(self, person: Person | None) -> dict[str, str]:
        headers = {"apikey": self.publishable_key, "content-type": "application/json"}
        if person is not None:
            headers["authorization"] = f"Bearer {person.token}"
        return headers


class FunctionsApi(_HttpApi):
    """Our HTTP functions."""

    name = "function"

    def __init__(self, stack: Stack, url: str | None = None) -> None:
        """`url` names functions other than the stack's own."""
        super().__init__(url or stack.functions_url, stack.publishable_key)

    def call(self, function: str, person: Person | None, arguments: Mapping[str, Any]) -> Reply:
        if function in ("active", "messages", "sessions", "results", "record", "analytics", "questions/facets"):
            path = {"active": "resume", "messages": "message"}.get(function, function)
            response = self.http.get(f"/{path}", params=_plain(arguments), headers=self.headers(person))
        elif function == "events":
            page = {name: value for name, value in arguments.items() if name != "session_id"}
            path = f"/results/{arguments['session_id']}/events"
            response = self.http.get(path, params=_plain(page), headers=self.headers(person))
        else:
            response = self.http.post(f"/{function}", content=_json(arguments), headers=self.headers(person))
        return Reply(response.status_code, response.json(), response.text)


class RpcApi(_HttpApi):
    """The Data API, with the same RPCs that the functions call."""

    name = "postgrest"
    RPCS: Mapping[str, str] = {
        "start": "start_session",
        "submit": "submit_answer",
        "resume": "resume_session",
        "active": "get_active_session",
        "heartbeat": "heartbeat",
        "finish": "finish_session",
        "message": "add_message",
        "messages": "list_messages",
        "clear-stuck-session": "clear_stuck_session",
        "sessions": "list_sessions",
        "results": "get_results",
        "record": "get_record",
        "events": "list_events",
        "analytics": "get_analytics",
        "questions/facets": "get_question_facets",
        "review": "review_session",
        "sealed-files": "store_sealed_texts",
    }

    def __init__(self, stack: Stack) -> None:
        super().__init__(f"{stack.supabase_url}/rest/v1", stack.publishable_key)

    def headers(self, person: Person | None) -> dict[str, str]:
        return PROFILE | super().headers(person)

    def call(self, function: str, person: Person | None, arguments: Mapping[str, Any]) -> Reply:
        rpc, arguments = self.RPCS[function], dict(arguments)
        if function == "sessions" and "interview_id" in arguments:
            rpc = "list_results"
        elif arguments.get("action") == "regrade":
            rpc = "regrade_interview"
            del arguments["action"]
        elif arguments.get("action") == "credit_time" and "session_id" not in arguments:
            rpc = "credit_sessions"
            del arguments["action"]
        elif "session_ids" in arguments:
            rpc = "review_sessions"
            named = {"session_ids", "action", "reason", "dry_run"} & arguments.keys()
            arguments["arguments"] = {name: arguments.pop(name) for name in arguments.keys() - named}
        elif "outage_id" in arguments:
            rpc = "revoke_outage"
            del arguments["action"]
        elif function == "review":
            named = {"session_id", "action", "reason"} & arguments.keys()
            rest = {name: arguments.pop(name) for name in arguments.keys() - named}
            arguments["arguments"] = rest
        draft = arguments.pop("draft", None)
        if draft is not None:
            arguments |= {"draft_position": draft["position"], "draft_text": draft["text"]}
        if "position" in arguments:
            arguments["question_position"] = arguments.pop("position")
        if "limit" in arguments:
            arguments["page_size"] = arguments.pop("limit")
        response = self.http.post(f"/rpc/{rpc}", content=_json(arguments), headers=self.headers(person))
        return self._reply(function, response)

    @staticmethod
    def _reply(function: str, response: httpx.Response) -> Reply:
        body = response.json()
        if "problem" in body:
            return _refusal(body["problem"]["status"], body["problem"], response.text)
        if response.is_success:
            created = function == "start" and not body["replayed"]
            return Reply(201 if created else 200, body, response.text)
        if str(body.get("code", "")).startswith("PT"):
            fields = json.loads(body["details"]) if body.get("details") else {}
            return _refusal(response.status_code, {"code": body["message"], **fields}, response.text)
        if response.status_code == httpx.codes.UNAUTHORIZED:
            return _refusal(response.status_code, {"code": "not_authenticated"}, response.text)
        return Reply(response.status_code, body, response.text)


def _refusal(status: int, body: Mapping[str, Any], text: str) -> Reply:
    """A refusal of the Data API, with the sentence that our functions add to its code and fields."""
    assert "detail" not in body, text
    return Reply(status, {**body, "detail": CATALOGUE[body["code"]].sentence(body)}, text)


def _plain(arguments: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in arguments.items()}


def _json(arguments: Mapping[str, Any]) -> bytes:
    return json.dumps(arguments, default=lambda value: str(value) if isinstance(value, UUID) else value).encode()
