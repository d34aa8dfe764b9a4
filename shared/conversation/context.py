"""What the database hands out with a claim: what an interviewer has to know."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

State = Literal["greeting", "exploring", "closing", "done"]


class Turn(BaseModel):
    """One message of the transcript."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    role: Literal["candidate", "interviewer"]
    content: str


class Context(BaseModel):
    """The conversation so far: its last turns within the token budget, the candidate's last one at the end.

    `title` is the interview's; without an interview there is none, only the candidate's topic.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    title: str | None
    topic: str | None
    instructions: str | None
    state: State
    profile: dict[str, Any]
    candidate_messages: int
    messages_left: int
    scripted_replies: int
    turns: tuple[Turn, ...]
