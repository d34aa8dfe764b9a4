"""The catalogue of refusals: every stable code, once, with its status, sentences and meaning.

No other file holds a sentence of a refusal: SQL and Python refuse with a code and fields.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a code stands for.

    `detail` is the sentence for a person when the refusal has no `reason`; None if it always has one. `meaning` tells a
    developer what happened and what to do. `fields` are the extension members of the document, each with an example
    value. `retry_after_seconds` is the default of the Retry-After header; None sends no header. `details_by_reason`
    holds the sentence for each value of the field `reason`. A sentence may name fields in braces.
    """

    status: int
    title: str
    detail: str | None
    meaning: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    retry_after_seconds: int | None = None
    details_by_reason: Mapping[str, str] = field(default_factory=dict)

    def sentence(self, fields: Mapping[str, Any]) -> str:
        """The sentence for a refusal with these fields.

        A database of another version may send a reason that is unknown here, or lack a field of a sentence. Then it is
        the sentence without a reason, or else the title.
        """
        sentence = self.details_by_reason.get(str(fields.get("reason")), self.detail)
        if sentence is None or not names_in_braces(sentence) <= fields.keys():
            sentence = self.detail or f"{self.title}."
        return sentence.format_map(fields)

    @property
    def names_of_fields(self) -> list[str]:
        """The names of the extension members, with `reason` if the refusal may have one."""
        return [*self.fields, *(["reason"] if self.details_by_reason and "reason" not in self.fields else [])]


