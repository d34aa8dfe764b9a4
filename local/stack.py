"""The whole stack as one object, which ``make run`` supervises and tests start and break."""

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

import httpx

from local import schema
from local.data_directory import end_leftovers, shorten_logs, take_directory
from local.errors import StackError
from local.functions_host import FunctionsHost
from local.gateway import Gateway
from local.keys import Keys, read_or_make_keys
from local.ports import HOST, ReservedPort
from local.postgres import Postgres
from local.service import Service
from local.settings import ROOT, OutsideSupabase, Settings
from local.web_server import WebServer
from shared.environment import EnvironmentReader
from shared.mail.settings import MailSettings


def _silent(_line: str) -> None:
    """Print nothing."""


def _mail(functions_environ: Mapping[str, str] | None) -> MailSettings | None:
    """The mail server of the functions, which Auth uses too."""
    reader = EnvironmentReader({**os.environ, **(functions_environ or {})})
    mail = MailSettings.read(reader)
    if reader.faults:
        raise StackError(f"{reader.faults[0]}.")
    return mail


class Stack:
    """Database, gateway, functions host and web server: ready inside ``with``, gone after it.

    Without ``settings``, it stores its data in a temporary directory, uses any free ports, and deletes everything at
    the end. With ``outside``, it runs only the functions host and the web server, and the methods for the database and
    the gateway raise ``StackError``. ``jwt_secret`` is empty if unknown. Use it from a thread that lives as long as the
    stack (see ``processes.Child``).
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        outside: OutsideSupabase | None = None,
        with_seed: bool = True,
        functions_environ: Mapping[str, str] | None = None,
        announce: Callable[[str], None] = _silent,
    ) -> None:
        self._announce = announce
        self._with_seed = with_seed
        self._held = ExitStack()
        self._database: Postgres | None = None
        self._gateway: Gateway | None = None
        if settings is None:
            directory = Path(tempfile.mkdtemp(prefix="reprise-"))
            self._held.callback(shutil.rmtree, directory, ignore_errors=True)
            settings = Settings(directory, 0, 0, 0, 0, cleanup_every_seconds=0)
        self.data_dir = settings.data_dir.resolve()
        self.logs_dir = self.data_dir / "logs"
        with self._held.pop_all() as held:
            held.enter_context(take_directory(self.data_dir))
            end_leftovers(self.data_dir)
            shorten_logs(self.logs_dir)
            keys = read_or_make_keys(self.data_dir / "keys.json")
            self.scheduler_secret = keys.scheduler_secret
            self.record_keys = keys.record_keys
            self.sealed_file_keys = keys.sealed_file_keys
            port = held.enter_context(ReservedPort(settings.functions_port, "FUNCTIONS_PORT"))
            if outside is None:
                functions = f"http://{HOST}:{port.number}"
                self._prepare_embedded(settings, keys, held, functions, _mail(functions_environ))
            else:
                self._prepare_outside(outside)
            web_port = held.enter_context(ReservedPort(settings.web_port, "WEB_PORT")).number
            self.functions = FunctionsHost(
                ROOT,
                self.data_dir,
                self.logs_dir / "functions.log",
                port.number,
                {
                    "SUPABASE_URL": self.supabase_url,
                    "SUPABASE_PUBLISHABLE_KEY": self.publishable_key,
                    "SUPABASE_SECRET_KEY": self.secret_key,
                    "SCHEDULER_SECRET": self.scheduler_secret,
                    "RECORD_KEYS": self.record_keys,
                    "SEALED_FILE_KEYS": self.sealed_file_keys,
                    "WEB_URL": f"http://{HOST}:{web_port}",
                    **(functions_environ or {}),
                },
            )
            self.functions_url = self.functions.url
            self.web = WebServer(
                ROOT,
                self.data_dir,
                self.logs_dir / "web.log",
                web_port,
                supabase_url=self.supabase_url,
                publishable_key=self.publishable_key,
                functions_url=self.functions_url,
                demo=outside is None and self._with_seed,
            )
            self.web_url = self.web.url
            self._held = held.pop_all()

    def _prepare_embedded(
        self, settings: Settings, keys: Keys, held: ExitStack, functions_url: str, mail: MailSettings | None
    ) -> None:
        database = held.enter_context(ReservedPort(settings.database_port, "DATABASE_PORT"))
        gateway = held.enter_context(ReservedPort(settings.supabase_port, "SUPABASE_PORT"))
        self._database = Postgres(
            ROOT,
            self.data_dir / "postgres",
            self.logs_dir / "database.log",
            database.number,
            keys.database_password,
        )
        self.database_url = self._database.url
        self._gateway = Gateway(
            ROOT,
            self.data_dir,
            self.logs_dir / "gateway.log",
            gateway.number,
            keys,
            self.database_url,
            functions_url,
            mail,
        )
        self.supabase_url = self._gateway.url
        self.publishable_key = keys.publishable_key
        self.secret_key = keys.secret_key
        self.jwt_secret = keys.jwt_secret

    def _prepare_outside(self, outside: OutsideSupabase) -> None:
        self.supabase_url = outside.url
        self.database_url = outside.database_url
        self.publishable_key = outside.publishable_key
        self.secret_key = outside.secret_key
        self.jwt_secret = outside.jwt_secret

    @property
    def services(self) -> list[Service]:
        """Our processes, each after those it depends on."""
        found: list[Service | None] = [self._database, self._gateway, self.functions, self.web]
        return [service for service in found if service is not None]

    @property
    def database(self) -> Postgres:
        """The embedded PostgreSQL."""
        if self._database is None:
            raise StackError("The database is not ours to start, stop or break.")
        return self._database

    @property
    def gateway(self) -> Gateway:
        """The embedded gateway."""
        if self._gateway is None:
            raise StackError("The gateway is not ours to start, stop or break.")
        return self._gateway

    def start(self) -> None:
        """Start everything; returns when each process really responds."""
        try:
            # Loading Python code takes as long as starting the database, so do both at once.
            self.functions.launch()
            self.web.launch()
            if self._database is None:
                self._check_outside()
            else:
                self._start_embedded()
            self._announce("Starting the functions")
            self.functions.start()
            self.web.start()
        except BaseException:
            self.stop()
            raise

    def _check_outside(self) -> None:
        try:
            httpx.get(f"{self.supabase_url}/auth/v1/health", timeout=10.0)
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise StackError(
                f"The Supabase at {self.supabase_url} does not answer ({type(error).__name__}); "
                "start it, or unset SUPABASE_URL to run the embedded one."
            ) from error

    def _start_embedded(self) -> None:
        first = not self.database.directory.exists()
        self._announce("Creating the database" if first else "Starting the database")
        self.database.start()
        pending = schema.pending_migrations(self.database_url, ROOT)
        if pending:
            self._announce(f"Applying {len(pending)} migrations")
        schema.migrate(self.database_url, self.gateway, ROOT)
        if self._with_seed and (applied := schema.seed(self.database_url, ROOT)):
            self._announce(f"Applied {', '.join(applied)}")
        self._announce("Starting the gateway")
        self.gateway.start()

    def stop(self) -> None:
        """Stop web server, functions, gateway and database, in this order, and release everything."""
        with self._held:
            for service in reversed(self.services):
                service.stop()

    def kill(self) -> None:
        """``kill -9`` every process; the data stays, and ``start`` brings it back."""
        for service in reversed(self.services):
            service.kill()

    def start_database(self) -> None:
        """Start PostgreSQL again."""
        self.database.start()

    def kill_database(self) -> None:
        """``kill -9`` PostgreSQL and every backend; returns when all are gone."""
        self.database.kill()

    def start_gateway(self) -> None:
        """Start the gateway again."""
        self.gateway.start()

    def kill_gateway(self) -> None:
        """``kill -9`` the gateway."""
        self.gateway.kill()

    def start_functions(self) -> None:
        """Start the functions host again."""
        self.functions.start()

    def stop_functions(self) -> None:
        """Stop the functions host cleanly."""
        self.functions.stop()

    def kill_functions(self) -> None:
        """``kill -9`` the functions host and its workers."""
        self.functions.kill()

    def __enter__(self) -> "Stack":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
