"""/questions: what can be practised; import, export and drafts of an organization's questions."""

from urllib.parse import urlencode

from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.question_requests import MAX_IMPORT_BODY_BYTES, DraftRequest, ImportRequest, QuestionsExportQuery

questions = Endpoint("/questions", Access.SIGNED_IN)


@questions.operation(
    "GET /questions/facets",
    summary="List the types, domains and difficulties for practice",
    responses={
        200: Returns("practice_views.FacetsResponse", "Types, domains, difficulties and counts.", "FACETS"),
    },
)
async def get_facets(call: Call) -> Response:
    """The public question bank, in numbers."""
    return json_response(await call.database.rpc("get_question_facets", {}))


@questions.operation(
    "POST /questions/import",
    summary="Import a file of questions with their keys, all or nothing",
    examples={
        "csv": {
            "organization_id": "e0000000-0000-4000-8000-000000000001",
            "format": "csv",
            "content": "kind,prompt,points,option_a,option_b,correct_option\n"
            "mcq,Which of the two keeps the order of rows?,5,A queue,A set,a\n",
        },
    },
    responses={201: Returns("authoring_views.ImportResponse", "The questions are in the bank.", "IMPORTED")},
    max_body_bytes=MAX_IMPORT_BODY_BYTES,
    refusals=("not_importable", "limit_reached"),
)
async def import_questions(call: Call, body: ImportRequest) -> Response:
    """The counts; a question that is there already is not added again."""
    # Imported here: only an import needs it.
    from shared.question_files.importing import import_file
    from shared.question_files.read_file import Defaults

    defaults = Defaults(**body.defaults.model_dump())
    imported = await import_file(call.database, body.organization_id, body.format, body.content, defaults)
    return json_response(imported, 201)


@questions.operation(
    "GET /questions/export",
    summary="Download the questions of an organization with their keys as a file",
    files=("application/json", "text/csv"),
)
async def export_questions(call: Call, query: QuestionsExportQuery) -> Response:
    """Up to 200 questions; a Link header leads to the next file."""
    from shared.question_files.csv_file import write_csv
    from shared.question_files.json_file import write_json

    arguments = {"organization_id": query.organization_id, "cursor": query.cursor}
    page = await call.database.rpc_object("export_questions", arguments)
    media_type, write = ("text/csv", write_csv) if query.format == "csv" else ("application/json", write_json)
    headers = {"content-disposition": f'attachment; filename="questions.{query.format}"'}
    if page["next_cursor"] is not None:
        following = {"organization_id": query.organization_id, "format": query.format, "cursor": page["next_cursor"]}
        headers["link"] = f'<?{urlencode(following)}>; rel="next"'
    return Response(write(page["questions"]), headers=headers, media_type=media_type)


@questions.operation(
    "POST /questions/draft",
    summary="Have a model draft questions for a job; each is inactive until a person accepts it",
    examples={
        "a_sentence": {
            "organization_id": "e0000000-0000-4000-8000-000000000001",
            "job_description": "A nurse for the night shift of an intensive care unit.",
            "count": 3,
        },
    },
    responses={201: Returns("authoring_views.DraftsResponse", "The drafts are in the bank, inactive.", "DRAFTS")},
    refusals=("generation_failed", "ai_not_configured", "limit_reached"),
)
async def draft(call: Call, body: DraftRequest) -> Response:
    """The drafts; publishing refuses an interview that asks one which nobody has accepted."""
    # Imported here: only this needs the model client, and it would slow every cold start.
    from shared.question_drafts.drafting import drafted

    arguments = (body.organization_id, body.job_description, body.count)
    return json_response(await drafted(call.settings, call.database, *arguments), 201)
