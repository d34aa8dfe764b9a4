"""Guards that each request calls a model once, however often it is repeated, and its content is stored exactly once."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from local.ports import HOST, ReservedPort
from local.stack import Stack
from shared.models.prep_views import GenerationResponse
from tests.prep.function_with_model import FunctionWithModel, model_environment
from tests.support.apis import Reply
from tests.support.data_api import PROFILE
from tests.support.database import Database
from tests.support.entry_points import host, wait_ready
from tests.support.model_behaviours import FAULTS, completion, fails
from tests.support.model_server import Answered, ModelServer
from tests.support.people import People, Person
from tests.support.plain_http import http
from tests.support.prep_apis import FunctionsPrepApi, reply
from tests.support.prep_model import BROKEN, request_of, writes, written
from tests.support.race import rounds, together
from tests.support.unsettled_tokens import settling_fails

REQUEST = {"kind": "questions", "skill": "PostgreSQL", "count": 3}


def new_session(prep: FunctionsPrepApi, person: Person, **fields: Any) -> str:
    return str(prep.create(person, **{"name": "Database engineer", "mode": "job", **fields}).ok(201)["id"])


def generate(prep: FunctionsPrepApi, person: Person, session: str, **request: Any) -> Reply:
    return reply(prep.request("POST", f"/{session}/generate", person, json=request or REQUEST, timeout=240))


def used(database: Database, person: Person) -> int:
    found = database.rows(
        "select used from reprise_private.rate_limit_uses where user_id = %s and action = 'generate'", person.user_id
    )
    return int(found[0]["used"]) if found else 0


def test_same_request_fifty_times_calls_the_model_once(
    with_model: FunctionWithModel, writer: ModelServer, owner: Person, database: Database
) -> None:
    session = new_session(with_model.prep, owner)
    first = generate(with_model.prep, owner, session).ok()
    assert first["replayed"] is False
    GenerationResponse.model_validate_json(json.dumps(first), strict=True)
    for _ in range(49):
        again = generate(with_model.prep, owner, session).ok()
        assert again | {"server_time": 0} == first | {"server_time": 0, "replayed": True}
    assert len(writer.asked) == 1
    assert used(database, owner) == 1
    document = with_model.prep.read(owner, session).ok()
    assert document["document"] == first["content"]
    assert document["version"] == first["version"] == 2
    assert len(first["content"]["questions"]) == 3


def test_eight_concurrent_requests_call_the_model_once(
    with_model: FunctionWithModel, writer: ModelServer, owner: Person, threads: ThreadPoolExecutor, database: Database
) -> None:
    session = new_session(with_model.prep, owner)
    for number in rounds(3, full=50):
        request = REQUEST | {"skill": f"Skill {number}"}
        writer.behave(writes(delay_seconds=0.3))
        answers = together([partial(generate, with_model.prep, owner, session, **request)] * 8, threads)
        assert [answer.status for answer in answers] == [200] * 8
        assert len({answer.body["generation_id"] for answer in answers}) == 1
        assert sum(not answer.body["replayed"] for answer in answers) == 1
        assert len(writer.asked) == 1


def test_eight_concurrent_requests_share_one_failure(
    with_model: FunctionWithModel, writer: ModelServer, owner: Person, threads: ThreadPoolExecutor, database: Database
) -> None:
    session = new_session(with_model.prep, owner)
    writer.behave(lambda asked: Answered(b"{}", 500, delay_seconds=2.0))
    answers = together([partial(generate, with_model.prep, owner, session)] * 8, threads)
    assert {(answer.status, answer.code) for answer in answers} == {(502, "generation_failed")}
    assert len(writer.asked) == 1
    assert used(database, owner) == 0


@pytest.mark.parametrize(("kind", "percent"), [("users", 40), ("user", 4)])
def test_generation_ends_at_the_share_of_a_user_and_of_all_users(
    kind: str, percent: int, with_model: FunctionWithModel, writer: ModelServer, owner: Person, database: Database
) -> None:
    session = new_session(with_model.prep, owner)
    holder = owner.user_id if kind == "user" else UUID(int=0)
    today: Any = "(now() at time zone 'UTC')::date"
    database.execute(f"insert into reprise.model_spending (day) values ({today}) on conflict do nothing")
    database.execute(
        f"insert into reprise.model_shares as m (day, kind, holder, tokens) values ({today}, %s, %s, %s)"
        " on conflict (day, kind, holder) do update set tokens = m.tokens + excluded.tokens",
        kind,
        holder,
        percent * 50_000,
    )
    try:
        refused = generate(with_model.prep, owner, session).refused(429, "rate_limited")
    finally:
        database.execute(
            f"update reprise.model_shares set tokens = tokens - %s where day = {today} and kind = %s and holder = %s",
            percent * 50_000,
            kind,
            holder,
        )
    assert 0 < refused["retry_after_seconds"] <= 86_400
    assert (writer.asked, used(database, owner)) == ([], 0)
    assert generate(with_model.prep, owner, session).ok()["replayed"] is False


@pytest.mark.prove
def test_control_model_is_called_more_than_once_without_the_claim(
    with_model: FunctionWithModel, writer: ModelServer, owner: Person, threads: ThreadPoolExecutor, database: Database
) -> None:
    careful: Any = database.value("select pg_get_functiondef('reprise_private.claim_generation'::regproc)")
    careless = careful.replace("and (g.status = 'requested'", "and (true or g.status = 'requested'")
    assert careless != careful
    session = new_session(with_model.prep, owner)
    writer.behave(writes(delay_seconds=0.5))
    database.execute(careless)
    try:
        together([partial(generate, with_model.prep, owner, session)] * 8, threads)
    finally:
        database.execute(careful)
    assert len(writer.asked) > 1


def test_material_is_stored_with_its_request(
    with_model: FunctionWithModel, writer: ModelServer, owner: Person, database: Database
) -> None:
    session = new_session(with_model.prep, owner, skill="MVCC")
    made = generate(with_model.prep, owner, session, kind="skill_explanation", depth="deep", count=9).ok()
    assert made["request"] == {"kind": "skill_explanation", "skill": "MVCC", "depth": "deep", "count": 1}
    (entry,) = made["content"]["skill_explanations"].values()
    assert entry["explanation"].startswith("Readers do not block")
    assert (entry["source"], entry["skill"], entry["depth"]) == ("model", "MVCC", "deep")
    row = database.row("select * from reprise.prep_generations where id = %s", made["generation_id"])
    assert (row["model"], row["status"], row["input_tokens"]) == ("served-model-1", "done", 900)
    assert row["prompt_version"].startswith("skill_explanation-")
    (asked,) = writer.asked
    assert asked.body["model"] == "prep-model"
    assert request_of(asked)["workspace"] == {"name": "Database engineer", "mode": "job", "job_id": None}
    assert "MVCC" not in asked.instructions, "what a user typed is data, not instructions"


def test_refresh_calls_the_model_again_and_retains_earlier_material(
    with_model: FunctionWithModel, writer: ModelServer, owner: Person, database: Database
) -> None:
    session = new_session(with_model.prep, owner)
    first = generate(with_model.prep, owner, session).ok()
    second = generate(with_model.prep, owner, session, **REQUEST, refresh=True).ok()
    assert (len(writer.asked), used(database, owner)) == (2, 2)
    assert len(request_of(writer.asked[1])["known_questions"]) == 3
    document = with_model.prep.read(owner, session).ok()["document"]
    assert document["questions"] == first["content"]["questions"] | second["content"]["questions"]
    third = generate(with_model.prep, owner, session).ok()
    assert (third["content"], third["replayed"]) == (second["content"], True)


def test_refresh_repeated_with_its_request_id_calls_the_model_and_costs_once(
    with_model: FunctionWithModel, writer: ModelServer, owner: Person, database: Database
) -> None:
    session = new_session(with_model.prep, owner)
    generate(with_model.prep, owner, session).ok()
    refresh = partial(generate, with_model.prep, owner, session, **REQUEST, refresh=True)
    minted = str(uuid4())
    writer.behave(BROKEN["500"])
    refresh(request_id=minted).refused(502, "generation_failed")
    writer.behave(writes())
    made = refresh(request_id=minted).ok()
    again = refresh(request_id=minted).ok()
    assert (made["replayed"], again["replayed"], again["content"]) == (False, True, made["content"])
    assert (len(writer.asked), used(database, owner)) == (1, 2)
    another = refresh(request_id=str(uuid4())).ok()
    assert another["replayed"] is False
    assert (len(writer.asked), used(database, owner)) == (2, 3)
    refresh(request_id="not an id").refused(422, "invalid_request")


def test_repeated_refresh_joins_the_one_in_progress(
    with_model: FunctionWithModel, writer: ModelServer, owner: Person, threads: ThreadPoolExecutor, database: Database
) -> None:
    session = new_session(with_model.prep, owner)
    first = generate(with_model.prep, owner, session).ok()
    writer.behave(writes(delay_seconds=1.0))
    refresh = partial(generate, with_model.prep, owner, session, **REQUEST, refresh=True, request_id=str(uuid4()))
    slow = threads.submit(refresh)
    writer.wait_until_asked(1)
    joined, made = refresh().ok(), slow.result(timeout=120).ok()
    assert joined["content"] == made["content"] != first["content"]
    assert (len(writer.asked), used(database, owner)) == (1, 2)


def test_material_reports_whether_the_document_still_contains_all_of_it(
    with_model: FunctionWithModel, writer: ModelServer, owner: Person
) -> None:
    session = new_session(with_model.prep, owner)
    made = generate(with_model.prep, owner, session).ok()
    assert made["in_document"] is True
    first, second, _ = made["content"]["questions"]
    edited = {"questions": {first: {"question": "Why not?"}}}
    with_model.prep.patch(owner, session, 2, document=edited).ok()
    again = generate(with_model.prep, owner, session).ok()
    assert (again["in_document"], again["version"]) == (True, 3)
    for version, removed in ((3, {"questions": {second: None}}), (4, {"questions": None})):
        with_model.prep.patch(owner, session, version, document=removed).ok()
        again = generate(with_model.prep, owner, session).ok()
        assert (again["in_document"], again["version"], again["replayed"]) == (False, version + 1, True)
    # The content is the merge patch that restores it.
    with_model.prep.patch(owner, session, 5, document=again["content"]).ok()
    assert generate(with_model.prep, owner, session).ok()["in_document"] is True
    assert len(writer.asked) == 1


def test_only_stored_material_is_returned_without_a_model_key(
    with_model: FunctionWithModel,
    writer: ModelServer,
    function_prep: FunctionsPrepApi,
    owner: Person,
    database: Database,
) -> None:
    session = new_session(function_prep, owner)
    generate(function_prep, owner, session).refused(503, "ai_not_configured")
    assert database.rows("select 1 from reprise.prep_generations where prep_session_id = %s", session) == []
    made = generate(with_model.prep, owner, session).ok()
    stored = generate(function_prep, owner, session).ok()
    assert (stored["content"], stored["replayed"]) == (made["content"], True)
    generate(function_prep, owner, session, **REQUEST, refresh=True).refused(503, "ai_not_configured")
    assert used(database, owner) == 1


def test_daily_quota_is_exact_and_returns_retry_after(
    with_model: FunctionWithModel, writer: ModelServer, owner: Person, threads: ThreadPoolExecutor, database: Database
) -> None:
    session = new_session(with_model.prep, owner)
    allowed = database.value("select allowed from reprise_private.rate_limits where action = 'generate'")
    database.execute(
        "insert into reprise_private.rate_limit_uses (user_id, action, used) values (%s, 'generate', %s)",
        owner.user_id,
        allowed - 3,
    )
    calls = [partial(generate, with_model.prep, owner, session, kind="questions", count=n + 1) for n in range(8)]
    answers = together(calls, threads)
    assert sorted(answer.status for answer in answers) == [200] * 3 + [429] * 5
    refused = next(answer for answer in answers if answer.status == 429).refused(429, "rate_limited")
    assert 86_000 < refused["retry_after_seconds"] <= 86_400
    assert len(writer.asked) == 3
    passed = next(n for n, answer in enumerate(answers) if answer.status == 200)
    assert generate(with_model.prep, owner, session, kind="questions", count=passed + 1).ok()["replayed"] is True


EVERYDAY = ["10 MB", "500", "length", "nothing written", "refusal", "reset", "timeout", "truncated JSON", "wrong type"]


@pytest.mark.everyday(3)
@pytest.mark.parametrize("name", sorted(BROKEN) if len(rounds(0, full=1)) else EVERYDAY)
def test_failing_model_stores_nothing_and_a_repeat_gets_the_material(
    name: str,
    with_model: FunctionWithModel,
    another_process: FunctionWithModel,
    writer: ModelServer,
    owner: Person,
    database: Database,
) -> None:
    session = new_session(with_model.prep, owner)
    writer.behave(BROKEN[name])
    served = another_process if name == "timeout" else with_model
    failed = generate(served.prep, owner, session).refused(502, "generation_failed")
    assert "Traceback" not in failed["detail"]
    assert len(writer.asked) == 1
    assert database.rows("select 1 from reprise.prep_generations where prep_session_id = %s", session) == []
    assert with_model.prep.read(owner, session).ok()["version"] == 1
    writer.behave(writes())
    assert generate(with_model.prep, owner, session).ok()["replayed"] is False


@pytest.mark.parametrize(("status", "counted"), [(500, 0), (429, 0), (401, 0)])
def test_use_is_refunded_when_the_model_was_not_reached(
    status: int, counted: int, with_model: FunctionWithModel, writer: ModelServer, owner: Person, database: Database
) -> None:
    writer.behave(fails(status))
    generate(with_model.prep, owner, new_session(with_model.prep, owner)).refused(502, "generation_failed")
    assert used(database, owner) == counted


def test_use_is_refunded_when_nothing_listens_at_the_models_address(
    stack: Stack, with_model: FunctionWithModel, owner: Person, database: Database, tmp_path: Path
) -> None:
    session = new_session(with_model.prep, owner)
    with ReservedPort(0, "none") as closed, ReservedPort(0, "none") as port:
        environ = model_environment(stack, f"http://{HOST}:{closed.number}/v1")
        child = host("prep_sessions", port.number, environ, tmp_path)
        with closing(FunctionWithModel(stack, child, f"http://{HOST}:{port.number}")) as served:
            child.start()
            wait_ready(child, served.url)
            generate(served.prep, owner, session).refused(502, "generation_failed")
    assert used(database, owner) == 0


def test_use_stays_counted_when_the_model_returned_nothing_usable(
    another_process: FunctionWithModel, writer: ModelServer, owner: Person, database: Database
) -> None:
    session = new_session(another_process.prep, owner)
    names = ("refusal", "length", "timeout", "reset", "cut off on the wire")
    for number, behaviour in enumerate((FAULTS["content is prose"], *(BROKEN[name] for name in names)), start=1):
        writer.behave(behaviour)
        generate(another_process.prep, owner, session).refused(502, "generation_failed")
        assert used(database, owner) == number


def test_material_is_stored_when_its_cost_cannot_be_settled(
    stack: Stack, with_model: FunctionWithModel, writer: ModelServer, owner: Person, database: Database
) -> None:
    session = new_session(with_model.prep, owner)
    with settling_fails(stack.database_url, owner.user_id, writes()) as behave:
        writer.behave(behave)
        made = generate(with_model.prep, owner, session).ok()
        assert with_model.prep.read(owner, session).ok()["document"] == made["content"]
        again = generate(with_model.prep, owner, session).ok()
        assert (again["replayed"], again["content"]) == (True, made["content"])
        assert (len(writer.asked), used(database, owner)) == (1, 1)


def test_generation_of_an_expired_claim_is_discarded_for_its_successors(
    with_model: FunctionWithModel,
    another_process: FunctionWithModel,
    writer: ModelServer,
    owner: Person,
    database: Database,
    threads: ThreadPoolExecutor,
) -> None:
    session = new_session(with_model.prep, owner)
    taken_over_from = threading.Event()
    writer.behave(writes(held=taken_over_from))
    slow = threads.submit(generate, with_model.prep, owner, session)
    writer.wait_until_asked(1)
    database.execute("update reprise.prep_generations set claimed_until = now() where prep_session_id = %s", session)
    writer.behave(writes())
    taken_over = generate(another_process.prep, owner, session).ok()
    taken_over_from.set()
    late = slow.result(timeout=120).ok()
    assert late["content"] == taken_over["content"]
    document = with_model.prep.read(owner, session).ok()
    assert (document["document"], document["version"]) == (taken_over["content"], 2)
    assert used(database, owner) == 1


@pytest.mark.parametrize("late", ["writes", "fails"])
def test_expired_claim_that_returns_during_its_successors_generation_changes_nothing(
    late: str,
    with_model: FunctionWithModel,
    another_process: FunctionWithModel,
    writer: ModelServer,
    owner: Person,
    database: Database,
    threads: ThreadPoolExecutor,
) -> None:
    session = new_session(with_model.prep, owner)
    successor_works = threading.Event()
    failing = Answered(b"{}", 500, held=successor_works)
    writer.behave(writes(held=successor_works) if late == "writes" else lambda asked: failing)
    zombie = threads.submit(generate, with_model.prep, owner, session)
    writer.wait_until_asked(1)
    database.execute("update reprise.prep_generations set claimed_until = now() where prep_session_id = %s", session)
    writer.behave(lambda asked: Answered(completion(json.dumps(written(asked, "the successor's "))), delay_seconds=1.0))
    successor = threads.submit(generate, another_process.prep, owner, session)
    writer.wait_until_asked(1)
    successor_works.set()
    made = successor.result(timeout=120).ok()
    assert "the successor's" in json.dumps(made["content"])
    if late == "writes":
        assert zombie.result(timeout=120).ok()["content"] == made["content"]
    else:
        zombie.result(timeout=120).refused(502, "generation_failed")
    document = with_model.prep.read(owner, session).ok()
    assert (document["document"], document["version"]) == (made["content"], 2)


def test_process_killed_during_generation_blocks_others_only_until_its_claim_expires(
    with_model: FunctionWithModel, writer: ModelServer, owner: Person, database: Database, threads: ThreadPoolExecutor
) -> None:
    session = new_session(with_model.prep, owner)
    writer.behave(writes(delay_seconds=3.0))
    killed = threads.submit(generate, with_model.prep, owner, session)
    writer.wait_until_asked(1)
    with_model.restart()
    with pytest.raises(httpx.TransportError):
        killed.result(timeout=120)
    database.execute("update reprise.prep_generations set claimed_until = now() where prep_session_id = %s", session)
    writer.behave(writes())
    assert generate(with_model.prep, owner, session).ok()["version"] == 2
    assert used(database, owner) == 1


def test_material_a_full_workspace_cannot_hold_is_stored_until_it_can(
    with_model: FunctionWithModel, writer: ModelServer, owner: Person
) -> None:
    session = new_session(with_model.prep, owner)
    filled = with_model.prep.patch(owner, session, 1, document={"notes": "x" * (1048576 - 100)}).ok()
    for _ in range(2):
        generate(with_model.prep, owner, session).refused(413, "payload_too_large")
    with_model.prep.patch(owner, session, filled["version"], document={"notes": "short"}).ok()
    made = generate(with_model.prep, owner, session).ok()
    assert len(writer.asked) == 1
    assert with_model.prep.read(owner, session).ok()["document"] == {"notes": "short"} | made["content"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "poem"},
        {"kind": "skill_explanation"},
        {"kind": "questions", "count": 0},
        {"kind": "questions", "count": 21},
        {"kind": "questions", "depth": "endless"},
        {"kind": "questions", "skill": "   "},
        {"kind": "questions", "skill": "x" * 201},
        {"kind": "questions", "model": "gpt"},
    ],
)
def test_invalid_generation_request_is_refused_without_a_model_call(
    wrong: dict[str, Any], with_model: FunctionWithModel, writer: ModelServer, owner: Person, database: Database
) -> None:
    session = new_session(with_model.prep, owner)
    generate(with_model.prep, owner, session, **wrong).refused(422, "invalid_request")
    assert (writer.asked, used(database, owner)) == ([], 0)


def test_user_cannot_generate_into_another_users_workspace(
    with_model: FunctionWithModel, writer: ModelServer, owner: Person, people: People
) -> None:
    session = new_session(with_model.prep, owner)
    other = people.candidate()
    foreign = generate(with_model.prep, other, session)
    absent = generate(with_model.prep, other, str(UUID(int=7)))
    foreign.refused(404, "prep_session_not_found")
    assert foreign.body | {"request_id": 0} == absent.body | {"request_id": 0}
    assert writer.asked == []


def test_user_cannot_claim_complete_or_fail_a_generation(
    stack: Stack, with_model: FunctionWithModel, owner: Person, database: Database
) -> None:
    session = new_session(with_model.prep, owner)
    headers = {**PROFILE, "apikey": stack.publishable_key, "authorization": f"Bearer {owner.token}"}
    rpc = f"{stack.supabase_url}/rest/v1/rpc"
    started = http.post(
        f"{rpc}/start_generation", json={"prep_session_id": session, "kind": "questions"}, headers=headers, timeout=60
    ).json()
    assert started["status"] == "requested"
    forbidden: dict[str, dict[str, Any]] = {
        "claim_generation": {},
        "complete_generation": {"token": session, "result": {"content": {}}},
        "fail_generation": {"token": session, "give_back": True},
    }
    for name, arguments in forbidden.items():
        body = {"generation_id": started["generation_id"], **arguments}
        assert http.post(f"{rpc}/{name}", json=body, headers=headers, timeout=60).status_code in (401, 403, 404)
    assert used(database, owner) == 1
