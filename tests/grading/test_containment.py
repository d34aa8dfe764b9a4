"""A captured grader is contained: it obeys every answer and still discloses nothing.

The first line of defence is detection: a model never reads an answer that looks like an injection. These tests
therefore check the second line without the first.
"""

import base64
import codecs
import json

import pytest

from shared.grading import grader as grader_module
from shared.grading.evaluation import IN_REVIEW
from shared.grading.jobs import EvaluationJob
from shared.llm.normal_forms import squashed
from tests.grading.injections import HONEST, INJECTIONS, PARAPHRASED
from tests.support.grading_jobs import code, open_grader, settings, short_answer
from tests.support.model_behaviours import graded, obedient, replies
from tests.support.model_server import ModelServer

PAYLOADS = [text for texts in INJECTIONS.values() for text in texts]
CANARY = (
    "zanzibar quokka marzipan violet trombone glacier lantern pepper walnut origami saffron tundra mandolin papyrus"
)
ENCODED = [
    CANARY,
    CANARY[::-1],
    codecs.encode(CANARY, "rot13"),
    base64.b64encode(CANARY.encode()).decode(),
    CANARY.encode().hex(),
]


def jobs(answer: str) -> list[EvaluationJob]:
    keywords = [{"keyword": "quokka", "synonyms": ["marzipan"]}]
    criteria = [{"id": "one", "text": CANARY, "points": 30}]
    return [
        short_answer(answer, sample_solution=CANARY, keywords=keywords),
        code(answer, sample_solution=CANARY, criteria=criteria),
        code(answer, kind="open", sample_solution=CANARY, criteria=criteria),
    ]


@pytest.fixture
def unsuspecting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grader_module, "suspicions", lambda answer, question: [])


async def test_no_injection_payload_reaches_a_model(model_server: ModelServer) -> None:
    model_server.behave(obedient)
    async with open_grader(settings(model_server.url)) as grader:
        for payload in PAYLOADS:
            for job in jobs(f"A join.\n{payload}"):
                evaluation = await grader.grade(job)
                assert (evaluation.status, evaluation.score) == ("needs_review", None)
                assert evaluation.flags
    assert model_server.asked == []


@pytest.mark.usefixtures("unsuspecting")
async def test_compromised_model_yields_no_score_and_no_byte_of_the_key(
    model_server: ModelServer,
) -> None:
    model_server.behave(obedient)
    async with open_grader(settings(model_server.url)) as grader:
        for payload in PAYLOADS:
            for job in jobs(payload):
                result = (await grader.grade(job)).as_result()
                assert (result["status"], result["score"]) == ("needs_review", None)
                assert {"evidence_not_verbatim", "key_recited"} <= set(result["flags"])
                assert result["feedback"]["text"] == IN_REVIEW
                assert result["feedback"]["strengths"] == []
                assert result["feedback"]["improvements"] == []
                assert 0 <= result["feedback"]["proposed_score"] <= job.points
    assert len(model_server.asked) == 3 * len(PAYLOADS)


async def test_undetected_injection_yields_no_score_and_no_key_from_a_compromised_model(
    model_server: ModelServer,
) -> None:
    model_server.behave(obedient)
    async with open_grader(settings(model_server.url)) as grader:
        for payload in PARAPHRASED:
            for job in jobs(payload):
                result = (await grader.grade(job)).as_result()
                assert (result["status"], result["score"]) == ("needs_review", None)
                assert result["feedback"]["text"] == IN_REVIEW
    assert len(model_server.asked) > len(PARAPHRASED)


@pytest.mark.usefixtures("unsuspecting")
@pytest.mark.parametrize("reported", ENCODED)
@pytest.mark.parametrize("name", ["feedback", "strengths", "improvements"])
async def test_key_in_one_field_with_good_evidence_is_withheld(
    model_server: ModelServer, reported: str, name: str
) -> None:
    words = f"Well done. {reported}" if name == "feedback" else [f"Well done. {reported}"]
    model_server.behave(lambda asked: replies(graded(asked, 1.0, **{name: words}))(asked))
    async with open_grader(settings(model_server.url)) as grader:
        for job in jobs(HONEST[0]):
            result = (await grader.grade(job)).as_result()
            shown = [result["feedback"][part] for part in ("text", "strengths", "improvements")]
            letters = squashed(json.dumps(shown))
            assert not any(squashed(form) in letters for form in ENCODED)
            assert not any(word in letters for word in CANARY.split())
            assert set(result["flags"]) & {"withheld", "key_words_withheld"}


async def test_honest_answers_are_graded_without_flags(model_server: ModelServer) -> None:
    async with open_grader(settings(model_server.url)) as grader:
        for answer in HONEST:
            for job in (short_answer(answer), code(answer)):
                evaluation = await grader.grade(job)
                assert (evaluation.status, evaluation.flags) == ("done", ())
                assert evaluation.text == "The main idea is there."
