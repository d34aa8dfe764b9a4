"""All functions as one service; the first segment of the path selects the function."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions.registry import ENDPOINTS, ENTRY_POINTS
from shared.http import Access, Call, Endpoint
from shared.http.routing import first_match
from shared.problems import Problem

ROUTES = [
    Route(path, ENTRY_POINTS[endpoint.name])
    for endpoint in ENDPOINTS
    for path in (endpoint.path, *([f"{endpoint.path}/{{below:path}}"] if endpoint.paths_below else []))
]

unknown_path = Endpoint("/unknown-path", Access.PUBLIC)


async def refuse(call: Call) -> Response:
    """404 `not_found`."""
    raise Problem("not_found")


for _method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
    unknown_path.operation(f"{_method} {unknown_path.path}", summary="Refuse an unknown path")(refuse)
_REFUSE = unknown_path.entry_point()


async def api(request: Request) -> Response:
    """The response of the function that the path names."""
    found = first_match(ROUTES, request)
    response: Response = await (found[0].endpoint if found else _REFUSE)(request)
    return response
