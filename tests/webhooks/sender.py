"""One run of the sender of events as a process, `python -m tests.webhooks.sender`, that can be killed."""

import asyncio
import json
import sys

from shared.logs import configure
from shared.rpc.database import service_database
from shared.settings import get_settings
from shared.webhooks.delivery import Run


async def run() -> None:
    """Deliver what is due, and print what became of it."""
    settings = get_settings()
    configure(settings)
    done = await Run(service_database(settings), 60).deliver()
    json.dump(done, sys.stdout)


if __name__ == "__main__":
    asyncio.run(run())
