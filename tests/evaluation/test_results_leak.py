"""Guards that no byte a candidate can fetch about results reveals a key, a rubric, a flag, or another person's text.

Canaries are in the keys, in everything that a grader may store, in late texts and in reasons. The tests send every
request, through both APIs and to the tables behind them, before and after results are shown.
"""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from psycopg.types.json import Jsonb

from tests.evaluation.work import Taken, Work, graded, review, summed_up
from tests.support.api_calls import SERVICE_RPCS
from tests.support.apis import Api, FunctionsApi, RpcApi
from tests.support.canaries import ResponseRecorder
from tests.support.data_api import DataApi
from tests.support.people import Person

TABLES = (
    "evaluations",
    "session_results",
    "evaluation_history",
    "model_spending",
    "model_reservations",
    "session_events",
    "session_question_keys",
    "answers",
    "late_answers",
    "interview_sessions",
    "session_questions",
)
EMBEDDINGS = (
    "/answers?select=*,evaluations(*,evaluation_history(*))",
    "/answers?select=*,evaluation_history(*)",
    "/answers?select=id,...evaluations(score,flags)",
    "/late_answers?select=*,evaluations(*)",
    "/interview_sessions?select=*,evaluations(*),session_results(*)",
    "/interview_sessions?select=id,session_results!inner(total)",
    "/evaluations?select=score.sum(),feedback::text",
    "/evaluations?flags=cs.{injection}&select=answer_id",
    "/session_results?select=*&total=gte.0",
    "/model_spending?select=tokens.sum()",
    "/model_reservations?select=tokens.sum()",
)


class Marked:
    """Two sessions of an interview, with a canary in everything that is hidden."""

    def __init__(self, work: Work, *, visible: bool) -> None:
        self.hidden: list[str] = []
        self.shown = [self.mark("text"), self.mark("strength"), self.mark("improvement"), self.mark("summary")]
        self.hidden.clear()
        self.work = work
        self.taken = work.begin(["short_answer", "open"], visible=visible)
        self._mark_keys()
        self._answer(self.taken)
        self._grade()
        self._review()

    def mark(self, what: str) -> str:
        """A unique text."""
        text = f"canary-{what}-{uuid4().hex}"
        self.hidden.append(text)
        return text

    def _mark_keys(self) -> None:
        self.work.database.execute(
            "update reprise.session_question_keys set keywords = %s, sample_solution = %s, criteria = %s"
            " where session_id = %s",
            Jsonb([{"keyword": self.mark("keyword"), "synonyms": [self.mark("synonym")]}]),
            self.mark("solution"),
            Jsonb([{"id": "c", "text": self.mark("criterion"), "points": 10}]),
            self.taken.session_id,
        )

    def _answer(self, taken: Taken) -> None:
        taken.run.submit("my words").ok()
        taken.run.submit("more of my words").ok()
        other = self.work.people.candidate()
        arguments = {"client_id": uuid4(), "interview_id": taken.interview.interview_id, "session_id": uuid4()}
        self.work.api.call("start", other, arguments).ok(201)
        self.work.database.execute(
            "insert into reprise.late_answers (session_id, position, answer, reason, sha256)"
            " select %s, 0, t, 'late', reprise_private.sha256_hex(t) from (select %s) as k(t)",
            arguments["session_id"],
            self.mark("late-answer-of-another"),
        )
        submit = {"session_id": arguments["session_id"], "position": 0, "lease": 1, "answer": self.mark("of-another")}
        self.work.api.call("submit", other, submit).ok()

    def _grade(self) -> None:
        feedback = {
            "text": self.shown[0],
            "strengths": [self.shown[1]],
            "improvements": [self.shown[2]],
            "keywords_found": [self.mark("keyword-found")],
            "keywords_missing": [self.mark("keyword-missing")],
            "criteria": [{"id": "c", "comment": self.mark("criterion-comment"), "evidence": self.mark("evidence")}],
            "explanation": self.mark("explanation"),
            "raw": {"deep": [self.mark("deep")]},
        }
        doubtful = {"text": self.mark("doubtful-text"), "strengths": [self.mark("doubtful")], "improvements": []}
        session_id = str(self.taken.session_id)
        first, second = (job for job in self.work.claim() if job["session_id"] == session_id)
        done, in_review = {"score": 6}, {"status": "needs_review", "score": None}
        for job, said, outcome in ((first, feedback, done), (second, feedback | doubtful, in_review)):
            more = {"model": self.mark("model"), "prompt_version": self.mark("prompt"), "flags": [self.mark("flag")]}
            self.work.complete(job, graded(6, feedback=said, **more) | outcome)

    def _review(self) -> None:
        reason = self.mark("reason")
        review(
            self.work.api, self.taken.recruiter, self.taken, "override_score", position=0, score=3, reason=reason
        ).ok()
        for job in self.work.claim_summaries():
            summary = summed_up(summary=self.shown[3], strengths=[], improvements=[], model=self.mark("model"))
            self.work.complete_summary(job, **summary)


