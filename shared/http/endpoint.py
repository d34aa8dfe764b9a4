"""The wrapper around every HTTP function: what all of them share happens here, once.

Methods, preflight, CORS, request id, authorization, problem documents, the log line.
"""

import json
import logging
import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from enum import Enum
from functools import wraps
from secrets import token_hex
from time import perf_counter
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from shared import logs
from shared.http.authorization import access_token, require_scheduler
from shared.http.cors import cors_headers, preflight_headers
from shared.http.parsing import Body, Query, read_body, read_query
from shared.problems import Problem, problem_type
from shared.rpc.database import Database, caller_database, service_database
from shared.settings import Settings, get_settings

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")


class Access(Enum):
    """The callers that a function accepts, and whose rights it uses in the database."""

    CANDIDATE = "a signed-in person, with their own rights"
    SCHEDULER = "the scheduler, with the service's rights"
    ANYONE = "anyone; the service's rights, so only for what takes no input but a secret that the database checks"


class Call:
    """One request, as an HTTP function sees it."""

    def __init__(self, request: Request, request_id: str, settings: Settings) -> None:
        self.request = request
        self.request_id = request_id
        self.settings = settings
        self.admitted: Database | None = None
        self.problem: Problem | None = None
        self.stack_trace: str | None = None

    @property
    def method(self) -> str:
        """GET, POST, …; HEAD counts as GET, and the host omits the body."""
        return "GET" if self.request.method == "HEAD" else self.request.method

    @property
    def database(self) -> Database:
        """The database, with the rights the caller was admitted with."""
        if self.admitted is None:
            raise RuntimeError("Nobody was admitted.")
        return self.admitted

    async def body(self, model: type[Body], max_bytes: int = 0) -> Body:
        """The JSON body as `model`, up to the usual size or `max_bytes`; raises Problem (400, 413, 415, 422)."""
        return await read_body(self.request, model, max(self.settings.max_body_bytes, max_bytes))

    def query(self, model: type[Query]) -> Query:
        """The query as `model`; raises Problem (422)."""
        return read_query(self.request, model)


Handler = Callable[[Call], Awaitable[Response]]
EntryPoint = Callable[[Request], Awaitable[Response]]


def answer(content: bytes | Mapping[str, Any], status: int = 200) -> Response:
    """A JSON response; bytes are already JSON and pass through."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return Response(body, status, media_type="application/json")


def problem_document(problem: Problem, request_id: str) -> dict[str, Any]:
    """A refusal as a problem document (RFC 9457)."""
    return {
        "type": problem_type(problem.code),
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        "request_id": request_id,
        **problem.fields,
    }


def render_problem(problem: Problem, request_id: str) -> Response:
    """The one place where a refusal becomes a response."""
    headers = dict(problem.headers)
    if problem.retry_after_seconds is not None:
        headers["retry-after"] = str(problem.retry_after_seconds)
    if problem.code == "not_authenticated":
        headers["www-authenticate"] = "Bearer"
    return Response(
        json.dumps(problem_document(problem, request_id)),
        problem.status,
        headers,
        media_type="application/problem+json",
    )


def endpoint(access: Access, *methods: str, cache_control: str = "no-store") -> Callable[[Handler], EntryPoint]:
    """Turn a handler into an entry point for the functions host.

    The handler parses the request, makes its calls and responds, or raises Problem. `methods` are the methods it
    accepts; GET includes HEAD.
    """
    accepted = {*methods, "HEAD"} if "GET" in methods else set(methods)
    allow = ", ".join(sorted(accepted | {"OPTIONS"}))

    def decorate(handler: Handler) -> EntryPoint:
        @wraps(handler)
        async def entry_point(request: Request) -> Response:
            started = perf_counter()
            settings = get_settings()
            logs.configure(settings)
            call = Call(request, _request_id(request), settings)
            response = await _respond(call, handler, access, accepted, allow)
            response.headers.update(
                {
                    "x-request-id": call.request_id,
                    "x-content-type-options": "nosniff",
                    "cache-control": cache_control if response.status_code < 400 else "no-store",
                    **cors_headers(request.headers, settings),
                }
            )
            _log(call, handler.__name__, response.status_code, perf_counter() - started)
            return response

        return entry_point

    return decorate


async def _respond(call: Call, handler: Handler, access: Access, accepted: Collection[str], allow: str) -> Response:
    method = call.request.method
    if method == "OPTIONS":
        return Response(status_code=204, headers={"allow": allow, **preflight_headers(allow)})
    try:
        if method not in accepted:
            raise Problem("method_not_allowed", headers={"allow": allow})
        call.admitted = _admit(call, access)
        return await handler(call)
    except Problem as problem:
        call.problem = problem
        return render_problem(problem, call.request_id)
    except Exception as error:  # noqa: BLE001 (logged below with its stack trace; nothing leaks)
        call.problem = Problem("internal_error", cause=type(error).__name__)
        call.stack_trace = logs.stack_trace(error)
        return render_problem(call.problem, call.request_id)


def _admit(call: Call, access: Access) -> Database:
    """The database with the rights that `access` grants; raises Problem `not_authenticated`."""
    authorization = call.request.headers.get("authorization")
    if access is Access.CANDIDATE:
        return caller_database(call.settings, access_token(authorization))
    if access is Access.SCHEDULER:
        require_scheduler(authorization, call.settings)
    return service_database(call.settings)


def _request_id(request: Request) -> str:
    sent = request.headers.get("x-request-id", "")
    return sent if REQUEST_ID.fullmatch(sent) else token_hex(16)


def _log(call: Call, function: str, status: int, seconds: float) -> None:
    severity = logging.ERROR if status >= 500 else logging.INFO
    if not logs.logger.isEnabledFor(severity):
        return
    method, problem, database = call.request.method, call.problem, call.admitted
    fields: dict[str, Any] = {
        "function": function,
        "request_id": call.request_id,
        "method": method,
        "status": status,
        "code": problem.code if problem else None,
        "duration_ms": round(seconds * 1000, 2),
        "database_ms": round(database.seconds * 1000, 2) if database else 0,
        **logs.trace_fields(call.request.headers.get("x-cloud-trace-context"), call.settings.google_cloud_project),
    }
    if problem and problem.cause:
        fields["cause"] = problem.cause
    if call.stack_trace:
        fields["stack_trace"] = call.stack_trace
    logs.logger.log(severity, "%s %s %s", method, function, status, extra={"fields": fields})
