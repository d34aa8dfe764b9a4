"""GET /shared-prep: the prep session that a link shares, for anyone who has the link."""

from typing import Annotated

from pydantic import AfterValidator, Field
from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.fields import RequestQuery, storable

shared_prep = Endpoint("/shared-prep", Access.PUBLIC)


class SharedPrepQuery(RequestQuery):
    """The link's token."""

    token: Annotated[str, AfterValidator(storable)] = Field(min_length=1, max_length=200)


@shared_prep.operation(
    "GET /shared-prep",
    summary="Get the prep session behind a link",
    responses={200: Returns("prep_views.SharedPrepResponse", "The shared workspace.", "SHOWN")},
    refusals=("share_not_found", "database_unavailable"),
)
async def get_shared_prep(call: Call, query: SharedPrepQuery) -> Response:
    """Unknown, revoked and expired links all give the same 404."""
    return json_response(await call.database.rpc("get_shared_prep", query.model_dump()))
