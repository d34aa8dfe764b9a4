"""The library in another front end: runs the example in docs/web.md, and checks that page's claims about the code."""

import re
from typing import get_args

import pytest
from playwright.sync_api import Dialog, Page, expect
from pydantic import BaseModel

from functions import finish, heartbeat, resume, sessions, start, submit
from shared.models import (
    analytics_views,
    assessment_views,
    conversation_views,
    decision_views,
    evaluation_views,
    result_views,
    review_views,
    session_views,
)
from tests.browser.device import Device, MakeDevice
from tests.support.database import Database
from tests.support.documentation import FENCE, ROOT, pages
from tests.support.interviews import make_interview
from tests.support.people import People, Person

LIBRARY = ROOT / "web" / "client"
SECTION = pages()["docs/web.md"].section("The library")

_WHO_IS_SPOKEN_FOR = """
async () => {
  const { tokenFrom } = await import("/client/index.js");
  const session = (id) => ({ data: { session: id && { user: { id }, access_token: `${id}'s` } }, error: null });
  const said = [];
  const ask = async (first, second, options) => {
    const asked = [];
    const getSession = async () => (asked.push("get"), first);
    const refreshSession = async () => (asked.push("refresh"), second);
    const token = tokenFrom({ auth: { getSession, refreshSession } }, "ann", (presence) => asked.push(presence));
    said.push([await token(options).catch(({ code, status }) => [code, status]), ...asked]);
  };
  const nobody = { data: { session: null } };
  await ask(session("ann"));
  await ask(session("ann"), session("ann"), { refresh: true });
  await ask(session("bob"), session("bob"), { refresh: true });
  await ask(session(null));
  await ask(session("ann"), { ...nobody, error: { name: "AuthApiError", status: 400 } }, { refresh: true });
  await ask(session("ann"), { ...nobody, error: { name: "AuthRetryableFetchError", status: 0 } }, { refresh: true });
  return said;
}
"""


