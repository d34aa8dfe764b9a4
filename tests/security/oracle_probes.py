"""Requests to the Data API that try to learn hidden content, directly or through side effects.

In a path or body, `{session}`, `{interview}` and `{question}` stand for ids of the candidate's own session and of a
question that was not served; `{guess}` stands for a guess at its prompt.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Probe:
    """One request."""

    path: str
    method: str = "GET"
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


TABLES = ("session_questions", "session_question_keys", "questions", "question_keys")
PLAN = {"accept": 'application/vnd.pgrst.plan+text; for="application/json"; options=analyze'}

_READS = [
    *(f"/{table}" for table in TABLES),
    *(f"/{table}?select=count" for table in TABLES),
    "/session_questions?session_id=eq.{session}",
    "/session_questions?session_id=eq.{session}&position=eq.4",
    "/session_questions?session_id=eq.{session}&served_at=is.null",
    "/session_questions?session_id=eq.{session}&prompt=eq.{guess}",
    "/session_questions?session_id=eq.{session}&prompt=like.{guess}*",
    "/session_questions?session_id=eq.{session}&prompt=ilike.*{guess}*",
    "/session_questions?session_id=eq.{session}&prompt=match.^{guess}",
    "/session_questions?session_id=eq.{session}&prompt=in.({guess},nothing)",
    "/session_questions?session_id=eq.{session}&prompt=not.eq.{guess}",
    "/session_questions?session_id=eq.{session}&prompt=gte.{guess}",
    "/session_questions?session_id=eq.{session}&or=(prompt.like.{guess}*,position.eq.4)",
    "/session_questions?session_id=eq.{session}&not.and=(prompt.eq.{guess},position.eq.0)",
    '/session_questions?session_id=eq.{session}&options=cs.[{"text":"{guess}"}]',
    "/session_questions?session_id=eq.{session}&options->0->>text=eq.{guess}",
    "/session_questions?session_id=eq.{session}&prompt=fts.{guess}",
    "/session_questions?session_id=eq.{session}&question_id=eq.{question}",
    "/session_questions?select=position,prompt&order=prompt.desc&session_id=eq.{session}",
    "/session_questions?select=prompt&limit=100&offset=2",
    "/session_questions?select=prompt.max()",
    "/session_questions?select=position,prompt.count()",
    "/session_questions?select=points.sum(),prompt::text",
    "/session_question_keys?session_id=eq.{session}&sample_solution=like.{guess}*",
    "/session_question_keys?session_id=eq.{session}&keywords=cs.[{}]",
    "/question_keys?question_id=eq.{question}",
    "/questions?id=eq.{question}",
    "/questions?prompt=like.{guess}*",
    "/questions?select=prompt,question_keys(*)&id=eq.{question}",
    "/interview_questions?interview_id=eq.{interview}&select=position,question_id",
    "/interview_questions?select=*,questions(*,question_keys(*))&interview_id=eq.{interview}",
    "/interviews?id=eq.{interview}&select=*,interview_questions(questions(*))",
    "/interviews?id=eq.{interview}&select=*,interview_questions(position,questions!inner(prompt))",
    "/interviews?id=eq.{interview}&select=title,interview_sessions(session_questions(*))",
    "/interviews?id=eq.{interview}&interview_questions.questions.prompt=like.{guess}*"
    "&select=id,interview_questions(questions(id))",
    "/interview_sessions?id=eq.{session}&select=*,session_questions(*)",
    "/interview_sessions?id=eq.{session}&select=*,session_questions(*,session_question_keys(*))",
    "/interview_sessions?id=eq.{session}&select=*,session_questions!inner(*)&session_questions.prompt=like.{guess}*",
    "/interview_sessions?id=eq.{session}&select=id,interviews(interview_questions(questions(*)))",
    "/interview_sessions?id=eq.{session}&select=id,...interviews(title,...interview_questions(*))",
    "/interview_sessions?id=eq.{session}&select=session_questions(count)",
    "/interview_sessions?id=eq.{session}&order=session_questions(prompt).desc",
    "/answers?select=*,session_questions(*,questions(*,question_keys(*)))&session_id=eq.{session}",
    "/answers?select=*,...session_questions(prompt)&session_id=eq.{session}",
    "/active_interview_sessions?select=*,interview_sessions(session_questions(*))",
    "/session_events?session_id=eq.{session}",
    "/late_answers?session_id=eq.{session}&select=*,session_questions(prompt)",
    "/organizations?select=*,questions(*)",
    "/rpc/get_active_session",
    "/rpc/list_sessions",
    "/",
    "/?select=*",
]
_COUNTS = [
    "/session_questions?session_id=eq.{session}",
    "/session_questions?session_id=eq.{session}&prompt=like.{guess}*",
    "/session_question_keys?sample_solution=eq.{guess}",
    "/questions?prompt=eq.{guess}",
    "/interview_questions?interview_id=eq.{interview}",
]
_CALLS: list[tuple[str, Any]] = [
    *(
        (f"/rpc/{name}", {})
        for name in ("question_view", "session_view", "reprise_private.question_view", "draw_questions")
    ),
    ("/rpc/serve_question", {"p_session": {"id": "{session}", "position": 4}}),
    ("/rpc/session_questions", {"session_id": "{session}"}),
    ("/rpc/is_the_answer", {"p_session_id": "{session}", "p_position": 4, "p_text": "{guess}"}),
    ("/rpc/get_health", {}),
    ("/rpc/run_cleanup", {"batch_size": 1}),
    (
        "/rpc/submit_answer",
        {"session_id": "{session}", "question_position": 4, "answer": "{guess}", "lease": 1},
    ),
    (
        "/rpc/heartbeat",
        {"session_id": "{session}", "lease": 1, "draft_position": 4, "draft_text": "{guess}"},
    ),
    # Unique keys and foreign keys: does the error reveal that the row exists?
    ("/session_questions", {"session_id": "{session}", "position": 4, "kind": "open"}),
    ("/session_question_keys", {"session_id": "{session}", "position": 4}),
    ("/questions", {"id": "{question}", "prompt": "{guess}"}),
    ("/question_keys", {"question_id": "{question}", "sample_solution": "{guess}"}),
    ("/interview_questions", {"interview_id": "{interview}", "position": 4}),
    ("/answers", {"session_id": "{session}", "position": 4, "answer": "{guess}"}),
    ("/late_answers", {"session_id": "{session}", "position": 4, "answer": "{guess}"}),
]

PROBES = [
    *(Probe(path) for path in _READS),
    *(
        Probe(path, method, headers={"prefer": f"count={how}"})
        for path in _COUNTS
        for how in ("exact", "planned", "estimated")
        for method in ("GET", "HEAD")
    ),
    *(Probe(path, headers=PLAN) for path in _COUNTS),
    *(Probe(path, "POST", body) for path, body in _CALLS),
    *(
        Probe(f"/{table}", headers={"accept-profile": schema})
        for schema in ("public", "reprise_private", "reprise_ops", "auth", "information_schema", "pg_catalog")
        for table in ("settings", "live_sessions", "session_questions", "session_seeds", "pg_stats")
    ),
    Probe("/session_questions", headers={"accept": "text/csv"}),
    Probe("/session_questions", headers={"accept": "application/vnd.pgrst.object+json"}),
    Probe("/session_questions", headers={"accept": "application/geo+json"}),
    Probe("/session_questions", headers={"range": "0-99", "range-unit": "items"}),
    Probe("/session_questions", headers={"role": "service_role", "x-user-role": "service_role"}),
    Probe("/session_questions?session_id=eq.{session}&position=eq.4", "DELETE"),
    Probe(
        "/session_questions?session_id=eq.{session}&position=eq.4",
        "PATCH",
        {"served_at": "2020-01-01T00:00:00Z"},
        {"prefer": "return=representation"},
    ),
    Probe(
        "/session_questions?session_id=eq.{session}&prompt=like.{guess}*&select=prompt",
        "PATCH",
        {"draft": "x"},
        {"prefer": "return=representation,count=exact,handling=strict"},
    ),
    Probe("/session_questions", "OPTIONS"),
]
