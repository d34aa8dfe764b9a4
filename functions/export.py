"""GET /export: a session's results or a prep session as a file, as far as the caller may see them."""

from functools import partial
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from starlette.responses import Response

from shared.http import Access, Call, Endpoint, with_member
from shared.http.disconnect import unless_gone
from shared.models.fields import RequestQuery
from shared.problems import Problem

CALLER_GONE = 499

export = Endpoint("/export", Access.SIGNED_IN)


class ExportQuery(RequestQuery):
    """Export a session's results or a prep session, in one format; send exactly one of the two ids."""

    session_id: UUID | None = None
    prep_session_id: UUID | None = None
    format: Literal["json", "md", "pdf", "docx"] = Field(default="pdf", description="JSON, Markdown, PDF or Word.")

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Self:
        if (self.session_id is None) == (self.prep_session_id is None):
            raise PydanticCustomError("one_id", "Exactly one of session_id and prep_session_id is needed")
        return self


@export.operation(
    "GET /export",
    summary="Download the results of a session, or a prep session, as a file",
    files=(
        "application/pdf",
        "text/markdown",
        "application/json",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    refusals=(
        *("session_not_found", "prep_session_not_found", "results_hidden", "results_not_ready"),
        *("rate_limited", "export_busy", "export_failed"),
    ),
)
async def export_file(call: Call, query: ExportQuery) -> Response:
    """The file; get_results and get_prep_session decide who may see what."""
    return await unless_gone(call.request, _export(call, query)) or Response(status_code=CALLER_GONE)


async def _export(call: Call, query: ExportQuery) -> Response:
    # Imported here: only exports need it, and it would slow every cold start.
    from shared.export.pool import get_pool

    # Counts the export and returns its owner; it also proves that the token is valid.
    taken = await call.database.rpc_object("take_export", {})
    prep = query.prep_session_id is not None
    read = partial(call.database.rpc, "get_prep_session", {"prep_session_id": query.prep_session_id})
    if not prep:
        read = partial(_results_with_record, call, query.session_id)
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


async def _results_with_record(call: Call, session_id: UUID | None) -> bytes:
    """The results, and the signed record in a last member; without a key that signs, only the results."""
    from shared.record.signed import signed_record, signing_key

    results = await call.database.rpc("get_results", {"session_id": session_id})
    if signing_key(call.settings) is None:
        return results
    # Read after the results, so that the record names every text in them.
    return with_member(results, "record", await signed_record(call.database, call.settings, session_id))
