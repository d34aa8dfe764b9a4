"""Ways in which the database is unavailable: killed, frozen, or behind a gateway that is dead or silent."""

import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from local.ports import HOST
from local.processes import process_table
from local.service import Service
from local.stack import Stack


@contextmanager
def database_killed(stack: Stack) -> Iterator[None]:
    """PostgreSQL is down; the gateway runs and reports that with errors of its own."""
    stack.kill_database()
    yield
    stack.start_database()


@contextmanager
def database_frozen(stack: Stack) -> Iterator[None]:
    """PostgreSQL keeps its connections open and answers nothing."""
    with frozen(stack.database):
        yield


@contextmanager
def gateway_killed(stack: Stack) -> Iterator[None]:
    """Nobody listens on the gateway's port."""
    stack.kill_gateway()
    yield
    stack.start_gateway()


@contextmanager
def gateway_silent(stack: Stack) -> Iterator[None]:
    """Another process listens on the gateway's port; it accepts and reads, and never answers."""
    stack.kill_gateway()
    port = int(stack.supabase_url.rpartition(":")[2])
    with socket.create_server((HOST, port), backlog=128) as listener:
        held: list[socket.socket] = []

        def accept() -> None:
            while True:
                try:
                    held.append(listener.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=accept)
        thread.start()
        yield
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
        assert held, "nobody called the silent gateway"
        for connection in held:
            connection.close()
    stack.start_gateway()


OUTAGES = {
    "database killed": database_killed,
    "database frozen": database_frozen,
    "gateway killed": gateway_killed,
    "gateway silent": gateway_silent,
}


@contextmanager
def frozen(service: Service) -> Iterator[None]:
    """Stop every process of a service with SIGSTOP; those still alive continue afterwards."""
    family = [process.pid for process in process_table() if service.pid in (process.pid, process.parent, process.group)]
    for pid in family:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in process_table():
            if process.pid in family:
                os.kill(process.pid, signal.SIGCONT)
