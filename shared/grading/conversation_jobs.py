"""The job of assessing one conversation, as the database hands it out."""

import json
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.grading.jobs import Job


class ConversationCriterion(BaseModel):
    """One thing to assess. Its title may be shown to the candidate, its description never."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    description: str = ""
    points: Annotated[Decimal, Field(gt=0, allow_inf_nan=False)]


class Turn(BaseModel):
    """One message of the transcript; `left_out` is the number of characters that were cut off its end."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    seq: int
    message_id: UUID
    role: Literal["candidate", "interviewer"]
    content: str
    left_out: int = 0


class ConversationJob(Job):
    """One conversation with the criteria of its interview. `points` is the sum of their points.

    `title` is the interview's; without an interview there is only the candidate's `topic`. `grade` and `shows_feedback`
    are as in EvaluationJob.
    """

    answer_id: UUID
    session_id: UUID
    kind: Literal["conversation"]
    title: str | None = None
    topic: str | None = None
    points: Annotated[Decimal, Field(gt=0, allow_inf_nan=False)]
    criteria: tuple[ConversationCriterion, ...] = Field(min_length=1)
    turns: tuple[Turn, ...] = Field(min_length=1)
    shows_feedback: bool = False
    grade: dict[str, Any] | None = None

    @property
    def said(self) -> list[str]:
        """What the candidate wrote: the topic, and each message."""
        return [*([self.topic] if self.topic else []), *(turn.content for turn in self.turns if _is_candidates(turn))]

    def candidate_turns(self) -> dict[int, Turn]:
        """The candidate's messages by their number; only these are evidence."""
        return {turn.seq: turn for turn in self.turns if _is_candidates(turn)}

    def transcript(self) -> str:
        """The transcript as a JSON document, in which no text can pass for another message."""
        messages = [
            {"message": turn.seq, "from": turn.role, "text": turn.content}
            | ({"characters_left_out": turn.left_out} if turn.left_out else {})
            for turn in self.turns
        ]
        topic = {"topic_chosen_by_the_candidate": self.topic} if self.topic else {}
        return json.dumps({**topic, "messages": messages}, ensure_ascii=False, indent=1)


def _is_candidates(turn: Turn) -> bool:
    return turn.role == "candidate"
