"""``@supabase/lite``: the PostgREST- and Auth-compatible gateway in front of the database."""

import json
import shutil
import subprocess
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from local.errors import StackError
from local.keys import Keys, write_private
from local.ports import HOST
from local.processes import Child, inherited_environ, last_lines, wait_until
from local.service import Service
from shared.mail.settings import MailSettings

_READY_SECONDS = 60.0
STATEMENT_TIMEOUT = "3s"
# lite demands a user and a password; like_hosted.mjs knows this one.
NO_USER = "none"
# The settings that the gateway takes from supabase/config.toml; it refuses names that only the real CLI knows.
_SHARED_SETTINGS = {
    "api": {"schemas", "extra_search_path", "max_rows"},
    "db": {"migrations"},
    "auth": {
        "site_url",
        "jwt_expiry",
        "enable_refresh_token_rotation",
        "enable_signup",
        "enable_anonymous_sign_ins",
        "minimum_password_length",
        "email",
    },
}


class Gateway(Service):
    """Serves ``/rest/v1`` and ``/auth/v1`` from one Node process, and passes ``/functions/v1`` on to the functions.

    With ``mail``, Auth sends its e-mails to that server, and new addresses must be confirmed; without, it prints them.
    """

    def __init__(
        self,
        root: Path,
        data_dir: Path,
        log: Path,
        port: int,
        keys: Keys,
        database_url: str,
        functions_url: str = "",
        mail: MailSettings | None = None,
    ) -> None:
        self.url = f"http://{HOST}:{port}"
        self._root = root
        self._keys = keys
        self._database_url = database_url
        self._config = _config(data_dir)
        self._settings = _settings(root / "supabase" / "config.toml", port, keys, mail)
        # On hosted Supabase, users' roles have this setting and PostgREST applies it. This gateway applies no role
        # settings, so its connections set it for every role. It also ignores a function's own statement_timeout.
        separator = "&" if "?" in database_url else "?"
        self._serving_url = f"{database_url}{separator}statement_timeout={STATEMENT_TIMEOUT}"
        node = _node()
        self._command = [node, str(root / "node_modules/@supabase/lite/dist/cli/index.js")]
        self._environ = {**_environ(inherited_environ()), "FUNCTIONS_URL": functions_url}
        child = Child(
            name="The gateway",
            command=[
                node,
                f"--import={Path(__file__).with_name('like_hosted.mjs').as_uri()}",
                *self._command[1:],
                "start",
                "--no-admin",
                f"--host={HOST}",
                *marker(data_dir).split(" ", 1),
            ],
            log=log,
            # The gateway finds supabase/migrations relative to its working directory.
            cwd=root,
            environ=self._environ,
            stop_seconds=5.0,
        )
        super().__init__(child)

    def migrate(self) -> None:
        """Create the ``auth`` schema and apply the pending files of ``supabase/migrations``."""
        self._write_config(self._database_url)
        result = subprocess.run(
            [*self._command, "migration", "up", "--config", str(self._config)],
            cwd=self._root,
            env=self._environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        with self.log.open("a") as log:
            log.write(result.stdout + result.stderr)
        if result.returncode:
            raise StackError(f"A migration failed: {_reason(result.stdout + result.stderr)}")

    def start(self) -> None:
        """Start it and return when it has handled a request that needs the database."""
        self._write_config(self._serving_url)
        self._child.start()
        with httpx.Client(base_url=self.url, timeout=5.0, trust_env=False) as client:
            if not wait_until(lambda: not self.running() or self._answers(client), _READY_SECONDS):
                raise StackError(f"The gateway does not answer; its log is {self.log}.")
        if not self.running():
            raise StackError(
                f"The gateway ended while starting ({last_lines(self.log, count=1)}); its log is {self.log}."
            )

    def _answers(self, client: httpx.Client) -> bool:
        # A sign-in with a wrong password reaches the database and fails with 400.
        try:
            answer = client.post(
                "/auth/v1/token?grant_type=password",
                headers={"apikey": self._keys.publishable_key},
                json={"email": "nobody@example.invalid", "password": "x"},
            )
        except httpx.TransportError:
            return False
        return answer.status_code < 500

    def _write_config(self, database_url: str) -> None:
        settings = {**self._settings, "db": {**self._settings["db"], "url": database_url}}
        write_private(self._config, json.dumps(settings, indent=2) + "\n")


def marker(data_dir: Path) -> str:
    """Arguments on the command line that identify the owner of a gateway."""
    return f"--config {_config(data_dir)}"


def _config(data_dir: Path) -> Path:
    return data_dir / "gateway.json"


def _settings(config: Path, port: int, keys: Keys, mail: MailSettings | None) -> dict[str, Any]:
    """The project's config.toml plus settings that only the embedded stack needs."""
    try:
        settings = tomllib.loads(config.read_text())
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise StackError(f"{config} cannot be read: {error}") from error
    sections = {
        section: {name: value for name, value in settings.get(section, {}).items() if name in names}
        for section, names in _SHARED_SETTINGS.items()
    }
    return {
        "api": {**sections["api"], "port": port},
        "db": {**sections["db"], "driver": "postgres"},
        "auth": {
            **sections["auth"],
            **({"email": sections["auth"]["email"] | _email(mail)} if mail else {}),
            "enabled": True,
            "jwt_secret": keys.jwt_secret,
            "publishable_key": keys.publishable_key,
            "secret_key": keys.secret_key,
        },
    }


def _email(mail: MailSettings) -> dict[str, Any]:
    """Settings of Auth for a mail server. Without a user, like_hosted.mjs leaves the placeholder out."""
    return {
        "enable_confirmations": True,
        "smtp": {
            "enabled": True,
            "host": mail.host,
            "port": mail.port,
            "user": mail.user or NO_USER,
            "pass": mail.password or NO_USER,
            "admin_email": mail.sender.addr_spec,
            "sender_name": mail.sender.display_name,
        },
    }


def _node() -> str:
    program = shutil.which("node")
    if program is None:
        raise StackError("Node.js is not installed; install Node 20 or later and start again.")
    return program


def _environ(environ: Mapping[str, str]) -> dict[str, str]:
    # No colours in log files, no telemetry, and no options that change how Node runs.
    kept = {name: value for name, value in environ.items() if name != "NODE_OPTIONS"}
    return {**kept, "LITE_TELEMETRY": "0", "DO_NOT_TRACK": "1", "NO_COLOR": "1"}


def _reason(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines or ["no reason given"])[-1]
