"""Guards that the resume window limits when a new question may be served, and never cuts off an open one."""

from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import Run, make_interview, start
from tests.support.people import People


def end_window(database: Database, run: Run) -> None:
    database.execute(
        "update reprise.interview_sessions set resume_until = now() - interval '1 second' where id = %s", run.session_id
    )


def test_open_question_retains_its_deadline_after_the_resume_window(
    api: Api, people: People, database: Database
) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 2).interview_id)
    end_window(database, run)
    run.heartbeat("still here").ok()
    assert run.active().ok()["active_session"]["question_number"] == 1
    assert run.submit("in time").ok()["accepted"] is True
    assert run.submit("in time as well").ok()["completed"] is True


def test_no_question_is_served_after_the_resume_window(api: Api, people: People, database: Database) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 2).interview_id)
    database.let_time_pass(run.session_id, 120)
    end_window(database, run)
    closed = run.resume().ok()
    assert (closed["session"]["status"], closed["session"]["closed_reason"]) == ("abandoned", "resume_window_passed")
    assert closed["question"] is None
