"""Guarantee 33: a measured outage gives exactly its time back, and nobody can make one up."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import psycopg
import pytest

from local.stack import Stack
from tests.support.apis import Api
from tests.support.cleanup import post_cleanup
from tests.support.data_api import DataApi
from tests.support.database import Database
from tests.support.database_calls import candidate_locked
from tests.support.interviews import Run, make_interview, start
from tests.support.people import People
from tests.support.raw_http import send_and_hang_up
from tests.time_ledger.outage_reports import credit, ledger, outages, report

LIMIT = 60


def run_of(api: Api, database: Database, people: People, kinds: tuple[str, ...] = ("open", "open")) -> Run:
    """A session that has just started, with questions of a minute and two seconds of grace."""
    interview = make_interview(database, kinds, time_limit_seconds=LIMIT, grace_seconds=2)
    return start(api, people.candidate(), interview.interview_id)


@pytest.mark.everyday(2)
@pytest.mark.parametrize("seconds", [1, 12, 59, 600])
@pytest.mark.parametrize("before", [1, 30, 61])
def test_outage_in_any_phase_of_a_question_leaves_the_time_that_was_left_when_it_began(
    api: Api, database: Database, people: People, seconds: int, before: int
) -> None:
    run = run_of(api, database, people)
    run.heartbeat("typed").ok()
    database.let_time_pass(run.session_id, before + seconds)
    deadline = database.questions(run.session_id)[0]["deadline_at"]
    window = database.session(run.session_id)["resume_until"]
    report(database, seconds)
    [row] = ledger(database, run.session_id)
    assert (row["kind"], row["position"], float(row["seconds"])) == ("outage", 0, seconds)
    moved = timedelta(seconds=seconds)
    assert database.questions(run.session_id)[0]["deadline_at"] == deadline + moved
    assert database.session(run.session_id)["resume_until"] == window + moved
    beat = run.heartbeat().ok()
    assert beat["remaining_seconds"] == pytest.approx(max(LIMIT - before, 0), abs=2)
    assert [(one["kind"], one["seconds"]) for one in beat["time_credits"]] == [("outage", seconds)]
    assert beat["time_credits"][0]["reason"]
    assert run.submit("the answer").ok()["accepted"]


def test_outage_gives_a_question_that_was_served_after_it_was_said_to_begin_only_the_overlap(
    api: Api, database: Database, people: People
) -> None:
    run = run_of(api, database, people)
    database.let_time_pass(run.session_id, 20)
    # Served 20 seconds ago; the service was away from 30 to 5 seconds ago, so for 15 seconds of its clock.
    report(database, 25, ended_ago=5)
    [row] = ledger(database, run.session_id)
    assert float(row["seconds"]) == pytest.approx(15, abs=1)
    # Serving it was a write that the database stored, so there was no outage before.
    assert outages(database) == [pytest.approx(15, abs=1)]


def test_outage_moves_no_clock_that_did_not_run_during_it(api: Api, database: Database, people: People) -> None:
    answered, expired, later = (run_of(api, database, people) for _ in range(3))
    answered.submit().ok()
    for run in (answered, expired):
        database.let_time_pass(run.session_id, 100)
    before = [database.questions(run.session_id) for run in (expired, later)]
    # From 25 to 5 seconds ago: after the one had expired, before the other was served.
    report(database, 20, ended_ago=5)
    assert [ledger(database, run.session_id) for run in (expired, later)] == [[], []]
    assert [database.questions(run.session_id) for run in (expired, later)] == before
    assert [row["position"] for row in ledger(database, answered.session_id)] == []


def test_outages_reported_by_several_processes_count_once(api: Api, database: Database, people: People) -> None:
    run = run_of(api, database, people)
    database.let_time_pass(run.session_id, 50)
    report(database, 20, ended_ago=10)
    report(database, 25, ended_ago=10)
    report(database, 18, ended_ago=12)
    report(database, 22, ended_ago=8)
    assert sum(outages(database)) == pytest.approx(27, abs=0.5)
    assert sum(float(row["seconds"]) for row in ledger(database, run.session_id)) == pytest.approx(27, abs=0.5)
    # The same again, and what is too short to matter, stores nothing.
    stored = outages(database)
    report(database, 20, ended_ago=10)
    report(database, 0.4, ended_ago=2)
    assert outages(database) == stored


def test_database_refuses_the_part_of_an_outage_in_which_it_stored_an_answer(
    api: Api, database: Database, people: People
) -> None:
    run, other = run_of(api, database, people), run_of(api, database, people)
    # So soon after the start that the row of the session remembers the draft only as its last write.
    database.let_time_pass(other.session_id, 15)
    other.heartbeat("still here").ok()
    database.let_time_pass(run.session_id, 40)
    database.let_time_pass(other.session_id, 10)
    # Reported from 30 seconds ago until now, but a session started 25 and a draft was stored 10 seconds ago.
    report(database, 30)
    assert outages(database) == [pytest.approx(15, abs=1)]
    assert [float(row["seconds"]) for row in ledger(database, run.session_id)] == [pytest.approx(15, abs=1)]


def test_database_refuses_what_another_process_reports_while_others_write(
    api: Api, database: Database, people: People
) -> None:
    run, other = run_of(api, database, people), run_of(api, database, people)
    database.let_time_pass(run.session_id, 300)
    # Heartbeats of the other candidate overwrite the moment of the last write, and still disprove the outage.
    database.execute(
        "update reprise.active_interview_sessions set recent_writes ="
        " array(select now() - make_interval(secs => 20 * n) from generate_series(15, 0, -1) n) where session_id = %s",
        other.session_id,
    )
    report(database, 280)
    assert sum(outages(database)) <= 21


def test_heartbeats_leave_moments_twenty_seconds_apart_and_a_bounded_number(
    api: Api, database: Database, people: People
) -> None:
    run = run_of(api, database, people)

    def moments() -> list[datetime]:
        found: list[datetime] = database.value(
            "select recent_writes from reprise.active_interview_sessions where session_id = %s", run.session_id
        )
        return found

    [begun] = moments()
    run.heartbeat().ok()
    assert moments() == [begun]
    for number in range(1, 4):
        database.let_time_pass(run.session_id, 15)
        run.heartbeat().ok()
        assert len(moments()) == 1 + number // 2
    database.execute(
        "update reprise.active_interview_sessions set recent_writes ="
        " array(select now() - make_interval(secs => 30 * n) from generate_series(100, 1, -1) n) where session_id = %s",
        run.session_id,
    )
    run.heartbeat().ok()
    assert len(moments()) == 60
    assert moments() == sorted(moments())
    assert moments()[-1] - moments()[0] == pytest.approx(timedelta(seconds=59 * 30), abs=timedelta(seconds=5))
    assert moments()[-1] == database.value(
        "select updated_at from reprise.active_interview_sessions where session_id = %s", run.session_id
    )


def test_time_of_two_outages_is_given_back_once_when_the_first_credit_opens_the_question_again(
    api: Api, database: Database, people: People
) -> None:
    run = run_of(api, database, people)
    run.heartbeat("typed").ok()
    database.let_time_pass(run.session_id, 80)
    database.rows("select * from reprise_private.settle_overdue_session(%s, %s)", run.session_id, run.person.user_id)
    # The minute ran out 20 seconds ago; the second outage was after that.
    database.execute(
        "insert into reprise.outages (began_at, ended_at, measured_by) values"
        " (now() - interval '50 seconds', now() - interval '40 seconds', 'functions'),"
        " (now() - interval '15 seconds', now() - interval '5 seconds', 'functions')"
    )
    credit(database)
    assert run.resume().ok()["question"]["remaining_seconds"] == pytest.approx(10, abs=2)


@pytest.mark.parametrize("questions", [2, 1], ids=["a later question", "the last question"])
def test_text_that_came_late_because_of_an_outage_becomes_the_answer(
    api: Api, database: Database, people: People, questions: int
) -> None:
    run = run_of(api, database, people, ("open",) * questions)
    run.heartbeat("an older draft").ok()
    database.let_time_pass(run.session_id, 65)
    reply = run.submit("the final text", 0).ok()
    assert (reply["accepted"], reply["late"]) == (False, True)
    # From 10 seconds ago, when 5 seconds were left, until just before the text came.
    report(database, 10)
    [answer] = database.answers(run.session_id)
    assert (answer["answer"], answer["source"]) == ("the final text", "submitted")
    assert answer["late_by"] == timedelta(0)
    again = run.submit("the final text", 0).ok()
    assert (again["accepted"], again["late"], again["replayed"]) == (True, False, True)
    assert again["completed"] == (questions == 1)
    assert database.events(run.session_id).count("outage_credited") == 1


def test_text_that_came_late_without_an_outage_stays_a_late_text(api: Api, database: Database, people: People) -> None:
    run = run_of(api, database, people)
    run.heartbeat("an older draft").ok()
    database.let_time_pass(run.session_id, 100)
    run.submit("too late", 0).ok()
    # The question had expired 38 seconds ago; the outage began 20 seconds ago.
    report(database, 20)
    [answer] = database.answers(run.session_id)
    assert (answer["answer"], answer["source"]) == ("an older draft", "draft")


@pytest.mark.parametrize("questions", [2, 1], ids=["a later question", "the last question"])
def test_question_closed_by_an_outage_is_open_again_with_its_draft_until_something_is_served(
    api: Api, database: Database, people: People, questions: int
) -> None:
    run = run_of(api, database, people, ("open",) * questions)
    run.heartbeat("typed").ok()
    database.let_time_pass(run.session_id, 80)
    database.rows("select * from reprise_private.settle_overdue_session(%s, %s)", run.session_id, run.person.user_id)
    assert [row["source"] for row in database.answers(run.session_id)] == ["draft"]
    # 50 of 60 seconds had passed when it began.
    report(database, 30)
    view = run.resume().ok()
    assert (view["session"]["status"], view["question"]["position"]) == ("in_progress", 0)
    assert view["question"]["draft"] == "typed"
    assert view["question"]["remaining_seconds"] == pytest.approx(10, abs=2)
    assert run.submit("finished").ok()["accepted"]
    assert [row["source"] for row in database.answers(run.session_id)] == ["submitted"]


def test_credit_that_comes_late_gives_back_what_the_outage_took_and_no_more(
    api: Api, database: Database, people: People
) -> None:
    run = run_of(api, database, people)
    run.heartbeat("typed").ok()
    database.let_time_pass(run.session_id, 80)
    database.rows("select * from reprise_private.settle_overdue_session(%s, %s)", run.session_id, run.person.user_id)
    # Ten seconds in the middle of the minute, which then ran out twenty seconds ago.
    report(database, 10, ended_ago=40)
    [row] = ledger(database, run.session_id)
    assert float(row["seconds"]) == pytest.approx(30, abs=2)
    assert run.resume().ok()["question"]["remaining_seconds"] == pytest.approx(10, abs=2)


def test_question_stays_closed_when_a_later_one_has_been_served(api: Api, database: Database, people: People) -> None:
    run = run_of(api, database, people)
    run.heartbeat("typed").ok()
    database.let_time_pass(run.session_id, 80)
    assert run.resume().ok()["expired"] == [0]
    before = database.answers(run.session_id)
    report(database, 30)
    assert database.answers(run.session_id) == before
    assert [row["position"] for row in ledger(database, run.session_id)] == [0]
    assert run.resume().ok()["question"]["position"] == 1


def test_session_whose_resume_window_ended_during_an_outage_can_be_resumed_for_as_long_as_it_lasted(
    api: Api, database: Database, people: People
) -> None:
    inside, before = run_of(api, database, people), run_of(api, database, people)
    for run, ended_ago in ((inside, 5), (before, 25)):
        database.let_time_pass(run.session_id, 120)
        # Its first question expired, and the next one was not served: no clock runs.
        database.rows(
            "select * from reprise_private.settle_overdue_session(%s, %s)", run.session_id, run.person.user_id
        )
        database.execute(
            "update reprise.interview_sessions set resume_until = now() - make_interval(secs => %s) where id = %s",
            ended_ago,
            run.session_id,
        )
    window = database.session(inside.session_id)["resume_until"]
    report(database, 20)
    assert database.session(inside.session_id)["resume_until"] == window + timedelta(seconds=20)
    assert inside.resume().ok()["question"]["position"] == 1
    assert before.resume().ok()["session"]["status"] == "abandoned"


def test_candidate_in_a_transaction_delays_only_their_own_credit(
    stack: Stack, api: Api, database: Database, people: People
) -> None:
    held, other = run_of(api, database, people), run_of(api, database, people)
    for run in (held, other):
        database.let_time_pass(run.session_id, 30)
    with psycopg.connect(stack.database_url, autocommit=True) as holder:
        with candidate_locked(holder, held.person.user_id):
            assert report(database, 10)["more"] is True
            assert ledger(database, held.session_id) == []
            assert [float(row["seconds"]) for row in ledger(database, other.session_id)] == [10]
        assert credit(database) == {"credited": 1, "more": False, "errors": []}
    assert [float(row["seconds"]) for row in ledger(database, held.session_id)] == [10]


def test_cleanup_gives_back_what_a_killed_process_left(
    stack: Stack, api: Api, database: Database, people: People
) -> None:
    run = run_of(api, database, people)
    database.let_time_pass(run.session_id, 30)
    database.execute(
        "insert into reprise.outages (began_at, ended_at, measured_by)"
        " values (now() - interval '10 seconds', now(), 'functions')"
    )
    post_cleanup(stack, stack.scheduler_secret).raise_for_status()
    assert [float(row["seconds"]) for row in ledger(database, run.session_id)] == [10]


@pytest.mark.parametrize("name", ["record_outage", "credit_outages", "probe_writes"])
def test_candidates_cannot_report_an_outage(stack: Stack, database: Database, people: People, name: str) -> None:
    person = people.candidate()
    arguments = {"seconds": 600, "ended_ago": 0} if name == "record_outage" else {}
    with DataApi(stack) as data_api:
        reply = data_api.send(person, "POST", f"/rpc/{name}", arguments)
    assert reply.status_code in (401, 403), reply.text
    assert outages(database) == []


def test_candidate_whose_own_calls_fail_or_who_forges_times_gets_no_credit(
    stack: Stack, api: Api, database: Database, people: People
) -> None:
    run, bystander = run_of(api, database, people), run_of(api, database, people)
    forged = {"client_submitted_at": "2020-01-01T00:00:00Z"}
    # A lock of their own: each of their writes fails, and the service's test works.
    with (
        psycopg.connect(stack.database_url, autocommit=True) as holder,
        candidate_locked(holder, run.person.user_id),
        ThreadPoolExecutor(8) as pool,
    ):
        replies = list(pool.map(lambda _: run.submit("x", 0, **forged), range(24)))
    assert {reply.status for reply in replies} <= {503, 500}
    # Requests whose caller hangs up, as with a dropped network.
    for _ in range(20):
        send_and_hang_up(
            stack.functions_url, "/heartbeat", run.person.token, {"session_id": str(run.session_id), "lease": 1}
        )
    time.sleep(2)
    assert outages(database) == []
    assert [ledger(database, one.session_id) for one in (run, bystander)] == [[], []]
    assert run.heartbeat().ok()["time_credits"] == []
