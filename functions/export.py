"""GET /export: the results of a session, as much of them as the caller may see, or a prep session, as a file."""

import asyncio

import functions_framework.aio
from starlette.responses import Response

from shared.http import Access, Call, endpoint
from shared.models.exports import ExportQuery


@functions_framework.aio.http
@endpoint(Access.CANDIDATE, "GET")
async def export(call: Call) -> Response:
    """ExportQuery → 200, the file; who may see what is decided by get_results and get_prep_session."""
    query = call.query(ExportQuery)
    # Imported here: nothing else needs it, and it would cost every cold start.
    from shared.export.file import export_file, prep_file
    from shared.export.transcript import with_transcript

    if query.prep_session_id is not None:
        found = await call.database.rpc("get_prep_session", {"prep_session_id": query.prep_session_id})
        file = await asyncio.to_thread(prep_file, found, query.format)
    else:
        found = await call.database.rpc("get_results", {"session_id": query.session_id})
        found = await with_transcript(call.database, found)
        file = await asyncio.to_thread(export_file, found, query.format)
    headers = {"content-disposition": file.content_disposition}
    return Response(file.content, headers=headers, media_type=file.media_type)
