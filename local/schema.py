"""Roles, migrations and seed: turns an empty PostgreSQL into our database."""

import hashlib
import tomllib
from pathlib import Path, PurePosixPath

import psycopg

from local.errors import StackError
from local.gateway import Gateway

# As on Supabase. The gateway does not create the roles when it migrates.
_ROLES = """
do $$
begin
  if not exists (select from pg_roles where rolname = 'anon') then
    create role anon nologin noinherit;
  end if;
  if not exists (select from pg_roles where rolname = 'authenticated') then
    create role authenticated nologin noinherit;
  end if;
  if not exists (select from pg_roles where rolname = 'service_role') then
    create role service_role nologin noinherit bypassrls;
  end if;
end
$$
"""
_GRANTS = "grant usage on schema auth to anon, authenticated, service_role"
# The gateway's Auth writes these columns as JSON strings that contain the object; Supabase Auth writes the object.
_METADATA = """
create or replace function auth.store_metadata_as_objects() returns trigger language plpgsql as $$
begin
  if jsonb_typeof(new.raw_user_meta_data) = 'string' then
    new.raw_user_meta_data := (new.raw_user_meta_data #>> '{}')::jsonb;
  end if;
  if jsonb_typeof(new.raw_app_meta_data) = 'string' then
    new.raw_app_meta_data := (new.raw_app_meta_data #>> '{}')::jsonb;
  end if;
  return new;
end
$$;
create or replace trigger store_metadata_as_objects before insert or update on auth.users
for each row execute function auth.store_metadata_as_objects()
"""
# The table of the Supabase CLI, so that `supabase db push --include-seed` and we agree on which seeds have run.
_SEED_FILES = """
create schema if not exists supabase_migrations;
create table if not exists supabase_migrations.seed_files (
  path text primary key,
  hash text not null
)
"""


def pending_migrations(database_url: str, root: Path) -> list[str]:
    """Versions in ``supabase/migrations`` that the database does not have yet.

    Raises StackError if the database has versions that the folder does not: another history made it.
    """
    folder = root / "supabase" / "migrations"
    files = {path.name.split("_", 1)[0] for path in folder.glob("[0-9]*.sql")}
    with psycopg.connect(database_url) as connection:
        applied = _applied(connection)
    if unknown := sorted(applied - files):
        raise StackError(
            f"The database has migrations that supabase/migrations does not have ({unknown[0]}). "
            "Its data is from another version; to start with an empty database: rm -rf .local"
        )
    return sorted(files - applied)


def migrate(database_url: str, gateway: Gateway, root: Path) -> list[str]:
    """Create the roles and the ``auth`` schema, and apply the pending migrations; returns their versions."""
    pending = pending_migrations(database_url, root)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(_ROLES)
        if pending or not _exists(connection, "auth.users"):
            gateway.migrate()
        connection.execute(_GRANTS)
        connection.execute(_METADATA)
    return pending


def seed(database_url: str, root: Path) -> list[str]:
    """Apply the files of `sql_paths` in config.toml, each once per content; returns those that were applied now."""
    with (root / "supabase" / "config.toml").open("rb") as file:
        names = [str(PurePosixPath("supabase", path)) for path in tomllib.load(file)["db"]["seed"]["sql_paths"]]
    return [name for name in names if _seed_file(database_url, name, (root / name).read_text(encoding="utf-8"))]


def _seed_file(database_url: str, name: str, text: str) -> bool:
    digest = hashlib.sha256(text.encode()).hexdigest()
    with psycopg.connect(database_url) as connection:
        connection.execute(_SEED_FILES)
        known = connection.execute(
            "select from supabase_migrations.seed_files where path = %s and hash = %s",
            [name, digest],
        )
        if known.rowcount:
            return False
        try:
            connection.execute(text.encode())
        except psycopg.Error as error:
            raise StackError(f"{name} failed: {str(error).splitlines()[0]}") from error
        connection.execute("set search_path to default")
        connection.execute(
            "insert into supabase_migrations.seed_files (path, hash) values (%s, %s)"
            " on conflict (path) do update set hash = excluded.hash",
            [name, digest],
        )
    return True


def _applied(connection: psycopg.Connection[tuple[object, ...]]) -> set[str]:
    if not _exists(connection, "supabase_migrations.schema_migrations"):
        return set()
    rows = connection.execute("select version from supabase_migrations.schema_migrations")
    return {str(version) for (version,) in rows}


def _exists(connection: psycopg.Connection[tuple[object, ...]], table: str) -> bool:
    row = connection.execute("select to_regclass(%s) is not null", [table]).fetchone()
    return row is not None and bool(row[0])
