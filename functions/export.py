"""GET /export: a session's results, a prep session or an interview's candidates as a file."""

from functools import partial
from typing import Annotated, Literal, Self
from urllib.parse import urlencode
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError
from starlette.responses import Response, StreamingResponse

from shared.http import Access, Call, Endpoint, with_member
from shared.http.disconnect import unless_gone
from shared.models.fields import RequestQuery, storable
from shared.problems import Problem

CALLER_GONE = 499
OF_INTERVIEWS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}

export = Endpoint("/export", Access.SIGNED_IN)


class ExportQuery(RequestQuery):
    """Export a session's results, a prep session, or an interview's candidates, in one format; send exactly one id.

    `csv`, `xlsx` and `zip` are formats of an interview, and the others those of a session or prep session.
    """

    session_id: UUID | None = None
    prep_session_id: UUID | None = None
    interview_id: UUID | None = Field(default=None, description="For members of its organization.")
    format: Literal["json", "md", "pdf", "docx", "csv", "xlsx", "zip"] = Field(
        default="pdf",
        description="JSON, Markdown, PDF or Word; the table of an interview's candidates, or a ZIP of their reports.",
    )
    cursor: Annotated[str, AfterValidator(storable)] | None = Field(
        default=None, min_length=1, max_length=500, description="With `zip`: where the Link header continues."
    )

    @model_validator(mode="after")
    def _one_id_in_a_format_of_it(self) -> Self:
        if [self.session_id, self.prep_session_id, self.interview_id].count(None) != 2:
            raise PydanticCustomError("one_id", "Exactly one of session_id, prep_session_id and interview_id is needed")
        if (self.interview_id is not None) != (self.format in OF_INTERVIEWS):
            raise PydanticCustomError(
                "format", "An interview is exported as csv, xlsx or zip, everything else as json, md, pdf or docx"
            )
        if self.cursor is not None and self.format != "zip":
            raise PydanticCustomError("cursor", "Only a zip has a cursor")
        return self


@export.operation(
    "GET /export",
    summary="Download the results of a session, a prep session, or the candidates of an interview, as a file",
    files=(
        "application/pdf",
        "text/markdown",
        "application/json",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "text/csv",
        OF_INTERVIEWS["xlsx"],
        OF_INTERVIEWS["zip"],
    ),
    refusals=(
        *("session_not_found", "prep_session_not_found", "interview_not_found", "results_hidden"),
        *("results_not_ready", "rate_limited", "export_busy", "export_failed"),
    ),
)
async def export_file(call: Call, query: ExportQuery) -> Response:
    """The file; get_results, get_prep_session and export_candidates decide who may see what."""
    if query.interview_id is not None:
        return await _export_interview(call, query)
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


async def _export_interview(call: Call, query: ExportQuery) -> Response:
    """The candidates of an interview. Its first page is read before, so that a refusal is a response of its own."""
    from shared.export import interview_files
    from shared.export.file import content_disposition, safe_name
    from shared.export.pool import Made, get_pool

    zipped = query.format == "zip"
    size = interview_files.REPORTS_IN_A_FILE if zipped else interview_files.ROWS_AT_ONCE
    arguments = {"interview_id": query.interview_id, "page_size": size, "reports": zipped}

    async def read(cursor: str | None) -> interview_files.Page:
        return await call.database.rpc_object("export_candidates", {**arguments, "cursor": cursor})

    async def make(session_id: str) -> Made:
        read_results = partial(_results_with_record, call, UUID(session_id))
        list_messages = partial(call.database.rpc, "list_messages")
        header = {"prep": False, "format": "pdf"}
        made = await get_pool(call.settings.export).make(first["user_id"], header, read_results, list_messages)
        call.unsent.release()
        return made

    first = await read(query.cursor)
    name = f"{safe_name(first['title'], str(query.interview_id))}.{query.format}"
    headers = {"content-disposition": content_disposition(name)}
    if zipped:
        body = interview_files.zip_file(first, make)
        if first["next_cursor"] is not None:
            following = {"interview_id": query.interview_id, "format": "zip", "cursor": first["next_cursor"]}
            headers["link"] = f'<?{urlencode(following)}>; rel="next"'
    else:
        pages = interview_files.Pages(first, read, call.unsent.release)
        body = interview_files.csv_file(pages) if query.format == "csv" else interview_files.xlsx_file(pages)
    return StreamingResponse(body, headers=headers, media_type=OF_INTERVIEWS[query.format])


async def _results_with_record(call: Call, session_id: UUID | None) -> bytes:
    """The results, and the signed record in a last member; without a key that signs, only the results."""
    from shared.record.signed import signed_record, signing_key

    results = await call.database.rpc("get_results", {"session_id": session_id})
    if signing_key(call.settings) is None:
        return results
    # Read after the results, so that the record names every text in them.
    return with_member(results, "record", await signed_record(call.database, call.settings, session_id))