@pytest.fixture(params=["function", "postgrest"])
def recording(request: pytest.FixtureRequest, work: Work) -> Iterator[tuple[Api, ResponseRecorder]]:
    """An API whose responses are recorded."""
    kind = FunctionsApi if request.param == "function" else RpcApi
    recorder = ResponseRecorder()
    with kind(work.people.stack) as api:
        recorder.record_all(api.http)
        yield api, recorder


@pytest.mark.parametrize("visible", [False, True])
def test_no_response_to_a_candidate_contains_hidden_results(
    work: Work, recording: tuple[Api, ResponseRecorder], visible: bool, data_api: DataApi
) -> None:
    api, recorder = recording
    marked = Marked(work, visible=visible)
    taken, candidate = marked.taken, marked.taken.run.person
    ask_everything(api, candidate, taken)
    for request in (*(f"/{table}?select=*" for table in TABLES), *EMBEDDINGS):
        for headers in ({}, {"prefer": "count=exact"}):
            recorder.record(data_api.send(candidate, "GET", request, headers=headers))
    for call in SERVICE_RPCS:
        refused = data_api.send(candidate, call.method, call.path, call.body)
        assert refused.status_code == 403, call.path
        recorder.record(refused)
    assert recorder.found(marked.hidden) == set()
    # Positive control: the recorder finds what may be seen.
    assert recorder.found(marked.shown) == (set(marked.shown) if visible else set())
    assert len(marked.hidden) >= 20
    assert len(recorder.received) >= 50


def test_control_recorder_finds_every_canary_in_a_reviewers_responses(
    work: Work, recording: tuple[Api, ResponseRecorder]
) -> None:
    api, recorder = recording
    marked = Marked(work, visible=False)
    ask_everything(api, marked.taken.recruiter, marked.taken)
    secrets_of_others = {text for text in marked.hidden if "another" in text}
    # A summary's model name is stored only in the table.
    of_the_summary = {marked.hidden[-1]}
    assert set(marked.hidden) - secrets_of_others - of_the_summary == recorder.found(marked.hidden)


def ask_everything(api: Api, person: Person, taken: Taken) -> None:
    """Make every request about results and every review, as this person."""
    session = {"session_id": taken.session_id}
    interview = {"interview_id": taken.interview.interview_id}
    for function, arguments in (("results", session), ("sessions", {}), ("analytics", {}), ("active", {})):
        api.call(function, person, arguments)
    for function in ("sessions", "analytics"):
        api.call(function, person, interview)
    review(api, person, taken, "override_score", position=0, score=99)
    review(api, person, taken, "accept_late", late_answer_id=uuid4())
    review(api, person, taken, "extend_time", extra_time_percent=100)
    review(api, person, taken, "reopen")
    api.call("review", person, {"action": "regrade", "reason": "x", "interview_id": uuid4()})


@pytest.fixture
def data_api(work: Work) -> Iterator[DataApi]:
    """The tables behind the APIs."""
    with DataApi(work.people.stack) as api:
        yield api
