"""GET /record: the signed record of a session, for its candidate and for those who review it."""

from uuid import UUID

from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.fields import RequestQuery

record = Endpoint("/record", Access.SIGNED_IN)


class RecordQuery(RequestQuery):
    """The session whose record to return."""

    session_id: UUID


@record.operation(
    "GET /record",
    summary="Get the signed record of a session",
    responses={200: Returns("record_views.RecordResponse", "The record, signed with Ed25519.", "RECORD")},
    refusals=("session_not_found", "rate_limited", "records_not_configured"),
)
async def get_record(call: Call, query: RecordQuery) -> Response:
    """The record as a compact JWS; the database decides who may have it."""
    # Imported here: only records need a library for signatures, and it would slow every cold start.
    from shared.record.signed import signed_record

    return json_response({"record": await signed_record(call.database, call.settings, query.session_id)})
