"""The queue of the e-mails of notices."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.mail.settings import MailSettings
from shared.mail_queue import MailQueue, Outcome, deliver_queue
from shared.notices.message import Places, notice_message
from shared.rpc.database import Database


async def deliver_notices(database: Database, settings: MailSettings, places: Places) -> "Counter[Outcome]":
    """Send the e-mails about events, and the reminders, that are due; see `deliver_queue`."""

    def build(mail: Mapping[str, Any], now: datetime) -> bytes:
        return notice_message(mail, places, settings.sender, now)

    queue = MailQueue("claim_notice_mails", "mark_notice_mail_handed_over", "finish_notice_mail", build)
    return await deliver_queue(database, settings, queue)
