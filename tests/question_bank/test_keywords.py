"""Keywords of short answers: honest answers find them, wrong ones do not, and the prompt gives nothing away.

answers.json has for each question two honest answers in other words than the sample solution, and a wrong one: the
claims turned around, or something else that sounds plausible. All were written by the author of the keywords.
"""

from statistics import mean
from typing import Any

from shared.grading.jobs import Keyword
from shared.grading.keywords import match_keywords
from tests.question_bank.bank import Question


def share(question: Question, answer: str) -> float:
    """The share of the keyword points that an answer gets."""
    keywords = [Keyword.model_validate(entry) for entry in question.keywords]
    return float(match_keywords(keywords, answer, question.keywords_needed).share)


def short(questions: list[Question]) -> list[Question]:
    return [question for question in questions if question.kind == "short_answer"]


def test_every_short_answer_has_two_honest_answers_and_a_wrong_one(
    questions: list[Question], answers: dict[str, Any]
) -> None:
    assert set(answers) == {str(question.id) for question in short(questions)}
    assert all(len(entry["good"]) >= 2 and entry["wrong"] for entry in answers.values())


def test_honest_answers_reach_85_percent_of_the_points_on_average_and_60_each(
    questions: list[Question], answers: dict[str, Any]
) -> None:
    shares = {q.name: [share(q, answer) for answer in answers[str(q.id)]["good"]] for q in short(questions)}
    assert [name for name, values in shares.items() if min(values) < 0.6] == []
    assert mean(value for values in shares.values() for value in values) >= 0.85


def test_wrong_answers_stay_below_30_percent_on_average_and_50_each(
    questions: list[Question], answers: dict[str, Any]
) -> None:
    shares = {q.name: [share(q, answer) for answer in answers[str(q.id)]["wrong"]] for q in short(questions)}
    assert [name for name, values in shares.items() if max(values) >= 0.5] == []
    assert mean(value for values in shares.values() for value in values) < 0.3


def test_honest_answers_to_other_topics_get_nearly_nothing(questions: list[Question], answers: dict[str, Any]) -> None:
    """A keyword that every answer holds says nothing."""
    shares = [
        share(question, answer)
        for question in short(questions)
        for other in short(questions)
        if other.domain != question.domain
        for answer in answers[str(other.id)]["good"]
    ]
    assert mean(shares) < 0.1


def test_sample_solution_gets_all_points_and_the_prompt_alone_few(questions: list[Question]) -> None:
    for question in short(questions):
        assert share(question, question.sample_solution) == 1, question.name
        assert share(question, question.prompt) <= 0.4, question.name


def test_question_that_asks_for_some_of_many_needs_only_these(questions: list[Question]) -> None:
    """ "Name four" with seven keywords: four of them are all points."""
    some = [question for question in short(questions) if question.keywords_needed]
    assert len(some) >= 15
    assert all(question.keywords_needed < len(question.keywords) for question in some)
