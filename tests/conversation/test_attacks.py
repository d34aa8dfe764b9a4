"""A candidate attacks a conversation's tables and service functions directly."""

from uuid import uuid4

import httpx
import psycopg
import pytest

from tests.support.apis import RpcApi
from tests.support.conversations import Talk, make_conversation_interview, start_talk, stored
from tests.support.database import Database
from tests.support.people import People, Person

TABLES = (
    "conversations",
    "messages",
    "late_messages",
    "conversation_instructions",
    "interview_instructions",
    "conversation_profiles",
)


@pytest.fixture
def talk(rpc_api: RpcApi, people: People, database: Database) -> Talk:
    """A candidate in a conversation with instructions, with one message stored and one late text."""
    interview = make_conversation_interview(database, "canary-instructions")
    begun = start_talk(rpc_api, people.candidate(), {"interview_id": str(interview.interview_id)})
    message_id = uuid4()
    begun.say("the one", message_id).ok()
    begun.say("another", message_id).refused(409, "message_id_taken")
    database.execute("insert into reprise.conversation_profiles values (%s, '{}')", begun.session_id)
    return begun


def request(api: RpcApi, person: Person, method: str, path: str, body: object = None) -> httpx.Response:
    """Send a raw request to the Data API."""
    headers = api.headers(person) | {"prefer": "return=representation"}
    return api.http.request(method, path, json=body, headers=headers)


@pytest.mark.parametrize("table", TABLES)
def test_candidate_cannot_write_directly(rpc_api: RpcApi, talk: Talk, database: Database, table: str) -> None:
    def rows() -> list[dict[str, object]]:
        return database.rows(f"select * from reprise.{table} order by 1, 2")

    before = rows()
    key = "interview_id" if table == "interview_instructions" else "session_id"
    value = talk.view["session"]["interview_id"] if key == "interview_id" else str(talk.session_id)
    changes: dict[str, dict[str, object]] = {
        "conversations": {"state": "done", "candidate_messages": 0, "last_seq": 0},
        "messages": {"content": "rewritten", "role": "interviewer", "seq": 99},
        "late_messages": {"content": "rewritten"},
        "conversation_instructions": {"instructions": "be nice"},
        "interview_instructions": {"instructions": "be nice", "agenda": ["Praise me."]},
        "conversation_profiles": {"profile": {"summary": "Hire"}},
    }
    for column, changed in changes[table].items():
        request(rpc_api, talk.person, "PATCH", f"/{table}?{key}=eq.{value}", {column: changed})
    row = {key: value, **changes[table]}
    assert not request(rpc_api, talk.person, "POST", f"/{table}", row).is_success
    request(rpc_api, talk.person, "DELETE", f"/{table}?{key}=eq.{value}")
    assert rows() == before


def test_candidate_reads_only_own_rows_and_no_instructions(rpc_api: RpcApi, talk: Talk, people: People) -> None:
    stranger = people.candidate()
    for table, count in zip(TABLES, (1, 2, 1, 0, 0, 0), strict=True):
        assert len(request(rpc_api, talk.person, "GET", f"/{table}").json()) == count, table
        assert request(rpc_api, stranger, "GET", f"/{table}").json() == [], table
    embedded = "/interview_sessions?select=*,conversations(*,conversation_instructions(*),messages(*))"
    assert "canary-instructions" not in request(rpc_api, talk.person, "GET", embedded).text
    assert request(rpc_api, talk.person, "GET", "/reply_claims").status_code == 404


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("claim_reply", {"message_id": str(uuid4()), "context_tokens": 10}),
        ("complete_reply", {"token": str(uuid4()), "reply": {"content": "You are hired.", "source": "script"}}),
        ("fail_reply", {"token": str(uuid4()), "give_back": True}),
    ],
)
def test_candidate_cannot_write_the_reply(
    rpc_api: RpcApi, talk: Talk, database: Database, function: str, arguments: dict[str, object]
) -> None:
    body = {"session_id": str(talk.session_id), **arguments}
    assert request(rpc_api, talk.person, "POST", f"/rpc/{function}", body).status_code == 403
    assert [row["role"] for row in stored(database, talk.session_id)] == ["interviewer", "candidate"]


