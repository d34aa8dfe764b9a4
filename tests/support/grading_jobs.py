"""Jobs as the database hands them out, and graders that call a real model server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

from shared.grading.grader import Grader
from shared.grading.jobs import EvaluationJob, SummaryJob
from shared.llm.budget import Budget
from shared.llm.chat import open_chat
from shared.settings import GradingSettings, LlmSettings, Settings
from tests.support.counted_tokens import CountedTokens

SOLUTION = (
    "It is the N+1 query problem: 51 queries instead of one or two, and each costs a round trip to "
    "the database. Either load orders and customers together with a join, or collect the customer "
    "ids and load them in one batch."
)
KEYWORDS: list[Any] = [
    {"keyword": "N+1", "synonyms": ["n plus one"]},
    {"keyword": "round trip", "synonyms": ["round trips", "latency"]},
    {"keyword": "join", "synonyms": ["joins"]},
    {"keyword": "batch", "synonyms": ["eager loading"]},
]
CRITERIA: list[Any] = [
    {"id": "timing", "text": "Each call restarts the timer and fn runs once", "points": 12},
    {"id": "arguments", "text": "fn receives the arguments of the last call only", "points": 8},
    {"id": "cancel", "text": "cancel() drops the pending call without harm", "points": 10},
]
CODE = "function debounce(fn, wait) { let timer; return (...a) => { clearTimeout(timer); } }"


def short_answer(answer: str, **changes: Any) -> EvaluationJob:
    """A short answer worth 15 points, with four keywords."""
    values = {
        "kind": "short_answer",
        "prompt": "What is this problem called, and which two changes would remove it?",
        "points": 15,
        "answer": answer,
        "keywords": KEYWORDS,
        "sample_solution": SOLUTION,
    }
    return EvaluationJob.model_validate(_claim() | values | changes)


def code(answer: str = CODE, **changes: Any) -> EvaluationJob:
    """A piece of code worth 30 points, with three criteria."""
    values = {
        "kind": "code",
        "prompt": "Write debounce(fn, wait) in JavaScript.",
        "points": 30,
        "answer": answer,
        "criteria": CRITERIA,
        "sample_solution": "const later = (fn, wait) => setTimeout(fn, wait); clearTimeout(later);",
    }
    return EvaluationJob.model_validate(_claim() | values | changes)


def summary(**changes: Any) -> SummaryJob:
    """A session of two questions, one of them not graded."""
    answers = [
        {
            "position": 0,
            "kind": "short_answer",
            "prompt": "Why?",
            "points": 10,
            "score": 7.5,
            "status": "done",
            "source": "submitted",
            "feedback": {"text": "The main idea is there.", "evidence": "secret-evidence"},
        },
        {
            "position": 1,
            "kind": "open",
            "prompt": "How?",
            "points": 20,
            "score": None,
            "status": "needs_review",
            "source": "submitted",
            "feedback": {"text": "A person will look at this answer.", "proposed_score": 20},
        },
    ]
    values = {
        "session_id": uuid4(),
        "token": str(uuid4()),
        "attempt": 1,
        "max_attempts": 5,
        "title": "Full Stack Developer",
        "mode": "timed",
        "total": 7.5,
        "maximum": 30,
        "percentage": 25,
        "all_graded": False,
        "answers": answers,
    }
    return SummaryJob.model_validate(values | changes)


def settings(url: str, **changes: Any) -> Settings:
    """Settings for a model server at `url`, with time limits just long enough for tests.

    A change is a field of LlmSettings or of GradingSettings.
    """
    of_grading = {name: changes.pop(name) for name in GradingSettings.__slots__ if name in changes}
    values: dict[str, Any] = {"api_key": "test-key", "base_url": url, "timeout_seconds": 5.0}
    return Settings(
        "http://127.0.0.1:9",
        "sb_publishable_test",
        llm=LlmSettings(**(values | changes)),
        grading=GradingSettings(**of_grading),
    )


@asynccontextmanager
async def open_grader(chosen: Settings, ledger: CountedTokens | None = None) -> AsyncIterator[Grader]:
    """A grader whose budget is settled at the end."""
    budget = Budget(ledger or CountedTokens())
    async with open_chat(chosen.llm, budget) as chat:
        yield Grader(chat, chosen.grading)
    await budget.close()


def _claim() -> dict[str, Any]:
    return {
        "answer_id": uuid4(),
        "session_id": uuid4(),
        "token": str(uuid4()),
        "attempt": 1,
        "max_attempts": 5,
        "position": 0,
        "late": False,
    }
