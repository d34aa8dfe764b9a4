"""GET /export: a session's results or a prep session as a file, as far as the caller may see them."""

from functools import partial

import functions_framework.aio
from starlette.responses import Response

from shared.http.disconnect import unless_gone
from shared.http.endpoint import Access, Call, endpoint
from shared.models.exports import ExportQuery
from shared.problems import Problem

CALLER_GONE = 499


@functions_framework.aio.http
@endpoint(Access.CANDIDATE, "GET")
async def export(call: Call) -> Response:
    """ExportQuery → 200, the file; get_results and get_prep_session decide who may see what."""
    query = call.query(ExportQuery)
    return await unless_gone(call.request, _export(call, query)) or Response(status_code=CALLER_GONE)


async def _export(call: Call, query: ExportQuery) -> Response:
    # Imported here: only exports need it, and it would slow every cold start.
    from shared.export.pool import get_pool

    # Counts the export and returns its owner; it also proves that the token is valid.
    taken = await call.database.rpc_object("take_export", {})
    prep = query.prep_session_id is not None
    read = partial(
        call.database.rpc,
        "get_prep_session" if prep else "get_results",
        {"prep_session_id": query.prep_session_id} if prep else {"session_id": query.session_id},
    )
    list_messages = partial(call.database.rpc, "list_messages")
    header = {"prep": prep, "format": query.format}
    made = await get_pool(call.settings.export).make(taken["user_id"], header, read, list_messages)
    outcome = made.outcome
    if (code := outcome.get("problem")) is not None:
        raise Problem(code, fields=outcome["fields"])
    if (failure := outcome.get("failed")) is not None:
        call.stack_trace = outcome["stack_trace"]
        raise Problem("export_failed" if failure == "MemoryError" else "internal_error", cause=failure)
    headers = {"content-disposition": outcome["content_disposition"]}
    return Response(made.content, headers=headers, media_type=outcome["media_type"])
