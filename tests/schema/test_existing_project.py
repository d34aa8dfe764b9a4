"""A project on hosted Supabase, with tables and migrations of its own, gets Reprise by the documented commands.

Its PostgreSQL is like a hosted one: the role postgres is no superuser, and the schema auth belongs to another role.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import httpx
import psycopg
import pytest
from psycopg import sql

from local.gateway import Gateway
from local.install_into import install_into, report
from local.keys import read_or_make_keys
from local.ports import ReservedPort
from local.projects import SUPABASE, ProjectServer, project_server
from local.settings import ROOT
from tests.schema.supabase_cli import run_cli
from tests.support.plain_http import CONTEXT

PASSWORD = "hosted"
THEIR_CONFIG = '# Our shop\nproject_id = "shop"\n\n[db]\nmajor_version = 17\n'
THEIR_MIGRATIONS = {
    "20250101000000_create_questions.sql": """
        create table public.questions (id integer primary key, prompt text not null);
        alter table public.questions enable row level security;
        create policy "everybody reads" on public.questions for select using (true);
        insert into public.questions values (1, 'Where is my parcel?'), (2, 'Can I pay later?');
    """,
    "20270101000000_create_messages.sql": """
        create table public.messages (
          id integer primary key, question_id integer references public.questions, body text
        );
        alter table public.messages enable row level security;
        create policy "everybody reads" on public.messages for select using (true);
        insert into public.messages values (7, 1, 'It left on Monday.');
        create function public.open_questions() returns bigint language sql stable
        as 'select count(*) from questions q where not exists (select from messages m where m.question_id = q.id)';
    """,
}
OUR_VERSIONS = [path.name.split("_", 1)[0] for path in sorted((SUPABASE / "migrations").glob("*.sql"))]
INTERVIEW = "11111111-1111-4111-8111-111111111111"

# The bootstrap role of a cluster is always a superuser, so it gets the name that it has on Supabase.
_HOSTED_ROLES = """
create role postgres login createdb createrole replication bypassrls password '{password}';
create role supabase_auth_admin noinherit createrole;
grant anon, authenticated, service_role to postgres with admin option;
alter role authenticated set statement_timeout = '8s';
alter role anon set statement_timeout = '2s';
grant pg_monitor, pg_read_all_data, pg_signal_backend to postgres with admin option;
"""
_HOSTED_DATABASE = """
drop schema supabase_migrations cascade;
do $$
declare
  v_object record;
begin
  alter schema auth owner to supabase_auth_admin;
  for v_object in select c.oid::regclass as name from pg_class c
    where c.relnamespace = 'auth'::regnamespace and c.relkind in ('r', 'v')
  loop
    execute format('alter table %s owner to supabase_auth_admin', v_object.name);
  end loop;
  for v_object in select p.oid::regprocedure as name from pg_proc p where p.pronamespace = 'auth'::regnamespace loop
    execute format('alter function %s owner to supabase_auth_admin', v_object.name);
  end loop;
end
$$;
grant usage on schema auth to postgres, anon, authenticated, service_role;
grant all on all tables in schema auth to postgres;
grant all on all routines in schema auth to postgres;
alter default privileges for role postgres in schema public grant all on tables to anon, authenticated, service_role;
"""


@dataclass(frozen=True)
class TheirProject:
    """The folder and the database of an existing project."""

    folder: Path
    url: str
    home: Path

    def push(self, *arguments: str) -> str:
        """`supabase db push` in their folder; returns what it prints."""
        done = run_cli(self.home, self.url, "db", "push", "--yes", *arguments, folder=self.folder)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query as their role postgres."""
        with psycopg.connect(self.url) as connection:
            return connection.execute(query.encode()).fetchall()

    def versions(self) -> list[str]:
        """The history of migrations in the database."""
        return [
            version for (version,) in self.rows("select version from supabase_migrations.schema_migrations order by 1")
        ]

    def files(self) -> dict[str, bytes]:
        """The bytes of their files."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes() for path in self.folder.rglob("*") if path.is_file()
        }


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a database like that of a new hosted project, for its role postgres."""
    with project_server(tmp_path_factory.mktemp("hosted")) as server:
        url = server.url("empty_project")
        make_hosted(server, url)
        yield urlunsplit(urlsplit(url)._replace(netloc=f"postgres:{PASSWORD}@{urlsplit(url).netloc.split('@')[1]}"))


def make_hosted(server: ProjectServer, url: str) -> None:
    """Rename the superuser to supabase_admin, and create a role postgres with the rights that Supabase gives it."""
    helper = uuid4().hex
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("create role helper superuser login password {}").format(sql.Literal(helper)))
    place = urlsplit(url).netloc.split("@")[1]
    with psycopg.connect(
        urlunsplit(urlsplit(url)._replace(netloc=f"helper:{helper}@{place}", path="/postgres")), autocommit=True
    ) as connection:
        connection.execute("alter role postgres rename to supabase_admin")
        connection.execute(_HOSTED_ROLES.format(password=PASSWORD).encode())
        connection.execute("alter database empty_project owner to postgres")
    with psycopg.connect(
        urlunsplit(urlsplit(url)._replace(netloc=f"helper:{helper}@{place}")), autocommit=True
    ) as connection:
        connection.execute(_HOSTED_DATABASE)


