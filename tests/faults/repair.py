"""Restarts processes as the supervisor of `make run` does, for tests that break their own stack."""

from local.stack import Stack


def start_what_ended(stack: Stack) -> None:
    """Restart every process that has ended, in order of dependency.

    That sometimes includes the gateway: its driver can crash on a connection that the database's death has closed.
    """
    for service in stack.services:
        if not service.running():
            service.kill()  # Whatever is left of its process group.
            service.start()
