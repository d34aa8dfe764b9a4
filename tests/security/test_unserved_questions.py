"""Guards that a candidate cannot get a question before it is served, and never its key.

Every prompt, option and key contains a canary; every byte that a candidate receives is searched for them.
"""

import json
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from local.stack import Stack
from tests.security.oracle_probes import PROBES, Probe
from tests.support.apis import FunctionsApi, RpcApi
from tests.support.canaries import Canaries, ResponseRecorder, make_canaries
from tests.support.data_api import DataApi
from tests.support.database import Database
from tests.support.interviews import Run, start
from tests.support.people import People, Person

LAST = 5


@pytest.fixture
def canaries(database: Database) -> Canaries:
    return make_canaries(database)


@pytest.mark.parametrize("api_class", [FunctionsApi, RpcApi])
def test_candidate_receives_a_question_only_when_served_and_never_a_key(
    api_class: type[FunctionsApi | RpcApi],
    stack: Stack,
    people: People,
    canaries: Canaries,
) -> None:
    recorder = ResponseRecorder()
    with api_class(stack) as api:
        recorder.record_all(api.http)
        run = start(api, people.candidate(), canaries.interview_id)
        for position in range(LAST):
            _do_all_a_candidate_can_do(run, canaries)
            assert not recorder.found(canaries.after(position))
            assert recorder.found(canaries.shown[position]) == set(canaries.shown[position])
            run.submit("b" if run.view["question"]["kind"] == "mcq" else "an answer").ok()
        run.finish("completed").ok()
        _do_all_a_candidate_can_do(run, canaries)
        assert not recorder.found(canaries.after(LAST))
        assert len(recorder.received) >= 80


def test_session_finished_early_never_reveals_unserved_questions(
    stack: Stack, people: People, canaries: Canaries, data_api: DataApi
) -> None:
    recorder = ResponseRecorder()
    with FunctionsApi(stack) as api:
        recorder.record_all(api.http)
        run = start(api, people.candidate(), canaries.interview_id)
        run.finish("completed").ok()
        _do_all_a_candidate_can_do(run, canaries)
    for probe in PROBES:
        recorder.record(_send(data_api, probe, run, canaries, run.person, "canary"))
    assert not recorder.found(canaries.after(0))
    assert recorder.found(canaries.shown[0])


@pytest.mark.parametrize("api_class", [FunctionsApi, RpcApi])
def test_questions_of_a_pool_that_a_session_did_not_draw_are_never_revealed(
    api_class: type[FunctionsApi | RpcApi],
    data_api: DataApi,
    people: People,
    canaries: Canaries,
    database: Database,
    stack: Stack,
) -> None:
    put = "update reprise.interview_questions set pool = 1, draw_count = 2 where interview_id = %s and position > 1"
    database.execute(put, canaries.interview_id)
    recorder = ResponseRecorder()
    with api_class(stack) as api:
        recorder.record_all(api.http)
        run = start(api, people.candidate(), canaries.interview_id)
        drawn = [canaries.question_ids.index(row["question_id"]) for row in database.questions(run.session_id)]
        assert len(drawn) == 4
        while run.view["question"] is not None:
            _do_all_a_candidate_can_do(run, canaries)
            run.submit("b" if run.view["question"]["kind"] == "mcq" else "an answer").ok()
    for caller in (run.person, people.candidate(), None):
        for probe in PROBES:
            recorder.record(_send(data_api, probe, run, canaries, caller, "canary"))
    others = {text for position, texts in enumerate(canaries.shown) if position not in drawn for text in texts}
    assert recorder.found(others | set(canaries.after(LAST))) == set()
    assert recorder.found(canaries.shown[drawn[-1]])


def test_no_data_api_query_returns_unserved_questions(
    data_api: DataApi, people: People, canaries: Canaries, stack: Stack
) -> None:
    assert len(PROBES) >= 100
    with RpcApi(stack) as api:
        run = start(api, people.candidate(), canaries.interview_id)
    for caller in (run.person, people.candidate(), None):
        recorder = _probe_all(data_api, run, canaries, caller)
        assert not recorder.found(canaries.after(0))
        # Positive control: the recorder finds what the candidate may see.
        assert bool(recorder.found(canaries.shown[0])) is (caller is run.person)


