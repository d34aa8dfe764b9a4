"""GET /health: whether the service works; for its operators also what it runs on, and whether its queues keep up."""

import asyncio
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from starlette.responses import Response

from shared import __version__
from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.http.authorization import is_scheduler
from shared.problems import Problem
from shared.rpc.database import NO_SECRET_KEY, gateway_of, report_failure

TIMEOUT_SECONDS = 2.0
# Anyone may ask at any rate, so one result serves all requests for this long.
FRESH_SECONDS = 1.0
# The write test that finds a full disk costs WAL, so after a success a process repeats it no more often than this.
WRITE_SECONDS = 10.0
# The database reports these beside its own state.
DETAILS = ("migration", "cleanup", "evaluation", "replies", "notifications")

health = Endpoint("/health", Access.PUBLIC)


@health.operation(
    "GET /health",
    summary="Check the service and its cleanup",
    responses={
        200: Returns("service_views.HealthResponse", "The service is up.", "HEALTHY"),
        503: Returns("service_views.HealthResponse", "An answer could not be stored.", "UNHEALTHY"),
    },
)
async def get_health(call: Call) -> Response:
    """Return 200, or 503 while no answer can be stored; takes any query.

    Details are for a caller with the scheduler's secret. Nobody is refused: a client may send the token that it has.
    """
    try:
        state = await _probes.setdefault(gateway_of(call.settings), _Probe()).state(call)
    except Problem as problem:
        call.problem = problem
        database = "not_configured" if problem.cause == NO_SECRET_KEY else "unreachable"
        state = {"database": database, **dict.fromkeys(DETAILS)}
    works = state["database"] == "ok"
    body = {"status": "ok" if works else "unavailable"}
    if is_scheduler(call.request.headers.get("authorization"), call.settings):
        model = "none" if call.settings.llm.api_key is None else "configured"
        body |= {"version": __version__, "model": model, **state}
    return json_response(body, 200 if works else 503)


class _Probe:
    """One query at a time, shared by all requests that arrive during it or shortly after it succeeded."""

    def __init__(self) -> None:
        self._state: dict[str, Any] = {}
        self._fresh_until = 0.0
        self._write_again_at = 0.0
        self._query: asyncio.Task[dict[str, Any]] | None = None
        self._began_at = 0.0

    async def state(self, call: Call) -> dict[str, Any]:
        """The result of a query that ended at most `FRESH_SECONDS` ago; raises Problem."""
        if monotonic() < self._fresh_until:
            return self._state
        seconds = min(TIMEOUT_SECONDS, call.settings.database_timeout_seconds)
        asked_at = monotonic()
        try:
            async with asyncio.timeout(seconds):
                while True:
                    if self._query is None or self._query.done():
                        self._began_at = monotonic()
                        self._query = asyncio.create_task(self._ask(call, seconds))
                        # Retrieves the exception, since every caller may be gone when the query fails.
                        self._query.add_done_callback(lambda query: query.cancelled() or query.exception())
                    began_at = self._began_at
                    try:
                        return await asyncio.shield(self._query)
                    except Problem:
                        # A failure that started before this request may be over by now.
                        if began_at >= asked_at:
                            raise
        except TimeoutError:
            raise Problem("database_unavailable", cause="TimeoutError in get_health") from None

    async def _ask(self, call: Call, seconds: float) -> dict[str, Any]:
        writes = monotonic() >= self._write_again_at
        sent_at = monotonic()
        try:
            state = await call.database.rpc_object("get_health", {"probe": writes}, seconds)
        except Problem as problem:
            if problem.code == "database_unavailable":
                report_failure(call.settings, sent_at)
            raise
        if state["database"] != "ok":
            self._write_again_at = 0.0
        elif writes:
            self._write_again_at = monotonic() + WRITE_SECONDS
        self._state = state
        self._fresh_until = monotonic() + FRESH_SECONDS
        return self._state


_probes: WeakKeyDictionary[object, _Probe] = WeakKeyDictionary()
