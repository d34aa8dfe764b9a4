"""Claims, writes and stores one reply, as the service, for ids that the database returned."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from typing import Any

from shared import logs
from shared.conversation.context import Context
from shared.conversation.interviewer import write
from shared.llm.errors import BudgetSpent, ModelFailure
from shared.problems import Problem
from shared.rpc.database import SERVICE_TIMEOUT_SECONDS, Database, service_database
from shared.settings import Settings

# For all calls of one reply. Shorter than the claim (reprise_private.settings.reply_lease_seconds), so that nobody
# writes a second reply meanwhile.
WRITING_SECONDS = 45.0
# Fields of add_message's result that stay when the result of a reply is merged in.
OF_THE_MESSAGE = ("message", "replayed")

Show = Callable[[str], None]


async def write_reply(stored: Mapping[str, Any], settings: Settings, show: Show | None) -> Mapping[str, Any]:
    """The result of add_message, with the reply if there is one by now; `show` gets the text while it is written.

    Never raises: without a reply, the message stays stored and pending, and sending it again asks for a reply again.
    """
    try:
        return await _write_reply(stored, settings, show)
    except Problem as problem:
        logs.logger.warning("No reply: %s", problem.cause or problem.code)
        if problem.code == "rate_limited":
            return {**stored, "retry_after_seconds": problem.retry_after_seconds}
    except (ModelFailure, BudgetSpent) as failure:
        logs.logger.warning("No reply: %s", failure.code)
    except TimeoutError:
        logs.logger.warning("No reply within %s seconds", WRITING_SECONDS)
    except Exception as error:  # noqa: BLE001 (logged with its stack trace; the message is already stored)
        logs.logger.error(
            "No reply: %s", type(error).__name__, extra={"fields": {"stack_trace": logs.stack_trace(error)}}
        )
    return stored


async def _write_reply(stored: Mapping[str, Any], settings: Settings, show: Show | None) -> Mapping[str, Any]:
    database = service_database(settings)
    session_id, message_id = stored["session"]["id"], stored["message"]["message_id"]
    claim = await database.rpc_object(
        "claim_reply",
        {
            "session_id": session_id,
            "message_id": message_id,
            "context_tokens": settings.conversation.context_tokens,
        },
        SERVICE_TIMEOUT_SECONDS,
    )
    found = _merged(stored, claim["result"])
    if claim["token"] is None:
        return found
    named = {"session_id": session_id, "token": claim["token"]}
    # The cost is settled after the reply is stored or the claim is released, so that neither waits for the ledger.
    async with AsyncExitStack() as afterwards:
        try:
            async with asyncio.timeout(WRITING_SECONDS):
                written = await write(Context.model_validate(claim), session_id, settings, database, show, afterwards)
            completed = await database.rpc_repeatable("complete_reply", named | {"reply": written.as_fields()})
        except BaseException as fault:
            await _release(database, named | {"give_back": _reached_no_model(fault)})
            raise
    return _merged(stored, completed["result"]) if completed["accepted"] else found


async def _release(database: Database, named: Mapping[str, Any]) -> None:
    """Release the claim before it expires. If the reply was stored after all, this changes nothing."""
    try:
        await database.rpc_repeatable("fail_reply", named)
    except Problem as problem:
        logs.logger.warning("A claim was not released: %s", problem.cause or problem.code)


def _reached_no_model(fault: BaseException) -> bool:
    """Whether no slot was free for the first call, so that the attempt counts neither as a use nor as a failure."""
    return isinstance(fault, ModelFailure) and fault.code == "busy" and fault.cost_nothing


def _merged(stored: Mapping[str, Any], result: Mapping[str, Any]) -> Mapping[str, Any]:
    own = {name: stored[name] for name in OF_THE_MESSAGE}
    lease = result["lease"] or (stored["lease"] if result["session"]["status"] == "in_progress" else None)
    return {**result, **own, "lease": lease}
