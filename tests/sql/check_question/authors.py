"""Writes by authors, as a recruiter at the Data API and as the operator in SQL, behind one interface."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID, uuid4

import httpx
import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from tests.support.database import Database
from tests.support.people import Person

OPTIONS = [{"id": "a", "text": "Alpha"}, {"id": "b", "text": "Beta"}]
QUESTION: Mapping[str, Any] = {
    "interview_type": "test",
    "domain": "test",
    "difficulty": "easy",
    "kind": "mcq",
    "prompt": "Which of the two?",
    "options": OPTIONS,
    "points": 10,
    "time_limit_seconds": 60,
}


@dataclass(frozen=True)
class Written:
    """The outcome of a write: the HTTP status that a client of the Data API sees, and the faulty places."""

    status: int
    code: str | None
    places: list[str]
    text: str

    def stored(self) -> None:
        """Assert that the write was accepted."""
        assert self.status < 300, f"{self.status}: {self.text}"

    def refused(self, place: str) -> None:
        """Assert that the write was refused with a stable code that names this place."""
        assert (self.status, self.code) == (422, "invalid_request"), f"{self.status}: {self.text}"
        assert place in self.places, self.text


class Author(Protocol):
    """A person who writes questions and keys of one organization."""

    def insert(self, table: str, row: Mapping[str, Any]) -> Written:
        """Insert a row."""

    def upsert(self, table: str, row: Mapping[str, Any]) -> Written:
        """Upsert a row by its key."""

    def change(self, table: str, key: UUID, changes: Mapping[str, Any]) -> Written:
        """Update some columns of a row."""


KEYS = {"questions": "id", "question_keys": "question_id", "interviews": "id"}


class RecruiterAtTheDataApi:
    """A recruiter with supabase-js or any other HTTP client."""

    def __init__(self, http: httpx.Client, publishable_key: str, person: Person) -> None:
        self._http = http
        self._headers = _JSON | {"apikey": publishable_key, "authorization": f"Bearer {person.token}"}

    def insert(self, table: str, row: Mapping[str, Any]) -> Written:
        return self._written(self._http.post(f"/{table}", content=_json(row), headers=self._headers))

    def upsert(self, table: str, row: Mapping[str, Any]) -> Written:
        headers = self._headers | {"prefer": "resolution=merge-duplicates"}
        return self._written(self._http.post(f"/{table}", content=_json(row), headers=headers))

    def change(self, table: str, key: UUID, changes: Mapping[str, Any]) -> Written:
        where = {KEYS[table]: f"eq.{key}"}
        return self._written(self._http.patch(f"/{table}", params=where, content=_json(changes), headers=self._headers))

    @staticmethod
    def _written(response: httpx.Response) -> Written:
        if response.is_success:
            return Written(response.status_code, None, [], response.text)
        body = response.json()
        code = body.get("message") if str(body.get("code", "")).startswith("PT") else body.get("code")
        return Written(response.status_code, code, _places(body.get("details")), response.text)


class OperatorInSql:
    """The owner of the database, bypassing row level security."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert(self, table: str, row: Mapping[str, Any]) -> Written:
        return self._run(self._insert(table, row), row)

    def upsert(self, table: str, row: Mapping[str, Any]) -> Written:
        merged = sql.SQL(", ").join(
            sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name)) for name in row if name != KEYS[table]
        )
        conflict = sql.SQL(" on conflict ({}) do update set ").format(sql.Identifier(KEYS[table]))
        return self._run(self._insert(table, row) + conflict + merged, row)

    def change(self, table: str, key: UUID, changes: Mapping[str, Any]) -> Written:
        parts = sql.SQL(", ").join(
            sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder(name)) for name in changes
        )
        statement = sql.SQL("update reprise.{} set {} where {} = %(the_key)s").format(
            sql.Identifier(table), parts, sql.Identifier(KEYS[table])
        )
        return self._run(statement, {**changes, "the_key": key})

    @staticmethod
    def _insert(table: str, row: Mapping[str, Any]) -> sql.Composed:
        return sql.SQL("insert into reprise.{} ({}) values ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, row)),
            sql.SQL(", ").join(map(sql.Placeholder, row)),
        )

    def _run(self, statement: sql.Composed, values: Mapping[str, Any]) -> Written:
        plain = {
            name: Jsonb(value) if name in JSON_COLUMNS and value is not None else value
            for name, value in values.items()
        }
        try:
            with self._database.connection.transaction():
                self._database.connection.execute(statement, plain)
        except psycopg.Error as error:
            state = error.sqlstate or ""
            status = int(state[2:]) if state.startswith("PT") else 400
            code = error.diag.message_primary if state.startswith("PT") else state
            return Written(status, code, _places(error.diag.message_detail), str(error))
        return Written(200, None, [], "")


JSON_COLUMNS = {"options", "keywords", "criteria", "sources"}
_JSON = {"content-type": "application/json"}


def _json(row: Mapping[str, Any]) -> bytes:
    return json.dumps(row, default=str).encode()


def _places(details: str | None) -> list[str]:
    """The path of each fault, such as `options[1].text`."""
    try:
        errors = json.loads(details or "")["errors"]
    except (ValueError, KeyError, TypeError):
        return []
    return [
        "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"])[1:] for error in errors
    ]


@dataclass(frozen=True)
class Desk:
    """An author and the organization they write for."""

    author: Author
    organization_id: UUID

    def question(self, **changes: Any) -> dict[str, Any]:
        """A valid question, with these changes."""
        return {**QUESTION, "id": uuid4(), "organization_id": self.organization_id, **changes}

    def stored_question(self, **changes: Any) -> UUID:
        """Store a valid question with these changes; returns its id."""
        row = self.question(**changes)
        self.author.insert("questions", row).stored()
        return UUID(str(row["id"]))
