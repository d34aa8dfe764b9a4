"""Invalid questions and keys from before validation start no clock, and cost no candidate any points."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg.types.json import Jsonb

from local.settings import ROOT
from local.stack import Stack
from tests.sql.check_question.authors import OPTIONS, Desk
from tests.support.apis import Api
from tests.support.data_api import PROFILE
from tests.support.database import Database
from tests.support.interviews import Interview, Run, make_interview, start
from tests.support.people import People, Person
from tests.support.plain_http import http
from tests.support.question_bank import Bank, practise

MARKED = [{"id": "a", "text": "Alpha", "correct": False}, {"id": "b", "text": "Beta", "correct": True, "why": "secret"}]
CLEAN = [{"id": "a", "text": "Alpha"}, {"id": "b", "text": "Beta"}]
UNANSWERABLE: dict[str, Any] = {
    "null": None,
    "an object": {"a": "Alpha"},
    "a string": "Alpha",
    "bare strings": ["Alpha", "Beta"],
    "no ids": [{"text": "Alpha"}, {"text": "Beta"}],
    "label in place of text": [{"id": "a", "label": "Alpha"}, {"id": "b", "label": "Beta"}],
    "text null": [{"id": "a", "text": None}, {"id": "b", "text": "Beta"}],
    "text an object": [{"id": "a", "text": {"correct": True}}, {"id": "b", "text": "Beta"}],
    "the same id twice": [{"id": "a", "text": "Alpha"}, {"id": "a", "text": "Beta"}],
    "blank ids": [{"id": " ", "text": "Alpha"}, {"id": "\u200b", "text": "Beta"}],
    "one": [{"id": "a", "text": "Alpha"}],
}


def store_unchecked(database: Database, table: str, key: UUID, **columns: Any) -> None:
    """Change a row without validation: triggers are off, and a constraint that would interfere is dropped."""
    with database.connection.transaction():
        database.execute("alter table reprise.questions drop constraint if exists questions_options_only_for_mcq")
        database.execute("set local session_replication_role = replica")
        for name, value in columns.items():
            stored = (
                Jsonb(value) if isinstance(value, (list, dict)) or (name == "options" and value is not None) else value
            )
            key_column = "id" if table == "questions" else "question_id"
            database.connection.execute(
                f"update reprise.{table} set {name} = %s where {key_column} = %s".encode(), (stored, key)
            )


def interview_with(database: Database, options: Any, **columns: Any) -> Interview:
    """An interview with an open question and an mcq with these options, stored without validation."""
    interview = make_interview(database, ["open", "mcq"], **columns)
    store_unchecked(database, "questions", interview.question_ids[1], options=options)
    return interview


def show_results(database: Database, interview: Interview) -> None:
    """Let candidates see their results."""
    database.execute(
        "update reprise.interviews set results_visible_to_candidate = true where id = %s", interview.interview_id
    )


def end_grading(database: Database, session_id: UUID) -> None:
    """End grading as a run without a model does: jobs for a grader wait for a person, and there is a summary."""
    database.execute(
        "update reprise.evaluations set status = 'needs_review', grader = 'none' where session_id = %s"
        " and status = 'queued'",
        session_id,
    )
    database.execute(
        "update reprise.session_results set status = 'ready', grader = 'plain', total = 0, percentage = 0,"
        " summary = 'All in all, fine.' where session_id = %s",
        session_id,
    )


def finish(run: Run, choice: str) -> None:
    run.submit("words").ok()
    run.submit(choice).ok()


def rows_of_the_data_api(stack: Stack, person: Person, session_id: UUID) -> list[dict[str, Any]]:
    """The question rows that a candidate can select at the Data API."""
    response = http.get(
        f"{stack.supabase_url}/rest/v1/session_questions",
        params={"session_id": f"eq.{session_id}", "order": "position"},
        headers={**PROFILE, "apikey": stack.publishable_key, "authorization": f"Bearer {person.token}"},
        timeout=30,
    )
    rows: list[dict[str, Any]] = response.raise_for_status().json()
    return rows


def test_candidate_receives_only_id_and_text_of_an_option(
    api: Api, stack: Stack, people: People, database: Database
) -> None:
    interview = interview_with(database, MARKED)
    show_results(database, interview)
    run = start(api, people.candidate(), interview.interview_id)
    assert run.submit("words").ok()["question"]["options"] == CLEAN
    assert run.resume().ok()["question"]["options"] == CLEAN
    assert rows_of_the_data_api(stack, run.person, run.session_id)[1]["options"] == CLEAN
    run.submit("b").ok()
    results = api.call("results", run.person, {"session_id": run.session_id}).ok()
    assert results["answers"][1]["options"] == CLEAN
    end_grading(database, run.session_id)
    exported = http.get(
        f"{stack.functions_url}/export",
        params={"session_id": str(run.session_id), "format": "json"},
        headers={"authorization": f"Bearer {run.person.token}"},
        timeout=60,
    )
    assert exported.status_code == 200
    for text in (run.view, results, exported.text):
        assert "correct" not in str(text).replace("Not correct.", "").replace("Correct.", "")
        assert "secret" not in str(text)


def test_practising_user_receives_only_id_and_text_of_an_option(
    api: Api, stack: Stack, people: People, database: Database
) -> None:
    bank = Bank(database)
    (question_id,) = bank.add(1)
    store_unchecked(database, "questions", question_id, options=MARKED)
    run = practise(api, people.candidate(), interview_type=bank.interview_type, question_count=1)
    assert run.view["question"]["options"] == CLEAN
    assert rows_of_the_data_api(stack, run.person, run.session_id)[0]["options"] == CLEAN


@pytest.mark.everyday(2)
@pytest.mark.parametrize("options", UNANSWERABLE.values(), ids=UNANSWERABLE)
def test_interview_with_an_unanswerable_question_cannot_start(
    api: Api, people: People, database: Database, options: Any
) -> None:
    interview = interview_with(database, options, attempts_allowed=1)
    person = people.candidate()
    arguments = {"session_id": uuid4(), "client_id": uuid4(), "interview_id": interview.interview_id}
    body = api.call("start", person, arguments).refused(409, "interview_not_ready")
    assert "no attempt was used" in body["detail"]
    assert database.rows("select id from reprise.interview_sessions where user_id = %s", person.user_id) == []
    assert database.live_row(person.user_id) is None
    database.execute(
        "update reprise.questions set options = %s where id = %s", Jsonb(OPTIONS), interview.question_ids[1]
    )
    run = start(api, person, interview.interview_id)
    finish(run, "b")


def test_question_with_an_invisible_prompt_starts_no_clock(api: Api, people: People, database: Database) -> None:
    interview = make_interview(database, ["open"])
    store_unchecked(database, "questions", interview.question_ids[0], prompt="\u200b")
    arguments = {"session_id": uuid4(), "client_id": uuid4(), "interview_id": interview.interview_id}
    api.call("start", people.candidate(), arguments).refused(409, "interview_not_ready")


def test_running_session_is_not_abandoned_for_an_interview_that_cannot_start(
    api: Api, people: People, database: Database
) -> None:
    interview = make_interview(database, ["open", "mcq"])
    run = start(api, people.candidate(), interview.interview_id)
    store_unchecked(database, "questions", interview.question_ids[1], options=None)
    arguments = {"session_id": uuid4(), "client_id": run.client_id, "interview_id": interview.interview_id}
    api.call("start", run.person, arguments | {"start_over": True}).refused(409, "interview_not_ready")
    assert database.session(run.session_id)["status"] == "in_progress"
    finish(run, "b")


@pytest.mark.parametrize("options", UNANSWERABLE.values(), ids=UNANSWERABLE)
def test_unanswerable_question_is_not_picked_for_practice(
    rpc_api: Api, people: People, database: Database, options: Any
) -> None:
    bank = Bank(database)
    good = bank.add(2)
    (bad,) = bank.add(1, is_active=False)
    store_unchecked(database, "questions", bad, options=options)
    database.execute("update reprise.questions set is_active = true where id = %s", bad)
    person = people.candidate()
    assert set(bank.pick(person, 3)) == set(good)
    choice = {"interview_type": bank.interview_type, "question_count": 3}
    arguments = {"session_id": uuid4(), "client_id": uuid4(), "practice": choice}
    body = rpc_api.call("start", person, arguments).refused(422, "not_enough_questions")
    assert body["available"] == 2
    database.execute("update reprise.questions set options = %s where id = %s", Jsonb(OPTIONS), bad)
    assert set(bank.pick(person, 3)) == {*good, bad}


@pytest.mark.everyday(3)
@pytest.mark.parametrize("options", UNANSWERABLE.values(), ids=UNANSWERABLE)
def test_running_session_continues_past_an_unanswerable_question_and_a_person_grades_it(
    api: Api, stack: Stack, people: People, database: Database, options: Any
) -> None:
    """The question is skipped as if expired; no points are lost, and the session can be read everywhere."""
    interview = make_interview(database, ["open", "mcq", "open"])
    show_results(database, interview)
    run = start(api, people.candidate(), interview.interview_id)
    database.execute(
        "update reprise.session_questions set options = %s where session_id = %s and position = 1",
        None if options is None else Jsonb(options),
        run.session_id,
    )
    question = run.submit("words").ok()["question"]
    assert all(option.keys() == {"id", "text"} for option in question["options"])
    assert all(isinstance(option["id"], str) and isinstance(option["text"], str) for option in question["options"])
    assert run.resume().ok()["question"]["options"] == question["options"]
    assert run.heartbeat().ok()["position"] == 1
    run.submit("nothing of it").refused(422, "invalid_request")
    assert run.submit("", time_expired=True).ok()["session"]["position"] == 2
    run.submit("words").ok()
    evaluation = database.row(
        "select status, score, flags from reprise.evaluations where session_id = %s and position = 1", run.session_id
    )
    assert evaluation == {"status": "needs_review", "score": None, "flags": ["unusable_key"]}
    end_grading(database, run.session_id)
    recruiter = people.member(interview.organization_id)
    for person in (run.person, recruiter):
        api.call("results", person, {"session_id": run.session_id}).ok()
        exported = http.get(
            f"{stack.functions_url}/export",
            params={"session_id": str(run.session_id), "format": "md"},
            headers={"authorization": f"Bearer {person.token}"},
            timeout=60,
        )
        assert exported.status_code == 200, exported.text


def test_options_with_numeric_ids_can_be_chosen_by_their_digits(api: Api, people: People, database: Database) -> None:
    interview = interview_with(database, [{"id": 1, "text": "Alpha"}, {"id": 2, "text": 2.5}])
    run = start(api, people.candidate(), interview.interview_id)
    shown = run.submit("words").ok()["question"]["options"]
    assert shown == [{"id": "1", "text": "Alpha"}, {"id": "2", "text": "2.5"}]
    assert run.submit("2").ok()["completed"] is True


@pytest.mark.parametrize("correct_option", ["B", "b ", "z", "Beta", ""])
def test_key_naming_no_option_scores_nobody_zero_and_can_be_corrected(
    api: Api, people: People, database: Database, correct_option: str
) -> None:
    interview = make_interview(database, ["mcq"])
    store_unchecked(database, "question_keys", interview.question_ids[0], correct_option=correct_option)
    runs = [start(api, people.candidate(), interview.interview_id) for _ in range(3)]
    for run, choice in zip(runs, ("b", "a", ""), strict=True):
        run.submit(choice, time_expired=True).ok()
    found = [evaluation(database, run) for run in runs]
    waiting = ("needs_review", None, ["unusable_key"])
    assert found == [waiting, waiting, ("done", 0, [])]
    key = "update reprise.question_keys set correct_option = 'b' where question_id = %s"
    database.execute(key, interview.question_ids[0])
    regrade(api, people.member(interview.organization_id), interview)
    assert [score for _, score, _ in (evaluation(database, run) for run in runs)] == [10, 0, 0]


def test_regrade_applies_a_key_that_was_added_later(api: Api, people: People, database: Database) -> None:
    interview = make_interview(database, ["mcq"])
    database.execute("delete from reprise.question_keys where question_id = %s", interview.question_ids[0])
    run = start(api, people.candidate(), interview.interview_id)
    run.submit("b").ok()
    assert evaluation(database, run) == ("needs_review", None, ["unusable_key"])
    key = "insert into reprise.question_keys (question_id, correct_option) values (%s, 'b')"
    database.execute(key, interview.question_ids[0])
    assert regrade(api, people.member(interview.organization_id), interview)["answers"] == 1
    assert evaluation(database, run) == ("done", 10, [])
    assert regrade(api, people.member(interview.organization_id), interview)["answers"] == 0


def test_draft_of_a_choice_with_an_invalid_key_waits_for_a_person(api: Api, people: People, database: Database) -> None:
    interview = make_interview(database, ["mcq"])
    store_unchecked(database, "question_keys", interview.question_ids[0], correct_option="z")
    run = start(api, people.candidate(), interview.interview_id)
    run.heartbeat("b").ok()
    database.let_time_pass(run.session_id, 100)
    run.resume()
    assert database.answers(run.session_id)[0]["source"] == "draft"
    assert evaluation(database, run) == ("needs_review", None, ["unusable_key"])


def test_invalid_existing_question_can_be_deactivated_and_deleted_but_not_rewritten(
    desk: Desk, database: Database
) -> None:
    question_id = desk.stored_question()
    store_unchecked(database, "questions", question_id, options=["Alpha", "Beta"])
    desk.author.change("questions", question_id, {"is_active": False, "points": 5}).stored()
    desk.author.change("questions", question_id, {"prompt": "Another prompt"}).refused("options[0]")
    desk.author.change("questions", question_id, {"prompt": "Another prompt", "options": OPTIONS}).stored()
    assert database.execute("delete from reprise.questions where id = %s", question_id) == 1


def test_operator_view_lists_invalid_existing_questions(database: Database, desk: Desk) -> None:
    question_id, keyed_id = desk.stored_question(), desk.stored_question()
    database.execute("insert into reprise.question_keys (question_id, correct_option) values (%s, 'a')", keyed_id)
    store_unchecked(database, "questions", question_id, options=[{"id": "a", "text": "Alpha"}, {"id": "b"}], prompt=" ")
    store_unchecked(database, "question_keys", keyed_id, correct_option="A", criteria=["clean"])
    query = (ROOT / "supabase" / "snippets" / "unusable_questions.sql").read_text()
    with database.connection.cursor() as cursor:
        found = cursor.execute(query.encode()).fetchall()
    mine = {(str(row[0]), row[3]) for row in found if row[0] in (question_id, keyed_id)}
    assert mine == {
        (str(question_id), "prompt"),
        (str(question_id), "options[1].text"),
        (str(keyed_id), "correct_option"),
        (str(keyed_id), "criteria[0]"),
    }


def evaluation(database: Database, run: Run) -> tuple[str, Any, list[str]]:
    """Status, score and flags of the first answer."""
    row = database.row(
        "select status, score, flags from reprise.evaluations where session_id = %s and position = 0", run.session_id
    )
    return row["status"], row["score"], row["flags"]


def regrade(api: Api, recruiter: Person, interview: Interview) -> dict[str, Any]:
    arguments = {"action": "regrade", "interview_id": interview.interview_id, "reason": "The key was wrong."}
    return api.call("review", recruiter, arguments).ok()
