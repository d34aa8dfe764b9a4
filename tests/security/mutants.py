"""Broken variants of the access rules; each is one mistake that a migration could make."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from tests.support.catalog_access import public_relations
from tests.support.fresh_database import API_ROLES

Connection = psycopg.Connection[Any]

POLICIES: LiteralString = """
select tablename, policyname, cmd, qual, with_check from pg_policies where schemaname = 'reprise'
order by 1, 2
"""
FUNCTIONS: LiteralString = """
select p.oid::regprocedure::text, p.prosecdef from pg_proc p
where p.pronamespace in ('reprise'::regnamespace, 'reprise_private'::regnamespace)
  and p.prorettype <> 'trigger'::regtype order by 1
"""
IDENTITY_TRIGGERS: LiteralString = """
select c.relname, t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid
where t.tgfoid = 'reprise_private.refuse_change_of_identity'::regproc order by 1
"""
# The policies' conditions, each with one part missing, and a table whose rows show the effect.
FORGETFUL: dict[tuple[str, str], LiteralString] = {
    ("organizations_of_caller forgets the caller", "organizations"): """
create or replace function reprise_private.organizations_of_caller(
  p_roles text[] default array['owner', 'recruiter', 'reviewer']
) returns setof uuid language sql stable security definer set search_path = ''
as $$ select m.organization_id from reprise.organization_members m
  where m.role = any (p_roles) $$""",
    ("organizations_of_caller forgets the role", "questions"): """
create or replace function reprise_private.organizations_of_caller(
  p_roles text[] default array['owner', 'recruiter', 'reviewer']
) returns setof uuid language sql stable security definer set search_path = ''
as $$ select m.organization_id from reprise.organization_members m
  where m.user_id = (select auth.uid()) $$""",
    ("interviews_of_caller forgets the role", "interview_questions"): """
create or replace function reprise_private.interviews_of_caller(
  p_roles text[] default array['owner', 'recruiter', 'reviewer']
) returns setof uuid language sql stable security definer set search_path = ''
as $$ select i.id from reprise.interviews i
  where i.organization_id in (select reprise_private.organizations_of_caller()) $$""",
    ("sessions_of_caller forgets the caller", "answers"): """
create or replace function reprise_private.sessions_of_caller()
returns setof uuid language sql stable security definer set search_path = ''
as $$ select s.id from reprise.interview_sessions s $$""",
    ("sessions_under_review forgets the organization", "session_events"): """
create or replace function reprise_private.sessions_under_review()
returns setof uuid language sql stable security definer set search_path = ''
as $$ select s.id from reprise.interview_sessions s $$""",
    ("session_questions forgets served_at", "session_questions"): """
alter policy "candidates read served questions, members all" on reprise.session_questions
using (
  session_id in (select reprise_private.sessions_of_caller()) or session_id in (select
    reprise_private.sessions_under_review())
)""",
    ("interviews forgets who is invited", "interviews"): """
alter policy "candidates read what they may take, members their own" on reprise.interviews
using (status = 'published' or organization_id in (select reprise_private.organizations_of_caller()))""",
    ("interviews forgets to ask whether it is published", "interviews"): """
alter policy "candidates read what they may take, members their own" on reprise.interviews
using (is_public or organization_id in (select reprise_private.organizations_of_caller()))""",
    ("the public bank is open to candidates", "questions"): """
alter policy "members read their questions and the public bank" on reprise.questions
using (organization_id is null or organization_id in (select reprise_private.organizations_of_caller()))""",
    ("the keys of the public bank are open to members", "question_keys"): """
