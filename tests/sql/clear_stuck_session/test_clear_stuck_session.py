"""Guards that one call frees a stuck user, and costs nobody their only attempt."""

from uuid import uuid4

import pytest

from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import invite, make_interview, start
from tests.support.people import People


def test_one_clear_call_frees_the_user_and_the_next_start_succeeds(
    api: Api, people: People, database: Database
) -> None:
    interview = make_interview(database).interview_id
    run = start(api, people.candidate(), interview)
    cleared = run.clear().ok()
    assert cleared["cleared"] is True
    assert (cleared["session"]["id"], cleared["session"]["status"]) == (
        str(run.session_id),
        "abandoned",
    )
    assert cleared["session"]["closed_reason"] == "cleared"
    assert database.live_row(run.person.user_id) is None
    again = start(api, run.person, interview)
    assert again.view["question"]["position"] == 0
    assert again.session_id != run.session_id


def test_repeated_clear_finds_nothing_and_succeeds(api: Api, people: People, database: Database) -> None:
    run = start(api, people.candidate(), make_interview(database).interview_id)
    run.clear().ok()
    before = database.events(run.session_id)
    for _ in range(2):
        again = run.clear().ok()
        assert (again["cleared"], again["session"]) == (False, None)
    assert database.events(run.session_id) == before


def test_clear_reports_nothing_stuck_for_a_user_who_never_started(api: Api, people: People) -> None:
    body = api.call("clear-stuck-session", people.candidate(), {}).ok()
    assert (body["cleared"], body["session"]) == (False, None)


@pytest.mark.parametrize("why", ["start over is not allowed", "no attempts are left"])
def test_clearing_deletes_only_the_live_marker_of_a_session_that_cannot_restart(
    api: Api, people: People, database: Database, why: str
) -> None:
    allowed = why == "no attempts are left"
    interview = make_interview(database, ["open"] * 3, is_public=False, start_over_allowed=allowed)
    person = people.candidate()
    invite(database, interview, person, attempts_allowed=1 if allowed else 5)
    run = start(api, person, interview.interview_id)
    run.submit("first").ok()
    run.heartbeat("draft").ok()
    cleared = run.clear().ok()
    assert cleared["cleared"] is True
    assert cleared["session"]["status"] == "in_progress"
    assert database.live_row(person.user_id) is None
    assert database.events(run.session_id)[-1] == "live_marker_cleared"
    resumed = run.resume(client_id=uuid4()).ok()
    assert (resumed["question"]["position"], resumed["question"]["draft"]) == (1, "draft")


def test_clearing_retains_every_answer_and_the_draft(api: Api, people: People, database: Database) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 3).interview_id)
    run.submit("first").ok()
    run.heartbeat("draft").ok()
    run.clear().ok()
    assert [(row["answer"], row["source"]) for row in database.answers(run.session_id)] == [
        ("first", "submitted"),
        ("draft", "draft"),
    ]


def test_clearing_a_session_whose_last_question_ran_out_completes_it(
    api: Api, people: People, database: Database
) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"]).interview_id)
    database.let_time_pass(run.session_id, 90)
    cleared = run.clear().ok()
    assert (cleared["cleared"], cleared["session"]["status"]) == (True, "completed")


def test_clearing_frees_only_the_caller(api: Api, people: People, database: Database) -> None:
    interview = make_interview(database).interview_id
    run, bystander = (start(api, people.candidate(), interview) for _ in range(2))
    run.clear().ok()
    assert database.live_row(bystander.person.user_id) is not None
    assert bystander.submit("b").ok()["accepted"] is True
