"""Has a model draft questions for a job, and stores them in the organization's bank, inactive.

The tokens are charged to the organization. Everything is stored with the author's own rights; of their input, only the
id that the database returned is used with the service's rights, to count tokens.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from shared.llm.budget import Budget
from shared.llm.chat import ChatRequest, open_chat
from shared.llm.errors import BudgetSpent, ModelFailure, ModelRefused
from shared.llm.ledger import SpendingLedger
from shared.llm.model_problems import problem_of
from shared.llm.prompts import load_prompt
from shared.problems import Problem
from shared.question_drafts.drafted_question import DraftsReply, as_questions, as_title
from shared.rpc.database import Database, service_database
from shared.settings import Settings

FOLDER = Path(__file__).with_name("prompts")


async def drafted(
    settings: Settings, caller: Database, organization_id: UUID, job_description: str, count: int
) -> Mapping[str, Any]:
    """The stored drafts (DraftsResponse), at most `count`.

    Raises Problem: `ai_not_configured`, `not_allowed`, `rate_limited` or `generation_failed`.
    """
    if settings.llm.api_key is None:
        raise Problem("ai_not_configured")
    started = await caller.rpc_object("start_draft", {"organization_id": organization_id})
    reply = await _written(settings, UUID(started["draft_id"]), job_description, count)
    stored = await _stored(caller, organization_id, as_questions(reply, count))
    kept = zip(stored["question_ids"], stored["questions"], strict=True)
    return {
        "title": as_title(reply),
        "questions": [{"id": question_id, **question} for question_id, question in kept],
        "server_time": stored["server_time"],
    }


async def _written(settings: Settings, draft_id: UUID, job_description: str, count: int) -> DraftsReply:
    """Return what the model writes; raises Problem."""
    prompt = load_prompt("questions", FOLDER)
    data = {"job_description": job_description, "count": count}
    request = ChatRequest(
        model=settings.prep.model,
        prompt_version=prompt.version,
        messages=[
            {"role": "system", "content": prompt.text},
            {"role": "user", "content": json.dumps(data, ensure_ascii=False)},
        ],
        shape=DraftsReply,
    )
    patient = replace(settings.llm, timeout_seconds=settings.prep.timeout_seconds)
    ledger = SpendingLedger(service_database(settings), settings.llm.daily_tokens, draft_id)
    budget = Budget(ledger, ahead=0)
    try:
        async with open_chat(patient, budget) as chat:
            if chat is None:
                raise Problem("ai_not_configured")
            reply = await chat.complete(request)
    except (ModelFailure, ModelRefused, BudgetSpent) as fault:
        raise problem_of(fault) from None
    finally:
        await budget.close()
    return reply.content


async def _stored(caller: Database, organization_id: UUID, questions: list[dict[str, Any]]) -> dict[str, Any]:
    """Store the drafts, without those that the database refuses; with `questions`, those that it stored."""
    for _ in range(2):
        if not questions:
            break
        try:
            stored = await caller.rpc_object(
                "import_questions", {"organization_id": organization_id, "questions": questions}
            )
        except Problem as problem:
            wrong = {error["loc"][1] for error in problem.fields.get("errors", []) if len(error["loc"]) > 1}
            if problem.code != "invalid_request" or not wrong:
                raise
            questions = [question for number, question in enumerate(questions) if number not in wrong]
        else:
            return stored | {"questions": questions}
    raise Problem("generation_failed", cause="no draft that can be stored")
