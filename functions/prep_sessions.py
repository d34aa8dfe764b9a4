"""/prep-sessions: workspaces to prepare in, material that a model writes for them, and links that share them."""

import json
from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

import functions_framework.aio
from starlette.responses import Response

from shared.http.endpoint import Access, Call, answer, endpoint
from shared.models import prep_sessions as models
from shared.prep.entity_tag import if_match, tagged
from shared.problems import Problem

# Takes the call and the ids from the path.
Handler = Callable[..., Awaitable[Response]]


async def list_all(call: Call) -> Response:
    """PrepSessionsQuery → 200 PrepSessionsResponse."""
    query = call.query(models.PrepSessionsQuery)
    return answer(await call.database.rpc("list_prep_sessions", {"cursor": query.cursor, "page_size": query.limit}))


async def create(call: Call) -> Response:
    """CreatePrepSession → 201 CreatedPrepSession, or 200 if repeated."""
    body = await call.body(models.CreatePrepSession)
    created = await call.database.rpc("create_prep_session", body.model_dump())
    view = json.loads(created)
    response = tagged(created, 200 if view["replayed"] else 201)
    response.headers["location"] = f"/prep-sessions/{view['id']}"
    return response


async def list_templates(call: Call) -> Response:
    """200 PrepTemplatesResponse."""
    return answer(await call.database.rpc("list_prep_templates", {}))


async def read(call: Call, session: UUID) -> Response:
    """200 PrepSessionResponse."""
    return tagged(await call.database.rpc("get_prep_session", {"prep_session_id": session}))


async def patch(call: Call, session: UUID) -> Response:
    """PatchPrepSession with If-Match → 200 PrepSessionResponse."""
    version = if_match(call.request)
    body = await call.body(models.PatchPrepSession, models.MAX_PREP_BODY_BYTES)
    arguments = {"prep_session_id": session, "patch": body.model_dump(exclude_unset=True), "version": version}
    return tagged(await call.database.rpc("patch_prep_session", arguments))


async def delete(call: Call, session: UUID) -> Response:
    """204, even if there is nothing to delete."""
    await call.database.rpc("delete_prep_session", {"prep_session_id": session})
    return Response(status_code=204)


async def generate(call: Call, session: UUID) -> Response:
    """GenerateRequest → 200 GenerationResponse."""
    # Imported here: only this needs the model client, and it would slow every cold start.
    from shared.prep.generation import generated

    body = await call.body(models.GenerateRequest)
    return tagged(await generated(call.settings, call.database, session, body))


async def list_shares(call: Call, session: UUID) -> Response:
    """200 SharesResponse."""
    return answer(await call.database.rpc("list_prep_shares", {"prep_session_id": session}))


async def share(call: Call, session: UUID) -> Response:
    """ShareRequest → 201 ShareResponse."""
    body = await call.body(models.ShareRequest)
    return answer(await call.database.rpc("share_prep_session", {"prep_session_id": session, **body.model_dump()}), 201)


async def revoke(call: Call, session: UUID, share_id: UUID) -> Response:
    """204, even if there is nothing to revoke."""
    await call.database.rpc("revoke_prep_share", {"prep_session_id": session, "share_id": share_id})
    return Response(status_code=204)


# The path after /prep-sessions; "*" is an id.
ROUTES: Mapping[tuple[str, ...], Mapping[str, Handler]] = {
    (): {"GET": list_all, "POST": create},
    ("templates",): {"GET": list_templates},
    ("*",): {"GET": read, "PATCH": patch, "DELETE": delete},
    ("*", "generate"): {"POST": generate},
    ("*", "shares"): {"GET": list_shares, "POST": share},
    ("*", "shares", "*"): {"DELETE": revoke},
}


def route(path: str) -> tuple[Mapping[str, Handler], list[UUID]]:
    """The handlers of a path by method, and the ids in it; raises Problem for an unknown path."""
    parts = path.strip("/").split("/") if path.strip("/") else []
    # Deployed alone, the function gets paths with or without its own name.
    parts = parts[1:] if parts[:1] == ["prep-sessions"] else parts
    ids = parts[0::2] if parts != ["templates"] else []
    pattern = tuple("*" if number % 2 == 0 and ids else part for number, part in enumerate(parts))
    if pattern not in ROUTES:
        raise Problem("not_found")
    try:
        return ROUTES[pattern], [UUID(text) for text in ids]
    except ValueError:
        raise Problem("prep_session_not_found") from None


@functions_framework.aio.http
@endpoint(Access.CANDIDATE, "GET", "POST", "PATCH", "DELETE")
async def prep_sessions(call: Call) -> Response:
    """Call the handler for the path and the method."""
    handlers, ids = route(call.request.url.path)
    if call.method not in handlers:
        allowed = {*handlers, "OPTIONS"} | ({"HEAD"} if "GET" in handlers else set())
        raise Problem("method_not_allowed", headers={"allow": ", ".join(sorted(allowed))})
    return await handlers[call.method](call, *ids)
