"""POST /start: start a session, or return the one that this `session_id` started before."""

import json
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError
from starlette.responses import Response

from shared.examples import CLIENT, CONVERSATION, INTERVIEW, SESSION
from shared.http import Access, Call, Endpoint, Returns, json_response, with_member
from shared.models.fields import ClientId, FacetName, RequestBody, storable
from shared.sealing.sealing_keys import published_key

MAX_PRACTICE_QUESTIONS = 50
MAX_TOPIC = 200

Difficulty = Literal["easy", "medium", "hard"]

start = Endpoint("/start", Access.SIGNED_IN)


class PracticeChoice(RequestBody):
    """Which questions to practise, directly or by a template. Without a domain or difficulty: any."""

    interview_type: FacetName | None = None
    domain: FacetName | None = None
    difficulty: Difficulty | None = None
    question_count: int | None = Field(default=None, ge=1, le=MAX_PRACTICE_QUESTIONS)
    time_limits: bool = Field(default=True, description="Whether questions have time limits.")
    template_id: UUID | None = Field(
        default=None, description="Id of a saved template of the caller, instead of the fields above."
    )

    @model_validator(mode="after")
    def _choice_or_template(self) -> Self:
        chosen = self.model_fields_set - {"template_id"}
        if self.template_id is None and (self.interview_type is None or self.question_count is None):
            raise PydanticCustomError("incomplete_choice", "Send interview_type and question_count, or a template_id")
        if self.template_id is not None and chosen:
            raise PydanticCustomError("two_choices", "A template_id goes without other fields")
        return self


class ConversationChoice(RequestBody):
    """What to talk about: an interview of mode `conversation`, the candidate's own topic, or both."""

    interview_id: UUID | None = None
    topic: Annotated[str, AfterValidator(storable), Field(min_length=1, max_length=MAX_TOPIC)] | None = None

    @model_validator(mode="after")
    def _something_to_talk_about(self) -> Self:
        if self.interview_id is None and self.topic is None:
            raise PydanticCustomError("no_topic", "Send an interview_id or a topic")
        return self


class StartRequest(RequestBody):
    """Start an interview, a practice run or a conversation: exactly one of the three.

    Repeating the `session_id` returns the same session.
    """

    client_id: ClientId
    interview_id: UUID | None = None
    practice: PracticeChoice | None = None
    conversation: ConversationChoice | None = None
    session_id: UUID | None = Field(default=None, description="Chosen by the client; makes the call safe to repeat.")
    start_over: bool = Field(default=False, description="Abandon the live session, if the interview allows it.")

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(choice is not None for choice in (self.interview_id, self.practice, self.conversation)) != 1:
            raise PydanticCustomError("not_one", "Send exactly one of interview_id, practice and conversation")
        return self


@start.operation(
    "POST /start",
    summary="Start an interview, a practice run or a conversation",
    examples={
        "safe_to_repeat": {"session_id": SESSION, "client_id": CLIENT, "interview_id": INTERVIEW},
        "start_over": {"client_id": CLIENT, "interview_id": INTERVIEW, "start_over": True},
        "practice": {
            "client_id": CLIENT,
            "practice": {"interview_type": "backend", "domain": "databases", "question_count": 5, "time_limits": False},
        },
        "conversation": {
            "session_id": CONVERSATION,
            "client_id": CLIENT,
            "conversation": {"topic": "Locks in PostgreSQL"},
            # Works even if a practice run is in progress.
            "start_over": True,
        },
    },
    responses={
        201: Returns("session_views.StartResponse", "The session was started.", "STARTED"),
        200: Returns("session_views.StartResponse", "The session had been started before.", "STARTED_BEFORE"),
    },
    refusals=(
        *("interview_not_found", "session_in_progress", "session_id_taken", "start_over_not_allowed"),
        *("attempts_used_up", "practice_template_not_found", "not_enough_questions", "interview_not_ready"),
        "limit_reached",
    ),
)
async def start_session(call: Call, body: StartRequest) -> Response:
    """Start it, or find the one started before."""
    view = await call.database.rpc("start_session", body.model_dump())
    published = with_member(view, "sealed_file_key", published_key(call.settings.sealed_file_keys))
    return json_response(published, 200 if json.loads(view)["replayed"] else 201)
