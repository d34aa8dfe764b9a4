"""Ports on 127.0.0.1: check that one is free, and reserve it while its server restarts."""

import errno
import socket
import sys

from local.errors import StackError

HOST = "127.0.0.1"


class ReservedPort:
    """A port that the kernel assigns to nobody else while it is held.

    The socket is bound but never listens. On Linux, a server that sets SO_REUSEADDR (all of ours do) can still bind and
    listen on the port, while another process that asks for any free port does not get it. A killed database thus finds
    its port free again. On other systems the socket is closed at once.
    """

    def __init__(self, port: int, variable: str) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((HOST, port))
            if port:
                _refuse_listener(port)
        except OSError as error:
            self._socket.close()
            raise StackError(_sentence(error, port, variable)) from error
        self.number: int = self._socket.getsockname()[1]
        if sys.platform != "linux":
            self._socket.close()

    def release(self) -> None:
        """Release the port."""
        self._socket.close()

    def __enter__(self) -> "ReservedPort":
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def _refuse_listener(port: int) -> None:
    """Raise OSError if a server listens: some systems let us bind next to one on all interfaces."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        if probe.connect_ex((HOST, port)) == 0:
            raise OSError(errno.EADDRINUSE, "in use")


def _sentence(error: OSError, port: int, variable: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is already in use; stop the program that uses it, or set {variable} "
            "to another port (0 = any free port)."
        )
    return f"Port {port} cannot be used ({error.strerror}); set {variable} to another port (0 = any free port)."
