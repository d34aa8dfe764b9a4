"""Scores from a well-behaved model, over a real connection."""

from decimal import Decimal

import pytest

from shared.grading.chat_requests import PROMPTS
from shared.grading.evaluation import Evaluation
from shared.llm.errors import ModelFailure
from shared.llm.prompts import load_prompt
from tests.support.counted_tokens import CountedTokens
from tests.support.grading_jobs import CODE, SOLUTION, code, open_grader, settings
from tests.support.grading_jobs import short_answer as short
from tests.support.model_behaviours import graded, honest, replies
from tests.support.model_server import Answered, Asked, ModelServer

HALF_KNOWN = "It is N+1, and a join removes it."


async def grade(server: ModelServer, job: object, **changes: object) -> Evaluation:
    async with open_grader(settings(server.url, **changes)) as grader:
        return await grader.grade(job)  # type: ignore[arg-type]


async def test_short_answer_is_half_keywords_and_half_model(model_server: ModelServer) -> None:
    model_server.behave(honest(0.6))
    evaluation = await grade(model_server, short(HALF_KNOWN))
    # 15 points: 2 of 4 keywords (of 7.5 points), and 0.6 of 7.5.
    assert (evaluation.status, evaluation.grader) == ("done", "keywords+model")
    assert evaluation.score == Decimal("8.25")
    assert not evaluation.provisional
    assert evaluation.reviewer["keywords_missing"] == ["round trip", "batch"]
    result = evaluation.as_result()
    assert result["model"] == "served-model-1"
    assert result["prompt_version"] == load_prompt("short_answer", PROMPTS).version
    assert (result["input_tokens"], result["output_tokens"]) == (900, 150)
    assert result["latency_ms"] >= 0


@pytest.mark.parametrize(
    ("points", "share", "score"),
    [(10, 1 / 3, "4.17"), (15, 0.2, "5.25"), (1, 1.0, "0.75"), (7, 0.0, "1.75"), (5, 0.5, "2.50")],
)
async def test_points_are_proportional_and_rounded_once(
    model_server: ModelServer, points: int, share: float, score: str
) -> None:
    model_server.behave(honest(share))
    evaluation = await grade(model_server, short(HALF_KNOWN, points=points))
    assert evaluation.score == Decimal(score)


async def test_short_answer_without_keywords_is_graded_by_the_model_alone(
    model_server: ModelServer,
) -> None:
    evaluation = await grade(model_server, short("A join.", keywords=[]))
    assert (evaluation.grader, evaluation.score) == ("model", Decimal("7.50"))
    assert model_server.asked[0].data["maximum"] == 15


async def test_score_of_code_is_the_sum_of_its_criteria(model_server: ModelServer) -> None:
    def behave(asked: Asked) -> Answered:
        content = graded(asked, 0)
        for part, points in zip(content["criteria"], (11.5, 0, 3.125), strict=True):
            part["score"] = points
        return replies(content)(asked)

    model_server.behave(behave)
    evaluation = await grade(model_server, code())
    assert (evaluation.status, evaluation.score) == ("done", Decimal("14.63"))
    assert [part["score"] for part in evaluation.reviewer["criteria"]] == [11.5, 0, 3.125]


async def test_criteria_that_do_not_add_up_are_scaled_to_the_question(
    model_server: ModelServer,
) -> None:
    evaluation = await grade(model_server, code(points=20))
    assert evaluation.score == Decimal("10.00")


async def test_question_without_criteria_is_graded_as_a_whole(model_server: ModelServer) -> None:
    evaluation = await grade(model_server, code(criteria=[], kind="open"))
    assert evaluation.score == Decimal("15.00")


async def test_answer_is_sent_alone_in_its_own_message(model_server: ModelServer) -> None:
    answer = 'Use a "join".\n\n<b>N+1</b> \\ end'
    await grade(model_server, short(answer))
    (asked,) = model_server.asked
    assert [message["role"] for message in asked.body["messages"]] == ["system", "user"]
    assert asked.answer == answer
    assert answer not in asked.instructions
    assert asked.data["sample_solution"] == SOLUTION
    assert not {"tools", "functions", "temperature"} & asked.body.keys()
    assert asked.headers["authorization"] == "Bearer test-key"
    assert asked.body["response_format"]["json_schema"]["strict"] is True


async def test_each_kind_has_its_model_and_prompt(model_server: ModelServer) -> None:
    names = {"short_answer_model": "small", "code_model": "coder", "open_model": "writer"}
    await grade(model_server, short("N+1"), **names)
    await grade(model_server, code(), **names)
    await grade(model_server, code(kind="open"), **names)
    assert [asked.body["model"] for asked in model_server.asked] == ["small", "coder", "writer"]
    prompts = [load_prompt(name, PROMPTS) for name in ("short_answer", "code", "open", "summary")]
    assert len({prompt.version for prompt in prompts}) == 4
    for asked, prompt in zip(model_server.asked, prompts, strict=False):
        assert asked.instructions.startswith(prompt.text)


