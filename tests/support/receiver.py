"""A real HTTP server on this machine that receives webhooks, and verifies them with an independent library."""

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from typing import Any, Literal

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from local.ports import HOST
from local.processes import Child


@dataclass(frozen=True)
class Delivered:
    """One request as it arrived. `verified` says whether the signature was right under the secret of its path."""

    path: str
    host: str
    message_id: str
    timestamp: int
    body: dict[str, Any]
    raw: bytes
    verified: bool

    @property
    def about(self) -> str:
        """What the event is about."""
        data = self.body["data"]
        return str(data.get("session_id") or data.get("invitation_id") or data.get("user_id") or data["webhook_id"])


@dataclass
class Receiver:
    """Requests in order of arrival. `answers` maps a path to what answers it: a status, or also headers and a body.

    `secrets` holds the secret of each path, `delays` the seconds before it is answered. `kill` names a process that is
    killed, like by kill -9, before or after the answer to the n-th request.
    """

    url: str
    requests: list[Delivered] = field(default_factory=list)
    secrets: dict[str, str] = field(default_factory=dict)
    answers: dict[str, int | tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    delays: dict[str, float] = field(default_factory=dict)
    kill: tuple[Literal["before", "after"], int, Child] | None = None

    def kill_if(self, moment: str) -> None:
        """Kill the process, if this is its moment."""
        if self.kill is not None and self.kill[0] == moment and len(self.requests) >= self.kill[1]:
            self.kill[2].kill()

    def of(self, path: str) -> list[Delivered]:
        """The requests to one path."""
        return [request for request in self.requests if request.path == path]


def _verified(secret: str | None, raw: bytes, headers: dict[str, str]) -> bool:
    try:
        Webhook(secret or "whsec_ZZZZ").verify(raw, headers)
    except WebhookVerificationError:
        return False
    return True


@contextmanager
def open_receiver(tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A running server; it ends with the block. It speaks TLS if a context is given."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Delivered(
                self.path,
                headers["host"],
                headers["webhook-id"],
                int(headers["webhook-timestamp"]),
                json.loads(raw),
                raw,
                _verified(receiver.secrets.get(self.path), raw, headers),
            )
            receiver.requests.append(request)
            receiver.kill_if("before")
            sleep(receiver.delays.get(self.path, 0))
            answer = receiver.answers.get(self.path, 204)
            status, more, body = answer if isinstance(answer, tuple) else (answer, {}, b"")
            self.send_response(status)
            for name, value in {"content-length": str(len(body)), **more}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()
            receiver.kill_if("after")

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

        def handle_error(self, *_: object) -> None:
            """A sender that was killed, or gave up, is no error of the receiver."""

    with Server((HOST, 0), Handler) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        receiver = Receiver(f"http://{HOST}:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, name="receiver", daemon=True)
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join(timeout=60)
