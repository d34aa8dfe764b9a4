"""What every question of the public bank fulfils, so that practising it is worth the time."""

from collections import Counter
from itertools import combinations
from math import comb

import pytest

from tests.question_bank.bank import Question
from tests.question_bank.similarity import Similarity

MCQ_POINTS = {"easy": 5, "medium": 10, "hard": 15}
SHORT_POINTS = {"easy": 10, "medium": 15, "hard": 20}
LONG_POINTS = {"easy": 15, "medium": 20, "hard": 25}
# Seconds a word takes: 200 words a minute to read, 30 to type.
READING, TYPING = 0.3, 2.0
# Two questions with the same words, one of them code: they share the description of a table or a file.
MOST_ALIKE, MOST_ALIKE_WITH_CODE = 0.35, 0.4
# Pairs that once were in the bank together: one question twice, in other words.
REPEATS = [
    (
        "A session cookie should be unreadable for scripts, never travel over plain HTTP, and not be sent with form"
        " posts or embedded requests from other sites. Which attributes does it need? `HttpOnly; Secure; SameSite=Lax`",
        "A session cookie must never be readable by scripts, never travel over plain HTTP, and not be sent with a POST"
        " that another site starts. Which attributes does it need? `HttpOnly; Secure; SameSite=Lax`",
    ),
    (
        "A service commits an order to its database and then publishes an event to a message broker. When it crashes in"
        " between, the event is lost. Which pattern closes the gap? Write the event to an outbox table in the same"
        " transaction and publish from there",
        "A service writes an order to its database and then publishes an event to a message broker. It crashes in"
        " between, and the event is lost. Which change makes sure that every stored order is published at least once?"
        " Write the event into a table in the same transaction, and let a relay publish what is in it",
    ),
    (
        "A nightly job sometimes fails half-way and is started again. Which way of loading makes a repeated run"
        " harmless? Replace all rows of the day in one transaction",
        "A nightly job loads yesterday's sales. When it is repeated after a failure, some sales are counted twice."
        " Which change makes a repeat harmless? Replace the day's partition as a whole, in one transaction",
    ),
]


def words(*texts: str) -> int:
    return sum(len(text.split()) for text in texts)


def test_bank_has_at_least_300_questions_in_18_topics_with_every_level(questions: list[Question]) -> None:
    assert len(questions) >= 300
    levels = Counter((question.interview_type, question.domain, question.difficulty) for question in questions)
    topics = {(interview_type, domain) for interview_type, domain, _ in levels}
    assert len(topics) >= 18
    assert all(levels[(*topic, level)] >= 2 for topic in topics for level in MCQ_POINTS)


def test_every_question_says_why_and_what_to_read_next(questions: list[Question]) -> None:
    for question in questions:
        assert 80 <= len(question.explanation) <= 800, question.name
        assert question.explanation.count(". ") >= 1, question.name
        assert len(question.sources) == 1, question.name
        assert question.sources[0]["url"].startswith("https://"), question.name


def test_right_option_is_the_longest_about_as_often_as_chance(questions: list[Question]) -> None:
    """Neither taking the longest nor the second longest nor the shortest beats guessing, nor does any letter."""
    choices = [question for question in questions if question.kind == "mcq"]
    ranks: Counter[int] = Counter()
    for question in choices:
        ranks[sum(len(text) > len(question.right) for text in question.options_by_id.values())] += 1
    letters = Counter(question.correct_option for question in choices)
    for count in (*(ranks[rank] for rank in range(4)), *(letters[letter] for letter in "abcd")):
        assert within_chance(count, len(choices)), (ranks, letters)


def within_chance(count: int, total: int, chance: float = 0.25) -> bool:
    """Whether a count is neither in the upper nor in the lower 2.5 % of the binomial distribution."""
    probabilities = [comb(total, n) * chance**n * (1 - chance) ** (total - n) for n in range(total + 1)]
    return sum(probabilities[: count + 1]) > 0.025 and sum(probabilities[count:]) > 0.025


def test_control_a_bank_whose_right_option_is_often_the_second_longest_is_caught() -> None:
    assert not within_chance(37, 61)
    assert not within_chance(7, 61)


def test_points_grow_with_the_level_and_are_those_of_the_criteria(questions: list[Question]) -> None:
    for question in questions:
        points = {"mcq": MCQ_POINTS, "short_answer": SHORT_POINTS}.get(question.kind, LONG_POINTS)
        assert question.points == points[question.difficulty], question.name
        if question.kind in ("code", "open"):
            assert sum(criterion["points"] for criterion in question.criteria) == question.points, question.name
        assert (question.kind == "mcq") == (question.correct_option is not None), question.name
        assert (question.kind == "short_answer") == (len(question.keywords) > 0), question.name


def test_time_is_enough_to_read_and_to_type(questions: list[Question]) -> None:
    for question in questions:
        needed = READING * words(question.prompt, *question.options_by_id.values())
        if question.kind == "mcq":
            needed += 15
        elif question.kind == "code":
            needed += len(question.sample_solution) / 2.5 + 60
        elif question.interview_type != "behavioural" or question.kind == "short_answer":
            needed += TYPING * words(question.sample_solution)
        else:
            needed += 180  # The sample describes a story; the story itself takes about 90 words.
        assert question.time_limit_seconds >= needed, question.name


def test_no_two_options_of_a_question_are_the_same(questions: list[Question]) -> None:
    for question in questions:
        if question.kind == "mcq":
            texts = {" ".join(text.lower().split()) for text in question.options_by_id.values()}
            assert (len(texts), set(question.options_by_id)) == (4, set("abcd")), question.name


def test_no_question_repeats_another_one_of_its_topic(questions: list[Question]) -> None:
    similarity = Similarity([question.text for question in questions])
    repeats = []
    for one, other in combinations(questions, 2):
        if (one.interview_type, one.domain) == (other.interview_type, other.domain):
            most = MOST_ALIKE_WITH_CODE if "code" in (one.kind, other.kind) else MOST_ALIKE
            if (alike := similarity.between(one.text, other.text)) >= most:
                repeats.append((one.name, other.name, round(alike, 2)))
    assert repeats == []


@pytest.mark.parametrize(("one", "other"), REPEATS)
def test_control_a_question_that_is_asked_again_in_other_words_is_caught(
    questions: list[Question], one: str, other: str
) -> None:
    similarity = Similarity([question.text for question in questions])
    assert similarity.between(one, other) >= MOST_ALIKE