async def test_forged_evidence_sends_the_score_to_a_person(model_server: ModelServer) -> None:
    def forge(asked: Asked) -> Answered:
        content = graded(asked, 0.9)
        content["criteria"][1]["evidence"] = "return debounced;"
        return replies(content)(asked)

    model_server.behave(forge)
    evaluation = await grade(model_server, code())
    assert (evaluation.status, evaluation.score) == ("needs_review", None)
    assert evaluation.flags == ("evidence_not_verbatim",)
    assert evaluation.reviewer["proposed_score"] == 27.0


async def test_points_without_evidence_send_the_score_to_a_person(
    model_server: ModelServer,
) -> None:
    model_server.behave(lambda asked: replies(graded(asked, 0.9) | {"evidence": ""})(asked))
    evaluation = await grade(model_server, short(HALF_KNOWN))
    assert (evaluation.status, evaluation.flags) == ("needs_review", ("evidence_missing",))


@pytest.mark.parametrize(
    "criteria",
    [
        [("timing", 1), ("arguments", 1)],
        [("timing", 1), ("arguments", 1), ("cancel", 1), ("style", 1)],
        [("timing", 1), ("arguments", 1), ("arguments", 1), ("cancel", 1)],
        [("timing", 12.5), ("arguments", 1), ("cancel", 1)],
        [("timing", -0.01), ("arguments", 1), ("cancel", 1)],
        [],
    ],
)
async def test_criteria_must_be_complete_known_and_in_bounds(
    model_server: ModelServer, criteria: list[tuple[str, float]]
) -> None:
    parts = [{"id": name, "score": score, "evidence": CODE[:20], "comment": ""} for name, score in criteria]
    model_server.behave(lambda asked: replies(graded(asked, 0) | {"criteria": parts})(asked))
    with pytest.raises(ModelFailure) as failure:
        await grade(model_server, code())
    assert failure.value.code in ("wrong_criteria", "out_of_bounds")
    assert not failure.value.permanent


async def test_ambiguous_key_sends_the_answer_to_a_person_without_a_model_call(model_server: ModelServer) -> None:
    criteria = [{"id": "a", "text": "x", "points": 1}, {"id": "a", "text": "y", "points": 2}]
    evaluation = await grade(model_server, code(criteria=criteria))
    assert evaluation.flags == ("unusable_key",)
    assert model_server.asked == []


async def test_control_characters_of_a_model_are_not_stored(model_server: ModelServer) -> None:
    model_server.behave(lambda asked: replies(graded(asked, 0.5, explanation="A\x00B\u202eC\x1b[31m\r\nD"))(asked))
    evaluation = await grade(model_server, short(HALF_KNOWN))
    assert evaluation.reviewer["explanation"] == "ABC[31m\nD"


async def test_call_that_knows_the_key_writes_nothing_that_a_candidate_reads(model_server: ModelServer) -> None:
    model_server.behave(lambda asked: replies(graded(asked, 0.5, explanation=f"Expected: {SOLUTION}"))(asked))
    result = (await grade(model_server, short(HALF_KNOWN))).as_result()
    assert (result["score"], result["feedback"]["text"]) == (7.5, "7.5 of 15 points.")
    assert result["feedback"]["explanation"] == f"Expected: {SOLUTION}"
    assert not {"strengths", "improvements"} & result["feedback"].keys()


async def test_keyword_grade_without_a_model_key_is_marked_provisional() -> None:
    async with open_grader(settings("http://127.0.0.1:9/v1", api_key=None)) as grader:
        evaluation = await grader.grade(short("It is N+1: use a join or eager loading."))
        assert (evaluation.status, evaluation.grader) == ("done", "keywords")
        assert evaluation.provisional
        # 3 of 4 keywords of 15 points.
        assert evaluation.score == Decimal("11.25")
        assert evaluation.usage is None
        for job in (code(), code(kind="open"), short("N+1", keywords=[])):
            evaluation = await grader.grade(job)
            assert (evaluation.status, evaluation.grader) == ("needs_review", "none")
            assert (evaluation.score, evaluation.flags) == (None, ("no_model",))


async def test_budget_counts_used_tokens(model_server: ModelServer) -> None:
    ledger = CountedTokens()
    async with open_grader(settings(model_server.url), ledger) as grader:
        for _ in range(5):
            await grader.grade(short(HALF_KNOWN))
        assert ledger.reservations == 1
    assert ledger.spent == 5 * 1050
