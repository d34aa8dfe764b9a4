"""Guards that a session's receipts are one chain, in the order in which its texts were stored, and never change."""

import json
from collections.abc import Iterator
from typing import LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest

from local.stack import Stack
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.database_calls import Connection, become, call
from tests.support.interviews import Run, make_interview, start
from tests.support.people import People
from tests.support.records import assert_chained, digest


def stated(database: Database, session_id: UUID) -> list[dict[str, object]]:
    """The texts that the record of a session states, read by the owner of the database."""
    found = database.rows(
        "select reprise_private.receipt_view(r)"
        " || jsonb_build_object('position', r.position, 'source', r.source) as text"
        " from reprise_private.receipts r where r.session_id = %s order by r.number",
        session_id,
    )
    return [row["text"] for row in found]


def receipts(database: Database, session_id: UUID) -> list[dict[str, object]]:
    return [
        {name: value for name, value in text.items() if name not in ("position", "source")}
        for text in stated(database, session_id)
    ]


def sources(database: Database, session_id: UUID) -> list[tuple[object, object]]:
    return [(text["position"], text["source"]) for text in stated(database, session_id)]


def test_each_receipt_names_the_hash_of_the_canonical_json_of_the_one_before(
    api: Api, people: People, database: Database
) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 3).interview_id)
    shown = [run.submit(f'answer {number} "ü"\\ 🙂').ok()["receipt"] for number in range(3)]
    assert_chained(shown)
    assert shown == receipts(database, run.session_id)


def test_answers_and_late_texts_are_in_one_chain_in_the_order_in_which_they_were_stored(
    api: Api, people: People, database: Database
) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 4).interview_id)
    run.submit("the answer").ok()
    run.submit("another text", position=0).refused(409, "already_answered")
    run.heartbeat("a draft").ok()
    database.let_time_pass(run.session_id, 609)
    late = run.submit("too late", position=1).ok()["receipt"]
    run.finish().ok()
    run.submit("after the end", position=2).refused(409, "session_closed")
    assert sources(database, run.session_id) == [
        (0, "submitted"),
        (0, "already_answered"),
        (1, "draft"),
        (1, "late"),
        (2, "skipped"),
        (3, "skipped"),
        (2, "session_closed"),
    ]
    chain = receipts(database, run.session_id)
    assert_chained(chain)
    assert late == chain[3]
    assert late["late_by_seconds"] > 500
    assert isinstance(late["late_by_seconds"], float), "a fraction is part of the canonical JSON"


def test_repeats_return_the_same_receipt_byte_for_byte_after_the_chain_has_grown(
    api: Api, people: People, database: Database
) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 3).interview_id)
    run.submit("one").ok()
    first = run.submit("two")
    run.submit("three").ok()
    run.submit("other", position=0).refused(409, "already_answered")
    again = run.submit("two", position=1)
    one = json.dumps(first.ok()["receipt"])
    assert (again.ok()["replayed"], json.dumps(again.body["receipt"])) == (True, one)
    assert first.body["receipt"]["previous"] is not None
    resumed = run.resume(client_id=uuid4(), takeover=True).ok() if run.view["question"] else run.submit("three", 2).ok()
    assert resumed["session"]["status"] == "completed"


def test_newest_draft_of_a_lease_has_no_receipt_because_the_next_one_replaces_it(
    api: Api, people: People, database: Database
) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 2).interview_id)
    database.let_time_pass(run.session_id, 609)
    for text in ("a late draft", "a newer one"):
        run.heartbeat(text, position=0).ok()
    assert [row["answer"] for row in database.kept(run.session_id)] == ["a newer one"]
    assert sources(database, run.session_id) == [(0, "expired")]


def accept(database: Database, api: Api, people: People, run: Run, organization_id: UUID) -> None:
    """Let a reviewer accept the only late text."""
    (kept,) = database.kept(run.session_id)
    arguments = {"session_id": run.session_id, "action": "accept_late", "reason": "Fair"}
    reply = api.call("review", people.member(organization_id), arguments | {"late_answer_id": kept["id"]})
    reply.ok()


def test_late_text_keeps_its_receipt_when_it_is_accepted(api: Api, people: People, database: Database) -> None:
    interview = make_interview(database, ["open"] * 2)
    run = start(api, people.candidate(), interview.interview_id)
    database.let_time_pass(run.session_id, 609)
    receipt = run.submit("too late", position=0).ok()["receipt"]
    chain = receipts(database, run.session_id)
    accept(database, api, people, run, interview.organization_id)
    assert receipts(database, run.session_id) == chain
    assert run.submit("too late", position=0).ok()["receipt"] == receipt


