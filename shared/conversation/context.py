"""What the database returns with a claim: everything the interviewer needs to know."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

State = Literal["greeting", "exploring", "closing", "done"]


class Turn(BaseModel):
    """One message of the transcript."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    role: Literal["candidate", "interviewer"]
    content: str


class Context(BaseModel):
    """The conversation so far: the latest turns that fit the token budget; the last one is the candidate's.

    `title` is the interview's title. A conversation without an interview has only the candidate's topic. `instructions`
    are secret; the interviewer may say what is on the `agenda`.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    title: str | None
    topic: str | None
    instructions: str | None
    agenda: tuple[str, ...]
    state: State
    profile: dict[str, Any]
    candidate_messages: int
    messages_left: int
    scripted_replies: int
    turns: tuple[Turn, ...]
