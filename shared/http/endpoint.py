"""An HTTP function: its operations, and what all functions share around them, once.

Methods, preflight, CORS, request id, authorization, problem documents, the log line.
"""

import logging
import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from secrets import token_hex
from time import perf_counter
from typing import Any, TypeVar
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shared import logs
from shared.http.authorization import access_token, require_scheduler
from shared.http.call import Call
from shared.http.cors import cors_headers, preflight_headers
from shared.http.operation import Access, Handler, Operation, Returns
from shared.http.outgoing import OutgoingResponse
from shared.http.responses import problem_response
from shared.http.routing import first_match
from shared.problems import Problem
from shared.rpc.database import Database, caller_database, service_database
from shared.rpc.unsent import unsent_of_request
from shared.settings import get_settings

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
HEX_ID = re.compile(r"[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}")

EntryPoint = Callable[[Request], Awaitable[Response]]
Declared = TypeVar("Declared", bound=Handler)


class Endpoint:
    """Operations that share the first segment of their paths, and are deployed together as one function.

    Its function is named like the last segment of `path`. Deployed alone, an endpoint takes paths with or without that
    segment; with operations at no other path, it takes any path. `documented` endpoints are in the OpenAPI document.
    """

    def __init__(self, path: str, access: Access, *, cache_control: str = "no-store", documented: bool = True) -> None:
        self.path = path
        self.name = path.rpartition("/")[2].partition(".")[0].replace("-", "_")
        self.access = access
        self.documented = documented
        self.operations: list[Operation] = []
        self._cache_control = cache_control
        self._routes: list[Route] = []

    def operation(
        self,
        method_and_path: str,
        *,
        summary: str,
        responses: Mapping[int, Returns] | None = None,
        refusals: tuple[str, ...] = (),
        examples: Mapping[str, Any] | None = None,
        files: tuple[str, ...] = (),
        streamed: bool = False,
        tagged: bool = False,
        max_body_bytes: int = 0,
        headers: Mapping[str, str] | None = None,
    ) -> Callable[[Declared], Declared]:
        """Declare the operation `METHOD /path` of a handler; Operation explains the parameters.

        The handler takes the call and what its other parameters declare, makes its calls and responds, or raises
        Problem. GET includes HEAD. The first of two paths that match the same address takes it.
        """
        method, path = method_and_path.split()

        def declare(handler: Declared) -> Declared:
            declared = Operation(
                method,
                path,
                self.access,
                handler,
                summary,
                responses or {},
                refusals,
                examples or {},
                files,
                streamed,
                tagged,
                max_body_bytes,
                headers or {},
            )
            self.operations.append(declared)
            # Deployed alone, the endpoint may get paths without its own name.
            for below in (path, path.removeprefix(self.path) or "/"):
                self._routes.append(Route(below, handler, name=path))
            return handler

        return declare

    @property
    def paths_below(self) -> bool:
        """Whether an operation has another path than the endpoint's own."""
        return any(operation.path != self.path for operation in self.operations)

    def entry_point(self) -> EntryPoint:
        """The function to deploy; it responds to every request, and raises nothing."""
        allow = _allow({operation.method for operation in self.operations})

        async def entry_point(request: Request) -> Response:
            started = perf_counter()
            settings = get_settings()
            logs.configure(settings)
            call = Call(request, _request_id(request), settings)
            unsent_of_request.set(call.unsent)
            try:
                response = await self._respond(call, allow)
                await call.incoming.discard(settings.max_body_bytes)
            except BaseException:
                call.unsent.end()
                raise
            response.headers.update(
                {
                    "x-request-id": call.request_id,
                    "x-content-type-options": "nosniff",
                    "cache-control": self._cache_control if response.status_code < 400 else "no-store",
                    **cors_headers(request.headers, settings),
                }
            )
            # A connection that still waits for a body takes no other request. HTTP/2 has no such header.
            if not call.incoming.arrived and request.scope["http_version"].startswith("1"):
                response.headers["connection"] = "close"
            _log(call, self.name, response.status_code, perf_counter() - started)
            return OutgoingResponse(response, settings.send_idle_seconds, call.unsent.end)

        entry_point.__name__ = entry_point.__qualname__ = self.name
        entry_point.__doc__ = f"Every operation of {self.path}."
        return entry_point

    async def _respond(self, call: Call, allow: str) -> Response:
        method = call.request.method
        if method == "OPTIONS":
            return Response(status_code=204, headers={"allow": allow, **preflight_headers(allow)})
        try:
            if method not in allow.split(", "):
                raise Problem("method_not_allowed", headers={"allow": allow})
            call.admitted = _admit(call, self.access)
            operation, ids = self._find(call)
            return await operation.respond(call, ids)
        except Problem as problem:
            call.problem = problem
            return problem_response(problem, call.request_id)
        except Exception as error:  # noqa: BLE001 (logged below with its stack trace; nothing leaks)
            call.problem = Problem("internal_error", cause=type(error).__name__)
            call.stack_trace = logs.stack_trace(error)
            return problem_response(call.problem, call.request_id)

    def _find(self, call: Call) -> tuple[Operation, Mapping[str, UUID]]:
        """The operation for the call's path and method, and the ids in the path; raises Problem (404, 405)."""
        path, ids = self.path, dict[str, UUID]()
        if self.paths_below:
            found = first_match(self._routes, call.request)
            if found is None:
                raise Problem("not_found")
            route, texts = found
            path, ids = route.name, _parsed(texts)
        by_method = {operation.method: operation for operation in self.operations if operation.path == path}
        if call.method not in by_method:
            raise Problem("method_not_allowed", headers={"allow": _allow(by_method)})
        return by_method[call.method], ids


def _parsed(ids: Mapping[str, str]) -> dict[str, UUID]:
    """The ids in a path; raises Problem: a malformed id is refused as an unknown one."""
    try:
        return {name: _uuid(text) for name, text in ids.items()}
    except ValueError:
        [thing, *_] = ids
        raise Problem(f"{thing.removesuffix('_id')}_not_found") from None


def _uuid(text: str) -> UUID:
    # UUID() takes more than clients send: braces, `urn:uuid:`, digits of other scripts.
    if not HEX_ID.fullmatch(text):
        raise ValueError(text)
    return UUID(text)


def _allow(methods: Collection[str]) -> str:
    """The methods as the value of an Allow header, with those that every endpoint has."""
    return ", ".join(sorted({*methods, "OPTIONS", *(("HEAD",) if "GET" in methods else ())}))


def _admit(call: Call, access: Access) -> Database:
    """The database with the rights that `access` grants; raises Problem `not_authenticated`."""
    authorization = call.request.headers.get("authorization")
    if access is Access.SIGNED_IN:
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
