"""Feedback for candidates: a call of its own that gets no key. Its failure costs no score and no second grade."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from shared.grading.chat_requests import PROMPTS
from shared.grading.job_queue import evaluation_queue
from shared.grading.run import grade_what_is_due
from shared.llm.errors import ModelFailure
from shared.llm.prompts import load_prompt
from shared.rpc.database import service_database
from tests.grading.rate_limited_gateway import RateLimitedGateway
from tests.support.due_answers import Due
from tests.support.grading_jobs import CODE, SOLUTION, code, open_grader, settings, short_answer
from tests.support.model_behaviours import FAULTS, completion, fails, graded, honest, replies
from tests.support.model_server import Answered, Asked, Behaviour, ModelServer

ANSWER = "It is N+1, and a join removes it."


def feedback_alone(fault: Behaviour) -> Behaviour:
    """An honest model whose calls for feedback end in this fault."""
    return lambda asked: fault(asked) if asked.shape == "FeedbackReply" else honest()(asked)


async def with_feedback(server: ModelServer, answer: str = ANSWER) -> Mapping[str, Any]:
    job = short_answer(answer, shows_feedback=True)
    async with open_grader(settings(server.url)) as grader:
        result = (await grader.grade(job)).as_result()
        assert grader.can_add_feedback(job, result)
        return await grader.add_feedback(job, result)


async def test_call_for_feedback_gets_question_answer_and_score_and_nothing_else(model_server: ModelServer) -> None:
    model_server.behave(lambda asked: replies(graded(asked, 0.5, explanation="words-of-the-grader"))(asked))
    await with_feedback(model_server)
    first, second = model_server.asked
    assert (first.shape, second.shape) == ("ShortAnswerReply", "FeedbackReply")
    assert second.data == {"question": short_answer("").prompt, "score": "7.5 of 15"}
    assert [message["role"] for message in second.body["messages"]] == ["system", "user"]
    assert second.answer == ANSWER
    assert second.instructions.startswith(load_prompt("feedback", PROMPTS).text)
    sent = json.dumps(second.body)
    for secret in (SOLUTION, "round trip", "eager loading", "words-of-the-grader"):
        assert secret not in sent


async def test_candidate_reads_the_feedback_and_the_usage_of_both_calls_is_stored(model_server: ModelServer) -> None:
    result = await with_feedback(model_server)
    assert result["feedback"]["text"] == "The main idea is there."
    assert result["feedback"]["strengths"] == ["Clear and to the point."]
    assert result["feedback"]["improvements"] == ["Go into more detail."]
    assert result["feedback"]["explanation"] == "It names the cause."
    assert (result["score"], result["input_tokens"], result["output_tokens"]) == (7.5, 1800, 300)
    versions = [load_prompt(name, PROMPTS).version for name in ("short_answer", "feedback")]
    assert result["prompt_version"] == "+".join(versions)


async def test_feedback_is_cleaned_and_bounded(model_server: ModelServer) -> None:
    words = {"feedback": "A\x00B\u202e", "strengths": ["a", " ", "b", "c", "d", "e", "f"], "improvements": ["x" * 9000]}
    model_server.behave(lambda asked: replies(graded(asked, 0.5, **words))(asked))
    feedback = (await with_feedback(model_server))["feedback"]
    assert (feedback["text"], feedback["strengths"]) == ("AB", ["a", "b", "c", "d"])
    assert len(feedback["improvements"][0]) == 2000


@pytest.mark.parametrize("fault", ["refusal", "content filter"])
async def test_candidate_reads_the_points_if_the_model_declines_to_write(model_server: ModelServer, fault: str) -> None:
    model_server.behave(feedback_alone(FAULTS[fault]))
    result = await with_feedback(model_server)
    assert (result["status"], result["score"]) == ("done", 7.5)
    assert result["feedback"]["text"] == "7.5 of 15 points."


async def test_faulty_feedback_is_a_failure_of_the_attempt(model_server: ModelServer) -> None:
    model_server.behave(feedback_alone(FAULTS["unknown field"]))
    with pytest.raises(ModelFailure):
        await with_feedback(model_server)


async def test_no_feedback_is_written_for_a_score_in_doubt_without_a_model_or_to_be_hidden(
    model_server: ModelServer,
) -> None:
    async with open_grader(settings(model_server.url)) as grader:
        hidden = code(CODE)
        assert not grader.can_add_feedback(hidden, (await grader.grade(hidden)).as_result())
        model_server.behave(lambda asked: replies(graded(asked, 0.9) | {"evidence": ""})(asked))
        doubtful = short_answer(ANSWER, shows_feedback=True)
        assert not grader.can_add_feedback(doubtful, (await grader.grade(doubtful)).as_result())
    async with open_grader(settings(model_server.url, api_key=None)) as grader:
        result = (await grader.grade(doubtful)).as_result()
        assert (result["status"], grader.can_add_feedback(doubtful, result)) == ("done", False)


async def test_feedback_is_written_only_where_candidates_may_read_results(due: Due, model_server: ModelServer) -> None:
    shown, hidden = due.session(["open"], visible=True), due.session(["open"])
    await due.grade(model_server.url)
    assert sorted(asked.shape for asked in model_server.asked if asked.data) == [
        *("CriteriaReply", "CriteriaReply", "FeedbackReply")
    ]
    (with_words,), (without,) = due.evaluations(shown), due.evaluations(hidden)
    assert with_words["feedback"]["text"] == "The main idea is there."
    assert without["feedback"]["text"] == "5 of 10 points."
    assert (with_words["score"], with_words["grade"]) == (without["score"], None)
    # Two answers, one feedback, two summaries.
    assert due.spent() == 5 * 1050


@pytest.mark.parametrize(
    ("fault", "error", "attempts"), [(fails(429), "rate_limited", 0), (fails(500), "server_error_500", 1)]
)
async def test_answer_whose_feedback_fails_is_not_graded_again(
    due: Due, model_server: ModelServer, fault: Behaviour, error: str, attempts: int
) -> None:
    session_id = due.session(["open"], visible=True)
    model_server.behave(feedback_alone(fault))
    await due.grade(model_server.url)
    (row,) = due.evaluations(session_id)
    assert (row["status"], row["error"], row["attempts"], row["score"]) == ("queued", error, attempts, None)
    assert row["grade"]["score"] == 5
    due.let_backoff_pass()
    model_server.behave(honest(1.0))
    await due.grade(model_server.url)
    (row,) = due.evaluations(session_id)
    assert (row["status"], row["score"], row["grade"]) == ("done", 5, None)
    assert row["feedback"]["text"] == "The main idea is there."
    assert [asked.shape for asked in model_server.asked if asked.data] == ["FeedbackReply"]


async def test_score_stands_when_feedback_has_failed_at_every_attempt(due: Due, model_server: ModelServer) -> None:
    session_id = due.session(["open"], visible=True)
    model_server.behave(feedback_alone(FAULTS["missing field"]))
    for _ in range(6):
        await due.grade(model_server.url)
        due.let_backoff_pass()
    (row,) = due.evaluations(session_id)
    assert (row["status"], row["score"], row["attempts"]) == ("done", 5, row["max_attempts"])
    assert row["feedback"]["text"] == "5 of 10 points."
    shapes = [asked.shape for asked in model_server.asked if asked.data]
    assert (shapes.count("CriteriaReply"), shapes.count("FeedbackReply")) == (1, row["max_attempts"])


async def test_grader_that_dies_while_feedback_is_written_costs_no_second_grade(
    due: Due, model_server: ModelServer
) -> None:
    session_id = due.session(["open"], visible=True)
    dead = evaluation_queue(service_database(due.settings(model_server.url)))
    (job,) = await dead.claim(1)
    async with open_grader(due.settings(model_server.url)) as grader:
        graded_before = (await grader.grade(code(job["answer"], kind="open", points=10))).as_result()
    assert await dead.store_grade(job, graded_before) is True
    due.let_leases_run_out()
    model_server.behave(honest(1.0))
    await due.grade(model_server.url)
    (row,) = due.evaluations(session_id)
    assert (row["status"], float(row["score"])) == ("done", graded_before["score"])
    assert [asked.shape for asked in model_server.asked if asked.data] == ["FeedbackReply"]
    assert await dead.store_grade(job, graded_before) is False


async def test_grade_that_cannot_be_stored_beforehand_is_completed_without_feedback(
    due: Due, model_server: ModelServer
) -> None:
    session_id = due.session(["open"], visible=True)
    async with RateLimitedGateway(due.stack.supabase_url, "/rpc/store_grade", refuse=1, retry_after=60) as gateway:
        tally = await grade_what_is_due(replace(due.settings(model_server.url), supabase_url=gateway.url))
    assert (tally.graded, len(gateway.asked_at)) == (1, 1)
    (row,) = due.evaluations(session_id)
    assert (row["status"], row["score"], row["feedback"]["text"]) == ("done", 5, "5 of 10 points.")
    assert [asked.shape for asked in model_server.asked if asked.data] == ["CriteriaReply"]


async def test_answer_that_a_person_queues_again_is_graded_anew(due: Due, model_server: ModelServer) -> None:
    session_id = due.session(["open"], visible=True)
    model_server.behave(feedback_alone(fails(429)))
    await due.grade(model_server.url)
    due.database.execute(
        "select reprise_private.queue_evaluation(answer_id, null, null, 'retry') from reprise.evaluations"
        " where session_id = %s",
        session_id,
    )
    model_server.behave(honest(1.0))
    await due.grade(model_server.url)
    (row,) = due.evaluations(session_id)
    assert (row["status"], row["score"]) == ("done", 10)


async def test_answer_whose_feedback_exceeds_the_budget_waits_with_its_grade(
    due: Due, model_server: ModelServer
) -> None:
    session_id = due.session(["open"], visible=True)

    def costly(asked: Asked) -> Answered:
        usage = {"prompt_tokens": 39_000, "completion_tokens": 500, "total_tokens": 39_500}
        return Answered(completion(json.dumps(graded(asked, 0.5)), usage=usage))

    model_server.behave(costly)
    await due.grade(model_server.url, daily_tokens=40_000)
    (row,) = due.evaluations(session_id)
    assert (row["status"], row["attempts"], row["grade"]["score"]) == ("queued", 0, 5)
    assert row["error"].startswith("budget_")
    due.let_backoff_pass()
    await due.grade(model_server.url, daily_tokens=10**9)
    (row,) = due.evaluations(session_id)
    assert (row["status"], row["score"]) == ("done", 5)
    assert [asked.shape for asked in model_server.asked if asked.data] == ["CriteriaReply", "FeedbackReply"]
