"""The contents of a report in any format, tested on Markdown."""

import copy
import re
from pathlib import Path
from typing import Any

import pytest

from shared.export.file import export_file
from shared.export.wording import WAITING, waiting_for
from tests.export.example_results import (
    LATE_ID,
    answer,
    as_bytes,
    candidate_results,
    reviewer_results,
)


def report(results: dict[str, Any]) -> str:
    return export_file(as_bytes(results), "md").content.decode()


def test_report_contains_candidate_interview_times_and_score() -> None:
    text = report(reviewer_results())
    assert text.startswith("# Full Stack Developer\n\nInterview report\n")
    assert "* **Candidate:** Casey Candidate (casey\\@example.com)" in text
    assert "* **Status:** Completed: every question was answered" in text
    assert "* **Started:** 2026-01-15 09:28:01 UTC" in text
    assert "* **Duration:** 9 min 12 s" in text
    assert "* **Total:** 24.5 of 40 graded points; 20 points wait" in text


def test_recommendation_is_marked_as_advisory() -> None:
    assert "**Recommendation (advisory): Maybe. It is a model's opinion" in report(candidate_results())


def test_missing_grades_are_stated_before_the_scores() -> None:
    text = report(candidate_results())
    assert text.index("Not all answers are graded: 3 of 4.") < text.index("Score per question")
    results = candidate_results()
    results["result"] |= {"all_graded": True, "waiting_points": 0}
    assert "Not all answers" not in report(results)


@pytest.mark.parametrize(
    ("source", "reported"),
    [
        ("submitted", "Submitted by the candidate"),
        ("draft", "The last draft: nothing was submitted before the question closed"),
        ("expired", "No answer: the time ran out before anything was written"),
        ("skipped", "No answer: the session was finished before this question was answered"),
        (None, "None yet"),
    ],
)
def test_source_of_an_answer_is_shown_in_plain_language(source: str | None, reported: str) -> None:
    only = answer(0, "open", "Why?", "Because", 10, 5, "model", source=source)
    assert f"* **Source:** {reported}\n" in report(candidate_results(answers=[only]))


def test_keyword_only_grades_are_marked_as_provisional() -> None:
    assert "* **Graded by:** Keywords only, provisional" in report(candidate_results())
    assert "* **Graded by:** Keywords only, provisional" in report(reviewer_results())


def test_reviewers_see_the_machines_score_beside_the_persons() -> None:
    text = report(reviewer_results())
    assert "* **Score:** 8 of 10\n* **Machine / person:** 5 of 10 / 8 of 10\n" in text
    assert "* **Person's reason:** The loop is fine" in text
    assert "| Sums every row | 5 of 10 | result += row | Yes |" in text
    assert "The sum is right, the types are not." in text
    assert "gpt-test; prompt code-1" in text


def test_only_reviewers_see_which_option_is_correct() -> None:
    assert "An idempotency key **(chosen, correct)**" in report(reviewer_results())
    assert "An idempotency key **(chosen)**" in report(candidate_results())


def test_candidates_report_omits_reviewer_fields_present_in_the_results() -> None:
    results = reviewer_results(view="candidate")
    text = report(results)
    for secret in ("correct", "Late answers", "Event trail", "Machine", "Sums every row", "types are not"):
        assert secret not in text


def test_reviewers_report_shows_late_texts_with_reason_and_lateness() -> None:
    text = report(reviewer_results())
    assert "The late story of the outage" in text
    assert "* **Reason:** It arrived after the time had run out" in text
    assert "* **Late by:** 7.2 s" in text


def test_accepted_late_text_is_shown_with_its_question() -> None:
    results = reviewer_results()
    results["answers"][3]["evaluation"]["late_answer_id"] = LATE_ID
    text = report(results)
    accepted = text.index("Late answer, accepted by a reviewer; this is what is graded")
    assert text.index("### Question 4") < accepted < text.index("## Late answers")


def test_report_counts_repeats_and_says_that_older_events_and_late_texts_are_missing() -> None:
    results = reviewer_results(events_next=4711, late_answers_left_out=3)
    results["events"][0]["repeats"] = 4
    text = report(results)
    assert "3 older late answers are not in this file." in text
    assert "Older events are not in this file." in text
    assert "(5 times)" in text.replace("\\", "")
    assert "not in this file" not in report(reviewer_results())


def test_reviewers_report_shows_actor_action_and_time_of_each_event() -> None:
    text = report(reviewer_results())
    assert "| 2026-01-15 09:28:01 UTC | session started | the candidate | mode: timed |" in text
    assert "| 2026-01-15 09:37:13 UTC | question expired | the clock | position: 3 |" in text
    assert "override score | person d0000000 | position: 2; reason: The loop is fine" in text


def test_session_without_a_result_is_reported_in_its_current_state() -> None:
    running = reviewer_results(status="in_progress", result=None, answers=[], events=[])
    running["session"] |= {"status": "in_progress", "completed_at": None, "closed_reason": None}
    assert "still in progress" in report(running)
    assert "ended without a result" in report(candidate_results(status="closed", result=None))
    assert "The summary could not be written" in report(reviewer_results(status="failed"))


def test_malformed_hand_written_fields_do_not_stop_the_report() -> None:
    results = copy.deepcopy(reviewer_results())
    results["answers"][0]["options"] = [{"id": "a"}, "b", {"id": "c", "text": "Gamma"}]
    results["answers"][2]["key"] = {"criteria": ["clean code", {"text": "no id"}]}
    results["answers"][2]["evaluation"]["feedback"] = {"text": 1, "strengths": "x", "criteria": [7]}
    assert "Gamma" in report(results)


def test_answer_without_a_grader_is_not_reported_as_empty() -> None:
    results = copy.deepcopy(reviewer_results())
    # As stored for an answer whose key cannot be used.
    results["answers"][3] |= {"answer": "We failed over to the replica.", "grader": "none", "source": "submitted"}
    results["answers"][3]["evaluation"] |= {"grader": "none", "flags": ["unusable_key"]}
    text = report(results)
    assert "* **Graded by:** Nobody yet" in text
    assert "* **Reason:** The question or its key cannot be used." in text
    assert "there was no answer" not in text


def test_report_names_the_reason_why_an_answer_waits_in_the_words_of_the_web_client() -> None:
    labels = (Path(__file__).parents[2] / "web/app/ui/labels.js").read_text(encoding="utf-8")
    block = labels[labels.index("export const WAITING") :].partition("};")[0]
    assert dict(re.findall(r'^  (\w+):\s+"(.+)",$', block, re.MULTILINE)) == WAITING
    assert waiting_for("needs_review", ["no_model", "addresses_grader"], None) == [WAITING["no_model"]]
    assert waiting_for("queued", [], "budget_user") == [WAITING["budget"]]
    assert waiting_for("queued", [], "timeout") == [WAITING["retry"]]
    assert waiting_for("failed", [], "timeout") == [WAITING["failed"]]
    assert waiting_for("queued", [], None) == []