alter policy "members read the keys of their questions" on reprise.question_keys
using (question_id in (select q.id from reprise.questions q))""",
}


# A policy that opens every row and refuses patterns, which tests/security/test_pattern_filters.py tries.
REFUSES_PATTERNS_ONLY = "( SELECT reprise_private.refuse_patterns(false) AS refuse_patterns)"


@dataclass(frozen=True)
class Mutant:
    """One mistake. `shows_in` is the table whose rows show it, or the section of the matrix."""

    name: str
    statement: sql.SQL | sql.Composed
    shows_in: str


def row_mutants(connection: Connection) -> Iterator[Mutant]:
    """Mistakes in policies, which show when access is tried."""
    for table, policy, command, using, check in connection.execute(POLICIES).fetchall():
        target = sql.SQL("{} on {}").format(sql.Identifier(policy), sql.Identifier("reprise", table))
        name = f"{table}, {policy}"
        yield Mutant(f"dropped: {name}", sql.SQL("drop policy {}").format(target), table)
        # For rows that everybody may read, `using (true)` is not a mistake here.
        if using not in (None, "true", REFUSES_PATTERNS_ONLY):
            opened = sql.SQL("alter policy {} using (true)").format(target)
            yield Mutant(f"using (true): {name}", opened, table)
        if check is not None:
            opened = sql.SQL("alter policy {} with check (true)").format(target)
            yield Mutant(f"with check (true): {name}", opened, table)
        if command == "UPDATE":
            opened = sql.SQL("alter policy {} using (true) with check (true)").format(target)
            yield Mutant(f"using and with check (true): {name}", opened, table)
    for table in public_relations(connection):
        off = sql.SQL("alter table {} disable row level security")
        yield Mutant(f"no RLS: {table}", off.format(sql.Identifier("reprise", table)), table)
    for (name, table), statement in FORGETFUL.items():
        yield Mutant(name, sql.SQL(statement), table)


def identity_mutants(connection: Connection) -> Iterator[Mutant]:
    """Triggers missing that keep the identity of rows, which show when a row is moved."""
    for table, name in connection.execute(IDENTITY_TRIGGERS).fetchall():
        drop = sql.SQL("drop trigger {} on {}").format(sql.Identifier(name), sql.Identifier("reprise", table))
        yield Mutant(f"dropped: {name}", drop, table)


def catalog_mutants(connection: Connection) -> Iterator[Mutant]:
    """Mistakes in grants, function attributes and the shape of policies."""
    for function, is_definer in connection.execute(FUNCTIONS).fetchall():
        other_rights = "security invoker" if is_definer else "security definer"
        for change in (
            f"grant execute on function {function} to public",
            f"alter function {function} reset search_path",
            f"alter function {function} {other_rights}",
        ):
            yield Mutant(change, sql.SQL(change), "Functions")
    for table in public_relations(connection):
        for role in API_ROLES[:2]:
            for verb in ("select", "insert", "update", "delete"):
                grant = sql.SQL("grant {} on {} to {}").format(
                    sql.SQL(verb), sql.Identifier("reprise", table), sql.Identifier(role)
                )
                if not _has(connection, role, table, verb):
                    yield Mutant(f"{verb} granted to {role}: {table}", grant, "Grants")
    for schema, role in (("reprise_private", "anon"), ("reprise_ops", "anon"), ("reprise_ops", "authenticated")):
        names = sql.Identifier(schema), sql.Identifier(role)
        opened = sql.SQL("grant usage on schema {} to {}").format(*names)
        yield Mutant(f"{schema} opened to {role}", opened, "Schemas")
    for table, policy, command, using, check in connection.execute(POLICIES).fetchall():
        name = sql.Identifier(policy)
        target = sql.SQL("{} on {}").format(name, sql.Identifier("reprise", table))
        for role in ("public", "anon"):
            widened = sql.SQL("alter policy {} to {}").format(target, sql.SQL(role))
            yield Mutant(f"to {role}: {table}, {policy}", widened, "Policies")
        if command == "UPDATE" and check is not None:
            drop = sql.SQL("drop policy {};").format(target)
            create = sql.SQL("create policy {} for update to authenticated using ({})")
            lost = drop + create.format(target, sql.SQL(using))
            yield Mutant(f"with check lost: {table}, {policy}", lost, "Policies")


def _has(connection: Connection, role: str, table: str, verb: str) -> bool:
    query = "select has_table_privilege(%s, %s, %s)"
    found = connection.execute(query, [role, f"reprise.{table}", verb]).fetchone()
    return found is not None and bool(found[0])
