"""Serves the reference web client: the files of ``web/``, and the addresses of the stack."""

import sys
from pathlib import Path

import httpx

from local.errors import StackError
from local.functions_host import marker
from local.ports import HOST
from local.processes import Child, inherited_environ, last_lines, wait_until
from local.service import Service

_READY_SECONDS = 30.0


class WebServer(Service):
    """``local.web_app`` under uvicorn."""

    def __init__(
        self,
        root: Path,
        data_dir: Path,
        log: Path,
        port: int,
        *,
        supabase_url: str,
        publishable_key: str,
        functions_url: str,
        demo: bool,
    ) -> None:
        self.url = f"http://{HOST}:{port}"
        child = Child(
            name="The web server",
            command=[
                sys.executable,
                *marker(data_dir).split(" ", 1),
                "-m",
                "uvicorn",
                "--factory",
                "local.web_app:create_app",
                f"--host={HOST}",
                f"--port={port}",
                "--no-access-log",
                "--no-server-header",
                "--timeout-graceful-shutdown=2",
            ],
            log=log,
            cwd=root,
            environ={
                **inherited_environ(),
                "PYTHONUNBUFFERED": "1",
                "SUPABASE_URL": supabase_url,
                "SUPABASE_PUBLISHABLE_KEY": publishable_key,
                "FUNCTIONS_URL": functions_url,
                "WEB_DEMO": "yes" if demo else "",
            },
        )
        super().__init__(child)

    def launch(self) -> None:
        """Start it without waiting; it does not depend on the rest of the stack."""
        if not self.running():
            self._child.start()

    def start(self) -> None:
        """Start it and return when it has served a page."""
        self.launch()

        def answers() -> bool:
            try:
                return client.get("/config.js").is_success
            except httpx.TransportError:
                return False

        with httpx.Client(base_url=self.url, timeout=10.0, trust_env=False) as client:
            if not wait_until(lambda: not self.running() or answers(), _READY_SECONDS):
                raise StackError(f"The web server does not answer; its log is {self.log}.")
        if not self.running():
            raise StackError(
                f"The web server ended while starting ({last_lines(self.log, count=1)}); its log is {self.log}."
            )
