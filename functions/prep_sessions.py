"""/prep-sessions: workspaces to prepare in, material that a model writes for them, and links that share them."""

import json
from uuid import UUID

from starlette.responses import Response

from shared.examples import PREP_NOTES, PREP_SESSION
from shared.http import Access, Call, Endpoint, Returns, json_response, tagged_response
from shared.models.prep_requests import (
    MAX_PREP_BODY_BYTES,
    CreatePrepSession,
    GenerateRequest,
    PatchPrepSession,
    PrepSessionsQuery,
    ShareRequest,
)

ALL = "/prep-sessions"
ONE = "/prep-sessions/{prep_session_id}"
NOT_YOURS = "prep_session_not_found"

prep_sessions = Endpoint(ALL, Access.SIGNED_IN)


@prep_sessions.operation(
    f"GET {ALL}",
    summary="List your own prep sessions",
    responses={200: Returns("prep_views.PrepSessionsResponse", "One page of prep sessions.", "PAGE")},
)
async def list_all(call: Call, query: PrepSessionsQuery) -> Response:
    """One page, newest first."""
    arguments = {"cursor": query.cursor, "page_size": query.limit}
    return json_response(await call.database.rpc("list_prep_sessions", arguments))


@prep_sessions.operation(
    f"POST {ALL}",
    summary="Create a prep session, empty or from a template",
    examples={
        "empty": {
            "name": "Database engineer at Northwind",
            "mode": "job",
            "job_id": "northwind-42",
            "skill": "PostgreSQL",
            "prep_session_id": PREP_SESSION,
        },
        "from_a_template": {"template": "backend-engineer"},
    },
    responses={
        201: Returns("prep_views.CreatedPrepSession", "The prep session was created.", "CREATED"),
        200: Returns("prep_views.CreatedPrepSession", "The prep session had been created before.", "CREATED_BEFORE"),
    },
    tagged=True,
    refusals=("prep_template_not_found", "limit_reached"),
)
async def create(call: Call, body: CreatePrepSession) -> Response:
    """Create it, or find the one created before."""
    created = await call.database.rpc("create_prep_session", body.model_dump())
    view = json.loads(created)
    response = tagged_response(created, 200 if view["replayed"] else 201)
    response.headers["location"] = f"/prep-sessions/{view['id']}"
    return response


@prep_sessions.operation(
    f"GET {ALL}/templates",
    summary="List the templates for common roles",
    responses={200: Returns("prep_views.PrepTemplatesResponse", "All templates.", "TEMPLATES")},
)
async def list_templates(call: Call) -> Response:
    """All templates."""
    return json_response(await call.database.rpc("list_prep_templates", {}))


@prep_sessions.operation(
    f"GET {ONE}",
    summary="Get a prep session with its document",
    responses={200: Returns("prep_views.PrepSessionResponse", "The prep session as it is now.", "SESSION")},
    tagged=True,
    refusals=(NOT_YOURS,),
)
async def read(call: Call, prep_session_id: UUID) -> Response:
    """The workspace as it is now."""
    return tagged_response(await call.database.rpc("get_prep_session", {"prep_session_id": prep_session_id}))


@prep_sessions.operation(
    f"PATCH {ONE}",
    summary="Change a prep session with a JSON merge patch",
    examples={
        "what_was_typed": {"document": {"notes": PREP_NOTES, "user_answers": {"q1": "Row versions."}}},
        "practised": {"document": {"practice_status": {"q1": "confident"}, "user_answers": {"q1": None}}},
        "renamed": {"name": "Northwind, second round", "job_id": None},
    },
    responses={200: Returns("prep_views.PrepSessionResponse", "The prep session as it is now.", "SESSION")},
    tagged=True,
    max_body_bytes=MAX_PREP_BODY_BYTES,
    refusals=(NOT_YOURS, "precondition_required", "version_conflict", "limit_reached"),
)
async def patch(call: Call, prep_session_id: UUID, version: int | None, body: PatchPrepSession) -> Response:
    """Change this version; the database refuses a missing or an old one."""
    change = body.model_dump(exclude_unset=True)
    arguments = {"prep_session_id": prep_session_id, "patch": change, "version": version}
    return tagged_response(await call.database.rpc("patch_prep_session", arguments))


@prep_sessions.operation(
    f"DELETE {ONE}",
    summary="Delete a prep session with its generated content and links",
    responses={204: Returns(None, "The prep session does not exist (any more).")},
)
async def delete(call: Call, prep_session_id: UUID) -> Response:
    """Succeed even if there is nothing to delete."""
    await call.database.rpc("delete_prep_session", {"prep_session_id": prep_session_id})
    return Response(status_code=204)


@prep_sessions.operation(
    f"POST {ONE}/generate",
    summary="Generate questions, an explanation or stories with a model",
    examples={
        "questions": {"kind": "questions", "count": 3},
        "again": {
            "kind": "questions",
            "count": 3,
            "refresh": True,
            "request_id": "5d1f0b7e-93c2-4a64-8e0d-6f2b1c9a7d35",
        },
    },
    responses={
        200: Returns("prep_views.GenerationResponse", "The generated content, new or stored before.", "GENERATED")
    },
    tagged=True,
    refusals=(NOT_YOURS, "generation_in_progress", "generation_failed", "ai_not_configured", "limit_reached"),
)
async def generate(call: Call, prep_session_id: UUID, body: GenerateRequest) -> Response:
    """Return what is stored for the same request, else ask a model."""
    # Imported here: only this needs the model client, and it would slow every cold start.
    from shared.prep.generation import generated

    return tagged_response(await generated(call.settings, call.database, prep_session_id, body))


@prep_sessions.operation(
    f"GET {ONE}/shares",
    summary="List the valid links of a prep session",
    responses={200: Returns("prep_views.SharesResponse", "All valid links.", "SHARES")},
    refusals=(NOT_YOURS,),
)
async def list_shares(call: Call, prep_session_id: UUID) -> Response:
    """All links that have not expired and were not revoked."""
    return json_response(await call.database.rpc("list_prep_shares", {"prep_session_id": prep_session_id}))


@prep_sessions.operation(
    f"POST {ONE}/shares",
    summary="Create a link that shows a prep session",
    examples={"a_day": {"expires_in_hours": 24}},
    responses={
        201: Returns("prep_views.ShareResponse", "The link with its token, which is not shown again.", "SHARED")
    },
    refusals=(NOT_YOURS, "limit_reached"),
)
async def share(call: Call, prep_session_id: UUID, body: ShareRequest) -> Response:
    """A new link."""
    arguments = {"prep_session_id": prep_session_id, **body.model_dump()}
    return json_response(await call.database.rpc("share_prep_session", arguments), 201)


@prep_sessions.operation(
    f"DELETE {ONE}/shares/{{share_id}}",
    summary="Revoke a link of a prep session",
    responses={204: Returns(None, "The link is not valid (any more).")},
)
async def revoke(call: Call, prep_session_id: UUID, share_id: UUID) -> Response:
    """Succeed even if there is nothing to revoke."""
    await call.database.rpc("revoke_prep_share", {"prep_session_id": prep_session_id, "share_id": share_id})
    return Response(status_code=204)
