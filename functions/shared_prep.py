"""POST /shared-prep: the prep session that a link shares, for anyone who has the link."""

from typing import Annotated

from pydantic import AfterValidator, Field
from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.fields import RequestBody, storable

shared_prep = Endpoint("/shared-prep", Access.PUBLIC)


class SharedPrepBody(RequestBody):
    """The link's token; not in the address, which hosts write to their logs."""

    token: Annotated[str, AfterValidator(storable)] = Field(min_length=1, max_length=200)


@shared_prep.operation(
    "POST /shared-prep",
    summary="Get the prep session behind a link",
    examples={"link": {"token": "0f4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f6071829"}},
    responses={200: Returns("prep_views.SharedPrepResponse", "The shared workspace.", "SHOWN")},
    refusals=("share_not_found", "database_unavailable"),
)
async def get_shared_prep(call: Call, body: SharedPrepBody) -> Response:
    """Unknown, revoked and expired links all give the same 404."""
    return json_response(await call.database.rpc("get_shared_prep", body.model_dump()))
