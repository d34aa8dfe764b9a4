"""What `GET /analytics` returns. Durations are in seconds; rates and difficulties are 0 to 1."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, RootModel

from shared.models.session_views import ResponseBody


class ResponseSeconds(ResponseBody):
    """Seconds from serving a question to its submitted answer."""

    count: int
    average: float | None
    minimum: float | None
    maximum: float | None


class ModeNumbers(ResponseBody):
    """Statistics of the sessions of one mode."""

    sessions: int
    completed: int
    average_duration_seconds: float | None


class PracticeNumbers(ResponseBody):
    """Practice runs by requested type and domain; a null domain is a run over all domains."""

    interview_type: str
    domain: str | None
    sessions: int
    completed: int
    completion_rate: float
    average_duration_seconds: float | None
    average_percentage: float | None = Field(description="Average of the graded runs, 0 to 100.")
    response_seconds: ResponseSeconds


class CandidateAnalytics(ResponseBody):
    """Statistics of the caller's own history."""

    sessions: int
    completed: int
    completion_rate: float | None
    average_duration_seconds: float | None
    response_seconds: ResponseSeconds
    by_mode: dict[Literal["timed", "practice", "conversation"], ModeNumbers]
    by_type: list[PracticeNumbers]
    server_time: AwareDatetime


class Funnel(ResponseBody):
    """How far candidates got; `reached` counts sessions per position."""

    invited: int
    started: int
    in_progress: int
    completed: int
    cancelled: int
    abandoned: int
    reached: dict[str, int]


class DurationSeconds(ResponseBody):
    """Duration of completed sessions."""

    average: float | None
    p50: float | None
    p90: float | None


class Percentages(ResponseBody):
    """Percentages of graded sessions, 0 to 100."""

    average: float | None
    p50: float | None


class QuestionNumbers(ResponseBody):
    """Statistics of one question.

    `difficulty` is the average share of the points; 1 is easy. `discrimination` is the correlation with the rest of the
    session; below 0.2, the question barely separates strong candidates from weak ones.
    """

    position: int = Field(description="The first position at which a session asked it.")
    question_id: UUID | None
    kind: Literal["mcq", "short_answer", "code", "open"]
    points: int
    sessions: int = Field(description="The sessions that hold it: all, or those that drew it from a pool.")
    served: int
    submitted: int
    ran_out: int
    skipped: int
    average_response_seconds: float | None
    scored: int
    difficulty: float | None
    discrimination: float | None


class InterviewAnalytics(ResponseBody):
    """Statistics of an interview, for members of its organization."""

    sessions: int
    candidates: int
    completion_rate: float | None
    funnel: Funnel
    duration_seconds: DurationSeconds
    percentage: Percentages
    questions: list[QuestionNumbers]
    server_time: AwareDatetime


class AnalyticsResponse(RootModel[CandidateAnalytics | InterviewAnalytics]):
    """The caller's own statistics, or those of an interview with `interview_id`."""
