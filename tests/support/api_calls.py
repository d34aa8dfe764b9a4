"""Every request that a candidate can make through each API, those of reviewers, and those reserved to the service."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from tests.support.interviews import Run


@dataclass(frozen=True)
class Ids:
    """The ids that the calls about one session need."""

    session_id: UUID | str
    client_id: UUID | str
    interview_id: UUID | str
    lease: int = 1

    @classmethod
    def of(cls, run: Run) -> "Ids":
        """The ids of a running session."""
        return cls(run.session_id, run.client_id, run.view["session"]["interview_id"], run.lease)

    @classmethod
    def of_nobody(cls) -> "Ids":
        """Ids that match nothing."""
        return cls(uuid4(), uuid4(), uuid4())


@dataclass(frozen=True)
class Call:
    """A method, a path, and an optional body."""

    method: str
    path: str
    body: Mapping[str, Any] | None = None


NOBODY = str(UUID(int=0))
SAID = {"transcription": {"text": "what was said", "duration_seconds": 1.5}}
JOB = {"answer_id": NOBODY, "token": NOBODY}
CLAIM = {"claim_token": NOBODY}
MAIL = {"mail_id": NOBODY} | CLAIM
WEBHOOK = {"webhook_id": NOBODY}
SUMMARY = {"session_id": NOBODY, "token": NOBODY}
PUT_OFF = {"wait_seconds": 1, "error": "x"}
FAILURE = {"error": "x", "retry_after_seconds": 1, "permanent": False}
AUTHOR_RPCS = [
    Call("POST", "/rpc/copy_question", {"question_id": NOBODY, "organization_id": NOBODY}),
    Call("POST", "/rpc/save_question", {"organization_id": NOBODY, "question": {}, "key": {}}),
    Call("POST", "/rpc/count_open_work", {"interview_ids": [NOBODY]}),
    Call("POST", "/rpc/count_import", {"organization_id": NOBODY}),
    Call("POST", "/rpc/import_questions", {"organization_id": NOBODY, "questions": []}),
    Call("POST", "/rpc/export_questions", {"organization_id": NOBODY}),
    Call("POST", "/rpc/start_draft", {"organization_id": NOBODY}),
    Call("POST", "/rpc/credit_sessions", {"interview_id": NOBODY, "seconds": 1, "reason": "A test", "dry_run": True}),
    Call("POST", "/rpc/revoke_outage", {"outage_id": NOBODY, "reason": "A test", "dry_run": True}),
    Call(
        "POST", "/rpc/review_sessions", {"session_ids": [NOBODY], "action": "decide", "arguments": {"decision": "hold"}}
    ),
    Call("POST", "/rpc/create_organization", {"name": "A test"}),
    Call("POST", "/rpc/create_invitations", {"interview_id": NOBODY, "emails": ["kim@example.com"]}),
    Call("POST", "/rpc/list_invitations", {"interview_id": NOBODY}),
    Call("POST", "/rpc/change_invitation", {"invitation_id": NOBODY, "action": "revoke"}),
    Call("POST", "/rpc/accept_invitation", {"token": "x"}),
    Call("POST", "/rpc/list_members", {"organization_id": NOBODY}),
    Call("POST", "/rpc/list_webhooks", {"organization_id": NOBODY}),
    Call("POST", "/rpc/create_webhook", {"organization_id": NOBODY, "url": "https://example.com", "events": []}),
    Call("POST", "/rpc/change_webhook", {"webhook_id": NOBODY, "action": "pause"}),
    Call("POST", "/rpc/test_webhook", {"webhook_id": NOBODY}),
    Call("POST", "/rpc/list_webhook_deliveries", {"webhook_id": NOBODY}),
    Call("POST", "/rpc/delete_webhook", {"webhook_id": NOBODY}),
    Call("POST", "/rpc/list_notices", {}),
    Call("POST", "/rpc/read_notices", {"through": NOBODY}),
    Call("POST", "/rpc/get_notice_preferences", {}),
    Call("POST", "/rpc/set_notice_preference", {"kind": "result.ready", "pace": "soon"}),
]
SERVICE_RPCS = [
    Call("POST", "/rpc/get_health", {}),
    Call("POST", "/rpc/run_cleanup", {"batch_size": 1}),
    Call("POST", "/rpc/run_retention", {}),
    Call("POST", "/rpc/probe_writes", {}),
    # The database has stored other tests' writes in every longer interval.
    Call("POST", "/rpc/record_outage", {"seconds": 0}),
    Call("POST", "/rpc/credit_outages", {"batch_size": 0}),
    Call("POST", "/rpc/claim_evaluations", {"batch_size": 0}),
    Call("POST", "/rpc/store_grade", JOB | {"grade": {}}),
    Call("POST", "/rpc/complete_evaluation", JOB | {"result": {"status": "needs_review"}}),
    Call("POST", "/rpc/fail_evaluation", JOB | FAILURE),
    Call("POST", "/rpc/release_evaluation", JOB | PUT_OFF),
    Call("POST", "/rpc/claim_summaries", {"batch_size": 0}),
    Call("POST", "/rpc/complete_summary", SUMMARY | {"result": {}}),
    Call("POST", "/rpc/fail_summary", SUMMARY | FAILURE),
    Call("POST", "/rpc/claim_reply", {"session_id": NOBODY, "message_id": NOBODY, "context_tokens": 1}),
    Call("POST", "/rpc/complete_reply", SUMMARY | {"reply": {"content": "x", "source": "script"}}),
    Call("POST", "/rpc/fail_reply", SUMMARY | {"give_back": False}),
    Call("POST", "/rpc/release_summary", SUMMARY | PUT_OFF),
    Call("POST", "/rpc/reserve_tokens", {"run_id": NOBODY, "amount": 0, "daily_limit": 0, "used": 0}),
    Call("POST", "/rpc/settle_tokens", {"run_id": NOBODY, "used": 0}),
    Call("POST", "/rpc/open_invitation", {"token": "x"}),
    Call("POST", "/rpc/claim_invitation_mails", {"batch_size": 0}),
    Call("POST", "/rpc/mark_invitation_mail_handed_over", MAIL),
    Call("POST", "/rpc/finish_invitation_mail", MAIL | {"outcome": "sent"}),
    Call("POST", "/rpc/claim_notice_mails", {"batch_size": 0}),
    Call("POST", "/rpc/mark_notice_mail_handed_over", MAIL),
    Call("POST", "/rpc/finish_notice_mail", MAIL | {"outcome": "sent"}),
    Call("POST", "/rpc/claim_webhook_test", WEBHOOK | {"event_id": NOBODY}),
    Call("POST", "/rpc/finish_webhook_test", WEBHOOK | {"event_id": NOBODY, "attempt": {}}),
    Call("POST", "/rpc/finish_webhook_attempt", WEBHOOK | CLAIM | {"event_number": 1, "attempt": {}}),
    Call("POST", "/rpc/release_webhook", WEBHOOK | CLAIM),
    Call("POST", "/rpc/unsubscribe", {"token": "x"}),
    Call("POST", "/rpc/claim_webhook", {}),
]


def calls(api: str, ids: Ids) -> list[Call]:
    """All calls for the API of this name, in an order in which each one succeeds."""
    session = {"session_id": ids.session_id}
    lease = session | {"lease": ids.lease}
    start = session | {"client_id": ids.client_id, "interview_id": ids.interview_id}
    resume = session | {"client_id": ids.client_id}
    finish = lease | {"outcome": "completed"}
    if api == "function":
        draft = {"position": 0, "text": "a draft"}
        return [
            Call("POST", "/start", start),
            Call("GET", "/resume"),
            Call("GET", "/sessions"),
            Call("GET", "/questions/facets"),
            Call("GET", "/analytics"),
            Call("GET", f"/results?session_id={ids.session_id}"),
            Call("GET", f"/record?session_id={ids.session_id}"),
            Call("POST", "/resume", resume),
            Call("POST", "/heartbeat", lease | {"draft": draft}),
            Call("POST", "/submit", lease | {"position": 0, "answer": "an answer", **SAID}),
            Call("POST", "/finish", finish),
            Call("POST", "/clear-stuck-session", {}),
            Call("GET", "/interviews"),
            Call("GET", "/account"),
            Call("GET", "/account/export"),
            Call("DELETE", "/account"),
            Call("POST", "/account", {"action": "keep"}),
        ]
    draft = {"draft_position": 0, "draft_text": "a draft"}
    answer = {"question_position": 0, "answer": "an answer", **SAID}
    sealed = {"texts": [{"position": 0, "text": "an unsent text"}]}
    return [
        Call("POST", "/rpc/start_session", start),
        Call("POST", "/rpc/get_active_session", {}),
        Call("POST", "/rpc/list_sessions", {}),
        Call("POST", "/rpc/get_question_facets", {}),
        Call("POST", "/rpc/take_export", {}),
        Call("POST", "/rpc/get_analytics", {}),
        Call("POST", "/rpc/get_results", session),
        Call("POST", "/rpc/get_record", session),
        Call("POST", "/rpc/resume_session", resume),
        Call("POST", "/rpc/heartbeat", lease | draft),
        Call("POST", "/rpc/submit_answer", lease | answer),
        Call("POST", "/rpc/store_sealed_texts", session | sealed),
        Call("POST", "/rpc/finish_session", finish),
        Call("POST", "/rpc/clear_stuck_session", {}),
        Call("POST", "/rpc/list_interviews", {}),
        Call("POST", "/rpc/list_organizations", {}),
        Call("POST", "/rpc/get_account", {}),
        Call("POST", "/rpc/take_account_export", {}),
        Call("POST", "/rpc/list_account_rows", {"section": "sessions"}),
        Call("POST", "/rpc/delete_account", {}),
        Call("POST", "/rpc/keep_account", {}),
    ]


def calls_of_a_talk(api: str, ids: Ids) -> list[Call]:
    """The calls of a conversation's candidate; other sessions have no transcript."""
    session = {"session_id": ids.session_id}
    said = session | {"lease": ids.lease, "message_id": uuid4(), "content": "a message"}
    if api == "function":
        return [Call("POST", "/message", said), Call("GET", f"/message?session_id={ids.session_id}")]
    return [Call("POST", "/rpc/add_message", said), Call("POST", "/rpc/list_messages", session)]