class Example:
    """The example from the documentation, in a tab."""

    def __init__(self, device: Device, interview_id: object) -> None:
        self.html, script = (code for language, code in FENCE.findall(SECTION) if language in ("html", "js"))
        device.context.route("**/mine.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
        self.page: Page = device.open(f"/mine.html?interview={interview_id}")
        self.field = self.page.get_by_label("Your answer")
        self.state = self.page.locator("#state")
        self.receipts = self.page.locator("#receipts li")
        self.load()

    def load(self) -> None:
        """Load the example in place of the 404 page, which gives it that page's origin and content security policy."""
        self.page.set_content(self.html)
        self.sees_question(0)

    def sees_question(self, position: int) -> None:
        """Wait until this question can be answered."""
        expect(self.page.locator("#prompt")).to_contain_text(f"prompt-{position}")
        expect(self.field).to_be_editable()

    def send(self) -> None:
        """Press the send button."""
        self.page.get_by_role("button", name="Send").click()


def test_example_of_the_documentation_survives_a_reload_and_ends_with_a_receipt_for_every_answer(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    tab = Example(device(candidate), make_interview(database, ["open", "mcq"]).interview_id)
    expect(tab.page.locator("#time")).to_have_text(re.compile(r"^(60|5\d) seconds left$"))
    tab.field.fill("Typed in another front end")
    expect(tab.state).to_have_text("saved")
    questions: list[str] = []

    def agree(dialog: Dialog) -> None:
        questions.append(dialog.message)
        dialog.accept()

    tab.page.on("dialog", agree)
    tab.page.reload()
    tab.load()
    assert questions == ["“Test interview” is open. Continue here?"]
    expect(tab.field).to_have_value("Typed in another front end")
    tab.send()
    tab.sees_question(1)
    expect(tab.page.locator("#prompt")).to_contain_text("b: Beta")
    expect(tab.receipts).to_have_count(1)
    tab.field.fill("b")
    tab.send()
    expect(tab.state).to_have_text("closed")
    expect(tab.receipts).to_have_count(2)
    session_id = database.value("select id from reprise.interview_sessions where user_id = %s", candidate.user_id)
    assert [answer["answer"] for answer in database.answers(session_id)] == ["Typed in another front end", "b"]


def test_answer_of_the_documented_example_waits_for_its_own_user(
    device: MakeDevice, people: People, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    tab = Example(mine, make_interview(database, ["open", "open"]).interview_id)
    answers: list[int] = []
    tab.page.on("response", lambda response: answers.append(response.status))
    mine.sign_in(people.candidate())
    tab.field.fill("Of the first person")
    tab.send()
    expect(tab.state).to_have_text("signed out")
    mine.sign_in(candidate)
    tab.page.evaluate("dispatchEvent(new Event('online'))")
    tab.sees_question(1)
    expect(tab.receipts).to_have_count(1)
    assert [status for status in answers if status >= 400] == []


def test_token_belongs_to_one_user_and_is_replaced_after_a_refusal(device: MakeDevice) -> None:
    assert device().open("/404.html").evaluate(_WHO_IS_SPOKEN_FOR) == [
        ["ann's", "get", "here"],
        ["ann's", "get", "refresh", "here"],
        [["not_authenticated", 401], "get", "other"],
        [["not_authenticated", 401], "get", "out"],
        [["not_authenticated", 401], "get", "refresh", "out"],
        [["no_answer", 0], "get", "refresh"],
    ]


# The page's claims -------------------------------------------------------------------------------


def test_every_module_of_the_library_and_every_name_it_exports_are_in_its_table() -> None:
    rows = re.findall(r"^\| (.+) \|$", SECTION, re.MULTILINE)
    words = set(re.findall(r"`([\w./-]+)`", "\n".join(rows)))
    assert {word for word in words if word.endswith(".js")} == {
        str(path.relative_to(LIBRARY)) for path in LIBRARY.glob("*/*.js")
    }
    for names, module in re.findall(r"^export \{ (.+) \} from \"./(.+)\";$", (LIBRARY / "index.js").read_text(), re.M):
        row = next(row for row in rows if f"`{module}`" in row)
        assert set(names.split(", ")) <= set(re.findall(r"`(\w+)`", row))


MODELS: dict[str, type[BaseModel]] = {
    "Session": session_views.Session,
    "Practice": session_views.Practice,
    "Option": session_views.Option,
    "Question": session_views.Question,
    "Break": session_views.Break,
    "Lease": session_views.LeaseView,
    "Receipt": session_views.Receipt,
    "SpokenText": session_views.SpokenText,
    "Answer": session_views.Answer,
    "ConversationView": session_views.ConversationView,
    "SessionState": session_views.SessionState,
    "WithAnswers": session_views.SessionView,
    "Submission": session_views.SubmitResponse,
    "Beaten": session_views.HeartbeatResponse,
    "Resumable": session_views.ActiveSession,
    "Cleared": session_views.ClearStuckSessionResponse,
    "StartBody": start.StartRequest,
    "PracticeChoice": start.PracticeChoice,
    "ConversationChoice": start.ConversationChoice,
    "ResumeBody": resume.ResumeRequest,
    "SubmitBody": submit.SubmitRequest,
    "Transcription": submit.Transcription,
    "HeartbeatBody": heartbeat.HeartbeatRequest,
    "Draft": heartbeat.Draft,
    "FinishBody": finish.FinishRequest,
    "SessionsQuery": sessions.SessionsQuery,
    "Message": conversation_views.Message,
    "MessageResponse": conversation_views.MessageResponse,
    "LateMessage": conversation_views.LateMessage,
    "ConversationResults": conversation_views.ConversationResults,
    "Quote": assessment_views.Quote,
    "AssessedCriterion": assessment_views.AssessedCriterion,
    "Assessment": assessment_views.Assessment,
    "ShownCriterion": assessment_views.ShownCriterion,
    "CandidateAssessment": assessment_views.CandidateAssessment,
    "CandidateCounts": session_views.CandidateCounts,
    "GradingCounts": result_views.GradingCounts,
    "Result": result_views.Result,
    "CandidateAnswer": result_views.CandidateAnswer,
    "CandidateResults": result_views.CandidateResults,
    "Evaluation": evaluation_views.Evaluation,
    "EarlierEvaluation": evaluation_views.EarlierEvaluation,
    "ReviewedAnswer": result_views.ReviewedAnswer,
    "LateText": result_views.LateText,
    "AuditEvent": result_views.Event,
    "EventsPage": result_views.EventsResponse,
    "Candidate": session_views.Candidate,
    "OwnDecision": decision_views.OwnDecision,
    "Decision": decision_views.Decision,
    "ReviewComment": decision_views.ReviewComment,
    "RatingView": decision_views.RatingView,
    "EarlierScorecard": decision_views.EarlierScorecard,
    "ScorecardFields": decision_views.Scorecard,
    "SecondReview": decision_views.SecondReview,
    "Reviews": decision_views.Reviews,
    "ReviewerResultsFields": result_views.ReviewerResults,
    "ResultLineFields": result_views.ResultLine,
    "Invitee": result_views.Invitee,
    "InvitedLine": result_views.InvitedLine,
    "ReviewedSession": review_views.ReviewedSession,
    "SkippedSession": review_views.SkippedSession,
    "ReviewedMany": review_views.ReviewedResponse,
    "RegradeSkipped": review_views.RegradeSkipped,
    "Regraded": review_views.RegradeResponse,
    "ResponseSeconds": analytics_views.ResponseSeconds,
    "ModeNumbers": analytics_views.ModeNumbers,
    "PracticeNumbers": analytics_views.PracticeNumbers,
    "CandidateAnalytics": analytics_views.CandidateAnalytics,
    "Funnel": analytics_views.Funnel,
    "DurationSeconds": analytics_views.DurationSeconds,
    "Percentages": analytics_views.Percentages,
    "QuestionNumbers": analytics_views.QuestionNumbers,
    "InterviewAnalytics": analytics_views.InterviewAnalytics,
}
INHERITED: dict[str, type[BaseModel]] = {
    "WithAnswers": session_views.SessionState,
    "Submission": session_views.SessionState,
    "Resumable": session_views.Session,
    "ResultLineFields": session_views.Session,
    "ScorecardFields": decision_views.EarlierScorecard,
    "ReviewerResultsFields": decision_views.Reviews,
}


@pytest.mark.parametrize("name", MODELS)
def test_type_of_the_library_has_the_fields_of_the_server(name: str) -> None:
    model = MODELS[name]
    inherited = INHERITED.get(name, BaseModel).model_fields
    fields = {info.alias or field: info for field, info in model.model_fields.items() if field not in inherited}
    answered = issubclass(model, session_views.ResponseBody)
    types = _types()[name]
    assert set(types) == set(fields)
    for field, (kind, optional) in types.items():
        assert optional != fields[field].is_required(), field
        if answered:
            assert kind.endswith("| null") == (type(None) in get_args(fields[field].annotation)), field


def _types() -> dict[str, dict[str, tuple[str, bool]]]:
    """Each object of types.js and its neighbours, with its fields, their types, and whether they are optional."""
    found: dict[str, dict[str, tuple[str, bool]]] = {}
    texts = "".join(path.read_text() for path in LIBRARY.glob("*types.js"))
    for comment in re.findall(r"/\*\*(.*?)\*/", texts, re.DOTALL):
        title = re.search(r"@typedef \{object\} (\w+)", comment)
        if title:
            properties = re.findall(r"@property \{(.+?)\} (\[?)(\w+)", comment)
            found[title[1]] = {field: (kind, bool(bracket)) for kind, bracket, field in properties}
    return found
