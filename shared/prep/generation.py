"""Material that a model writes for a workspace: generated once per request, stored, and returned to every caller.

The database decides who may ask a model, counts the request, and lets one caller at a time do it, under a token. The
calls with service rights use only the id of a candidate's input, and the checked request that the database returned.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from shared.llm.budget import Budget
from shared.llm.chat import open_chat
from shared.llm.errors import BudgetSpent, ModelFailure, ModelRefused, cost_nothing
from shared.llm.ledger import SpendingLedger
from shared.llm.model_problems import problem_of
from shared.models.prep_requests import GenerateRequest
from shared.prep.writer import write
from shared.problems import Problem
from shared.rpc.database import SERVICE_TIMEOUT_SECONDS, Database, service_database
from shared.settings import Settings

WAIT_SECONDS = 20.0
POLL_SECONDS = (0.1, 0.2, 0.4, 0.8)

Found = Mapping[str, Any]


async def generated(settings: Settings, caller: Database, session: UUID, request: GenerateRequest) -> bytes:
    """The material for a request, as JSON (GenerationResponse); from the store if it is there.

    Raises Problem: `ai_not_configured`, `generation_in_progress`, `generation_failed`, `rate_limited`,
    `payload_too_large`, `prep_session_not_found` or `invalid_request`.
    """
    without_model = settings.llm.api_key is None
    arguments = {"prep_session_id": session, **request.model_dump(), "stored_only": without_model}
    found = await caller.rpc_object("start_generation", arguments)
    if found["status"] == "missing":
        raise Problem("ai_not_configured")
    if found["status"] == "requested":
        service = service_database(settings)
        claim = await service.rpc_object(
            "claim_generation", {"generation_id": found["generation_id"]}, SERVICE_TIMEOUT_SECONDS
        )
        if claim["status"] == "claimed":
            stored = await _write(settings, service, session, found["generation_id"], claim)
            if stored["accepted"]:
                return _body(stored)
    return _body(found if found["status"] == "stored" else await _wait(caller, found))


async def _write(settings: Settings, service: Database, session: UUID, generation_id: str, claim: Found) -> Found:
    """Have a model write the material, and store it under the claim; `accepted` is false if the claim was lost."""
    held = {"generation_id": generation_id, "token": claim["token"]}
    patient = replace(settings.llm, timeout_seconds=settings.prep.timeout_seconds)
    budget = Budget(SpendingLedger(service, settings.llm.daily_tokens, session), ahead=0)
    try:
        async with open_chat(patient, budget) as chat:
            result = await write(chat, settings.prep.model, claim)
    except Exception as fault:
        # Release the claim, whatever failed, and raise the fault again.
        await service.rpc_repeatable("fail_generation", {**held, "give_back": cost_nothing(fault)})
        if isinstance(fault, ModelFailure | ModelRefused | BudgetSpent):
            raise problem_of(fault) from None
        raise
    else:
        return await service.rpc_repeatable("complete_generation", {**held, "result": result})
    finally:
        # After storing the result, so that storing doesn't wait for the ledger.
        await budget.close()


async def _wait(caller: Database, found: Found) -> Found:
    """Wait for the result of another caller's model call; raises Problem if it fails or takes too long."""
    loop = asyncio.get_running_loop()
    give_up_at = loop.time() + WAIT_SECONDS
    pauses = iter(POLL_SECONDS)
    while loop.time() < give_up_at:
        await asyncio.sleep(next(pauses, POLL_SECONDS[-1]))
        now = await caller.rpc_object("get_generation", {"generation_id": found["generation_id"]})
        if now["status"] == "gone":
            raise Problem("generation_failed", cause="another caller's model call failed")
        if now["status"] == "stored":
            if now["generation"]["generated_at"] == found["generated_at"]:
                raise Problem("generation_failed", cause="another caller's model call failed")
            return now
    raise Problem("generation_in_progress")


def _body(found: Found) -> bytes:
    return json.dumps(found["generation"]).encode()