def calls_of_a_reviewer(api: str, ids: Ids) -> list[Call]:
    """The calls of an organization's members about its sessions; to a candidate these sessions don't exist."""
    interview = {"interview_id": ids.interview_id}
    review = {"session_id": ids.session_id, "action": "extend_time", "reason": "Because"}
    extra = {"extra_time_percent": 400}
    regrade = interview | {"reason": "Because"}
    if api == "function":
        return [
            Call("GET", f"/sessions?interview_id={ids.interview_id}"),
            Call("GET", f"/analytics?interview_id={ids.interview_id}"),
            Call("GET", f"/results/{ids.session_id}/events"),
            Call("POST", "/review", review | extra),
            Call("POST", "/review", review | {"action": "decide", "decision": "advance"}),
            Call("GET", f"/export?interview_id={ids.interview_id}&format=csv"),
            Call("POST", "/review", regrade | {"action": "regrade"}),
            Call("POST", f"/interviews/{ids.interview_id}/publish"),
        ]
    return [
        Call("POST", "/rpc/list_results", interview),
        Call("POST", "/rpc/get_analytics", interview),
        Call("POST", "/rpc/review_session", review | {"arguments": extra}),
        Call("POST", "/rpc/regrade_interview", regrade),
        Call("POST", "/rpc/export_candidates", interview),
        Call("POST", "/rpc/get_interview_warnings", interview),
        Call("POST", "/rpc/publish_interview", interview),
        Call("POST", "/rpc/list_events", {"session_id": ids.session_id}),
    ]
