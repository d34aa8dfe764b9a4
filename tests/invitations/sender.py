"""One run of the sender of e-mails as a process, `python -m tests.invitations.sender`, that can be killed."""

import asyncio
import json
import sys

from shared.invitations.delivery import deliver
from shared.logs import configure
from shared.rpc.database import service_database
from shared.settings import get_settings


async def run() -> None:
    """Send what is due, and print what became of it."""
    settings = get_settings()
    configure(settings)
    assert settings.mail is not None
    assert settings.web_url is not None
    done = await deliver(service_database(settings), settings.mail, settings.web_url)
    json.dump(done, sys.stdout)


if __name__ == "__main__":
    asyncio.run(run())
