"""GET /openapi.json: the OpenAPI 3.1 document of all functions."""

from collections.abc import Iterable

from starlette.responses import Response

from shared.http import Access, Call, Endpoint, json_response
from shared.http.operation import Operation
from shared.models.fields import EmptyQuery

_described: list[Operation] = []
openapi = Endpoint("/openapi.json", Access.PUBLIC, cache_control="public, max-age=300", documented=False)


@openapi.operation("GET /openapi.json", summary="Get this document")
async def get_document(call: Call, query: EmptyQuery) -> Response:
    """The first request builds the document from the declarations and the models."""
    # Imported here: only this needs the response models, and they would slow every cold start.
    from shared.openapi.document import document_and_tag

    document, tag = document_and_tag(tuple(_described))
    if call.request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"etag": tag})
    response = json_response(document)
    response.headers["etag"] = tag
    return response


def describe(operations: Iterable[Operation]) -> None:
    """Set what the document describes; the registry calls it with the operations of every function."""
    _described[:] = operations