def names_in_braces(sentence: str) -> set[str]:
    """The fields that a sentence names."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


_ACTIVE_SESSION: Mapping[str, Any] = {
    "id": "0b7c2f5e-9a55-4a0e-8d3b-6f1f6f0c7a10",
    "mode": "timed",
    "interview_id": "11111111-1111-4111-8111-111111111111",
    "title": "Full Stack Developer",
    "status": "in_progress",
    "position": 2,
    "question_count": 6,
    "time_limits": [60, 120, 120, 300, 240, 60],
    "started_at": "2026-01-15T09:28:01.234567Z",
    "resume_until": "2026-01-16T09:28:01.234567Z",
    "completed_at": None,
    "closed_reason": None,
    "extra_time_percent": 0,
    "practice": None,
    "question_number": 3,
    "time_remaining_seconds": 45.2,
    "time_expired": False,
    "live_elsewhere": True,
    "can_start_over": False,
    "break": None,
}
_LEASE: Mapping[str, Any] = {
    "client_id": "5c2d8e0a-4b1f-4f7e-8a53-9d3f0b6c1e22",
    "number": 2,
    "expires_at": "2026-01-15T09:31:12.345678Z",
    "heartbeat_seconds": 30,
    "draft_seconds": 5,
}
_INVITATION: Mapping[str, Any] = {
    "organization": "Northwind",
    "interview_title": "Full Stack Developer",
    "requested": False,
}
_PREP_SESSION: Mapping[str, Any] = {
    "id": "3f2b7c1d-6e54-4c8a-9b0f-2d1e5a7c9f30",
    "name": "Database engineer at Northwind",
    "mode": "job",
    "job_id": "northwind-42",
    "skill": "PostgreSQL",
    "template": None,
    "version": 8,
    "document": {"notes": "Ask about their on-call rota."},
    "created_at": "2026-01-15T09:28:01.234567Z",
    "updated_at": "2026-01-15T09:31:12.345678Z",
}
_RECEIPT: Mapping[str, Any] = {
    "answer_id": "7d4f0a52-3c1c-4c58-9d0e-0a8f5a2f7e11",
    "received_at": "2026-01-15T09:30:12.345678Z",
    "sha256": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
    "late_by_seconds": 0,
    "previous": None,
}

_FAULTS: tuple[Mapping[str, Any], ...] = (
    {
        "where": "questions[2].options[1].text",
        "code": "duplicate_option",
        "detail": "is the text of another option already",
        "question_id": "a1000000-0000-4000-8000-000000000003",
    },
)

# Codes of the Data API: of triggers on tables that no function writes, and of RPCs that no function calls.
ONLY_AT_THE_DATA_API = frozenset({"filter_not_allowed", "fixed_column", "interview_has_sessions", "question_not_found"})

CATALOGUE: Mapping[str, Refusal] = {
    # Refused by the HTTP layer.
    "invalid_json": Refusal(
        400,
        "Invalid JSON",
        "The request body is not valid JSON.",
        "The body is empty, cut off, not UTF-8, nested too deeply, or holds half of a surrogate pair.",
        details_by_reason={"incomplete": "The request body did not arrive whole."},
    ),
    "not_authenticated": Refusal(
        401,
        "Not signed in",
        "Please sign in and try again.",
        "The access token is missing, malformed, expired or not one of this project. Sign in or "
        "refresh the token, then repeat the call. Scheduled functions answer this for a wrong or "
        "unconfigured secret.",
        details_by_reason={
            "account_deleted": "This account no longer exists.",
            "account_banned": "This account is suspended.",
            "scheduler": "This function takes the scheduler's secret.",
        },
    ),
    "not_found": Refusal(
        404,
        "Not found",
        "There is nothing at this address.",
        "No function has this path.",
    ),
    "method_not_allowed": Refusal(
        405,
        "Method not allowed",
        "This address cannot be used that way.",
        "The function does not take this HTTP method; the Allow header lists those it takes.",
    ),
    "request_timeout": Refusal(
        408,
        "Request timeout",
        "Your request did not arrive in time. Please try again.",
        "The body stopped arriving, or came too slowly (`BODY_IDLE_SECONDS`, `BODY_SECONDS`). Nothing was stored. The "
        "connection is closed; repeat the call.",
    ),
    "payload_too_large": Refusal(
        413,
        "Payload too large",
        "This is too large to be stored.",
        "`reason` says what is too large: an answer or a draft, a message, a prep session, what was generated for one, "
        "or a file of questions. Without `reason`, the whole body is over the limit.",
        details_by_reason={
            "answer": "An answer may have at most 64 KiB.",
            "message": "A message may have at most 20,000 characters.",
            "import": "The questions of a file may take at most 1.5 MiB as the database stores them.",
            "prep_session": "A workspace may hold at most 1 MiB, and 20,000 values.",
            "generation": "What was written is kept, but the workspace is full. Remove something and send the same "
            "request again.",
        },
    ),
    "unsupported_media_type": Refusal(
        415,
        "Unsupported media type",
        "The request body must be sent as application/json.",
        "The Content-Type is missing or not JSON in UTF-8, or the body is compressed.",
    ),
    "sealed_file_unreadable": Refusal(
        422,
        "Sealed file unreadable",
        "This file cannot be read: it is damaged, or it is not a saved answer file.",
        "The file is no compact JWE with ECDH-ES (P-256) and A256GCM, was changed or cut off, or holds no texts of a "
        "session. With the reason `other_key` its key is not configured here: it was saved from another deployment, or "
        "its key was removed from SEALED_FILE_KEYS. Nothing was stored.",
        details_by_reason={
            "other_key": "This file was made for another service, or for a key that is no longer in use here.",
        },
    ),
    "invalid_request": Refusal(
        422,
        "Invalid request",
        "Some fields of the request are missing or wrong.",
        "The request does not fit its model. `errors` lists each fault with its place (`loc`, a "
        "list of field names and indexes) and a message.",
        {"errors": [{"loc": ["session_id"], "msg": "Field required"}]},
    ),
    "rate_limited": Refusal(
        429,
        "Too many requests",
        "That was too often in a short time. Please wait a moment and try again.",
        "A limit of this user or of the project is used up. Wait for Retry-After seconds.",
        {"retry_after_seconds": 1},
        retry_after_seconds=1,
        details_by_reason={
            "daily_tokens": "Nothing more can be written today. Please come back tomorrow.",
            "tokens_in_use": "Other texts are being written. Please try again in a moment.",
            "storage": "You have reached today's limit for stored text. Please come back tomorrow.",
            "own_calls": "Your other requests take too long. Please wait a moment and try again.",
            "own_exports": "Your other files are still being made. Please try again when they are there.",
        },
    ),
    "internal_error": Refusal(
        500,
        "Internal error",
        "Something went wrong on our side. Please try again.",
        "A defect of ours; the log line with this request_id tells more. Repeating is safe.",
    ),
    "database_unavailable": Refusal(
        503,
        "Database unavailable",
        "The service cannot be reached right now. Please try again in a moment.",
        "The database did not answer, or not in time; the call may or may not have taken effect. "
        "Repeat it unchanged: every call is safe to repeat.",
        retry_after_seconds=1,
    ),
    "export_busy": Refusal(
        503,
        "Export busy",
        "Many files are being made right now. Please try again in a moment.",
        "Too many exports wait, or this one waited too long for its turn. Repeat after Retry-After seconds.",
        retry_after_seconds=10,
    ),
    "export_failed": Refusal(
        503,
        "Export failed",
        "This file could not be made. Please try again, or choose JSON.",
        "The file took longer than `EXPORT_SECONDS`, or more memory than `EXPORT_MEMORY_MB`; the work on it was ended. "
        "Repeat after Retry-After seconds if the server was busy; JSON takes the least.",
        retry_after_seconds=30,
    ),
    # Refused by the database.
    "not_allowed": Refusal(
        403,
        "Not allowed",
        "You are not allowed to do this.",
        "The caller is signed in but may not do this.",
        details_by_reason={
            "own_session": "Nobody reviews a session of their own.",
            "session_in_progress": "This session is still in progress. Decide and rate when it has ended.",
            "owners_invite": "Only owners of the organization invite its members.",
            "recruiters_invite": "Only owners and recruiters of the organization invite candidates.",
            "owners_manage_webhooks": "Only owners of the organization see and change its webhooks.",
        },
    ),
    "filter_not_allowed": Refusal(
        400,
        "Filter not allowed",
        "This filter is not allowed here: search by equality instead.",
        "Only at the Data API: no table takes regular expressions (`match`, `imatch`), and tables of sessions and "
        "results of RPCs take no `like` and `ilike` either, because such a filter can occupy a core for seconds.",
    ),
    "fixed_column": Refusal(
        403,
        "Fixed column",
        "The columns that identify a row or its owner cannot be changed.",
        "Only at the Data API: an update, an upsert or a PUT would have changed an id, an owner or `created_at`, or a "
        "new row had a `created_at` or `copied_from` of its own (`details` names `table` and `columns`). Nothing was "
        "written. Leave them unchanged, or insert a new row without them.",
    ),
    "last_owner": Refusal(
        409,
        "Last owner",
        "An organization needs an owner. Make another member an owner first.",
        "The only owner of the organization `organization_id` asked for the deletion of their account, or would have "
        "been demoted or removed through the Data API, which has `organization_id` in `details`. Nothing was written.",
        {"organization_id": "22222222-2222-4222-8222-222222222222"},
    ),
    "account_deletion_started": Refusal(
        409,
        "Account deletion started",
        "Your account is being deleted, so it can no longer be kept.",
        "The deletion of the account has taken effect and cannot be withdrawn any more.",
    ),
    "question_not_found": Refusal(
        404,
        "Question not found",
        "There is no such question, or it is not yours to write.",
        "Only at the Data API: `copy_question` takes a question of the public bank, and `save_question` one of the "
        "organization or a new one; both take an organization in which the caller is an owner or recruiter.",
    ),
    "session_not_found": Refusal(
        404,
        "Session not found",
        "This session does not exist.",
        "There is no such session, or it is not the caller's; the two cannot be told apart.",
    ),
    "interview_not_found": Refusal(
        404,
        "Interview not found",
        "This interview does not exist.",
        "There is no such published interview, or the caller is not invited; the two cannot be told apart.",
    ),
    "interview_not_published": Refusal(
        409,
        "Interview not published",
        "Publish this interview before you invite people to it.",
        "Invitations are to published interviews only: candidates could neither see nor start another one.",
    ),
    "organization_not_found": Refusal(
        404,
        "Organization not found",
        "This organization does not exist.",
        "There is no such organization, or the caller is no member of it; the two cannot be told apart.",
    ),
    "webhook_not_found": Refusal(
        404,
        "Webhook not found",
        "This webhook does not exist.",
        "There is no such webhook, or the caller is no member of its organization; the two cannot be told apart.",
    ),
    "organizations_closed": Refusal(
        403,
        "Organizations closed",
        "New organizations are not created here. Ask the people who run this service.",
        "The setting `organizations_open` is off: operators create organizations, in SQL.",
    ),
    "invitation_not_found": Refusal(
        404,
        "Invitation not found",
        "This invitation does not work (any more). Ask the people who sent it for another one.",
        "The token or id is unknown, the invitation was revoked, or it is not the caller's; they cannot be told apart.",
    ),
    "invitation_expired": Refusal(
        410,
        "Invitation expired",
        "This invitation has expired. You can ask the people who sent it for another one.",
        "Its time is over, or its interview is not published any more. With `request_new` of POST /accept-invitation "
        "the organization sees the request, and `requested` is true.",
        _INVITATION,
    ),
    "invitation_for_other_address": Refusal(
        403,
        "Invitation for another address",
        "This invitation is for another e-mail address. Sign in with the address that got it, or ask the people who "
        "sent it for another one.",
        "Only an account with the invited address, confirmed by Supabase Auth, can accept it. With `request_new` of "
        "POST /accept-invitation the organization sees the request, and `requested` is true.",
        _INVITATION,
    ),
    "no_places_left": Refusal(
        409,
        "No places left",
        "All places of this link are taken. You can ask the people who sent it for an invitation.",
        "As many people as the link has places have accepted it. With `request_new` of POST /accept-invitation "
        "the organization sees the request, and `requested` is true.",
        _INVITATION,
    ),
    "invitation_closed": Refusal(
        409,
        "Invitation closed",
        None,
        "The invitation is in a state in which this action is not possible; `reason` says which.",
        {"reason": "started"},
        details_by_reason={
            "revoked": "This invitation was revoked. Invite the person again.",
            "expired": "This invitation has expired. Extend it first.",
            "accepted": "This invitation was accepted. Change or remove the member instead.",
            "started": "The interview has begun. Give extra time or another attempt in its session instead.",
        },
    ),
    "no_session": Refusal(
        404,
        "No session to resume",
        "There is no interview to continue.",
        "The caller has no session that can be resumed.",
    ),
    "session_in_progress": Refusal(
        409,
        "Session in progress",
        "You have an interview in progress. Resume it, or start over.",
        "The caller has a live session. `session` is its summary, as in GET /resume: offer to "
        "resume it, or to start over where `can_start_over` says so.",
        {"session": _ACTIVE_SESSION},
        details_by_reason={
            "another_session": "You are live in another interview. Finish or clear that one first.",
        },
    ),
    "session_id_taken": Refusal(
        409,
        "Session id taken",
        "Another interview was started with this id. Please start again.",
        "You have used this `session_id` before, for something else: generate a new one.",
    ),
    "start_over_not_allowed": Refusal(
        403,
        "Start over not allowed",
        "This interview cannot be started over. Resume it instead.",
        "The interview does not let a candidate abandon a session and begin again.",
    ),
    "attempts_used_up": Refusal(
        403,
        "Attempts used up",
        "You have used all your attempts at this interview.",
        "The interview or invitation allows no further session.",
    ),
    "practice_template_not_found": Refusal(
        404,
        "Practice template not found",
        "There is no such template.",
        "The template does not exist, or is not the caller's; the two cannot be told apart.",
    ),
    "not_enough_questions": Refusal(
        422,
        "Not enough questions",
        None,
        "Fewer questions exist than were asked for (`reason` practice), or the interview has none (interview); "
        "`available` says how many.",
        {"available": 4, "reason": "practice"},
        details_by_reason={
            "practice": "There are not as many questions of this kind. Choose fewer, or more kinds.",
            "interview": "This interview has no questions yet.",
        },
    ),
    "interview_not_ready": Refusal(
        409,
        "Interview not ready",
        "A question of this interview cannot be answered. Nothing was started and no attempt was used. "
        "Please tell the people who invited you.",
        "The interview holds a question that was stored before questions were checked and that nobody could answer. "
        "Its organization has to correct or remove it.",
    ),
    "interview_has_sessions": Refusal(
        409,
        "Interview has sessions",
        "Somebody has started this interview, so it cannot become a draft again. Duplicate it, or archive it.",
        "Only at the Data API: `status` of an interview was set to draft, and a session of it has begun. A duplicate "
        "is a draft of its own; an archived interview can be changed and published again. With the reason `blind`: "
        "`blind` of its `review_rules` was set to false.",
        details_by_reason={
            "blind": "Somebody has started this interview, so its reviews stay blind.",
        },
    ),
    "not_publishable": Refusal(
        422,
        "Not publishable",
        "This interview cannot be published yet. Everything that is missing or wrong is listed.",
        "`faults` lists everything that keeps the interview `interview_id` from being published, at most 100: `where` "
        "it is (questions are numbered from 0 in their order), a `code`, what is wrong, and the question. At the Data "
        "API also for a change to a published interview, its list, a question or a key after which it could not be "
        "published. Nothing was written. To change several rows of a published interview, archive it first.",
        {"interview_id": "11111111-1111-4111-8111-111111111111", "faults": _FAULTS},
    ),
    "not_importable": Refusal(
        422,
        "Not importable",
        "This file cannot be imported. Every place that has to be corrected is listed.",
        "`faults` lists what is wrong with the file, at most 100 places: `where` it is (a path in JSON, the row and "
        "column of CSV, the question of Moodle XML), the `line`, and what is wrong. Nothing was imported.",
        {
            "faults": (
                {"where": "line 3, options[1].text", "line": 3, "detail": "must be a string of 1 to 2000 characters"},
            ),
        },
    ),
    "live_elsewhere": Refusal(
        409,
        "Live elsewhere",
        "This interview is open in another tab or on another device. Take it over to continue here.",
        "Another client holds the lease and was heard from at `last_seen_at`. Send "
        "`takeover: true` to move the session here.",
        {"last_seen_at": "2026-01-15T09:30:12.345678Z"},
    ),
    "position_ahead": Refusal(
        409,
        "Position ahead",
        "This question has not been served yet.",
        "The answer is for a question that has not been served; `position` is the current one.",
        {"position": 2},
        details_by_reason={"conversation": "A conversation has one draft, at position 0."},
    ),
    "already_answered": Refusal(
        409,
        "Already answered",
        "This question already has an answer, which stays as it is.",
        "Another text was stored first; `receipt` is its receipt, `position` the current question. "
        "The text sent now is stored as a late text.",
        {"receipt": _RECEIPT, "position": 1, "kept": True},
    ),
    "lease_lost": Refusal(
        409,
        "Lease lost",
        "This interview was continued in another tab or on another device.",
        "The lease number is stale; `lease` is the current one, null when nobody is live. A text "
        "that was sent is stored as a late text (`kept`). Resume to go on here.",
        {"lease": _LEASE, "kept": True},
        details_by_reason={
            "message_not_kept": "This interview was continued in another tab or on another device. Your message was "
            "not kept: copy its text before you go on.",
        },
    ),
    "session_closed": Refusal(
        409,
        "Session closed",
        "This interview is already over.",
        "The session is completed, cancelled or abandoned, see `session_status` (`status` is the "
        "HTTP status). A text that was sent is stored as a late text (`kept`).",
        {"session_status": "completed", "closed_reason": "answered", "kept": True},
        details_by_reason={
            "message_not_kept": "This interview is already over. Your message was not kept: copy its text before you "
            "go on.",
        },
    ),
    "too_fast": Refusal(
        409,
        "Too fast",
        "This question takes longer to read. Your text is saved as a draft; send it again in a moment.",
        "The question has a minimum time. The text is saved as the draft; the same answer is taken "
        "after `retry_after_seconds`.",
        {"retry_after_seconds": 1.5},
    ),
    "session_not_reopenable": Refusal(
        409,
        "Session cannot be reopened",
        None,
        "`reason` says why. The candidate has a session of this interview in progress; or every question of this one, "
        "or a question after the first open one, has an answer; or it is a conversation.",
        {"reason": "every_question_answered"},
        details_by_reason={
            "conversation": "A conversation cannot be reopened. The candidate can begin another one.",
            "session_in_progress": "The candidate has a session of this interview in progress.",
            "every_question_answered": "Every question of this session has an answer.",
            "later_question_answered": "A later question of this session has an answer already.",
        },
    ),
    "results_hidden": Refusal(
        403,
        "Results hidden",
        "The results of this interview are not shown to candidates.",
        "The interview does not let candidates see their results, so there is no file of them. "
        "Members of its organization can export them.",
    ),
    "results_not_ready": Refusal(
        409,
        "Results not ready",
        "These results are not ready yet. Please try again later.",
        "A candidate asked for a file before the session was over (`results_status` in_progress) "
        "or before its grading had ended (grading); `counts` says how far grading is. Members of "
        "the organization get the results as they stand.",
        {"results_status": "grading", "counts": {"graded": 4, "total": 6}},
    ),
    "message_id_taken": Refusal(
        409,
        "Message id taken",
        "Another message has the id of this one. Please send it again as a new message.",
        "The `message_id` stands for another text already, which stays as it is: generate one for each message. "
        "The text sent now is stored as a late message (`kept`).",
        {"kept": True},
        details_by_reason={
            "message_not_kept": "Another message has the id of this one. Your message was not kept: copy its text, and "
            "send it again as a new message.",
        },
    ),
    "limit_reached": Refusal(
        409,
        "Limit reached",
        None,
        "As many as there may be exist already; `reason` says of what, and `limit` how many. Waiting does not help: "
        "delete one, or finish the conversation, first. Practice templates reach it only at the Data API.",
        {"limit": 100, "reason": "prep_sessions"},
        details_by_reason={
            "sealed_texts": "{limit} texts from files are stored for one of these questions already.",
            "messages": "You have sent the {limit} messages that a conversation holds. Finish it, or begin another "
            "one.",
            "prep_sessions": "You have {limit} workspaces, which is all there can be. Delete one first.",
            "questions": "This organization has {limit} questions, which is all there can be. Delete some first.",
            "interviews": "This organization has {limit} interviews, which is all there can be. Delete one first.",
            "organizations": "You own {limit} organizations, which is all there can be.",
            "webhooks": "This organization has {limit} webhooks, which is all there can be. Delete one first.",
            "invitations": "{limit} invitations of this organization wait to be accepted, which is all there can be. "
            "Revoke some first.",
            "invitation_mails": "This organization has sent the {limit} e-mails of a day. Copy the links instead, or "
            "continue tomorrow.",
            "mails_to_address": "This address can be sent {limit} e-mails a day, and has been. Copy the link instead, "
            "or continue tomorrow.",
            "share_links": "This workspace has {limit} links. Revoke one first.",
            "practice_templates": "You can keep {limit} practice templates. Delete one first.",
            "decisions": "{limit} decisions were made about this session, which is all there can be.",
            "comments": "You have written {limit} comments about this session, which is all there can be.",
            "scorecards": "You have changed your scorecard of this session {limit} times, which is all there can be.",
            "storage": "Your stored texts have reached the limit of {limit} bytes. Delete a workspace to make room.",
        },
    ),
    "prep_session_not_found": Refusal(
        404,
        "Prep session not found",
        "This workspace does not exist.",
        "There is no such prep session, or it is not the caller's; the two cannot be told apart.",
    ),
    "prep_template_not_found": Refusal(
        404,
        "Template not found",
        "This template does not exist.",
        "No template has this id; GET /prep-sessions/templates lists them.",
    ),
    "share_not_found": Refusal(
        404,
        "Link not found",
        "This link does not work (any more).",
        "The token is unknown, its link expired or was revoked, or the workspace was deleted; they cannot be told "
        "apart.",
    ),
    "precondition_required": Refusal(
        428,
        "Version required",
        "Say which version you are changing.",
        "A change needs the header If-Match with the version it is based on, in quotes, as ETag gave it.",
    ),
    "version_conflict": Refusal(
        412,
        "Version conflict",
        "This workspace was changed elsewhere in the meantime.",
        "If-Match names a version that is not the current one; nothing was changed. `prep_session` is what there is "
        "now: merge, and send what is left of your change with its `version`.",
        {"prep_session": _PREP_SESSION},
    ),
    "generation_in_progress": Refusal(
        409,
        "Generation in progress",
        "This is being written right now. Please try again in a moment.",
        "Another call is asking the model for the same. Repeat after Retry-After seconds: it costs nothing.",
        retry_after_seconds=3,
    ),
    "generation_failed": Refusal(
        502,
        "Generation failed",
        "This could not be written. Please try again.",
        "The model gave nothing that can be used; nothing was stored. Repeating asks it again.",
        retry_after_seconds=5,
        details_by_reason={"declined": "The model declined to write this."},
    ),
    "sealed_files_not_configured": Refusal(
        503,
        "No key for sealed files",
        "Saved answer files cannot be read here. Please keep the file and ask the people who run this service.",
        "This deployment has no SEALED_FILE_KEYS: it publishes no key and opens no file. Keep the file: it can be "
        "uploaded once its key is configured.",
    ),
    "ai_not_configured": Refusal(
        503,
        "No model configured",
        "Generating is not available here.",
        "This deployment has no OPENAI_API_KEY. What was generated before is still returned; everything else works.",
    ),
    "records_not_configured": Refusal(
        503,
        "No signing key configured",
        "Signed records are not available here.",
        "This deployment has no private key in RECORD_KEYS. Everything else works, and exports come without a record.",
    ),
}
