"""A result that a model has finished, and was paid for, is stored after an outage instead of being asked for again.

The model answers during the outage; the outage ends within the twenty seconds in which storing is repeated.
"""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

from shared.conversation.replying import write_reply
from shared.grading.run import grade_what_is_due
from shared.models.prep_requests import GenerateRequest
from shared.prep.generation import generated
from shared.rpc import repeating
from shared.rpc.database import caller_database
from shared.settings import Settings
from tests.faults.nemesis import schedule
from tests.faults.nemesis.history import History
from tests.faults.nemesis.target import Target, can_mount_a_disk
from tests.support.apis import RpcApi
from tests.support.conversations import start_talk, stored
from tests.support.grading_queue import put_others_off
from tests.support.interviewer_model import REPLY, interviewer
from tests.support.interviews import make_interview, start
from tests.support.model_behaviours import honest
from tests.support.model_server import Answered, Asked, Behaviour, ModelServer
from tests.support.people import People, Person
from tests.support.prep_apis import RpcPrepApi
from tests.support.prep_model import writes
from tests.support.stored_answers import owner

OUTAGES = ["database killed", "database stopped", "database paused", "database read-only", "database cut off"]
OUTAGES += ["disk full"] if can_mount_a_disk() else []
SECONDS = 3.0

Result = TypeVar("Result")


@pytest.fixture
def model_server() -> Iterator[ModelServer]:
    with ModelServer(honest()) as server:
        yield server


@pytest.fixture
def person(own_target: Target) -> Person:
    with owner(own_target.stack) as database:
        put_others_off(database)
        return People(own_target.stack, database).candidate()


@pytest.fixture
def api(own_target: Target) -> Iterator[RpcApi]:
    """The Data API behind the same pool as the functions."""
    assert own_target.inner is not None
    with RpcApi(own_target.stack) as opened:
        opened.http.base_url = httpx.URL(f"{own_target.inner.url}/rest/v1")
        yield opened


def settings_of(target: Target, model_server: ModelServer) -> Settings:
    assert target.inner is not None
    return Settings.from_environment(
        {
            "SUPABASE_URL": target.inner.url,
            "SUPABASE_PUBLISHABLE_KEY": target.stack.publishable_key,
            "SUPABASE_SECRET_KEY": target.stack.secret_key,
            "OPENAI_API_KEY": "sk-test",
            "OPENAI_BASE_URL": model_server.url,
        }
    )


def through(
    outage: str,
    target: Target,
    model_server: ModelServer,
    behaviour: Behaviour,
    work: Coroutine[Any, Any, Result],
    path: Path,
) -> Result:
    """Do the work while an outage begins after the model was asked; the model then answers. Returns the result."""
    released = threading.Event()

    def behave(asked: Asked) -> Answered:
        return replace(behaviour(asked), held=released)

    model_server.behave(behave)
    with ThreadPoolExecutor(1) as pool, History(path / "history.jsonl") as history:
        working = pool.submit(asyncio.run, work)
        model_server.wait_until_asked(1)
        schedule.ALL[outage](target, history, {"seconds": SECONDS, "during": released.set})
        return working.result(60)


@pytest.mark.everyday(6)
@pytest.mark.parametrize("outage", OUTAGES)
def test_finished_grade_is_stored_after_an_outage_with_one_call_of_the_model(
    own_target: Target, api: RpcApi, person: Person, model_server: ModelServer, tmp_path: Path, outage: str
) -> None:
    with owner(own_target.stack) as database:
        interview = make_interview(database, ["open", "open"], time_limit_seconds=3600)
    run = start(api, person, interview.interview_id)
    run.submit("A queue between the two, and idempotent consumers.").ok()
    work = grade_what_is_due(settings_of(own_target, model_server))
    tally = through(outage, own_target, model_server, honest(), work, tmp_path)
    assert (tally.claimed, tally.graded, tally.lost) == (1, 1, 0), tally
    assert sum(asked.shape == "CriteriaReply" for asked in model_server.asked) == 1
    with owner(own_target.stack) as database:
        row = database.row("select status, attempts from reprise.evaluations where session_id = %s", run.session_id)
    assert (row["status"], row["attempts"]) == ("done", 1)


@pytest.mark.everyday(6)
@pytest.mark.parametrize("outage", OUTAGES)
def test_finished_reply_is_stored_after_an_outage_with_one_call_of_the_model(
    own_target: Target, api: RpcApi, person: Person, model_server: ModelServer, tmp_path: Path, outage: str
) -> None:
    talk = start_talk(api, person)
    pending = talk.say().ok()
    work = write_reply(pending, settings_of(own_target, model_server), None)
    answer = through(outage, own_target, model_server, interviewer(), work, tmp_path)
    assert (answer["reply_status"], answer["reply"]["content"]) == ("ready", REPLY)
    assert len(model_server.asked) == 1
    with owner(own_target.stack) as database:
        assert [row["content"] for row in stored(database, talk.session_id)].count(REPLY) == 1


@pytest.mark.everyday(6)
@pytest.mark.parametrize("outage", OUTAGES)
def test_finished_generation_is_stored_after_an_outage_with_one_call_of_the_model(
    own_target: Target, api: RpcApi, person: Person, model_server: ModelServer, tmp_path: Path, outage: str
) -> None:
    prep = RpcPrepApi(api)
    session = prep.create(person, name="Database engineer", mode="job").ok(201)["id"]
    settings = settings_of(own_target, model_server)
    request = GenerateRequest.model_validate({"kind": "questions", "skill": "PostgreSQL", "count": 3})
    caller = caller_database(settings, person.token)
    work = generated(settings, caller, session, request)
    first = through(outage, own_target, model_server, writes(), work, tmp_path)
    again = asyncio.run(generated(settings, caller, session, request))
    assert b"Why? (1) " in first
    assert b"Why? (1) " in again
    assert len(model_server.asked) == 1


@pytest.mark.prove
def test_control_reply_is_lost_and_asked_for_again_if_storing_it_is_not_repeated(
    own_target: Target,
    api: RpcApi,
    person: Person,
    model_server: ModelServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pending = start_talk(api, person).say().ok()
    settings = settings_of(own_target, model_server)
    work = write_reply(pending, settings, None)
    with monkeypatch.context() as impatient:
        impatient.setattr(repeating, "PATIENCE_SECONDS", 0.5)
        answer = through("database read-only", own_target, model_server, interviewer(), work, tmp_path)
    assert answer["reply_status"] == "pending"
    with owner(own_target.stack) as database:
        database.execute("update reprise_private.reply_claims set claimed_until = now() - interval '1 second'")
    assert asyncio.run(write_reply(pending, settings, None))["reply_status"] == "ready"
    assert len(model_server.asked) == 2
