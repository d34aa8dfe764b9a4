"""The route that a path takes. Starlette's routes do the matching; slashes at either end do not count."""

from collections.abc import Iterable

from starlette.requests import Request
from starlette.routing import Match, Route


def first_match(routes: Iterable[Route], request: Request) -> tuple[Route, dict[str, str]] | None:
    """The first route that the request's path matches, whatever the method, with the parts in braces; or None."""
    # The request's own scope holds what the host's route has matched.
    scope = {"type": "http", "method": request.method, "path": "/" + request.url.path.strip("/")}
    for route in routes:
        match, child = route.matches(scope)
        if match is not Match.NONE:
            return route, child["path_params"]
    return None
