"""Sends the e-mails of invitations that wait, each one once, whoever is killed.

An e-mail is claimed, sent without its end, marked as handed over, and only then handed over. A sender that dies before
the mark leaves an e-mail that the mail server has discarded; the next run sends it again. One that dies after it leaves
an e-mail that is never sent again by itself, and whose invitation says so.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from time import monotonic
from typing import Any, Literal

from shared.invitations.links import link
from shared.invitations.message import invitation_message
from shared.logs import logger
from shared.mail.server import AnswerLostError, MailServer, NotTakenOverError, RefusedError
from shared.mail.settings import MailSettings
from shared.problems import Problem
from shared.rpc.database import SERVICE_TIMEOUT_SECONDS, Database

BATCH_SIZE = 10
RUN_SECONDS = 40.0
Outcome = Literal["delivered", "retried", "failed", "uncertain", "ended"]
STORED = {"delivered": "sent", "retried": "retry", "failed": "failed", "uncertain": "uncertain"}


async def deliver(database: Database, settings: MailSettings, web_url: str) -> "Counter[Outcome]":
    """Send what is due, until nothing is or the time of a run is over; returns what became of the e-mails.

    `ended` counts those whose invitation ended or was accepted before they were handed over. Raises Problem.
    """
    done: Counter[Outcome] = Counter()
    stop_at = monotonic() + RUN_SECONDS
    server = MailServer(settings)
    try:
        while monotonic() < stop_at:
            claimed = await database.rpc_object(
                "claim_invitation_mails", {"batch_size": BATCH_SIZE}, SERVICE_TIMEOUT_SECONDS
            )
            for mail in claimed["mails"]:
                done[await _deliver_one(database, server, settings, mail, web_url)] += 1
            # A server that is down is asked once a run, not once an e-mail.
            if not claimed["mails"] or done["retried"]:
                break
    finally:
        await asyncio.to_thread(server.leave)
    return done


async def _deliver_one(
    database: Database, server: MailServer, settings: MailSettings, mail: Mapping[str, Any], web_url: str
) -> Outcome:
    url = link(web_url, mail["token"]) or ""
    content = invitation_message(mail, url, settings.sender, datetime.now(UTC))
    claim = {"mail_id": mail["mail_id"], "claim_token": mail["claim_token"]}
    outcome, error = await _send(database, server, mail["email"], content, claim)
    if error:
        logger.warning("An e-mail was not delivered", extra={"fields": {"mail_id": mail["mail_id"], "error": error}})
    if outcome in STORED:
        stored = await database.rpc_repeatable(
            "finish_invitation_mail", {**claim, "outcome": STORED[outcome], "error": error}
        )
        return "failed" if stored["status"] == "failed" else outcome
    return outcome


async def _send(
    database: Database, server: MailServer, recipient: str, content: bytes, claim: Mapping[str, Any]
) -> tuple[Outcome, str | None]:
    try:
        await asyncio.to_thread(server.begin, recipient, content)
        allowed = await database.rpc_object("hand_over_invitation_mail", claim, SERVICE_TIMEOUT_SECONDS)
        if not allowed["send"]:
            await asyncio.to_thread(server.close)
            return "ended", None
        await asyncio.to_thread(server.hand_over)
    except NotTakenOverError as error:
        return "retried", str(error)
    except Problem as problem:
        # Whether or not the mark was stored, the mail server never gets the end.
        await asyncio.to_thread(server.close)
        return "retried", problem.code
    except RefusedError as error:
        return "failed", str(error)
    except AnswerLostError as error:
        return "uncertain", str(error)
    return "delivered", None
