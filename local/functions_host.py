"""The stock ``functions-framework`` command, serving every function on one port."""

import sys
from collections.abc import Mapping
from pathlib import Path

import httpx

from local.errors import StackError
from local.ports import HOST
from local.processes import Child, forks_tied, inherited_environ, last_lines, wait_until
from local.service import Service

_READY_SECONDS = 60.0
_DEFAULTS = {
    "ALLOWED_ORIGINS": "*",
    # The local gateway is a Node server, which closes an idle connection after five seconds.
    "GATEWAY_KEEPALIVE_SECONDS": "4",
    # Generous: no host limits requests here, and a busy machine is slow.
    "EXPORT_SECONDS": "60",
}


class FunctionsHost(Service):
    """All functions in one worker process, supervised by gunicorn."""

    def __init__(self, root: Path, data_dir: Path, log: Path, port: int, environ: Mapping[str, str]) -> None:
        self.url = f"http://{HOST}:{port}"
        # As on any host, functions reach the database through the gateway only.
        kept = {name: value for name, value in inherited_environ().items() if name != "DATABASE_URL"}
        child = Child(
            name="The functions host",
            command=[
                sys.executable,
                *marker(data_dir).split(" ", 1),
                *forks_tied(
                    "functions_framework",
                    "--asgi",
                    "--target=api",
                    f"--source={root / 'main.py'}",
                    f"--host={HOST}",
                    f"--port={port}",
                ),
            ],
            log=log,
            cwd=root,
            environ={**_DEFAULTS, **kept, "PYTHONUNBUFFERED": "1", **environ},
        )
        secret = environ.get("SCHEDULER_SECRET")
        # With the secret, GET /health says what is wrong.
        self._headers = {"authorization": f"Bearer {secret}"} if secret else {}
        super().__init__(child)

    def launch(self) -> None:
        """Start it without waiting; it needs no database to load its code."""
        if not self.running():
            self._child.start()

    def start(self) -> None:
        """Start it and return when ``GET /health`` responds."""
        self.launch()
        said = "nothing"

        def answers() -> bool:
            nonlocal said
            try:
                answer = client.get("/health")
            except httpx.TransportError:
                return False
            said = f"{answer.status_code} {answer.text[:300]}"
            return answer.status_code < 500

        with httpx.Client(base_url=self.url, headers=self._headers, timeout=10.0, trust_env=False) as client:
            if not wait_until(lambda: not self.running() or answers(), _READY_SECONDS):
                raise StackError(f"GET /health answers {said}; the functions' log is {self.log}.")
        if not self.running():
            raise StackError(
                f"The functions host ended while starting ({last_lines(self.log, count=1)}); its log is {self.log}."
            )


def marker(data_dir: Path) -> str:
    """Arguments on the command line that identify the owner of a functions host; Python ignores them."""
    return f"-X reprise={data_dir}"
