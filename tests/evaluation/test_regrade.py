"""Guards that a corrected key regrades exactly the affected answers, and that earlier grades stay in the history."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest
from psycopg.types.json import Jsonb

from functions.review import regrade_in_batches
from local.stack import Stack
from shared.models.review_views import RegradeResponse
from shared.rpc.database import caller_database
from shared.settings import Settings
from tests.evaluation.work import Taken, Work, graded, review
from tests.support.apis import Api, Reply
from tests.support.database import Database
from tests.support.interviews import start, start_and_answer
from tests.support.race import together
from tests.support.table_fingerprints import snapshot


def correct(work: Work, taken: Taken, position: int, option: str = "c") -> None:
    """Correct the key of an mcq in the question bank."""
    statement = "update reprise.question_keys set correct_option = %s where question_id = %s"
    work.database.execute(statement, option, taken.interview.question_ids[position])


def regrade(api: Api, taken: Taken) -> Reply:
    """Regrade the interview as its recruiter."""
    arguments = {"action": "regrade", "interview_id": taken.interview.interview_id, "reason": "The key was wrong."}
    return api.call("review", taken.recruiter, arguments)


def counted(reply: Reply) -> tuple[int, int]:
    """The number of sessions and answers that were regraded."""
    RegradeResponse.model_validate_json(reply.text, strict=True)
    body: dict[str, Any] = reply.ok()
    return body["sessions"], body["answers"]


def test_answers_whose_key_was_corrected_are_rescored_in_every_session(api: Api, work: Work) -> None:
    taken = work.take(["mcq", "mcq", "open"], ["c", "b", "words"])
    other = start(work.api, work.people.candidate(), taken.interview.interview_id)
    for text in ("b", "b", "words"):
        other.submit(text).ok()
    work.grade(graded(5), graded(5))
    assert totals(work, taken.session_id, other.session_id) == [15, 25]
    correct(work, taken, 0)
    assert counted(regrade(api, taken)) == (2, 2)
    work.grade()
    assert totals(work, taken.session_id, other.session_id) == [25, 15]
    for session_id, before, after in ((taken.session_id, 0, 10), (other.session_id, 10, 0)):
        first, second, third = work.evaluations(session_id)
        assert (first["score"], first["grader"], first["status"]) == (after, "key", "done")
        assert (second["score"], third["score"]) == (10, 5)
        (history,) = work.history(session_id)
        assert (history["position"], history["evaluation"]["score"]) == (0, before)
        assert (history["actor"], history["reason"]) == (taken.recruiter.user_id, "regrade: The key was wrong.")
        event = work.last_event(session_id)
        assert (event["event"], event["actor"]) == ("regrade", taken.recruiter.user_id)
        assert event["detail"] == {"reason": "The key was wrong."}


def test_regrade_without_a_corrected_key_changes_nothing(api: Api, work: Work) -> None:
    taken = work.take(["mcq", "open"])
    work.grade()
    before = work.evaluations(taken.session_id), work.result(taken.session_id), work.last_event(taken.session_id)
    assert counted(regrade(api, taken)) == (0, 0)
    correct(work, taken, 0)
    assert counted(regrade(api, taken)) == (1, 1)
    assert counted(regrade(api, taken)) == (0, 0)
    correct(work, taken, 0, "b")
    assert counted(regrade(api, taken)) == (1, 1)
    work.grade()
    after = work.evaluations(taken.session_id)
    assert [row["score"] for row in after] == [row["score"] for row in before[0]]
    assert len(work.history(taken.session_id)) == 2


def test_corrected_rubric_sends_the_answer_to_a_grader_with_it(api: Api, work: Work) -> None:
    taken = work.take(["open", "open"])
    work.grade()
    work.database.execute(
        "update reprise.question_keys set sample_solution = 'a better one' where question_id = %s",
        taken.interview.question_ids[1],
    )
    assert counted(regrade(api, taken)) == (1, 1)
    (job,) = work.claim()
    assert (job["position"], job["sample_solution"], job["attempt"]) == (1, "a better one", 1)


def test_corrected_number_of_needed_keywords_alone_is_regraded_once(api: Api, work: Work) -> None:
    taken = work.begin(["short_answer"])
    needed: LiteralString = "update reprise.question_keys set keywords_needed = %s where question_id = %s"
    work.database.execute(needed, 1, taken.interview.question_ids[0])
    taken.run.submit("words").ok()
    assert counted(regrade(api, taken)) == (1, 1)
    (job,) = work.claim()
    assert job["keywords_needed"] == 1
    work.database.execute(needed, None, taken.interview.question_ids[0])
    assert [counted(regrade(api, taken)) for _ in range(2)] == [(1, 1), (0, 0)]


def test_override_under_a_corrected_key_moves_to_the_history_and_other_overrides_remain(api: Api, work: Work) -> None:
    taken = work.take(["mcq", "mcq"], ["c", "c"])
    for position in (0, 1):
        review(api, taken.recruiter, taken, "override_score", position=position, score=7).ok()
    correct(work, taken, 0)
    assert counted(regrade(api, taken)) == (1, 1)
    first, second = work.evaluations(taken.session_id)
    assert (first["score"], first["overridden_score"]) == (10, None)
    assert (second["score"], second["overridden_score"]) == (0, 7)
    assert [row["evaluation"]["overridden_score"] for row in work.history(taken.session_id)] == [None, None, 7]


def test_running_session_is_graded_by_the_corrected_key_from_then_on(api: Api, work: Work) -> None:
    taken = work.begin(["mcq", "mcq"])
    running = start_and_answer(work.api, work.people.candidate(), taken.interview.interview_id, 1)
    correct(work, taken, 0)
    correct(work, taken, 1)
    assert counted(regrade(api, taken)) == (2, 1)
    running.submit("c").ok()
    assert [row["score"] for row in work.evaluations(running.session_id)] == [0, 10]


def test_regrade_does_not_affect_another_organizations_interview_with_the_same_question(api: Api, work: Work) -> None:
    taken, other = work.take(["mcq"], ["c"]), work.begin(["mcq"])
    work.database.execute(
        "update reprise.session_questions set question_id = %s where session_id = %s",
        taken.interview.question_ids[0],
        other.session_id,
    )
    other.run.submit("c").ok()
    correct(work, taken, 0)
    assert counted(regrade(api, taken)) == (1, 1)
    assert [row["score"] for row in work.evaluations(other.session_id)] == [0]


def test_two_concurrent_regrades_replace_each_evaluation_once(api: Api, work: Work) -> None:
    taken = work.take(["mcq"], ["c"])
    # The calls of one recruiter would take turns at their rate limit.
    recruiters = [work.people.member(taken.interview.organization_id) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        for number in range(10):
            correct(work, taken, 0, "cb"[number % 2])
            replies = together([partial(regrade, api, replace(taken, recruiter=one)) for one in recruiters], pool)
            assert sum(counted(reply)[1] for reply in replies) == 1
    assert len(work.history(taken.session_id)) == 10


def test_corrected_key_naming_an_option_the_session_lacks_is_skipped_and_counted(api: Api, work: Work) -> None:
    taken = work.take(["mcq", "mcq"], ["b", "c"])
    work.grade()
    options = [{"id": "b", "text": "Beta"}, {"id": "d", "text": "Delta"}]
    work.database.execute(
        "update reprise.questions set options = %s where id = %s", Jsonb(options), taken.interview.question_ids[0]
    )
    correct(work, taken, 0, "d")
    before = work.evaluations(taken.session_id), work.result(taken.session_id), work.last_event(taken.session_id)
    reply = regrade(api, taken)
    assert counted(reply) == (0, 0)
    assert reply.body["skipped"] == {"own_sessions": 0, "questions": 1}
    after = work.evaluations(taken.session_id), work.result(taken.session_id), work.last_event(taken.session_id)
    assert after == before
    correct(work, taken, 1)
    reply = regrade(api, taken)
    assert (counted(reply), reply.body["skipped"]) == ((1, 1), {"own_sessions": 0, "questions": 1})
    assert [row["score"] for row in work.evaluations(taken.session_id)] == [10, 10]
    keys = "select correct_option from reprise.session_question_keys where session_id = %s order by position"
    assert [row["correct_option"] for row in work.database.rows(keys, taken.session_id)] == ["b", "c"]


@pytest.fixture
def one_session_a_batch(work: Work) -> Iterator[None]:
    """A batch only has time for the one session that it always processes."""
    before = work.database.value("select regrade_batch_seconds from reprise_private.settings")
    work.database.execute("update reprise_private.settings set regrade_batch_seconds = 0")
    yield
    work.database.execute("update reprise_private.settings set regrade_batch_seconds = %s", before)


def three_sessions(work: Work) -> tuple[Taken, list[UUID]]:
    """Three candidates who answered c, and a key that was corrected to c afterwards."""
    taken = work.take(["mcq"], ["c"])
    found = [taken.session_id]
    for _ in range(2):
        run = start(work.api, work.people.candidate(), taken.interview.interview_id)
        run.submit("c").ok()
        found.append(run.session_id)
    correct(work, taken, 0)
    return taken, found


def scores(work: Work, session_ids: list[UUID]) -> list[int]:
    """The scores of sessions with one question."""
    return sorted(int(row["score"]) for session_id in session_ids for row in work.evaluations(session_id))


@pytest.mark.usefixtures("one_session_a_batch")
def test_batch_is_bounded_and_committed_and_the_next_continues_after_it(rpc_api: Api, work: Work) -> None:
    taken, session_ids = three_sessions(work)
    arguments = {"action": "regrade", "interview_id": taken.interview.interview_id, "reason": "The key was wrong."}
    for number, done in enumerate((False, False, True), start=1):
        reply = rpc_api.call("review", taken.recruiter, arguments)
        assert (counted(reply), reply.body["done"]) == ((1, 1), done)
        assert (reply.body["next_cursor"] is None) == done
        assert scores(work, session_ids) == [0] * (3 - number) + [10] * number
        arguments["cursor"] = reply.body["next_cursor"]


@pytest.mark.usefixtures("one_session_a_batch")
def test_regrade_function_continues_until_done_and_returns_the_totals(functions_api: Api, work: Work) -> None:
    taken, session_ids = three_sessions(work)
    reply = regrade(functions_api, taken)
    assert (counted(reply), reply.body["done"], reply.body["next_cursor"]) == ((3, 3), True, None)
    assert scores(work, session_ids) == [10, 10, 10]


@pytest.mark.usefixtures("one_session_a_batch")
def test_regrade_function_out_of_time_returns_where_to_continue(stack: Stack, functions_api: Api, work: Work) -> None:
    taken, session_ids = three_sessions(work)
    settings = Settings(stack.supabase_url, stack.publishable_key)
    arguments = {"interview_id": taken.interview.interview_id, "reason": "The key was wrong."}
    total = asyncio.run(regrade_in_batches(caller_database(settings, taken.recruiter.token), arguments, seconds=0))
    assert (total["sessions"], total["answers"], total["done"]) == (1, 1, False)
    rest = {"action": "regrade", **arguments, "cursor": total["next_cursor"]}
    assert counted(functions_api.call("review", taken.recruiter, rest)) == (2, 2)
    assert scores(work, session_ids) == [10, 10, 10]


@pytest.mark.parametrize("cursor", ["", "x", "1.2", f"{UUID(int=1)}", f"{UUID(int=1)}.{UUID(int=2)}.3"])
def test_cursor_of_another_list_is_refused(api: Api, work: Work, cursor: str) -> None:
    taken = work.take(["mcq"])
    arguments = {"action": "regrade", "interview_id": taken.interview.interview_id, "reason": "Why not?"}
    api.call("review", taken.recruiter, arguments | {"cursor": cursor}).refused(422, "invalid_request")


def totals(work: Work, *session_ids: UUID) -> list[float]:
    """The totals of results that are ready."""
    found = [work.result(session_id) for session_id in session_ids]
    assert {row["status"] for row in found} == {"ready"}
    return [float(row["total"]) for row in found]


def key_written_late(work: Work, taken: Taken, position: int, **key: Any) -> None:
    """Write the key of a question that had none, as its recruiter would after the interview."""
    statement = """
        insert into reprise.question_keys (question_id, correct_option, keywords) values (%s, %s, %s)
        on conflict (question_id) do update set correct_option = excluded.correct_option, keywords = excluded.keywords
    """
    values = key.get("correct_option"), Jsonb(key.get("keywords", []))
    work.database.execute(statement, taken.interview.question_ids[position], *values)


def forget_keys(work: Work, taken: Taken) -> None:
    """As if nobody had written the keys before the session started."""
    work.database.execute("delete from reprise.session_question_keys where session_id = %s", taken.session_id)
    for question_id in taken.interview.question_ids:
        work.database.execute("delete from reprise.question_keys where question_id = %s", question_id)


def test_dry_run_with_late_keys_changes_nothing_and_foresees_what_the_regrade_does(
    functions_api: Api, work: Work, database: Database
) -> None:
    taken = work.begin(["mcq", "short_answer", "open", "mcq"])
    forget_keys(work, taken)
    for text in ("c", "Row locks.", "words", "b"):
        taken.run.submit(text).ok()
    assert [row["status"] for row in work.evaluations(taken.session_id)] == [
        "needs_review",
        "queued",
        "queued",
        "needs_review",
    ]
    review(functions_api, taken.recruiter, taken, "override_score", position=0, score=4).ok()
    key_written_late(work, taken, 0, correct_option="c")
    keywords = [{"keyword": "row lock", "inflections": "en"}, "retry"]
    key_written_late(work, taken, 1, keywords=keywords)
    before = snapshot(database)
    arguments = {"action": "regrade", "interview_id": taken.interview.interview_id, "reason": "It had no key."}
    foreseen = functions_api.call("review", taken.recruiter, {**arguments, "dry_run": True})
    assert snapshot(database) == before
    assert (counted(foreseen), foreseen.body["dry_run"], foreseen.body["unchanged"]) == ((1, 2), True, 0)
    first, second = foreseen.body["changes"]
    assert (first["position"], first["score"], first["given_by_a_person"]) == (0, 4, True)
    assert (first["new_status"], first["new_score"], first["score_by_keywords"]) == ("done", 10, None)
    assert (second["position"], second["score"], second["new_status"], second["new_score"]) == (1, None, "queued", None)
    assert second["score_by_keywords"] == 5

    done = functions_api.call("review", taken.recruiter, arguments)
    assert [change | {"score_by_keywords": None} for change in foreseen.body["changes"]] == done.body["changes"]
    assert (counted(done), done.body["skipped"]) == (counted(foreseen), foreseen.body["skipped"])
    again = functions_api.call("review", taken.recruiter, {**arguments, "dry_run": True})
    assert (counted(again), again.body["changes"], again.body["unchanged"]) == ((0, 0), [], 1)
    assert work.evaluations(taken.session_id)[0]["score"] == 10
    keys = "select keywords from reprise.session_question_keys where session_id = %s and position = 1"
    assert database.value(keys, taken.session_id) == keywords


def test_dry_run_does_not_wait_for_a_candidate_in_the_middle_of_a_call(api: Api, stack: Stack, work: Work) -> None:
    taken = work.take(["mcq"], ["c"])
    correct(work, taken, 0)
    arguments = {"action": "regrade", "interview_id": taken.interview.interview_id, "reason": "Why?", "dry_run": True}
    with psycopg.connect(stack.database_url) as call:
        call.execute(
            "select pg_advisory_xact_lock(reprise_private.candidate_lock_key(%s))", (taken.run.person.user_id,)
        )
        assert counted(api.call("review", taken.recruiter, arguments)) == (1, 1)
