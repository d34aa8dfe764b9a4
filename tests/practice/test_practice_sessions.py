"""Guards that a practice run follows the rules of every session through each API, and its own relaxed ones."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from local.stack import Stack
from tests.support.apis import Api
from tests.support.cleanup import clean_up_through
from tests.support.database import Database
from tests.support.interviews import Run
from tests.support.people import People
from tests.support.question_bank import Bank, practise


@pytest.fixture
def run(api: Api, people: People, bank: Bank) -> Run:
    """A run of three open questions, the first one served."""
    bank.add(4, kind="open", min_seconds=30)
    return practise(api, people.candidate(), interview_type=bank.interview_type, question_count=3)


@pytest.fixture
def unlimited(api: Api, people: People, bank: Bank) -> Run:
    """Such a run without time limits."""
    bank.add(4, kind="open")
    choice = {"interview_type": bank.interview_type, "question_count": 3, "time_limits": False}
    return practise(api, people.candidate(), **choice)


def test_practice_copies_questions_and_keys_so_that_later_edits_change_nothing(run: Run, database: Database) -> None:
    before = database.questions(run.session_id)
    assert [row["time_limit_seconds"] for row in before] == [60, 60, 60]
    assert [row["min_seconds"] for row in before] == [0, 0, 0]
    assert (
        database.value("select count(*) from reprise.session_question_keys where session_id = %s", run.session_id) == 3
    )
    ids = [row["question_id"] for row in before]
    database.execute("update reprise.questions set prompt = 'edited', is_active = false where id = any(%s)", ids)
    assert database.questions(run.session_id) == before
    assert run.submit().ok()["question"]["prompt"] == before[1]["prompt"]


def test_repeated_start_returns_the_same_practice_without_a_new_pick(run: Run, bank: Bank, database: Database) -> None:
    before = database.questions(run.session_id)
    choice = {"interview_type": bank.interview_type, "question_count": 3}
    arguments = {"session_id": run.session_id, "client_id": run.client_id, "practice": choice}
    for other in ({"interview_type": "another"}, {"question_count": 1}, {"difficulty": "easy"}, {"domain": "queues"}):
        changed = arguments | {"practice": choice | other}
        run.api.call("start", run.person, changed).refused(409, "session_id_taken")
    again = run.api.call("start", run.person, arguments).ok(200)
    assert (again["replayed"], again["session"]["question_count"]) == (True, 3)
    assert database.questions(run.session_id) == before


def test_session_id_of_an_interview_cannot_start_practice(run: Run) -> None:
    arguments = {"session_id": run.session_id, "client_id": run.client_id, "interview_id": uuid4()}
    run.api.call("start", run.person, arguments).refused(409, "session_id_taken")


def test_practice_resumes_on_another_device_and_the_old_one_is_notified(run: Run, database: Database) -> None:
    run.heartbeat("half a thought").ok()
    other = uuid4()
    run.resume(client_id=other).refused(409, "live_elsewhere")
    taken = run.resume(client_id=other, takeover=True).ok()
    assert (taken["lease"]["number"], taken["question"]["draft"]) == (2, "half a thought")
    assert run.submit("typed on the old device").refused(409, "lease_lost")["kept"] is True
    assert database.kept(run.session_id)[0]["answer"] == "typed on the old device"


def test_practice_in_progress_blocks_a_start_and_can_be_started_over(run: Run, bank: Bank, database: Database) -> None:
    active = run.active().ok()["active_session"]
    assert (active["id"], active["can_start_over"], active["question_number"]) == (str(run.session_id), True, 1)
    assert active["practice"] == {"interview_type": bank.interview_type, "domain": None, "difficulty": None}
    choice = {"interview_type": bank.interview_type, "question_count": 2}
    arguments = {"session_id": uuid4(), "client_id": run.client_id, "practice": choice}
    refusal = run.api.call("start", run.person, arguments).refused(409, "session_in_progress")
    assert refusal["session"]["id"] == str(run.session_id)
    fresh = run.api.call("start", run.person, arguments | {"start_over": True}).ok(201)
    assert fresh["session"]["question_count"] == 2
    assert database.session(run.session_id)["closed_reason"] == "start_over"


def test_stuck_practice_is_cleared(run: Run, database: Database) -> None:
    run.heartbeat("typed").ok()
    assert run.clear().ok()["session"]["id"] == str(run.session_id)
    assert database.session(run.session_id)["closed_reason"] == "cleared"
    assert database.answers(run.session_id)[0]["answer"] == "typed"


def test_cleanup_expires_questions_of_practice_and_abandons_it_after_its_window(
    run: Run, stack: Stack, database: Database
) -> None:
    run.heartbeat("in time").ok()
    database.let_time_pass(run.session_id, 63)
    clean_up_through(run.api, stack)
    assert database.answers(run.session_id)[0]["source"] == "draft"
    database.let_time_pass(run.session_id, 8 * 86_400)
    clean_up_through(run.api, stack)
    assert database.session(run.session_id)["closed_reason"] == "resume_window_passed"
    assert database.live_row(run.person.user_id) is None


def test_practice_without_time_limits_has_no_clock(unlimited: Run, stack: Stack, database: Database) -> None:
    assert unlimited.view["session"]["time_limits"] == [None, None, None]
    question = unlimited.view["question"]
    assert (question["time_limit_seconds"], question["deadline_at"], question["remaining_seconds"]) == (
        None,
        None,
        None,
    )
    unlimited.heartbeat("slowly").ok()
    database.let_time_pass(unlimited.session_id, 3 * 86_400)
    clean_up_through(unlimited.api, stack)
    active = unlimited.active().ok()["active_session"]
    assert (active["time_remaining_seconds"], active["time_expired"]) == (None, False)
    resumed = unlimited.resume().ok()
    assert (resumed["expired"], resumed["question"]["draft"]) == ([], "slowly")
    reply = unlimited.submit("after three days").ok()
    assert (reply["accepted"], reply["receipt"]["late_by_seconds"]) == (True, 0)
    database.let_time_pass(unlimited.session_id, 5 * 86_400)
    clean_up_through(unlimited.api, stack)
    assert database.session(unlimited.session_id)["closed_reason"] == "resume_window_passed"


def test_resume_window_and_grace_follow_the_settings(run: Run, database: Database) -> None:
    row, settings = database.session(run.session_id), database.row("select * from reprise_private.settings")
    assert row["resume_until"] - row["started_at"] == settings["practice_resume_window"] == timedelta(days=7)
    assert row["grace_seconds"] == settings["practice_grace_seconds"] == 2


@pytest.mark.parametrize("count", [5, 50])
def test_practice_of_more_questions_than_exist_is_refused_with_their_number(
    api: Api, people: People, bank: Bank, database: Database, count: int
) -> None:
    person = people.candidate()
    bank.add(4)
    arguments = {"client_id": uuid4(), "practice": {"interview_type": bank.interview_type, "question_count": count}}
    assert api.call("start", person, arguments).refused(422, "not_enough_questions")["available"] == 4
    assert database.rows("select id from reprise.interview_sessions where user_id = %s", person.user_id) == []


WRONG: dict[str, dict[str, Any]] = {
    "nothing": {},
    "no count": {"interview_type": "backend"},
    "no type": {"question_count": 3},
    "no questions": {"interview_type": "backend", "question_count": 0},
    "too many": {"interview_type": "backend", "question_count": 51},
    "a fraction": {"interview_type": "backend", "question_count": 2.5},
    "a huge number": {"interview_type": "backend", "question_count": 10**30},
    "a number as text": {"interview_type": "backend", "question_count": "3"},
    "an unknown difficulty": {"interview_type": "backend", "question_count": 3, "difficulty": "extreme"},
    "a difficulty that is no text": {"interview_type": "backend", "question_count": 3, "difficulty": ["easy"]},
    "an empty type": {"interview_type": "", "question_count": 3},
    "a long type": {"interview_type": "x" * 201, "question_count": 3},
    "a type that is no text": {"interview_type": 7, "question_count": 3},
    "a domain that is no text": {"interview_type": "backend", "question_count": 3, "domain": {}},
    "a limit that is no switch": {"interview_type": "backend", "question_count": 3, "time_limits": "no"},
    "an unknown field": {"interview_type": "backend", "question_count": 3, "user_id": str(UUID(int=1))},
    "a template and a type": {"template_id": str(UUID(int=1)), "interview_type": "backend"},
    "a template that is no id": {"template_id": "mine"},
}


@pytest.mark.everyday(2)
@pytest.mark.parametrize("wrong", WRONG)
def test_invalid_choice_is_refused(api: Api, people: People, wrong: str) -> None:
    arguments = {"client_id": uuid4(), "practice": WRONG[wrong]}
    api.call("start", people.candidate(), arguments).refused(422, "invalid_request")