def test_late_text_that_becomes_the_answer_gets_a_second_receipt_for_the_answer(
    api: Api, people: People, database: Database
) -> None:
    interview = make_interview(database, ["open"] * 2)
    run = start(api, people.candidate(), interview.interview_id)
    run.finish("cancelled").ok()
    run.submit("after the end", position=0).refused(409, "session_closed")
    chain = receipts(database, run.session_id)
    accept(database, api, people, run, interview.organization_id)
    grown = receipts(database, run.session_id)
    assert grown[:1] == chain
    assert sources(database, run.session_id) == [(0, "session_closed"), (0, "submitted")]
    assert grown[1]["sha256"] == grown[0]["sha256"]
    assert_chained(grown)


def test_draft_gets_a_receipt_when_a_reviewer_accepts_it(api: Api, people: People, database: Database) -> None:
    interview = make_interview(database, ["open"] * 2)
    run = start(api, people.candidate(), interview.interview_id)
    database.let_time_pass(run.session_id, 609)
    run.heartbeat("a late draft", position=0).ok()
    accept(database, api, people, run, interview.organization_id)
    assert sources(database, run.session_id) == [(0, "expired"), (0, "late_draft")]
    assert_chained(receipts(database, run.session_id))


def test_receipt_stays_in_the_chain_when_its_answer_is_removed_by_reopening(
    api: Api, people: People, database: Database
) -> None:
    interview = make_interview(database, ["open"] * 2)
    run = start(api, people.candidate(), interview.interview_id)
    run.finish().ok()
    chain = receipts(database, run.session_id)
    reviewer = people.member(interview.organization_id)
    arguments = {"session_id": run.session_id, "action": "reopen", "reason": "By mistake"}
    api.call("review", reviewer, arguments).ok()
    run.lease = run.resume(client_id=uuid4()).ok()["lease"]["number"]
    run.submit("now really").ok()
    assert sources(database, run.session_id) == [(0, "skipped"), (1, "skipped"), (0, "submitted")]
    assert receipts(database, run.session_id)[:2] == chain
    assert_chained(receipts(database, run.session_id))


@pytest.fixture
def candidate_connection(stack: Stack) -> Iterator[Connection]:
    with psycopg.connect(stack.database_url) as connection:
        yield connection


def test_transaction_that_rolls_back_leaves_no_gap_in_the_chain(
    functions_api: Api, people: People, database: Database, candidate_connection: Connection
) -> None:
    run = start(functions_api, people.candidate(), make_interview(database, ["open"] * 2).interview_id)
    become(candidate_connection, run.person)
    arguments = {"session_id": run.session_id, "question_position": 0, "lease": 1}
    call(candidate_connection, "submit_answer", answer="never stored", **arguments)
    candidate_connection.rollback()
    stored = run.submit("stored").ok()["receipt"]
    assert receipts(database, run.session_id) == [stored]
    assert stored["previous"] is None


@pytest.mark.parametrize(
    "statement",
    [
        "update reprise_private.receipts set sha256 = repeat('0', 64) where session_id = %s",
        "update reprise_private.receipts set received_at = now() where session_id = %s",
        "delete from reprise_private.receipts where session_id = %s",
    ],
)
def test_receipt_is_changed_or_deleted_by_no_role(
    functions_api: Api, people: People, database: Database, statement: LiteralString
) -> None:
    run = start(functions_api, people.candidate(), make_interview(database, ["open"]).interview_id)
    run.submit("the answer").ok()
    before = receipts(database, run.session_id)
    with pytest.raises(psycopg.errors.RestrictViolation):
        database.execute(statement, run.session_id)
    assert receipts(database, run.session_id) == before


def test_chain_cannot_fork_even_without_the_lock(functions_api: Api, people: People, database: Database) -> None:
    run = start(functions_api, people.candidate(), make_interview(database, ["open"]).interview_id)
    run.submit("the answer").ok()
    [receipt] = receipts(database, run.session_id)
    with pytest.raises(psycopg.errors.UniqueViolation):
        database.execute(
            "insert into reprise_private.receipts"
            " select session_id, 1, gen_random_uuid(), position, source, received_at, sha256, late_by, null"
            " from reprise_private.receipts where session_id = %s",
            run.session_id,
        )
    assert database.value(
        "select reprise_private.receipt_digest(r) from reprise_private.receipts r where r.session_id = %s",
        run.session_id,
    ) == digest(receipt)


def test_receipts_are_deleted_with_their_session(functions_api: Api, people: People, database: Database) -> None:
    run = start(functions_api, people.candidate(), make_interview(database, ["open"]).interview_id)
    run.submit("the answer").ok()
    database.execute("delete from reprise.interview_sessions where id = %s", run.session_id)
    assert receipts(database, run.session_id) == []
