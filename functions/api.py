"""All functions as one service; the first segment of the path selects the function."""

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
from functions.message import message
from functions.openapi import openapi
from functions.prep_sessions import prep_sessions
from functions.questions import questions
from functions.results import results
from functions.resume import resume
from functions.review import review
from functions.sessions import sessions
from functions.shared_prep import shared_prep
from functions.start import start
from functions.submit import submit
from shared.http.endpoint import Access, Call, EntryPoint, endpoint
from shared.problems import Problem

FUNCTIONS = {
    "start": start,
    "submit": submit,
    "resume": resume,
    "heartbeat": heartbeat,
    "finish": finish,
    "message": message,
    "clear-stuck-session": clear_stuck_session,
    "questions": questions,
    "sessions": sessions,
    "results": results,
    "review": review,
    "analytics": analytics,
    "export": export,
    "prep-sessions": prep_sessions,
    "shared-prep": shared_prep,
    "cleanup": cleanup,
    "evaluate": evaluate,
    "health": health,
    "openapi.json": openapi,
}
# These parse the rest of the path themselves; the others have nothing below their name.
WITH_PATHS = ("prep-sessions", "questions")


@endpoint(Access.ANYONE, "GET", "POST", "PUT", "PATCH", "DELETE")
async def unknown_path(call: Call) -> Response:
    """404 `not_found` for every method."""
    raise Problem("not_found")


@functions_framework.aio.http
async def api(request: Request) -> Response:
    """The response of the function that the path names."""
    path = request.url.path.strip("/")
    name = path.partition("/")[0]
    function = cast(EntryPoint, FUNCTIONS.get(name if name in WITH_PATHS else path, unknown_path))
    return await function(request)
