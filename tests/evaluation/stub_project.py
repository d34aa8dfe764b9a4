"""A throw-away database with stand-ins for what the embedded stack lacks: Realtime, pg_net and the vault."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from local.stack import Stack
from tests.support.database import Database
from tests.support.database_calls import call_as
from tests.support.fresh_database import fresh_database
from tests.support.interviews import Interview, make_interview
from tests.support.people import Person

# As Realtime creates them; its send() ignores errors, too.
REALTIME: LiteralString = """
create schema realtime;
grant usage on schema realtime to authenticated;
create table realtime.messages (
  id uuid primary key default gen_random_uuid(), topic text not null, extension text not null, payload jsonb,
  event text, private boolean default false, inserted_at timestamp not null default now()
);
alter table realtime.messages enable row level security;
grant select, insert on realtime.messages to authenticated;
create function realtime.topic() returns text language sql stable as $$
  select nullif(current_setting('realtime.topic', true), '')::text
$$;
create function realtime.send(payload jsonb, event text, topic text, private boolean default true) returns void
language plpgsql as $$
begin
  begin
    insert into realtime.messages (payload, event, topic, private, extension)
    values (payload, event, topic, private, 'broadcast');
  exception when others then
    raise warning 'ErrorSendingBroadcastMessage: %', sqlerrm;
  end;
end
$$;
"""
# Like pg_net, this queues a request in a table, so a transaction that fails sends nothing.
PG_NET: LiteralString = """
create schema net;
create table net.requests (
  id bigint generated always as identity, url text, body jsonb, params jsonb, headers jsonb, timeout integer
);
create function net.http_post(
  url text, body jsonb default '{}', params jsonb default '{}', headers jsonb default '{}',
  timeout_milliseconds integer default 5000
) returns bigint language sql as $$
  insert into net.requests (url, body, params, headers, timeout)
  values (url, body, params, headers, timeout_milliseconds) returning id
$$;
"""
VAULT: LiteralString = """
create schema vault;
create table vault.decrypted_secrets (name text, decrypted_secret text);
insert into vault.decrypted_secrets values ('another_secret', 'not this'), ('scheduler_secret', 'the-bearer-secret');
"""


@dataclass
class Project:
    """The database of a project. Its people call RPCs, each call in a transaction of its own."""

    database: Database

    def person(self) -> Person:
        """A new user without an organization."""
        person = Person(uuid4(), f"{uuid4()}@example.com", "")
        self.database.execute("insert into auth.users (id, email) values (%s, %s)", person.user_id, person.email)
        return person

    def member(self, organization_id: UUID, role: str = "recruiter") -> Person:
        """A new member of an organization."""
        person = self.person()
        statement: LiteralString = (
            "insert into reprise.organization_members (organization_id, user_id, role) values (%s, %s, %s)"
        )
        self.database.execute(statement, organization_id, person.user_id, role)
        return person

    def call(self, person: Person, function: str, **arguments: object) -> dict[str, Any]:
        """Call an RPC in one transaction."""
        return call_as(self.database.connection, person, function, **arguments)

    def start(self, interview: Interview, person: Person | None = None) -> tuple[Person, UUID]:
        """Start a session as a new candidate."""
        candidate, session_id = person or self.person(), uuid4()
        arguments = {"client_id": uuid4(), "interview_id": interview.interview_id, "session_id": session_id}
        self.call(candidate, "start_session", **arguments)
        return candidate, session_id

    def submit(self, candidate: Person, session_id: UUID, question_position: int, answer: str) -> dict[str, Any]:
        """Submit one answer."""
        arguments = {"session_id": session_id, "question_position": question_position, "answer": answer, "lease": 1}
        return self.call(candidate, "submit_answer", **arguments)

    def complete(self, interview: Interview, answers: tuple[str, ...]) -> tuple[Person, UUID]:
        """Answer all questions as a new candidate."""
        candidate, session_id = self.start(interview)
        for position, answer in enumerate(answers):
            self.submit(candidate, session_id, position, answer)
        assert self.database.session(session_id)["status"] == "completed"
        return candidate, session_id

    def review(self, reviewer: Person, session_id: UUID, action: str, **arguments: object) -> dict[str, Any]:
        """Perform one action of a reviewer."""
        named = {"session_id": session_id, "action": action, "reason": "Because", "arguments": Jsonb(arguments)}
        return self.call(reviewer, "review_session", **named)

    def interview(self, *kinds: str) -> Interview:
        """An interview with generous time limits."""
        return make_interview(self.database, kinds, time_limit_seconds=600)


@contextmanager
def project(stack: Stack, *extensions: LiteralString) -> Iterator[Project]:
    """A project whose platform has these extensions, with every migration applied."""
    with fresh_database(stack.database_url, extensions) as database:
        yield Project(database)
