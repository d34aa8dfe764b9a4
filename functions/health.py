"""GET /health: is the service up, what runs on it, and does its cleanup keep up?"""

import json

import functions_framework.aio
from starlette.responses import Response

from shared import __version__
from shared.database import NO_SECRET_KEY
from shared.errors import Problem
from shared.http import Access, Call, answer, endpoint

TIMEOUT_SECONDS = 2.0


@functions_framework.aio.http
@endpoint(Access.ANYONE, "GET")
async def health(call: Call) -> Response:
    """No token, any query → HealthResponse: 200, or 503 while the database does not answer."""
    timeout = min(TIMEOUT_SECONDS, call.settings.database_timeout_seconds)
    try:
        state = json.loads(await call.database.rpc("get_health", {}, timeout))
    except Problem as problem:
        call.problem = problem
        database = "not_configured" if problem.cause == NO_SECRET_KEY else "unavailable"
        state = {"database": database, "migration": None, "cleanup": None, "evaluation": None}
        return answer({"status": "unavailable", "version": __version__, **state}, 503)
    return answer({"status": "ok", "version": __version__, **state})
