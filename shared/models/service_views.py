"""Responses of `cleanup`, `evaluate`, `notify` and `health`, for the OpenAPI document and for tests."""

from typing import Literal

from pydantic import AwareDatetime

from shared.models.session_views import ResponseBody


class CleanupResponse(ResponseBody):
    """What a run did in all its batches; `oldest_live_seconds` is the age of the oldest active row.

    `deleted` counts active rows, `deleted_by_retention` sessions and prep sessions.
    """

    deleted: int
    expired_questions: int
    abandoned_sessions: int
    deleted_by_retention: int
    deleted_accounts: int
    errors: int
    duration_ms: float
    oldest_live_seconds: float | None


class EvaluateResponse(ResponseBody):
    """What a run did; every field but `summaries` counts answers.

    `retried` answers will be tried again, after a fault or because the model server refuses calls. `released` answers
    went back untried (no time or no tokens left). `lost` answers had another grader by then.
    """

    claimed: int
    graded: int
    needs_review: int
    retried: int
    failed: int
    released: int
    lost: int
    summaries: int
    duration_ms: float


class NotifyResponse(ResponseBody):
    """Counts of the e-mails and deliveries of a run. `retried` ones are tried again, `failed` ones refused for good.

    `uncertain`: the mail server's answer was lost, and the e-mail is not sent again by itself.
    """

    delivered: int
    retried: int
    failed: int
    uncertain: int
    duration_ms: float


class CleanupHealth(ResponseBody):
    """When cleanup last ran, and for how long the oldest due row has waited."""

    last_run_at: AwareDatetime | None
    oldest_overdue_seconds: float | None


class EvaluationHealth(ResponseBody):
    """The grading queue: answers that are queued, that a grader holds, and that need a person."""

    queued: int
    running: int
    failed: int
    oldest_queued_seconds: float | None


class ReplyHealth(ResponseBody):
    """Messages of live candidates that have no reply yet, a conversation each, and since when the oldest waits."""

    pending: int
    oldest_seconds: float | None


class NotificationHealth(ResponseBody):
    """E-mails: those that wait, of the last day the unsent, and how overdue the oldest is."""

    queued: int
    failed: int
    uncertain: int
    oldest_queued_seconds: float | None


class HealthResponse(ResponseBody):
    """All fields but `status` only with the scheduler's secret.

    `migration` and the objects are null if `database` is `unreachable` or `not_configured`.
    `unreachable`: the database did not respond in time. `read_only`: it responds, but refuses writes or has no space
    left. `not_configured`: the functions run without SUPABASE_SECRET_KEY, so they can't query it. `model` says whether
    OPENAI_API_KEY is set, not whether the model responds. Counts stop at 1,000.
    """

    status: Literal["ok", "unavailable"]
    version: str | None = None
    model: Literal["configured", "none"] | None = None
    database: Literal["ok", "read_only", "unreachable", "not_configured"] | None = None
    migration: str | None = None
    cleanup: CleanupHealth | None = None
    evaluation: EvaluationHealth | None = None
    replies: ReplyHealth | None = None
    notifications: NotificationHealth | None = None
