"""The export of an account holds every row of its owner, and nothing of anybody else."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from psycopg import sql

from tests.accounts.calls import Accounts
from tests.accounts.life import Life
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import make_interview, start
from tests.support.people import People

# How a table names a person: by their id, by a session of theirs, and so on.
NAMING = ("user_id", "actor", "subject", "overridden_by", "session_id", "answer_id", "prep_session_id", "holder")
# Tables whose rows of a person are in the export, with the columns that are not, and why.
EXPORTED: dict[str, dict[str, str]] = {
    "reprise.interview_sessions": {},
    "reprise.session_questions": {},
    "reprise.answers": {},
    "reprise.late_answers": {},
    "reprise.transcriptions": {},
    "reprise.session_events": {"actor": "written as clock or you", "id": "order only"},
    "reprise.active_interview_sessions": {"lease_expires_at": "follows from the last sign of life", "created_at": ""},
    "reprise.conversations": {},
    "reprise.conversation_profiles": {},
    "reprise.messages": {"prompt_version": "of the model's provider, not of the person"},
    "reprise.late_messages": {},
    "reprise.prep_sessions": {"id": "of the database; its owner knows public_id", "bytes": "in stored_bytes"},
    "reprise.prep_generations": {
        "prep_session_id": "written as its public_id",
        "request_key": "a hash of the request, which is exported",
        "claim_token": "of a process",
        "claimed_until": "of a process",
    },
    "reprise.prep_shares": {"token_sha256": "a hash of a secret", "prep_session_id": "written as its public_id"},
    "reprise.practice_templates": {},
    "reprise.organization_members": {},
    "reprise.interview_invitations": {},
    "reprise.invitations": {
        "created_by": "a member",
        "asked_by": "another person",
        "gave_right": "how the row of interview_invitations came about",
    },
    "reprise.accommodations": {},
    "reprise.time_credits": {
        "id": "of the organization's ledger",
        "actor": "a member",
        "outage_id": "of the service",
        "closed_seconds": "part of seconds",
        "percent": "written as seconds of each question",
        "position": "written with its question",
        "revoked_at": "what was revoked is not in the export",
        "revoked_by": "a member",
        "revoke_reason": "of a member",
        "revoked_seconds": "as above",
    },
    "reprise.model_shares": {"holder": "the id of the account, or made of it"},
    "reprise_private.rate_limit_uses": {},
    "reprise_private.stored_bytes": {},
    "reprise_private.account_deletions": {},
}
NOT_EXPORTED = {
    "reprise.decisions": "what members decided; the section sessions has it as result, if the interview shows it",
    "reprise.review_comments": "of members, for each other",
    "reprise.scorecards": "of members, for each other",
    "reprise.second_reviews": "of members, for each other",
    "reprise.session_question_keys": "keys are never shown to a candidate",
    "reprise.conversation_instructions": "the organization's instructions to its interviewer",
    "reprise.conversation_criteria": "descriptions are never shown to a candidate",
    "reprise.evaluations": "a candidate sees of them what the interview shows: the section sessions has it as result",
    "reprise.evaluation_history": "the organization's record of how it graded",
    "reprise.session_results": "as evaluations",
    "reprise.audit_events": "the organization's record of who wrote its questions; members read it",
    "reprise.model_reservations": "exists for minutes, while a grader works; the tokens are in model_tokens",
    "reprise_private.draft_requests": "exists for a day: which organization pays for its drafts of questions",
    "reprise_private.receipts": "each text of a question has its receipt; GET /record returns the whole chain",
    "reprise_private.notice_cursors": "how far a member was told about the events of an organization",
    "reprise_private.notice_mails": "exists for 90 days: which e-mails about events were sent",
    "reprise_private.notice_preferences": "GET /notices/preferences returns them",
    "reprise_private.organization_events": "the organization's outbox: exists for 30 days, with ids and states only",
    "reprise_private.reply_claims": "which process writes a reply at the moment",
    "reprise_private.session_seeds": "would tell how options were ordered; session_questions has what it drew",
}
WHERE = {
    "session_id": "session_id = any(%(sessions)s)",
    "prep_session_id": "prep_session_id = %(prep)s",
    "user_id": "user_id = %(user)s",
}


def tables_about_people(database: Database) -> dict[str, list[str]]:
    """Every table with a column that names a person, with those columns."""
    found: dict[str, list[str]] = {}
    for row in database.rows(
        "select c.table_schema || '.' || c.table_name as name, c.column_name from information_schema.columns c"
        " join information_schema.tables t using (table_schema, table_name)"
        " where c.table_schema in ('reprise', 'reprise_private') and t.table_type = 'BASE TABLE'"
        " and c.column_name = any(%s) order by 1, 2",
        list(NAMING),
    ):
        found.setdefault(row["name"], []).append(row["column_name"])
    return found


def test_every_table_about_a_person_is_in_the_export_or_excluded_with_a_reason(database: Database) -> None:
    tables = tables_about_people(database)
    # `sessions` is named by id.
    assert sorted({*tables, "reprise.interview_sessions"}) == sorted({*EXPORTED, *NOT_EXPORTED})
    assert EXPORTED.keys().isdisjoint(NOT_EXPORTED)


def test_export_holds_every_value_of_every_exported_row(accounts: Accounts, life: Life, database: Database) -> None:
    accounts.delete(life.person).ok(202)
    document = accounts.export(life.person)
    texts = set(leaves(document))
    tables = tables_about_people(database)
    missing = []
    for name in EXPORTED:
        column = next(c for c in ("user_id", "session_id", "prep_session_id") if c in tables[name])
        rows = _rows(database, name, WHERE[column], life)
        assert rows, f"no row of {name} in the example"
        excluded = {*EXPORTED[name], "user_id"}
        for row in rows:
            if name == "reprise.session_questions" and row["served_at"] is None:
                continue
            if row.get("action") == "account_page":
                continue  # Grows with every page of this very export.
            if name == "reprise.session_events" and row["actor"] not in (None, life.person.user_id):
                continue
            missing += [
                f"{name}.{column}: {value}"
                for column, value in row.items()
                if column not in excluded
                for value in written(value)
                if value not in texts
            ]
    assert missing == []
    assert document["account"] | {"created_at": None} == {
        "user_id": str(life.person.user_id),
        "email": f"{life.word}@example.com",
        "name": f"name {life.word}",
        "metadata": {"full_name": f"name {life.word}"},
        "created_at": None,
    }


def test_export_holds_nothing_of_anybody_else_no_key_and_no_hidden_score(accounts: Accounts, life: Life) -> None:
    document = accounts.export(life.person)
    text = json.dumps(document)
    assert [word for word in (*life.words_of_others, str(life.reviewer.user_id)) if word in text] == []
    hidden, shown = (_session(document, run.session_id) for run in (life.hidden, life.shown))
    assert (hidden["result"]["status"], hidden["result"]["result"]) == ("hidden", None)
    assert f"feedback {life.hidden.session_id.hex}" not in text
    assert f"summary {life.hidden.session_id.hex}" not in text
    assert "score" not in json.dumps(hidden["result"]["answers"]).replace("max_score", "")
    # The control: what the interview shows is there.
    assert shown["result"]["result"]["summary"] == f"summary {life.shown.session_id.hex}"
    assert shown["result"]["answers"][0]["score"] == 8
    positions = [q["position"] for q in document["questions"] if q["session_id"] == str(life.hidden.session_id)]
    assert sorted(positions) == [0, 1, 2]


def test_notes_about_a_candidate_are_exported_only_where_the_interview_shows_results(
    rpc_api: Api, life: Life, database: Database
) -> None:
    accounts = Accounts(rpc_api)
    statement = "update reprise.interview_sessions set interview_id = %s, organization_id = %s where id = %s"
    for visible, interview_id in ((False, life.hidden), (True, life.shown)):
        taken = interview_id.view["session"]["interview_id"]
        organization = database.value("select organization_id from reprise.interviews where id = %s", taken)
        database.execute(statement, taken, organization, life.conversation_id)
        database.execute(
            "update reprise.interview_sessions set status = 'completed', closed_reason = 'concluded',"
            " closed_at = now(), completed_at = now() where id = %s",
            life.conversation_id,
        )
        conversation = _session(accounts.export(life.person), life.conversation_id)["conversation"]
        assert ("profile" in conversation) is visible
        assert conversation["topic"] == f"topic {life.word}"


def test_export_is_limited_to_five_a_day(accounts: Accounts, people: People, database: Database) -> None:
    person = people.candidate()
    for _ in range(5):
        accounts.export(person)
    if accounts.api.name == "function":
        refusal = accounts.api.http.get("/account/export", headers=accounts.api.headers(person))  # type: ignore[attr-defined]
        assert (refusal.status_code, refusal.json()["code"]) == (429, "rate_limited")
        assert int(refusal.headers["retry-after"]) > 80_000
    else:
        accounts.rpc("take_account_export", person, {}).refused(429, "rate_limited")


@pytest.mark.parametrize(
    ("section", "after"),
    [
        ("keys", None),
        (None, None),
        ("prep_sessions", {"key": "x"}),
        ("questions", {"session_id": "x"}),
        ("questions", {"started_at": "yesterday or so"}),
    ],
)
def test_unknown_section_and_forged_cursor_are_refused(
    rpc_api: Api, people: People, database: Database, section: str | None, after: dict[str, str] | None
) -> None:
    accounts, person = Accounts(rpc_api), people.candidate()
    start(rpc_api, person, make_interview(database, ["open"]).interview_id)
    reply = accounts.rpc("list_account_rows", person, {"section": section, "after": after})
    assert reply.status in (400, 422), reply.text


def test_cursor_of_somebody_else_reads_only_ones_own_rows(rpc_api: Api, life: Life, people: People) -> None:
    accounts, stranger = Accounts(rpc_api), people.candidate()
    cursor = {"session_id": str(life.hidden.session_id), "started_at": "2999-01-01T00:00:00Z", "key": None}
    for section in ("sessions", "questions", "messages", "late_messages", "events"):
        assert accounts.rpc("list_account_rows", stranger, {"section": section, "after": cursor}).ok()["rows"] == []


def test_export_of_ten_thousand_rows_has_each_row_once_in_pages_of_bounded_size(
    rpc_api: Api, functions_api: Api, life: Life, database: Database
) -> None:
    database.execute(
        "insert into reprise.session_events (session_id, actor, event)"
        " select %s, %s, 'event ' || n from generate_series(1, 10000) n",
        life.hidden.session_id,
        life.person.user_id,
    )
    database.execute(
        "insert into reprise.late_answers (session_id, position, answer, reason, sha256)"
        " select %s, 1, t, 'late', reprise_private.sha256_hex(t)"
        " from generate_series(1, 40) n, lateral (select n || repeat('x', 60000)) as k(t)",
        life.hidden.session_id,
    )
    pages = Accounts(rpc_api).pages(life.person, "events")
    names = [row["event"] for page in pages for row in page["rows"] if row["event"].startswith("event ")]
    assert sorted(names) == sorted(f"event {n}" for n in range(1, 10001))
    assert len(pages) > 1
    assert max(len(json.dumps(page)) for page in pages) < 2**19
    document = Accounts(functions_api).export(life.person)
    assert len([row for row in document["events"] if row["event"].startswith("event ")]) == 10000
    [question] = [
        q for q in document["questions"] if (q["session_id"], q["position"]) == (str(life.hidden.session_id), 1)
    ]
    assert len(question["late_texts"]) == 40


def leaves(value: object) -> Iterator[str]:
    """Every scalar of a document, as text; times in one form."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif value is not None:
        yield normal(value)


