"""Restarts processes as the supervisor of `make run` does, for tests that break their own stack."""

import psycopg

from local.processes import wait_until
from local.stack import Stack

RECOVERY_SECONDS = 120.0


def start_what_ended(stack: Stack) -> None:
    """Restart every process that has ended, in order of dependency.

    That sometimes includes the gateway: its driver can crash on a connection that the database's death has closed.
    """
    for service in stack.services:
        if not service.running():
            service.kill()  # Whatever is left of its process group.
            service.start()


def wait_for_database(stack: Stack) -> None:
    """Return when PostgreSQL accepts connections."""

    def accepts() -> bool:
        try:
            psycopg.connect(stack.database_url, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    assert wait_until(accepts, RECOVERY_SECONDS, every=0.05)
