"""The operations of prep sessions, and the one behind their links."""

from shared.http.endpoint import Access
from shared.models import prep_responses, prep_sessions
from shared.openapi import prep_examples
from shared.openapi.operation import Answer, Operation

ALL = "/prep-sessions"
ONE = "/prep-sessions/{prep_session_id}"
NOT_YOURS = "prep_session_not_found"

PREP = (
    Operation(
        path=ALL,
        method="get",
        summary="One's own prep sessions",
        access=Access.CANDIDATE,
        query=prep_sessions.PrepSessionsQuery,
        answers={200: Answer(prep_responses.PrepSessionsResponse, "One page.", prep_examples.PAGE)},
    ),
    Operation(
        path=ALL,
        method="post",
        summary="Create a prep session, empty or from a template",
        access=Access.CANDIDATE,
        body=prep_sessions.CreatePrepSession,
        body_examples=prep_examples.CREATE,
        answers={
            201: Answer(prep_responses.CreatedPrepSession, "It was created.", prep_examples.CREATED),
            200: Answer(prep_responses.CreatedPrepSession, "It had been created before.", prep_examples.CREATED_BEFORE),
        },
        tagged=True,
        refusals=("prep_template_not_found", "prep_session_id_taken", "limit_reached"),
    ),
    Operation(
        path=f"{ALL}/templates",
        method="get",
        summary="Templates for common roles",
        access=Access.CANDIDATE,
        answers={200: Answer(prep_responses.PrepTemplatesResponse, "All of them.", prep_examples.TEMPLATES)},
    ),
    Operation(
        path=ONE,
        method="get",
        summary="A prep session with its document",
        access=Access.CANDIDATE,
        answers={200: Answer(prep_responses.PrepSessionResponse, "As it is now.", prep_examples.SESSION)},
        tagged=True,
        refusals=(NOT_YOURS,),
    ),
    Operation(
        path=ONE,
        method="patch",
        summary="Change what was changed: a JSON merge patch",
        access=Access.CANDIDATE,
        body=prep_sessions.PatchPrepSession,
        body_examples=prep_examples.PATCH,
        answers={200: Answer(prep_responses.PrepSessionResponse, "As it is now.", prep_examples.SESSION)},
        tagged=True,
        versioned=True,
        refusals=(NOT_YOURS, "precondition_required", "version_conflict"),
    ),
    Operation(
        path=ONE,
        method="delete",
        summary="Delete a prep session with all that belongs to it",
        access=Access.CANDIDATE,
        answers={204: Answer(None, "It is not there (any more).")},
    ),
    Operation(
        path=f"{ONE}/generate",
        method="post",
        summary="Have a model write questions, an explanation or stories",
        access=Access.CANDIDATE,
        body=prep_sessions.GenerateRequest,
        body_examples=prep_examples.GENERATE,
        answers={200: Answer(prep_responses.GenerationResponse, "Stored, now or before.", prep_examples.GENERATED)},
        tagged=True,
        refusals=(NOT_YOURS, "generation_in_progress", "generation_failed", "ai_not_configured"),
    ),
    Operation(
        path=f"{ONE}/shares",
        method="get",
        summary="The links of a prep session that work",
        access=Access.CANDIDATE,
        answers={200: Answer(prep_responses.SharesResponse, "All of them.", prep_examples.SHARES)},
        refusals=(NOT_YOURS,),
    ),
    Operation(
        path=f"{ONE}/shares",
        method="post",
        summary="Make a link that shows a prep session",
        access=Access.CANDIDATE,
        body=prep_sessions.ShareRequest,
        body_examples=prep_examples.SHARE,
        answers={201: Answer(prep_responses.ShareResponse, "The link, this once.", prep_examples.SHARED)},
        refusals=(NOT_YOURS, "limit_reached"),
    ),
    Operation(
        path=f"{ONE}/shares/{{share_id}}",
        method="delete",
        summary="Revoke a link",
        access=Access.CANDIDATE,
        answers={204: Answer(None, "It does not work (any more).")},
    ),
    Operation(
        path="/shared-prep",
        method="get",
        summary="The prep session behind a link",
        access=Access.ANYONE,
        query=prep_sessions.SharedPrepQuery,
        answers={200: Answer(prep_responses.SharedPrepResponse, "The one workspace.", prep_examples.SHOWN)},
        refusals=("share_not_found", "database_unavailable"),
    ),
)
