"""GET /questions/facets: what can be practised. Only a session hands out the questions themselves."""

import functions_framework.aio
from starlette.responses import Response

from shared.http.endpoint import Access, Call, answer, endpoint
from shared.problems import Problem

# Deployed alone, the function may get paths without its own name.
PATHS = ("questions/facets", "facets")


@functions_framework.aio.http
@endpoint(Access.CANDIDATE, "GET")
async def questions(call: Call) -> Response:
    """No query → 200 FacetsResponse."""
    if call.request.url.path.strip("/") not in PATHS:
        raise Problem("not_found")
    return answer(await call.database.rpc("get_question_facets", {}))
