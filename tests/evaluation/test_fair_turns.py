"""Guards that queueing many answers delays nobody else: organizations and users take turns."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, LiteralString
from uuid import UUID

import pytest

from tests.evaluation.work import Job, Taken, Work
from tests.support.interviews import make_organization, start
from tests.support.people import Person
from tests.support.queued_answers import PER_SESSION, erase, flood, flooded

BATCH = 40


def batches_until(work: Work, session_id: UUID, most: int = 6) -> int:
    """The number of batches claimed until one contains an answer of this session."""
    for number in range(1, most + 1):
        if any(job["session_id"] == str(session_id) for job in work.claim(BATCH)):
            return number
    return most + 1


def claimed_by(work: Work, jobs: list[Job]) -> Counter[UUID]:
    """The number of these jobs per user."""
    rows = work.database.rows(
        "select s.user_id from unnest(%s::uuid[]) job(id) join reprise.interview_sessions s on s.id = job.id",
        [job["session_id"] for job in jobs],
    )
    return Counter(row["user_id"] for row in rows)


def same_interview(work: Work, taken: Taken) -> Taken:
    """Take the same interview as another candidate."""
    run = start(work.api, work.people.candidate(), taken.interview.interview_id)
    run.submit().ok()
    return Taken(taken.interview, run, taken.recruiter)


@contextmanager
def first_come_first_served(work: Work) -> Iterator[None]:
    """In this block, claims are ordered by the time a job was due; rolled back at the end."""
    sound = work.database.value("select pg_get_functiondef('reprise_private.claim_evaluations(integer)'::regprocedure)")
    assert "order by e.turn, e.due_at" in sound
    with work.connection.transaction(force_rollback=True):
        work.connection.execute(sound.replace("order by e.turn, e.due_at", "order by e.due_at, e.turn").encode())
        yield


@pytest.mark.prove
def test_5000_answers_of_one_organization_delay_another_organizations_answer_by_less_than_two_batches(
    work: Work,
) -> None:
    flooder = work.people.candidate()
    with flooded(work.database, flooder, 5000 // PER_SESSION, make_organization(work.database)):
        taken = work.take(["open"])
        assert batches_until(work, taken.session_id) <= 2


def test_regraded_answers_count_as_a_flood_of_their_organization(work: Work) -> None:
    flooder = work.people.candidate()
    with flooded(work.database, flooder, 1000 // PER_SESSION, make_organization(work.database)):
        work.database.execute(
            "update reprise.evaluations set status = 'failed' where session_id in"
            " (select id from reprise.interview_sessions where user_id = %s)",
            flooder.user_id,
        )
        taken = work.take(["open"])
        work.database.execute(
            "select reprise_private.queue_evaluation(a.id, null, null, 'regrade: a test') from reprise.answers a"
            " join reprise.interview_sessions s on s.id = a.session_id where s.user_id = %s",
            flooder.user_id,
        )
        later = work.take(["open"])
        claimed = {job["session_id"] for job in work.claim(BATCH)}
        assert {str(taken.session_id), str(later.session_id)} <= claimed


@pytest.mark.parametrize("bystander", ["interview", "practice", "same candidate's other organization"])
def test_practice_of_one_user_does_not_delay_others(work: Work, bystander: str) -> None:
    flooder, other = work.people.candidate(), work.people.candidate()
    try:
        with flooded(work.database, flooder, 400 // PER_SESSION):
            if bystander == "practice":
                flood(work.database, other, 1)
                (session,) = work.database.rows(
                    "select id from reprise.interview_sessions where user_id = %s", other.user_id
                )
                session_id = session["id"]
            elif bystander == "interview":
                session_id = work.take(["open"]).session_id
            else:
                taken = work.begin(["open"])
                run = start(work.api, flooder, taken.interview.interview_id)
                run.submit().ok()
                session_id = run.session_id
            assert batches_until(work, session_id) == 1
    finally:
        erase(work.database, other)


def test_one_candidate_does_not_delay_the_others_of_their_organization(work: Work) -> None:
    taken = work.take(["open"])
    flooder = work.people.candidate()
    with flooded(work.database, flooder, 1000 // PER_SESSION, taken.interview.organization_id):
        other = same_interview(work, taken)
        assert batches_until(work, other.session_id) <= 2


@pytest.mark.prove
def test_control_first_come_first_served_delays_the_others(work: Work) -> None:
    flooder = work.people.candidate()
    with flooded(work.database, flooder, 400 // PER_SESSION):
        taken = work.take(["open"])
        with first_come_first_served(work):
            assert batches_until(work, taken.session_id) == 7


def test_two_floods_share_claims_equally_in_any_order(work: Work) -> None:
    first, second = work.people.candidate(), work.people.candidate()
    with flooded(work.database, first, 10):
        work.claim(100)
        # The second user was idle and the first had everything, but neither is compensated.
        with flooded(work.database, second, 10):
            shares = claimed_by(work, work.claim(BATCH))
            assert abs(shares[first.user_id] - shares[second.user_id]) <= 2, shares


def test_claimed_flood_costs_its_organization_no_later_turns(work: Work) -> None:
    first, second = work.people.candidate(), work.people.candidate()
    with flooded(work.database, first, 20):
        while jobs := work.claim(100):
            for job in jobs:
                assert work.complete(job)
        with flooded(work.database, second, 20):
            flood(work.database, first, 1)
            shares = claimed_by(work, work.claim(BATCH))
            assert shares[first.user_id] >= BATCH // 2 - 1, shares


def test_turns_restart_when_nothing_is_queued(work: Work) -> None:
    with flooded(work.database, work.people.candidate(), 20):
        while jobs := work.claim(100):
            for job in jobs:
                assert work.complete(job)
    taken = work.take(["open"])
    assert [row["turn"] for row in work.evaluations(taken.session_id)] == [1]


def test_interviews_get_more_turns_than_practice(work: Work) -> None:
    practising, interviewed = work.people.candidate(), work.people.candidate()
    with (
        flooded(work.database, practising, 5),
        flooded(work.database, interviewed, 2, make_organization(work.database)),
    ):
        shares = claimed_by(work, work.claim(BATCH))
        assert shares[interviewed.user_id] >= 3 * shares[practising.user_id] > 0, shares


def test_answer_waiting_for_a_retry_delays_nobody_and_gets_its_turn_when_due(work: Work) -> None:
    taken = work.take(["open"])
    (job,) = work.claim()
    assert work.fail(job)["status"] == "queued"
    assert [row["turn"] for row in work.evaluations(taken.session_id)] == [None]
    flooder = work.people.candidate()
    with flooded(work.database, flooder, 20):
        work.claim(100)
        # This answer would come first if it had waited in line; newcomers must not get its place.
        late = work.people.candidate()
        with flooded(work.database, late, 10):
            shares = claimed_by(work, work.claim(BATCH))
            assert abs(shares[flooder.user_id] - shares[late.user_id]) <= 2, shares
        work.database.execute("update reprise.evaluations set due_at = now() where session_id = %s", taken.session_id)
        assert batches_until(work, taken.session_id) == 1


def test_answer_that_became_due_without_a_trigger_is_claimed(work: Work) -> None:
    taken = work.take(["open"])
    (job,) = work.claim()
    assert work.fail(job)["status"] == "queued"
    with work.database.connection.transaction():
        # Without the trigger, as if time had passed.
        work.connection.execute("alter table reprise.evaluations disable trigger evaluations_line_up")
        work.connection.execute(
            "update reprise.evaluations set due_at = now() - interval '1 s' where session_id = %s", [taken.session_id]
        )
        work.connection.execute("alter table reprise.evaluations enable trigger evaluations_line_up")
    assert [row["turn"] for row in work.evaluations(taken.session_id)] == [None]
    assert [again["session_id"] for again in work.claim()] == [str(taken.session_id)]


def test_answer_of_a_dead_grader_returns_to_the_front(work: Work) -> None:
    taken = work.take(["open"])
    assert len(work.claim()) == 1
    with flooded(work.database, work.people.candidate(), 20):
        work.claim(100)
        work.let_leases_run_out()
        assert batches_until(work, taken.session_id) == 1


def test_released_answer_returns_to_the_front_and_does_not_reorder_others(work: Work) -> None:
    taken = work.take(["open"])
    (job,) = work.claim()
    first, late = work.people.candidate(), work.people.candidate()
    with flooded(work.database, first, 20):
        work.claim(100)
        assert work.release(job)
        with flooded(work.database, late, 10):
            jobs = work.claim(BATCH)
            assert str(taken.session_id) in {claimed["session_id"] for claimed in jobs}
            shares = claimed_by(work, jobs)
            assert abs(shares[first.user_id] - shares[late.user_id]) <= 2, shares


@pytest.mark.prove
def test_summaries_are_claimed_in_turns(work: Work) -> None:
    flooder = work.people.candidate()
    with flooded(work.database, flooder, 300):
        work.database.execute(
            "update reprise.evaluations set status = 'failed' where session_id in"
            " (select id from reprise.interview_sessions where user_id = %s)",
            flooder.user_id,
        )
        taken = work.take(["mcq"])
        assert str(taken.session_id) in {job["session_id"] for job in work.claim_summaries()}


def test_summary_is_queued_only_while_no_answer_is_open(work: Work) -> None:
    taken = work.take(["open"])
    assert work.result(taken.session_id)["turn"] is None
    assert work.claim_summaries() == []
    (job,) = work.claim()
    assert work.complete(job)
    assert len(work.claim_summaries()) == 1
    assert work.result(taken.session_id)["turn"] is not None


def claims(definition: str) -> str:
    """The query of a claim that looks for jobs, with its batch size filled in."""
    found = re.findall(r"select [er]\.\w+ from reprise\.\w+ [er]\n[^;]*?for update skip locked", definition)
    (statement,) = (text for text in found if "turn is not null" in text)
    return str(statement).replace("greatest(p_batch_size, 0)", str(BATCH))


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """A plan's nodes, outermost first."""
    return [plan, *(node for inner in plan.get("Plans", ()) for node in nodes(inner))]


