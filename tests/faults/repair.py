"""What the supervisor of `make run` does, for tests that break a stack of their own."""

from local.stack import Stack


def start_what_ended(stack: Stack) -> None:
    """Start every process again that is gone, in the order they depend on each other.

    The gateway is among them now and then: its driver can crash on a connection that the
    database's death has closed.
    """
    for service in stack.services:
        if not service.running():
            service.kill()  # what is left of its group
            service.start()
