"""Every function behind one service, chosen by the first segment of the path."""

from typing import cast

import functions_framework.aio
from starlette.requests import Request
from starlette.responses import Response

from functions.analytics import analytics
from functions.cleanup import cleanup
from functions.clear_stuck_session import clear_stuck_session
from functions.evaluate import evaluate
from functions.export import export
from functions.finish import finish
from functions.health import health
from functions.heartbeat import heartbeat
from functions.openapi import openapi
from functions.results import results
from functions.resume import resume
from functions.review import review
from functions.sessions import sessions
from functions.start import start
from functions.submit import submit
from shared.errors import Problem
from shared.http import Access, Call, EntryPoint, endpoint

FUNCTIONS = {
    "start": start,
    "submit": submit,
    "resume": resume,
    "heartbeat": heartbeat,
    "finish": finish,
    "clear-stuck-session": clear_stuck_session,
    "sessions": sessions,
    "results": results,
    "review": review,
    "analytics": analytics,
    "export": export,
    "cleanup": cleanup,
    "evaluate": evaluate,
    "health": health,
    "openapi.json": openapi,
}


@endpoint(Access.ANYONE, "GET", "POST", "PUT", "PATCH", "DELETE")
async def unknown_path(call: Call) -> Response:
    """404 `not_found`, whatever the method."""
    raise Problem("not_found")


@functions_framework.aio.http
async def api(request: Request) -> Response:
    """The answer of the function the path names."""
    name = request.url.path.strip("/")
    function = cast(EntryPoint, FUNCTIONS.get(name, unknown_path))
    return await function(request)
