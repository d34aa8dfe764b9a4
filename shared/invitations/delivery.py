"""The queue of the e-mails of invitations."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.invitations.links import link
from shared.invitations.message import invitation_message
from shared.mail.settings import MailSettings
from shared.mail_queue import MailQueue, Outcome, deliver_queue
from shared.rpc.database import Database


async def deliver(database: Database, settings: MailSettings, web_url: str) -> "Counter[Outcome]":
    """Send the e-mails of invitations that are due; see `deliver_queue`."""

    def build(mail: Mapping[str, Any], now: datetime) -> bytes:
        return invitation_message(mail, link(web_url, mail["token"]), settings.sender, now)

    queue = MailQueue("claim_invitation_mails", "mark_invitation_mail_handed_over", "finish_invitation_mail", build)
    return await deliver_queue(database, settings, queue)