@pytest.fixture(scope="module")
def theirs(hosted: str, tmp_path_factory: pytest.TempPathFactory) -> TheirProject:
    """A project with two migrations of its own, which are applied."""
    folder = tmp_path_factory.mktemp("theirs") / "our shop"
    (folder / "supabase" / "migrations").mkdir(parents=True)
    (folder / "supabase" / "config.toml").write_text(THEIR_CONFIG)
    for name, text in THEIR_MIGRATIONS.items():
        (folder / "supabase" / "migrations" / name).write_text(text)
    project = TheirProject(folder, hosted, tmp_path_factory.mktemp("home"))
    project.push()
    return project


def test_existing_project_gets_reprise_and_keeps_its_rows_and_its_history(theirs: TheirProject, tmp_path: Path) -> None:
    assert theirs.rows("select rolsuper from pg_roles where rolname = current_user") == [(False,)]
    before = what_is_theirs(theirs)
    assert before[0] == ([(1, "Where is my parcel?"), (2, "Can I pay later?")])
    history = theirs.versions()

    installation = install_into(theirs.folder)
    assert "npx supabase db push --include-all" in report(installation)
    theirs.push("--include-all")
    assert theirs.versions() == sorted([*history, *OUR_VERSIONS])
    assert what_is_theirs(theirs) == before
    assert role_timeouts(theirs) == {"authenticated": "3s", "anon": "2s"}
    assert theirs.rows("select to_regclass('reprise.questions') is not null") == [(True,)]

    take_an_interview(theirs, tmp_path)
    assert what_is_theirs(theirs) == before

    files = theirs.files()
    again = install_into(theirs.folder)
    assert (again.added, again.exposes) == ([], False)
    assert theirs.files() == files
    assert "up to date" in theirs.push()
    assert theirs.versions() == sorted([*history, *OUR_VERSIONS])

    release = tmp_path / "next release"
    shutil.copytree(ROOT / "supabase" / "migrations", release / "supabase" / "migrations")
    (release / "supabase" / "migrations" / "20280101000000_add_nickname.sql").write_text(
        "alter table reprise.organizations add nickname text;\n"
    )
    assert install_into(theirs.folder, release).added == ["20280101000000_add_nickname.sql"]
    theirs.push()
    assert theirs.versions() == sorted([*history, *OUR_VERSIONS, "20280101000000"])
    assert theirs.rows("select nickname from reprise.organizations limit 1") == [(None,)]
    assert what_is_theirs(theirs) == before


def what_is_theirs(theirs: TheirProject) -> tuple[Any, ...]:
    """Their rows, what their function finds, and what a visitor of their pages reads."""
    with psycopg.connect(theirs.url) as connection:
        connection.execute("set role anon")
        visible = connection.execute("select q.prompt, m.body from questions q left join messages m on true").fetchall()
    return (
        theirs.rows("select * from public.questions order by id"),
        theirs.rows("select * from public.messages order by id"),
        theirs.rows("select public.open_questions()"),
        sorted(visible),
        theirs.rows("select table_name::text from information_schema.tables where table_schema = 'public' order by 1"),
    )


def role_timeouts(theirs: TheirProject) -> dict[str, str]:
    """The statement_timeout of the roles that the whole project shares."""
    return dict(
        theirs.rows(
            "select r.rolname::text, substring(c from '^statement_timeout=(.*)$')"
            " from pg_roles r, unnest(r.rolconfig) c where r.rolname in ('anon', 'authenticated')"
        )
    )


def take_an_interview(theirs: TheirProject, server: Path) -> None:
    """Take the demo interview over HTTP, from sign-in to the last answer, with the settings of their config.toml."""
    with psycopg.connect(theirs.url, autocommit=True) as owner:
        owner.execute((SUPABASE / "seed.sql").read_text().encode())
    (theirs.folder / "node_modules").symlink_to(ROOT / "node_modules")
    keys = read_or_make_keys(server / "keys.json")
    with (
        ReservedPort(0, "none") as port,
        httpx.Client(verify=CONTEXT, headers={"apikey": keys.publishable_key}, timeout=60.0) as client,
    ):
        gateway = Gateway(theirs.folder, server, server / "gateway.log", port.number, keys, theirs.url)
        client.base_url = httpx.URL(gateway.url)

        def post(path: str, **body: object) -> dict[str, Any]:
            response = client.post(path, headers={"content-profile": "reprise"} | authorization, json=body)
            assert response.status_code == 200, response.text
            view: dict[str, Any] = response.json()
            assert "problem" not in view
            return view

        with gateway:
            authorization: dict[str, str] = {}
            token = post("/auth/v1/token?grant_type=password", email="candidate@example.com", password="reprise-demo")[
                "access_token"
            ]
            authorization = {"authorization": f"Bearer {token}"}
            # Without a profile the Data API serves the first schema, which is theirs.
            assert client.get("/rest/v1/questions", headers=authorization).json() == [
                {"id": 1, "prompt": "Where is my parcel?"},
                {"id": 2, "prompt": "Can I pay later?"},
            ]
            view = post("/rest/v1/rpc/start_session", client_id=str(uuid4()), interview_id=INTERVIEW)
            count = view["session"]["question_count"]
            session_id, lease = view["session"]["id"], view["lease"]["number"]
            for position in range(count):
                view = post(
                    "/rest/v1/rpc/submit_answer",
                    session_id=session_id,
                    question_position=position,
                    answer="a",
                    lease=lease,
                )
            assert view["completed"]
    assert theirs.rows("select count(*) from reprise.answers") == [(count,)]
    (theirs.folder / "node_modules").unlink()
