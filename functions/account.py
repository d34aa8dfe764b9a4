"""GET, DELETE and POST /account: the caller's account and its deletion. GET /account/export: everything about them."""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any, Literal

from pydantic import Field
from starlette.responses import Response, StreamingResponse

from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.fields import RequestBody

account = Endpoint("/account", Access.SIGNED_IN)


class AccountAction(RequestBody):
    """Withdraw the request to delete the account."""

    action: Literal["keep"] = Field(description="`keep`: the account is not deleted.")


@account.operation(
    "GET /account",
    summary="Get your account, and the day on which it is deleted if you asked for that",
    responses={200: Returns("account_views.AccountResponse", "The account.", "ACCOUNT")},
)
async def get_account(call: Call) -> Response:
    """The account and its pending deletion."""
    return json_response(await call.database.rpc("get_account", {}))


@account.operation(
    "DELETE /account",
    summary="Delete your account and everything in it, after a grace period",
    responses={202: Returns("account_views.AccountResponse", "The day on which it takes effect.", "DELETED")},
    refusals=("last_owner",),
)
async def delete_account(call: Call) -> Response:
    """Ask for the deletion; cleanup carries it out. A repeat returns the same day."""
    return json_response(await call.database.rpc("delete_account", {}), 202)


@account.operation(
    "POST /account",
    summary="Keep your account after all, before the day of its deletion",
    examples={"keep": {"action": "keep"}},
    responses={200: Returns("account_views.AccountResponse", "The account.", "ACCOUNT")},
    refusals=("account_deletion_started",),
)
async def keep_account(call: Call, body: AccountAction) -> Response:
    """Withdraw the request; without one, nothing changes."""
    return json_response(await call.database.rpc("keep_account", {}))


@account.operation(
    "GET /account/export",
    summary="Download everything about you as JSON",
    files=("application/json",),
)
async def export_account(call: Call) -> Response:
    """One JSON document, sent while it is read: memory does not grow with it."""
    begun = await call.database.rpc_object("take_account_export", {})
    headers = {"content-disposition": 'attachment; filename="account.json"'}
    return StreamingResponse(_document(call, begun), media_type="application/json", headers=headers)


async def _document(call: Call, begun: Mapping[str, Any]) -> AsyncIterator[bytes]:
    """The document: what `take_account_export` returned, then each section as an array.

    An error ends the response before its last brace and without its last chunk, so no client takes a part for all.
    """
    head = {name: value for name, value in begun.items() if name != "sections"}
    yield json.dumps(head)[:-1].encode()
    for section in begun["sections"]:
        yield f', "{section}": ['.encode()
        separator, after = "", None
        while True:
            arguments = {"section": section, "after": after}
            page = await call.database.rpc_repeatable("list_account_rows", arguments)
            if page["rows"]:
                yield (separator + json.dumps(page["rows"])[1:-1]).encode()
                separator = ", "
                # The page has been sent: a slow download keeps the person's other reads waiting no longer.
                call.unsent.release()
            after = page["after"]
            if after is None:
                break
        yield b"]"
    yield b"}"