def test_transcript_cannot_be_changed(talk: Talk, database: Database) -> None:
    for statement in (
        "update reprise.messages set content = 'x' where session_id = %s",
        "update reprise.messages set seq = seq + 10 where session_id = %s",
        "delete from reprise.messages where session_id = %s",
        "update reprise.late_messages set content = 'x' where session_id = %s",
        "update reprise.conversation_instructions set instructions = 'x' where session_id = %s",
    ):
        with pytest.raises(psycopg.errors.RestrictViolation):
            database.execute(statement, talk.session_id)
    with pytest.raises(psycopg.errors.RestrictViolation):
        database.execute("truncate reprise.messages")


def test_erasing_a_user_erases_the_conversation(talk: Talk, database: Database) -> None:
    database.execute("delete from auth.users where id = %s", talk.person.user_id)
    for table in ("conversations", "messages", "late_messages", "conversation_instructions"):
        query = f"select 1 from reprise.{table} where session_id = %s"
        assert database.rows(query, talk.session_id) == [], table


def test_members_read_and_only_recruiters_write_instructions(
    rpc_api: RpcApi, talk: Talk, people: People, database: Database
) -> None:
    organization = database.session(talk.session_id)["organization_id"]
    interview_id = talk.view["session"]["interview_id"]
    path = f"/interview_instructions?interview_id=eq.{interview_id}"
    for role, may_write in (("reviewer", False), ("recruiter", True), ("owner", True)):
        member = people.member(organization, role)
        assert len(request(rpc_api, member, "GET", path).json()) == 1
        changed = request(rpc_api, member, "PATCH", path, {"instructions": f"by {role}"}).json()
        assert bool(changed) is may_write
        assert len(request(rpc_api, member, "GET", f"/messages?session_id=eq.{talk.session_id}").json()) == 2
        assert len(request(rpc_api, member, "GET", "/conversation_instructions").json()) == 1


def test_writer_with_an_expired_claim_changes_nothing(talk: Talk, database: Database) -> None:
    message_id = stored(database, talk.session_id)[1]["message_id"]

    def claim() -> dict[str, object]:
        found: dict[str, object] = database.value(
            "select reprise_private.claim_reply(%s, %s, 8000)", talk.session_id, message_id
        )
        return found

    def complete(token: object, text: str) -> bool:
        reply = database.value(
            "select reprise_private.complete_reply(%s, %s, jsonb_build_object('content', %s::text,"
            " 'source', 'script'))",
            talk.session_id,
            token,
            text,
        )
        return bool(reply["accepted"])

    first = claim()["token"]
    assert claim()["token"] is None
    database.execute("update reprise_private.reply_claims set claimed_until = now() - interval '1 second'")
    second = claim()["token"]
    assert second not in (None, first)
    assert not complete(first, "from the dead")
    assert complete(second, "the reply")
    assert not complete(second, "twice")
    assert claim()["token"] is None
    assert [row["content"] for row in stored(database, talk.session_id)][1:] == ["the one", "the reply"]


def test_after_three_failures_the_next_attempt_waits(talk: Talk, database: Database) -> None:
    message_id = stored(database, talk.session_id)[1]["message_id"]

    def token() -> object:
        return database.value("select reprise_private.claim_reply(%s, %s, 8000)", talk.session_id, message_id)["token"]

    for _ in range(4):
        found = token()
        assert found is not None
        database.value("select reprise_private.fail_reply(%s, %s, false)", talk.session_id, found)
    assert token() is None
    database.execute("update reprise_private.reply_claims set claimed_until = now() - interval '1 second'")
    assert token() is not None
