"""A captured model copies everything it is given into everything it writes, in any disguise: no candidate reads a key.

Not because a filter finds it: the requests that produce what a candidate reads do not contain the key. The tests look
at these requests, and at every byte that the candidate can fetch.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import pytest
from psycopg.types.json import Jsonb

from local.stack import Stack
from shared.grading import grader as grader_module
from shared.grading.chat_requests import grading_request
from shared.grading.grades import FeedbackReply
from shared.llm.chat import ChatRequest
from shared.llm.presentable import presentable
from tests.support.apis import Api
from tests.support.data_api import DataApi
from tests.support.disguises import DISGUISES, strings_of
from tests.support.due_answers import Due
from tests.support.exported_files import READERS
from tests.support.interviews import make_interview, start
from tests.support.model_behaviours import completion, graded
from tests.support.model_server import Answered, Asked, Behaviour, ModelServer
from tests.support.people import Person
from tests.support.plain_http import http

# A sample solution and a keyword or criterion in each script.
KEYS = {
    "Latin": ("quokka violet lantern", "marzipan"),
    "Cyrillic": ("фиалка хранит янтарь", "марципан"),
    "Greek": ("βιολέτα κρύβει φανάρι", "αμύγδαλο"),
    "Arabic": ("بنفسجة تحفظ الفانوس", "مرزبان"),
    "Hebrew": ("סיגלית שומרת פנס", "מרציפן"),
    "Devanagari": ("बैंगनी लालटेन छिपा", "मार्ज़ीपान"),
    "Thai": ("โคมไฟสีม่วงซ่อนอำพัน", "มาร์ซิแพน"),
    "Han": ("紫罗兰藏着琥珀灯笼", "杏仁膏糖"),
    "Japanese": ("すみれがランタンを隠す", "マジパン菓子"),
    "Hangul": ("제비꽃이 등불을 숨긴다", "마지팬과자"),
    "Georgian": ("იისფერი ფარანი ინახავს", "მარციპანი"),
    "Armenian": ("մանուշակը թաքցնում է", "մարցիպան"),
    "Tamil": ("ஊதா விளக்கு மறைக்கும்", "மர்சிபன்"),
    "Amharic": ("ሐምራዊ ፋኖስ ይደብቃል", "ማርዚፓን"),
}
HALVES = [sorted(DISGUISES)[::2], sorted(DISGUISES)[1::2]]
KINDS = ("short_answer", "code", "open")
GRADES = ("ShortAnswerReply", "CriteriaReply")
TABLES = (
    *("interview_sessions", "session_questions", "answers", "late_answers", "session_events", "evaluations"),
    *("evaluation_history", "session_results", "session_question_keys", "question_keys", "questions", "interviews"),
)


def copying(names: Sequence[str]) -> Behaviour:
    """A model that grades well, and copies each text that it is given into its own texts, in these disguises."""

    def behave(asked: Asked) -> Answered:
        given = list(strings_of(asked.data or json.loads(asked.answer)))[::-1]
        copies = ["\n".join(DISGUISES[name](text) for text in given)[:2000] for name in names]
        words = {"strengths": copies[:5], "improvements": copies[5:]}
        content = graded(asked, 0.5, explanation="\n".join(copies)[:1900], feedback=copies[0], **words)
        if asked.shape == "SummaryReply":
            content |= {"summary": copies[0], **words}
        for criterion in content.get("criteria", []):
            criterion["comment"] = copies[0]
        return Answered(completion(json.dumps(content)))

    return behave


@dataclass
class Capture:
    """A session whose questions have a key in every script, graded by a captured model."""

    due: Due
    person: Person
    interview_id: UUID
    session_id: UUID
    reviewer: Person
    names: Sequence[str]

    def forms(self) -> dict[str, str]:
        """What the model makes of each secret, by script, part and disguise, as it is stored."""
        return {
            f"{script}, {part}, {name}": presentable(DISGUISES[name](text))
            for script, key in KEYS.items()
            for part, text in zip(("solution", "word"), key, strict=True)
            for name in self.names
        }

    def found_in(self, texts: Sequence[str]) -> set[str]:
        """The forms of secrets that occur in the texts, wherever lines are broken."""
        whole = "\n".join("".join(text.split()) for text in texts)
        return {name for name, form in self.forms().items() if "".join(form.split()) in whole}

    def read_by(self, person: Person, apis: Sequence[Api], stack: Stack) -> list[str]:
        """Every text that this person can fetch about the session."""
        texts: list[str] = []
        for api in apis:
            for function, arguments in (
                ("results", {"session_id": self.session_id}),
                ("sessions", {}),
                ("sessions", {"interview_id": self.interview_id}),
                ("analytics", {}),
                ("active", {}),
            ):
                texts.extend(strings_of(api.call(function, person, arguments).body))
        headers = {"authorization": f"Bearer {person.token}"}
        for name, read in READERS.items():
            query = {"session_id": str(self.session_id), "format": name}
            exported = http.get(f"{stack.functions_url}/export", params=query, headers=headers, timeout=240)
            text = read(exported.raise_for_status().content)
            texts.extend(strings_of(json.loads(text)) if name == "json" else [text])
        with DataApi(stack) as data_api:
            for table in TABLES:
                answered = data_api.send(person, "GET", f"/{table}?select=*")
                texts.extend(strings_of(answered.json()))
        return texts


def capture(due: Due, names: Sequence[str]) -> Capture:
    """A finished session, due to be graded, whose candidate may read results."""
    kinds = [KINDS[number % 3] for number in range(len(KEYS))]
    interview = make_interview(due.database, kinds, time_limit_seconds=3600)
    due.show_results(interview.interview_id)
    run = start(due.api, due.people.candidate(), interview.interview_id)
    for number in range(len(KEYS)):
        run.submit(f"Answer {number}, with some thought in it.").ok()
    for position, (solution, word) in enumerate(KEYS.values()):
        due.database.execute(
            "update reprise.session_question_keys set sample_solution = %s, criteria = %s, keywords = %s"
            " where session_id = %s and position = %s",
            solution,
            Jsonb([{"id": "c", "text": word, "points": 10}]),
            Jsonb([{"keyword": word, "synonyms": []}]),
            run.session_id,
            position,
        )
    reviewer = due.people.member(interview.organization_id, "reviewer")
    return Capture(due, run.person, interview.interview_id, run.session_id, reviewer, names)


def given_without_grading(server: ModelServer) -> list[str]:
    """All that the model was given by calls that do not grade."""
    asked = [asked for asked in server.asked if asked.shape not in GRADES]
    assert asked
    return [str(message["content"]) for one in asked for message in one.body["messages"]]


@pytest.mark.parametrize("names", HALVES)
async def test_captured_model_shows_a_candidate_no_byte_of_a_key(
    names: Sequence[str], due: Due, model_server: ModelServer, stack: Stack, functions_api: Api, rpc_api: Api
) -> None:
    captured = capture(due, names)
    model_server.behave(copying(names))
    tally = await due.grade(model_server.url)
    assert (tally.graded, tally.summaries) == (len(KEYS), 1)
    shapes = [asked.shape for asked in model_server.asked]
    assert (shapes.count("FeedbackReply"), shapes.count("SummaryReply")) == (len(KEYS), 1)
    assert captured.found_in(given_without_grading(model_server)) == set()
    read = captured.read_by(captured.person, (functions_api, rpc_api), stack)
    assert captured.found_in(read) == set()
    # The candidate does read what the captured model wrote: copies of the question.
    (prompt,) = due.database.rows(
        "select prompt from reprise.session_questions where session_id = %s and position = 0", captured.session_id
    )
    for name in names:
        copied = "".join(presentable(DISGUISES[name](prompt["prompt"])).split())
        assert any(copied in "".join(text.split()) for text in read), name


@pytest.mark.prove
async def test_control_reviewers_read_what_the_captured_model_copied(
    due: Due, model_server: ModelServer, stack: Stack, functions_api: Api
) -> None:
    # In a disguise, because reviewers can read the key itself anyway.
    captured = capture(due, ["base64"])
    model_server.behave(copying(["base64"]))
    await due.grade(model_server.url)
    read = captured.read_by(captured.reviewer, [functions_api], stack)
    assert {name.split(",")[0] for name in captured.found_in(read)} == set(KEYS)


@pytest.mark.prove
@pytest.mark.parametrize("names", HALVES)
async def test_control_key_given_to_the_call_for_feedback_is_found(
    names: Sequence[str],
    due: Due,
    model_server: ModelServer,
    stack: Stack,
    functions_api: Api,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    captured = capture(due, names)
    rows = due.database.rows(
        "select q.prompt, k.sample_solution, k.criteria -> 0 ->> 'text' as word from reprise.session_questions q"
        " join reprise.session_question_keys k using (session_id, position) where session_id = %s",
        captured.session_id,
    )
    keys = {row["prompt"]: (row["sample_solution"], row["word"]) for row in rows}

    def leaking(model: str, question: str, answer: str, score: Decimal, points: Decimal) -> ChatRequest[FeedbackReply]:
        solution, word = keys[question]
        data = {"question": question, "score": f"{score} of {points}", "solution": solution, "word": word}
        return grading_request(model, "feedback", data, answer, FeedbackReply)

    monkeypatch.setattr(grader_module, "feedback_request", leaking)
    model_server.behave(copying(names))
    await due.grade(model_server.url)
    assert captured.found_in(given_without_grading(model_server))
    read = captured.read_by(captured.person, [functions_api], stack)
    assert captured.found_in(read) == set(captured.forms())
