"""Sends the e-mails that wait in a queue of the database, each one once, even if a sender is killed.

An e-mail is claimed, sent without its end, marked as handed over, and only then handed over. A sender that dies before
the mark leaves an e-mail that the mail server has discarded; the next run sends it again. One that dies after it leaves
an e-mail that is never sent again by itself, and whose row says so.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import Any, Literal

from shared.logs import logger, stack_trace
from shared.mail.server import AnswerLostError, MailError, MailServer, NotTakenOverError, RefusedError
from shared.mail.settings import MailSettings
from shared.problems import Problem
from shared.rpc.database import SERVICE_TIMEOUT_SECONDS, Database

RUN_SECONDS = 20.0
# For everything but the end of a message, and for the end: a mail server that answers slowly must not hold a run.
TEXT_SECONDS = 20.0
END_SECONDS = 15.0
FAILURES_IN_A_ROW = 2
SLOW = "the mail server is too slow"
Outcome = Literal["delivered", "retried", "failed", "uncertain", "ended"]
STORED = {"delivered": "sent", "retried": "retry", "failed": "failed", "uncertain": "uncertain"}


@dataclass(frozen=True, slots=True)
class MailQueue:
    """The RPCs of a queue of e-mails, and what builds a message with CRLF line ends from what `claim` returned."""

    claim: str
    mark_handed_over: str
    finish: str
    build: Callable[[Mapping[str, Any], datetime], bytes]


async def deliver_queue(database: Database, settings: MailSettings, queue: MailQueue) -> "Counter[Outcome]":
    """Send what is due, until nothing is or the time of a run is over; returns the outcomes of the e-mails.

    `ended` counts those that became pointless before they were handed over. Raises Problem.
    """
    done: Counter[Outcome] = Counter()
    stop_at = monotonic() + RUN_SECONDS
    failures = 0
    server = MailServer(settings)
    try:
        while monotonic() < stop_at:
            claimed = await database.rpc_object(queue.claim, {"batch_size": 1}, SERVICE_TIMEOUT_SECONDS)
            if not claimed["mails"]:
                # A queue that looks at a part of its rows says whether others wait.
                if claimed.get("more"):
                    continue
                break
            [mail] = claimed["mails"]
            outcome = await _deliver_one(database, server, queue, mail)
            done[outcome] += 1
            if outcome not in ("retried", "uncertain") or server.connected:
                failures = 0
                continue
            # A mail server that is down is asked once a run, not once an e-mail; one that ends the connection at one
            # recipient gets the others.
            failures += 1
            if server.unreachable or failures == FAILURES_IN_A_ROW:
                break
            # A new object: after a time-out a thread may still work with the old one.
            server = MailServer(settings)
    finally:
        await asyncio.to_thread(server.leave)
    return done


async def _deliver_one(database: Database, server: MailServer, queue: MailQueue, mail: Mapping[str, Any]) -> Outcome:
    claim = {"mail_id": mail["mail_id"], "claim_token": mail["claim_token"]}
    outcome: Outcome
    error: MailError | None
    try:
        content = queue.build(mail, datetime.now(UTC))
    except Exception as fault:  # noqa: BLE001 (logged with its stack trace and stored; others are sent)
        logger.error("An e-mail could not be built", extra={"fields": {"stack_trace": stack_trace(fault)}})
        outcome, error = "failed", RefusedError(type(fault).__name__, f"the message cannot be built: {fault}")
    else:
        outcome, error = await _send(database, server, queue, mail["email"], content, claim)
    if error:
        # Without its text, which may quote the address.
        fields = {"mail_id": mail["mail_id"], "error": error.reason}
        logger.warning("An e-mail was not delivered", extra={"fields": fields})
    if outcome not in STORED:
        return outcome
    result = {**claim, "outcome": STORED[outcome], "error": str(error) if error else None}
    stored = await database.rpc_repeatable(queue.finish, result)
    return "failed" if stored["status"] == "failed" else outcome


async def _send(
    database: Database,
    server: MailServer,
    queue: MailQueue,
    recipient: str,
    content: bytes,
    claim: Mapping[str, Any],
) -> tuple[Outcome, MailError | None]:
    try:
        async with asyncio.timeout(TEXT_SECONDS):
            await asyncio.to_thread(server.begin, recipient, content)
        allowed = await database.rpc_object(queue.mark_handed_over, claim, SERVICE_TIMEOUT_SECONDS)
    except NotTakenOverError as error:
        return "retried", error
    except RefusedError as error:
        return "failed", error
    except (TimeoutError, Problem) as error:
        # Whether or not the mark was stored, the mail server never gets the end.
        server.close()
        return "retried", NotTakenOverError(error.code if isinstance(error, Problem) else SLOW)
    if not allowed["send"]:
        server.close()
        return "ended", None
    try:
        async with asyncio.timeout(END_SECONDS):
            await asyncio.to_thread(server.hand_over)
    except NotTakenOverError as error:
        return "retried", error
    except RefusedError as error:
        return "failed", error
    except (AnswerLostError, TimeoutError) as error:
        server.close()
        return "uncertain", error if isinstance(error, AnswerLostError) else AnswerLostError(SLOW)
    return "delivered", None
