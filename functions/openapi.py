"""GET /openapi.json: the OpenAPI 3.1 document of all functions."""

import functions_framework.aio
from starlette.responses import Response

from shared.http import Access, Call, answer, endpoint
from shared.models.requests import EmptyQuery


@functions_framework.aio.http
@endpoint(Access.ANYONE, "GET", cache_control="public, max-age=300")
async def openapi(call: Call) -> Response:
    """The document, made from the models at the first request."""
    # Imported here: nothing else needs the response models, and they would cost every cold start.
    from shared.openapi.document import document_and_tag

    call.query(EmptyQuery)
    document, tag = document_and_tag()
    if call.request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"etag": tag})
    response = answer(document)
    response.headers["etag"] = tag
    return response
