"""Guards that the text stored for a person is counted exactly and bounded, and timed interviews are never refused."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, cast
from uuid import uuid4

import pytest

from tests.support.apis import Api, FunctionsApi, Reply, RpcApi
from tests.support.conversations import start_talk
from tests.support.database import Database
from tests.support.interviews import Run, invite, make_interview, start
from tests.support.limits import counted_bytes, leave_room
from tests.support.people import People, Person
from tests.support.prep_apis import FunctionsPrepApi, PrepApi, RpcPrepApi
from tests.support.question_bank import Bank
from tests.support.race import together

CALLERS = 50
FITTING = 20
DAY_SECONDS = 86_400
LARGEST = 65_536


@pytest.fixture(scope="module")
def threads() -> Iterator[ThreadPoolExecutor]:
    """A thread for each caller."""
    with ThreadPoolExecutor(CALLERS) as pool:
        yield pool


@pytest.fixture
def bank(database: Database) -> Bank:
    """A bank of open questions."""
    made = Bank(database)
    made.add(10, kind="open")
    return made


def workspaces(api: Api) -> PrepApi:
    """The same API for workspaces."""
    return FunctionsPrepApi(cast(FunctionsApi, api)) if api.name == "function" else RpcPrepApi(cast(RpcApi, api))


@pytest.fixture
def prep_api(api: Api) -> PrepApi:
    """The API of the test for workspaces."""
    return workspaces(api)


def stored_bytes(database: Database, person: Person) -> int:
    """The bytes of every text of a person, added up from the tables."""
    return int(
        database.value(
            """
            with own as (select id from reprise.interview_sessions where user_id = %s)
            select coalesce(sum(bytes), 0) from (
              select octet_length(answer) from reprise.answers where session_id in (select id from own)
              union all select octet_length(answer) from reprise.late_answers where session_id in (select id from own)
              union all select octet_length(text) from reprise.transcriptions where session_id in (select id from own)
              union all select octet_length(content) from reprise.messages where session_id in (select id from own)
              union all select octet_length(content) from reprise.late_messages where session_id in (select id from own)
              union all select octet_length(draft) from reprise.session_questions
                where session_id in (select id from own) and closed_at is not null
              union all select octet_length(document::text) from reprise.prep_sessions where user_id = %s
            ) t (bytes)
            """,
            person.user_id,
            person.user_id,
        )
    )


def practise(api: Api, person: Person, bank: Bank, questions: int = 3) -> Reply:
    """Start a practice run, in place of one that is in progress."""
    practice = {"interview_type": bank.interview_type, "question_count": questions}
    arguments = {"session_id": uuid4(), "client_id": uuid4(), "practice": practice, "start_over": True}
    return api.call("start", person, arguments)


def run_of(api: Api, person: Person, reply: Reply) -> Run:
    """The run of a start."""
    view = reply.ok(201)
    return Run(api, person, view["session"]["id"], view["lease"]["client_id"], 1, view)


def test_fifty_concurrent_messages_pass_exactly_as_often_as_they_fit(
    new_api: Api, people: People, database: Database, threads: ThreadPoolExecutor
) -> None:
    person = people.candidate()
    talk = start_talk(new_api, person)
    leave_room(database, person, today=FITTING * 1000 + 999)
    replies = together([partial(talk.say, "x" * 1000) for _ in range(CALLERS)], threads)
    assert sorted(reply.status for reply in replies) == [200] * FITTING + [429] * (CALLERS - FITTING)
    assert {reply.body["reason"] for reply in replies if reply.status == 429} == {"storage"}


def test_fifty_concurrent_workspaces_pass_exactly_as_often_as_they_fit(
    new_api: Api, people: People, database: Database, threads: ThreadPoolExecutor
) -> None:
    prep_api, person = workspaces(new_api), people.candidate()
    leave_room(database, person, in_all=FITTING * len("{}") + 1)
    replies = together([partial(prep_api.create, person, name="Mine", mode="general") for _ in range(CALLERS)], threads)
    assert sorted(reply.status for reply in replies) == [201] * FITTING + [409] * (CALLERS - FITTING)
    refused = next(reply for reply in replies if reply.status == 409).refused(409, "limit_reached")
    assert refused["reason"] == "storage"


def test_growing_workspace_is_refused_without_room_and_a_shrinking_one_is_saved(
    prep_api: PrepApi, people: People, database: Database
) -> None:
    person = people.candidate()
    made = prep_api.create(person, name="Mine", mode="general").ok(201)
    grown = prep_api.patch(person, made["id"], 1, document={"notes": "x" * 5000}).ok()
    leave_room(database, person, today=-1)
    refusal = prep_api.patch(person, made["id"], grown["version"], document={"notes": "x" * 5001})
    assert refusal.refused(429, "rate_limited")["reason"] == "storage"
    prep_api.patch(person, made["id"], grown["version"], document={"notes": "x"}).ok()


def test_timed_interview_is_stored_and_counted_in_full_without_any_room(
    api: Api, people: People, database: Database
) -> None:
    person = people.candidate()
    interview = make_interview(database, ["open"] * 4, is_public=False)
    invite(database, interview, person)
    leave_room(database, person, today=0, in_all=0)
    run = start(api, person, interview.interview_id)
    before = counted_bytes(database, person)
    for _ in range(3):
        run.heartbeat("d" * LARGEST).ok()
        run.submit("a" * LARGEST, transcription={"text": "t" * LARGEST, "duration_seconds": 1}).ok()
    assert run.submit("b" * 100, position=0).refused(409, "already_answered")["kept"] is True
    run.heartbeat("c" * 100).ok()
    database.let_time_pass(run.session_id, 70)
    assert run.submit("e" * 100).ok()["late"] is True
    # Three texts a question, a late text of question 0, and a draft that became the answer beside a late text.
    assert counted_bytes(database, person) - before == 9 * LARGEST + 4 * 100


def test_late_text_for_a_closed_public_interview_needs_room_unless_its_candidate_is_invited(
    api: Api, people: People, database: Database
) -> None:
    interview = make_interview(database, ["open"] * 2)
    for invited in (False, True):
        person = people.candidate()
        if invited:
            invite(database, interview, person)
        run = start(api, person, interview.interview_id)
        run.submit("a").ok()
        run.submit("b").ok()
        leave_room(database, person, today=0, in_all=0)
        late = run.submit("c" * 100, position=0, transcription={"text": "t", "duration_seconds": 1})
        if invited:
            assert late.refused(409, "already_answered")["kept"] is True
        else:
            assert late.refused(409, "limit_reached")["reason"] == "storage"
            assert database.kept(run.session_id) == []


def test_workspace_with_an_id_that_another_user_has_is_counted_once(
    prep_api: PrepApi, people: People, database: Database
) -> None:
    taken = uuid4()
    for person in (people.candidate(), people.candidate()):
        prep_api.create(person, name="Mine", mode="general", prep_session_id=taken).ok(201)
        assert counted_bytes(database, person) == stored_bytes(database, person)


def test_public_interview_and_practice_wait_until_the_next_day_without_room(
    api: Api, people: People, database: Database, bank: Bank
) -> None:
    person = people.candidate()
    public = make_interview(database, ["open"])
    leave_room(database, person, today=-1)
    arguments = {"client_id": uuid4(), "interview_id": public.interview_id}
    for refusal in (api.call("start", person, arguments), practise(api, person, bank)):
        body = refusal.refused(429, "rate_limited")
        assert body["reason"] == "storage"
        assert 1 <= body["retry_after_seconds"] <= DAY_SECONDS
    database.execute("update reprise_private.stored_bytes set day = day - 1 where user_id = %s", person.user_id)
    api.call("start", person, arguments).ok(201)


def test_room_in_all_returns_with_what_is_deleted(
    api: Api, prep_api: PrepApi, people: People, database: Database, bank: Bank
) -> None:
    person = people.candidate()
    run = run_of(api, person, practise(api, person, bank))
    run.submit("a" * 3000).ok()
    run.finish().ok()
    made = prep_api.create(person, name="Mine", mode="general").ok(201)
    prep_api.patch(person, made["id"], 1, document={"notes": "x" * 2000}).ok()
    assert counted_bytes(database, person) == stored_bytes(database, person) > 5000
    prep_api.delete(person, made["id"])
    assert counted_bytes(database, person) == stored_bytes(database, person) == 3000
    database.execute("delete from reprise.interview_sessions where id = %s", run.session_id)
    assert counted_bytes(database, person) == 0


def test_every_way_to_store_a_text_is_counted_exactly(
    api: Api, prep_api: PrepApi, people: People, database: Database, bank: Bank
) -> None:
    person = people.candidate()
    run = run_of(api, person, practise(api, person, bank))
    run.heartbeat("a draft that is replaced").ok()
    run.heartbeat("a draft").ok()
    run.submit("an answer", transcription={"text": "um, an answer", "duration_seconds": 2}).ok()
    run.submit("another answer", position=0).refused(409, "already_answered")
    run.heartbeat("a late draft that is replaced by a longer one", position=0).ok()
    run.heartbeat("a late draft", position=0).ok()
    run.heartbeat("becomes the answer").ok()
    database.let_time_pass(run.session_id, 70)
    run.resume().ok()
    run.heartbeat("becomes the answer at the end").ok()
    run.finish().ok()
    talk = start_talk(api, person)
    talk.say("Grüße").ok()
    talk.resume(client_id=uuid4(), takeover=True).ok()
    talk.say("too late").refused(409, "lease_lost")
    talk.beat("a late draft").refused(409, "lease_lost")
    prep_api.create(person, template="backend-engineer").ok(201)
    assert counted_bytes(database, person) == stored_bytes(database, person) > 0
    database.execute("delete from reprise.interview_sessions where user_id = %s", person.user_id)
    assert counted_bytes(database, person) == stored_bytes(database, person) > 0


def test_reversed_expiry_and_reopened_session_are_counted_exactly(
    rpc_api: Api, people: People, database: Database
) -> None:
    interview = make_interview(database, ["open"] * 3)
    person = people.candidate()
    run = start(rpc_api, person, interview.interview_id)
    run.heartbeat("typed before the end").ok()
    run.finish("cancelled").ok()
    assert counted_bytes(database, person) == stored_bytes(database, person) == 2 * len("typed before the end")
    reviewer = people.member(interview.organization_id)
    reopen = {"session_id": run.session_id, "action": "reopen", "reason": "The network failed."}
    rpc_api.call("review", reviewer, reopen).ok()
    assert counted_bytes(database, person) == stored_bytes(database, person)


def test_practice_run_stores_two_late_texts_and_one_transcription_a_question(
    api: Api, people: People, database: Database, bank: Bank
) -> None:
    person = people.candidate()
    run = run_of(api, person, practise(api, person, bank))
    said = {"text": "said", "duration_seconds": 1}
    run.submit("the answer", transcription=said).ok()
    kept = []
    for number in range(4):
        reply = run.submit(f"second thought {number}", position=0, transcription=said)
        kept.append(reply.refused(409, "already_answered")["kept"])
    assert kept == [True, True, False, False]
    assert [row["answer"] for row in database.kept(run.session_id)] == ["second thought 0", "second thought 1"]
    transcriptions = "select count(*) from reprise.transcriptions where session_id = %s"
    assert database.value(transcriptions, run.session_id) == 1


def attack(api: Api, prep_api: PrepApi, person: Person, bank: Bank) -> int:
    """Store the largest texts in every way that is open to a person alone; returns how many calls were refused."""
    refusals = 0

    def sent(reply: Reply) -> Reply:
        nonlocal refusals
        refusals += reply.status == 429
        return reply

    spoken: dict[str, Any] = {"text": "t" * LARGEST, "duration_seconds": 1}
    talk = start_talk(api, person)
    for _ in range(3):
        sent(talk.say("\U0001f600" * 20_000))
    talk.finish().ok()
    for _ in range(2):
        sent(prep_api.create(person, name="Mine", mode="general"))
        document = {"notes": "n" * 100_000}
        sent(prep_api.patch(person, prep_api.page(person).ok()["prep_sessions"][0]["id"], 1, document=document))
    while (started := sent(practise(api, person, bank))).status == 201:
        run = run_of(api, person, started)
        for position in range(3):
            sent(run.heartbeat("d" * LARGEST))
            sent(run.submit("a" * LARGEST, transcription=spoken))
            for text in "bcd":
                sent(run.submit(text * LARGEST, position=position, transcription=spoken))
            sent(run.heartbeat("e" * LARGEST, position=position))
    sent(prep_api.create(person, name="Mine", mode="general"))
    return refusals


def test_hostile_account_stores_no_more_than_the_limit_and_one_draft(
    api: Api, prep_api: PrepApi, people: People, database: Database, bank: Bank
) -> None:
    person = people.candidate()
    room = 40 * LARGEST
    leave_room(database, person, today=room)
    before = counted_bytes(database, person)
    assert attack(api, prep_api, person, bank) > 5
    stored = stored_bytes(database, person)
    assert counted_bytes(database, person) - before == stored
    # A draft is replaced while its question is open, and counted when it closes: then it may be the answer as well.
    assert room - LARGEST < stored <= room + 2 * LARGEST