def test_correct_guess_of_hidden_text_gets_the_same_response_as_a_wrong_one(
    data_api: DataApi, people: People, canaries: Canaries, stack: Stack, database: Database
) -> None:
    with RpcApi(stack) as api:
        run = start(api, people.candidate(), canaries.interview_id)
    # The planner's estimates need statistics.
    database.execute("analyze reprise.session_questions, reprise.questions, reprise.question_keys")
    for hidden in (canaries.shown[4][0], canaries.shown[4][1], canaries.keys[0][2]):
        assert _told_apart(data_api, run, canaries, hidden) == []
    # Positive control: a served question can be found by its text.
    assert _told_apart(data_api, run, canaries, canaries.shown[0][0])


def _told_apart(data_api: DataApi, run: Run, canaries: Canaries, right: str) -> list[str]:
    """The probes whose response to a right guess differs from that to a wrong one."""
    wrong = right[:-8] + uuid4().hex[:8]
    return [
        probe.path
        for probe in PROBES
        if "{guess}" in probe.path + json.dumps(probe.body)
        and _normal(_send(data_api, probe, run, canaries, run.person, right), right)
        != _normal(_send(data_api, probe, run, canaries, run.person, wrong), wrong)
    ]


@pytest.fixture
def forgetful_policy(database: Database) -> Iterator[None]:
    """Plant a mistake: the policy does not check whether a question was served."""
    name = '"candidates read served questions, members all"'
    condition = database.value("select qual from pg_policies where tablename = 'session_questions' and cmd = 'SELECT'")
    alter = f"alter policy {name} on reprise.session_questions using "
    mine = "session_id in (select reprise_private.sessions_of_caller())"
    database.connection.execute(f"{alter} ({mine})".encode())
    yield
    database.connection.execute(f"{alter} ({condition})".encode())


@pytest.mark.prove
@pytest.mark.usefixtures("forgetful_policy")
def test_control_same_queries_return_everything_under_a_missing_policy(
    data_api: DataApi, people: People, canaries: Canaries, stack: Stack
) -> None:
    with RpcApi(stack) as api:
        run = start(api, people.candidate(), canaries.interview_id)
    recorder = _probe_all(data_api, run, canaries, run.person)
    later = {text for texts in canaries.shown[1:] for text in texts}
    assert recorder.found(canaries.after(0)) == later


def _do_all_a_candidate_can_do(run: Run, canaries: Canaries) -> None:
    """Make every call that returns something, valid and invalid; the lease stays unchanged."""
    start_again = {
        "session_id": run.session_id,
        "client_id": run.client_id,
        "interview_id": canaries.interview_id,
    }
    run.api.call("start", run.person, start_again).ok()
    run.api.call("start", run.person, start_again | {"session_id": uuid4()})
    run.active().ok()
    run.api.call("sessions", run.person, {}).ok()
    run.heartbeat("a draft")
    run.heartbeat("a draft", position=LAST)
    run.submit("a guess", position=LAST)
    run.submit("a guess", position=run.position + 1)
    run.submit("not an option", lease=99)
    run.resume().ok()
    run.resume(client_id=uuid4())
    run.resume(session_id=uuid4())
    run.finish("nonsense")
    run.finish(lease=99)


def _probe_all(data_api: DataApi, run: Run, canaries: Canaries, caller: Person | None) -> ResponseRecorder:
    recorder = ResponseRecorder()
    for probe in PROBES:
        recorder.record(_send(data_api, probe, run, canaries, caller, "canary"))
    return recorder


def _send(
    data_api: DataApi,
    probe: Probe,
    run: Run,
    canaries: Canaries,
    caller: Person | None,
    guess: str,
) -> httpx.Response:
    def fill(text: str) -> str:
        for name, value in (
            ("session", run.session_id),
            ("interview", canaries.interview_id),
            ("question", canaries.question_ids[4]),
            ("guess", guess),
        ):
            text = text.replace(f"{{{name}}}", str(value))
        return text

    body = None if probe.body is None else json.loads(fill(json.dumps(probe.body)))
    return data_api.send(caller, probe.method, fill(probe.path), body, probe.headers)


def _normal(response: httpx.Response, guess: str) -> tuple[int, list[tuple[str, str]], str]:
    """The response without the guess itself and without times."""

    def without_guess(text: str) -> str:
        return text.replace(guess, "GUESS")

    headers = [
        (name, without_guess(value))
        for name, value in response.headers.multi_items()
        if name not in ("date", "server-timing")
    ]
    return response.status_code, headers, without_guess(response.text)
