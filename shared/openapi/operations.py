"""Every operation: access, request, responses and refusals."""

from shared.http.endpoint import Access
from shared.models import analytics, evaluations, exports, requests, responses, results, reviews, start
from shared.openapi import conversation_examples, examples, practice_examples, review_examples
from shared.openapi.conversation_operations import CONVERSATIONS
from shared.openapi.operation import Answer, Operation
from shared.openapi.practice_operations import PRACTICE
from shared.openapi.prep_operations import PREP

OPERATIONS = (
    Operation(
        path="/start",
        method="post",
        summary="Start an interview, a practice run or a conversation",
        access=Access.CANDIDATE,
        body=start.StartRequest,
        body_examples=examples.START | practice_examples.START | conversation_examples.START,
        answers={
            201: Answer(responses.StartResponse, "The session has begun.", examples.STARTED),
            200: Answer(responses.StartResponse, "It had begun before.", examples.STARTED_BEFORE),
        },
        refusals=(
            "interview_not_found",
            "session_in_progress",
            "session_id_taken",
            "start_over_not_allowed",
            "attempts_used_up",
            "practice_template_not_found",
            "not_enough_questions",
            "interview_not_ready",
        ),
    ),
    Operation(
        path="/submit",
        method="post",
        summary="Answer the current question",
        access=Access.CANDIDATE,
        body=requests.SubmitRequest,
        body_examples=examples.SUBMIT,
        answers={
            200: Answer(
                responses.SubmitResponse,
                "Stored. With `accepted: false` it came too late, and is kept beside the answer.",
                examples.SUBMITTED,
            )
        },
        refusals=(
            "session_not_found",
            "already_answered",
            "position_ahead",
            "lease_lost",
            "session_closed",
            "too_fast",
        ),
    ),
    Operation(
        path="/resume",
        method="get",
        summary="Is there a session to continue?",
        access=Access.CANDIDATE,
        query=requests.ResumeQuery,
        answers={200: Answer(responses.ActiveSessionResponse, "What could be resumed.", examples.ACTIVE)},
    ),
    Operation(
        path="/resume",
        method="post",
        summary="Continue a session here",
        access=Access.CANDIDATE,
        body=requests.ResumeRequest,
        body_examples=examples.RESUME,
        answers={200: Answer(responses.ResumeResponse, "The session as it stands.", examples.RESUMED)},
        refusals=("no_session", "live_elsewhere", "session_in_progress"),
    ),
    Operation(
        path="/heartbeat",
        method="post",
        summary="Stay live and save the draft",
        access=Access.CANDIDATE,
        body=requests.HeartbeatRequest,
        body_examples=examples.HEARTBEAT,
        answers={200: Answer(responses.HeartbeatResponse, "The server's clock.", examples.BEAT)},
        refusals=("session_not_found", "position_ahead", "lease_lost", "session_closed"),
    ),
    Operation(
        path="/finish",
        method="post",
        summary="Complete or cancel the session",
        access=Access.CANDIDATE,
        body=requests.FinishRequest,
        body_examples=examples.FINISH,
        answers={200: Answer(responses.SessionView, "The closed session.", examples.VIEW_AT_THE_END)},
        refusals=("session_not_found", "lease_lost", "session_closed"),
    ),
    Operation(
        path="/clear-stuck-session",
        method="post",
        summary="Free the caller from a session that a crash left behind",
        access=Access.CANDIDATE,
        body=requests.EmptyRequest,
        body_examples=examples.EMPTY,
        answers={200: Answer(responses.ClearStuckSessionResponse, "Free, now or before.", examples.CLEARED)},
    ),
    Operation(
        path="/sessions",
        method="get",
        summary="One's own sessions, or those of an interview one reviews",
        access=Access.CANDIDATE,
        query=requests.SessionsQuery,
        answers={200: Answer(results.SessionsOrResults, "One page.", examples.PAGE)},
        refusals=("interview_not_found",),
    ),
    Operation(
        path="/results",
        method="get",
        summary="The result of a session",
        access=Access.CANDIDATE,
        query=reviews.ResultsQuery,
        answers={
            200: Answer(
                results.ResultsResponse,
                "As much as the caller may see: `hidden` and `grading` come without scores.",
                review_examples.GRADING,
            )
        },
        refusals=("session_not_found",),
    ),
    Operation(
        path="/review",
        method="post",
        summary="Correct, accept, retry, extend, reopen or regrade",
        access=Access.CANDIDATE,
        body=reviews.ReviewRequest,
        body_examples=review_examples.REVIEW,
        answers={200: Answer(results.ReviewResponse, "Done, and in the audit trail.", review_examples.REGRADED)},
        refusals=(
            "session_not_found",
            "interview_not_found",
            "session_closed",
            "session_not_reopenable",
        ),
    ),
    Operation(
        path="/analytics",
        method="get",
        summary="One's own numbers, or those of an interview one reviews",
        access=Access.CANDIDATE,
        query=reviews.AnalyticsQuery,
        answers={200: Answer(analytics.AnalyticsResponse, "The numbers.", review_examples.OWN_NUMBERS)},
        refusals=("interview_not_found",),
    ),
    Operation(
        path="/export",
        method="get",
        summary="The results of a session, or a prep session, as a file",
        access=Access.CANDIDATE,
        query=exports.ExportQuery,
        answers={},
        files=(
            "application/pdf",
            "text/markdown",
            "application/json",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        refusals=(
            *("session_not_found", "prep_session_not_found", "results_hidden", "results_not_ready"),
            *("rate_limited", "export_busy", "export_failed"),
        ),
    ),
    Operation(
        path="/cleanup",
        method="post",
        summary="Close what ran out and delete live markers without a sign of life",
        access=Access.SCHEDULER,
        body=requests.EmptyRequest,
        body_examples=examples.EMPTY,
        answers={200: Answer(responses.CleanupResponse, "What was done.", examples.CLEANED)},
    ),
    Operation(
        path="/evaluate",
        method="post",
        summary="Grade answers and sum up sessions",
        access=Access.SCHEDULER,
        body=requests.EvaluateRequest,
        body_examples=examples.EVALUATE,
        answers={200: Answer(evaluations.EvaluateResponse, "What was done.", examples.EVALUATED)},
    ),
    Operation(
        path="/health",
        method="get",
        summary="Is the service up, and does its cleanup keep up?",
        access=Access.ANYONE,
        answers={
            200: Answer(responses.HealthResponse, "Up.", examples.HEALTHY),
            503: Answer(responses.HealthResponse, "An answer could not be stored.", examples.UNHEALTHY),
        },
    ),
    *PRACTICE,
    *CONVERSATIONS,
    *PREP,
)