def normal(value: object) -> str:
    """A scalar as text; a time as the microseconds since 1970, in whatever form it is."""
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return value
        return f"at {moment.timestamp():.6f}" if moment.tzinfo else value
    return f"{float(value):g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def written(value: Any) -> Iterator[str]:
    """The scalars of a column's value, as `leaves` returns those of the document."""
    if isinstance(value, datetime):
        yield f"at {value.timestamp():.6f}"
    elif isinstance(value, list):
        for item in value:
            yield from written(item)
    elif isinstance(value, dict):
        yield from leaves(value)
    elif hasattr(value, "total_seconds"):
        yield normal(value.total_seconds())
    elif value is not None:
        number = value if isinstance(value, str | bool | UUID) or not hasattr(value, "__float__") else float(value)
        yield normal(str(number) if isinstance(number, UUID) else number)


def _rows(database: Database, name: str, where: str, life: Life) -> list[dict[str, Any]]:
    schema, table = name.split(".")
    statement = sql.SQL("select * from {} where {}").format(sql.Identifier(schema, table), sql.SQL(where))
    values = {"user": life.person.user_id, "sessions": life.session_ids, "prep": life.prep_session_id}
    with database.connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _session(document: dict[str, Any], session_id: UUID) -> dict[str, Any]:
    [found] = [row for row in document["sessions"] if row["id"] == str(session_id)]
    assert isinstance(found, dict)
    return found
