"""Results of sessions in the form that get_results returns, for tests of what is built from them."""

import json
from typing import Any

SESSION_ID = "0b7c2f5e-9a55-4a0e-8d3b-6f1f6f0c7a10"
CANDIDATE_ID = "d0000000-0000-4000-8000-000000000001"
REVIEWER_ID = "d0000000-0000-4000-8000-000000000002"
LATE_ID = "7d4f0a52-3c1c-4c58-9d0e-0a8f5a2f7e22"
CODE = """def total(rows):
\tresult = 0
\tfor row in rows:
\t\tresult += row["price"]  # sum
\treturn result
"""
OPTIONS = [
    {"id": "a", "text": "An idempotency key"},
    {"id": "b", "text": "A longer timeout"},
    {"id": "c", "text": "A second server"},
]


def candidate_results(**changes: Any) -> dict[str, Any]:
    """A completed session of four questions, one per kind, as its candidate sees it."""
    results: dict[str, Any] = {
        "view": "candidate",
        "status": "ready",
        "server_time": "2026-01-15T10:00:00.000000Z",
        "counts": {"total": 4, "graded": 3},
        "session": {
            "id": SESSION_ID,
            "mode": "timed",
            "interview_id": "11111111-1111-4111-8111-111111111111",
            "title": "Full Stack Developer",
            "status": "completed",
            "position": 4,
            "question_count": 4,
            "time_limits": [60, 90, 300, 120],
            "started_at": "2026-01-15T09:28:01.234567Z",
            "resume_until": "2026-01-16T09:28:01.234567Z",
            "completed_at": "2026-01-15T09:37:13.500000Z",
            "closed_reason": "answered",
            "extra_time_percent": 25,
        },
        "result": {
            "total": 24.5,
            "maximum": 60,
            "waiting_points": 20,
            "percentage": 40.83,
            "all_graded": False,
            "note": "Not all answers are graded.",
            "summary": "A solid session. The open question was not answered in depth.",
            "strengths": ["Knows how retries go wrong", "Readable code"],
            "improvements": ["Measure before optimizing"],
            "recommendation": "Maybe",
            "advisory": True,
        },
        "answers": [
            answer(0, "mcq", "What makes a retried POST safe?", "a", 10, 10, "key", options=OPTIONS),
            answer(
                1,
                "short_answer",
                "What does an index cost?",
                "Writes and space.",
                20,
                6.5,
                "keywords",
            ),
            answer(2, "code", "Sum the prices of the rows.", CODE, 10, 8, "model"),
            answer(3, "open", "Tell us of an outage you handled.", "", 20, None, None, source="expired"),
        ],
    }
    results["answers"][1]["provisional"] = True
    results["answers"][2]["feedback"] = {
        "text": "Correct.\nA generator would do as well.",
        "strengths": ["Clear"],
    }
    return results | changes


def answer(
    position: int,
    kind: str,
    prompt: str,
    text: str | None,
    max_score: float,
    score: float | None,
    grader: str | None,
    *,
    options: list[dict[str, str]] | None = None,
    source: str | None = "submitted",
) -> dict[str, Any]:
    """One answer in the candidate's view."""
    return {
        "position": position,
        "kind": kind,
        "prompt": prompt,
        "options": options,
        "answer": text,
        "source": source,
        "max_score": max_score,
        "score": score,
        "grader": grader,
        "provisional": False,
        "reviewed": False,
        "feedback": {},
    }


def reviewer_results(**changes: Any) -> dict[str, Any]:
    """The same session as a reviewer sees it, with a late text and a reviewer's score."""
    results = candidate_results()
    results |= {
        "view": "reviewer",
        "counts": {"total": 4, "graded": 3, "open": 0, "needs_review": 1, "failed": 0},
        "candidate": {
            "user_id": CANDIDATE_ID,
            "email": "casey@example.com",
            "name": "Casey Candidate",
        },
        "late_answers": [
            {
                "id": LATE_ID,
                "position": 3,
                "answer": "The late story of the outage",
                "reason": "late",
                "received_at": "2026-01-15T09:37:20.700000Z",
                "late_by_seconds": 7.2,
                "sha256": "0" * 64,
                "accepted_at": None,
            }
        ],
        "events": [
            event("09:28:01", CANDIDATE_ID, "session_started", mode="timed"),
            event("09:37:13", None, "question_expired", position=3),
            event(
                "09:50:00",
                REVIEWER_ID,
                "override_score",
                position=2,
                score=8,
                reason="The loop is fine",
            ),
        ],
    }
    keys: tuple[dict[str, Any], ...] = (
        {"correct_option": "a"},
        {"keywords": [{"keyword": "storage", "synonyms": []}]},
        {"criteria": [{"id": "c1", "text": "Sums every row", "points": 10}]},
        {},
    )
    for reviewed, key in zip(results["answers"], keys, strict=True):
        del reviewed["reviewed"], reviewed["feedback"]
        reviewed["key"] = key
        reviewed["evaluation"] = evaluation(reviewed["score"], reviewed["grader"])
    results["answers"][2]["evaluation"] |= {
        "machine_score": 5,
        "overridden_score": 8,
        "overridden_by": REVIEWER_ID,
        "override_reason": "The loop is fine",
        "model": "gpt-test",
        "prompt_version": "code-1",
        "flags": ["evidence_not_found"],
        "feedback": {
            "text": "The loop could be a generator.",
            "explanation": "The sum is right, the types are not.",
            "criteria": [{"id": "c1", "score": 5, "evidence": "result += row", "comment": "Yes"}],
        },
    }
    results["answers"][3]["evaluation"] |= {"status": "needs_review", "attempts": 1}
    return results | changes


def evaluation(score: float | None, grader: str | None) -> dict[str, Any]:
    """An evaluation in the reviewer's view."""
    return {
        "status": "done",
        "attempts": 1,
        "max_attempts": 5,
        "grader": grader,
        "provisional": grader == "keywords",
        "model": None,
        "prompt_version": None,
        "machine_score": score,
        "overridden_score": None,
        "overridden_by": None,
        "override_reason": None,
        "feedback": {},
        "flags": [],
        "error": None,
        "late_answer_id": None,
        "finished_at": None,
    }


def event(time: str, actor: str | None, name: str, **detail: Any) -> dict[str, Any]:
    """One line of the audit trail."""
    return {"at": f"2026-01-15T{time}.000000Z", "actor": actor, "event": name, "detail": detail}


def as_bytes(results: dict[str, Any]) -> bytes:
    """Results as they arrive from the database."""
    return json.dumps(results).encode()
