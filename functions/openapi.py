"""GET /openapi.json: the OpenAPI 3.1 document of all functions."""

import functions_framework.aio
from starlette.responses import Response

from shared.http.endpoint import Access, Call, answer, endpoint
from shared.models.requests import EmptyQuery


@functions_framework.aio.http
@endpoint(Access.ANYONE, "GET", cache_control="public, max-age=300")
async def openapi(call: Call) -> Response:
    """Return the document; the first request builds it from the models."""
    # Imported here: only this needs the response models, and they would slow every cold start.
    from shared.openapi.document import document_and_tag

    call.query(EmptyQuery)
    document, tag = document_and_tag()
    if call.request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"etag": tag})
    response = answer(document)
    response.headers["etag"] = tag
    return response
