"""GET /questions/facets: what can be practised. Only a session hands out the questions themselves."""

from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response

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