FILL: dict[str, LiteralString] = {
    "claim_evaluations": """
        insert into reprise.evaluations (
          answer_id, session_id, position, kind, max_score, max_attempts, status, grader, score, due_at, turn, flow
        )
        select gen_random_uuid(), gen_random_uuid(), 0, 'open', 10, 5, s.status,
          case when s.status = 'done' then 'model' end, case when s.status = 'done' then 5 end,
          now() - n * interval '1 s' + case when s.waiting then interval '1 year' else interval '0' end,
          case when not s.waiting then n end, gen_random_uuid()
        from (values ('done', 60000, false), ('queued', 5000, false), ('queued', 5000, true)) s(status, rows, waiting),
          generate_series(1, s.rows) n
    """,
    "claim_summaries": """
        insert into reprise.session_results (session_id, maximum, max_attempts, status, due_at, turn, flow)
        select gen_random_uuid(), 10, 5, s.status,
          now() - n * interval '1 s' + case when s.waiting then interval '1 year' else interval '0' end,
          case when not s.waiting then n end, gen_random_uuid()
        from (
          values ('ready', 60000, false), ('grading', 5000, false), ('grading', 5000, true)
        ) s(status, rows, waiting), generate_series(1, s.rows) n
    """,
}


@pytest.mark.parametrize("function", FILL)
def test_claim_is_one_index_scan_that_reads_neither_finished_nor_waiting_jobs(work: Work, function: str) -> None:
    definition = work.database.value("select pg_get_functiondef(%s::regproc)", f"reprise_private.{function}")
    table = "evaluations" if function == "claim_evaluations" else "session_results"
    with work.connection.transaction(force_rollback=True):
        # Rows whose answers and sessions do not exist, so keys and triggers are off.
        work.connection.execute("set local session_replication_role = replica")
        work.connection.execute(FILL[function])
        work.connection.execute("set local session_replication_role = origin")
        work.connection.execute(f"analyze reprise.{table}".encode())
        row = work.connection.execute(
            f"explain (analyze, buffers, format json) {claims(definition)}".encode()
        ).fetchone()
    assert row is not None
    plan = row[0][0]["Plan"]
    scans = [node for node in nodes(plan) if "Scan" in node["Node Type"]]
    assert [(node["Node Type"], node["Index Name"]) for node in scans] == [("Index Scan", f"{table}_turn_idx")], plan
    assert scans[0]["Actual Rows"] + scans[0].get("Rows Removed by Filter", 0) <= BATCH, json.dumps(plan)
    assert not any(node["Node Type"] == "Sort" for node in nodes(plan))
    # About one page per job, plus a few of the index.
    assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] < 10 * BATCH


def test_erasing_a_user_removes_their_jobs_and_shares(work: Work) -> None:
    person: Person = work.people.candidate()
    flood(work.database, person, 1)
    work.database.execute("delete from auth.users where id = %s", person.user_id)
    for table in ("evaluations", "session_results", "model_shares", "model_reservations"):
        query: LiteralString = "select count(*) from reprise.{} where user_id = %s"
        assert work.database.value(query.replace("{}", table), person.user_id) == 0
