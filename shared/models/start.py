"""What POST /start takes: an interview, a practice run or a conversation."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from shared.models.requests import ClientId, FacetName, RequestBody, storable

MAX_PRACTICE_QUESTIONS = 50
MAX_TOPIC = 200

Difficulty = Literal["easy", "medium", "hard"]


class PracticeChoice(RequestBody):
    """Which questions to practise, directly or by a template. Without a domain or difficulty: any."""

    interview_type: FacetName | None = None
    domain: FacetName | None = None
    difficulty: Difficulty | None = None
    question_count: int | None = Field(default=None, ge=1, le=MAX_PRACTICE_QUESTIONS)
    time_limits: bool = Field(default=True, description="false: as long as it takes.")
    template_id: UUID | None = Field(default=None, description="One's own saved choice, instead of the fields above.")

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
    session_id: UUID | None = Field(default=None, description="Minted by the client; makes the call safe to repeat.")
    start_over: bool = Field(default=False, description="Abandon the live session, where the interview allows it.")

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(choice is not None for choice in (self.interview_id, self.practice, self.conversation)) != 1:
            raise PydanticCustomError("not_one", "Send exactly one of interview_id, practice and conversation")
        return self
