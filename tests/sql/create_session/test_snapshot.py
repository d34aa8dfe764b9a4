"""Guards that a running session is a copy: changes to its interview do not affect it."""

from psycopg.types.json import Jsonb

from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import Interview, Run, make_interview, start
from tests.support.people import People

OTHER_OPTIONS = Jsonb([{"id": "x", "text": "X"}, {"id": "y", "text": "Y"}])


def edit_everything(database: Database, interview: Interview) -> None:
    """Change every column from which a session is made."""
    database.execute(
        "update reprise.interviews set title = 'Edited', status = 'archived', is_public = false,"
        " grace_seconds = 60, start_over_allowed = false, resume_window_minutes = 1,"
        " attempts_allowed = 1 where id = %s",
        interview.interview_id,
    )
    # Options that a key names cannot be removed.
    database.execute(
        "update reprise.question_keys set correct_option = null where question_id = any(%s)", interview.question_ids
    )
    database.execute(
        "update reprise.questions set prompt = 'Edited', points = 999, time_limit_seconds = 5,"
        " min_seconds = 4, is_active = false,"
        " options = case when kind = 'mcq' then %s::jsonb end where id = any(%s)",
        OTHER_OPTIONS,
        interview.question_ids,
    )
    database.execute(
        "update reprise.question_keys k set correct_option = case when q.kind = 'mcq' then 'x' end,"
        " sample_solution = 'Edited', keywords = '[]'"
        " from reprise.questions q where q.id = k.question_id and q.id = any(%s)",
        interview.question_ids,
    )


def keys(database: Database, run: Run) -> list[dict[str, object]]:
    return database.rows(
        "select * from reprise.session_question_keys where session_id = %s order by position",
        run.session_id,
    )


def finish_unchanged(run: Run, database: Database, interview: Interview) -> None:
    """Finish the session with the questions it started with."""
    while run.view["question"] is not None:
        question = run.view["question"]
        prompt = f"prompt-{run.position}-{interview.question_ids[run.position]}"
        assert (question["prompt"], question["points"]) == (prompt, 10)
        assert (question["time_limit_seconds"], question["grace_seconds"]) == (60, 2)
        run.submit().ok()
    assert run.view["session"]["title"] == "Test interview"
    assert run.view["session"]["closed_reason"] == "answered"


def test_editing_an_interview_changes_nothing_that_is_running(api: Api, people: People, database: Database) -> None:
    interview = make_interview(database)
    run = start(api, people.candidate(), interview.interview_id)
    before = keys(database, run)
    assert len(before) == 4
    edit_everything(database, interview)
    finish_unchanged(run, database, interview)
    assert keys(database, run) == before


def test_deleting_its_questions_changes_nothing_that_is_running(api: Api, people: People, database: Database) -> None:
    interview = make_interview(database)
    run = start(api, people.candidate(), interview.interview_id)
    before = keys(database, run)
    database.execute("delete from reprise.interview_questions where interview_id = %s", interview.interview_id)
    database.execute("delete from reprise.questions where id = any(%s)", interview.question_ids)
    finish_unchanged(run, database, interview)
    assert keys(database, run) == before


def test_next_session_uses_the_edited_interview(api: Api, people: People, database: Database) -> None:
    interview = make_interview(database)
    person = people.candidate()
    start(api, person, interview.interview_id).finish().ok()
    database.execute("update reprise.questions set prompt = 'Edited' where id = any(%s)", interview.question_ids)
    assert start(api, person, interview.interview_id).view["question"]["prompt"] == "Edited"


def test_gaps_between_positions_of_an_interview_are_closed_in_the_session(
    api: Api, people: People, database: Database
) -> None:
    interview = make_interview(database, ["open"] * 4)
    database.execute(
        "delete from reprise.interview_questions where interview_id = %s and position in (0, 2)",
        interview.interview_id,
    )
    run = start(api, people.candidate(), interview.interview_id)
    assert run.view["session"]["question_count"] == 2
    stored = [row["question_id"] for row in database.questions(run.session_id)]
    assert stored == [interview.question_ids[1], interview.question_ids[3]]
    run.submit().ok()
    assert run.submit().ok()["completed"] is True
