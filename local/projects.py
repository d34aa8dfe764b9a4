"""Databases like new Supabase projects: auth, roles and default privileges, without any of our objects."""

import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
from psycopg import sql

from local import schema
from local.gateway import Gateway
from local.keys import read_or_make_keys
from local.ports import ReservedPort
from local.postgres import Postgres
from local.settings import ROOT

SUPABASE = ROOT / "supabase"
# Hosted projects grant these roles everything on new objects in public, so a missing revoke must show.
_DEFAULT_PRIVILEGES = """
grant usage on schema public to anon, authenticated, service_role;
alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
alter default privileges in schema public grant all on sequences
  to anon, authenticated, service_role;
alter default privileges in schema public grant all on functions
  to anon, authenticated, service_role;
"""
_TEMPLATE = "empty_project"


class ProjectServer:
    """A separate PostgreSQL, with a template that looks like a new Supabase project."""

    def __init__(self, server: Postgres, directory: Path) -> None:
        self._server = server
        self._directory = directory

    def prepare(self) -> None:
        """Create the template by running the gateway's bootstrap without any of our migrations."""
        self._administer(sql.SQL("create database {}").format(sql.Identifier(_TEMPLATE)))
        root = self._directory / "root"
        (root / "supabase" / "migrations").mkdir(parents=True)
        shutil.copy(SUPABASE / "config.toml", root / "supabase")
        (root / "node_modules").symlink_to(ROOT / "node_modules")
        url = self.url(_TEMPLATE)
        keys = read_or_make_keys(self._directory / "keys.json")
        gateway = Gateway(root, self._directory, self._directory / "gateway.log", 0, keys, url)
        schema.migrate(url, gateway, root)
        with psycopg.connect(url) as connection:
            connection.execute(_DEFAULT_PRIVILEGES)

    @contextmanager
    def empty_database(self) -> Iterator[str]:
        """The URL of a new project's database, which is dropped at the end."""
        name = f"project_{uuid4().hex}"
        identifiers = {"name": sql.Identifier(name), "template": sql.Identifier(_TEMPLATE)}
        self._administer(sql.SQL("create database {name} template {template}").format(**identifiers))
        try:
            yield self.url(name)
        finally:
            self._administer(sql.SQL("drop database {} with (force)").format(identifiers["name"]))

    def url(self, database: str) -> str:
        """The URL of one of the server's databases, as its owner."""
        return urlunsplit(urlsplit(self._server.url)._replace(path=f"/{database}"))

    def _administer(self, statement: sql.Composed) -> None:
        with psycopg.connect(self._server.url, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def project_server(directory: Path) -> Iterator[ProjectServer]:
    """A running server with its template, stopped at the end."""
    with (
        ReservedPort(0, "none") as port,
        Postgres(ROOT, directory / "postgres", directory / "database.log", port.number, uuid4().hex) as server,
    ):
        projects = ProjectServer(server, directory)
        projects.prepare()
        yield projects


def apply_migrations(url: str, supabase: Path = SUPABASE) -> None:
    """Apply every file of supabase/migrations in order, each in its own transaction."""
    with psycopg.connect(url, autocommit=True) as connection:
        for path in sorted((supabase / "migrations").glob("*.sql")):
            connection.execute(path.read_text().encode())


def apply_schemas(url: str, supabase: Path = SUPABASE) -> None:
    """Apply every file of supabase/schemas, in the order given by supabase/config.toml."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("set check_function_bodies = off")
        for path in schema_files(supabase):
            connection.execute(path.read_text().encode())


def schema_files(supabase: Path = SUPABASE) -> list[Path]:
    """The files that `schema_paths` names, each once, as the Supabase CLI reads them."""
    config = tomllib.loads((supabase / "config.toml").read_text())
    found: dict[Path, None] = {}
    for pattern in config["db"]["migrations"]["schema_paths"]:
        found |= dict.fromkeys(sorted(supabase.glob(pattern.removeprefix("./"))))
    return list(found)
