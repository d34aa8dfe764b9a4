"""One browser that several people use, that blocks storage, or that still has unsent text."""

import base64
import json
import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Request, Response, Route, expect

from tests.browser.accessibility import violations
from tests.browser.device import Device, MakeDevice
from tests.browser.interview_tab import InterviewTab
from tests.browser.prep_tab import make_workspace
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import make_interview
from tests.support.people import People, Person
from tests.support.prep_apis import FunctionsPrepApi

_IS_OVER = """() => {
  const session = JSON.parse(localStorage.getItem("reprise-auth"));
  localStorage.setItem("reprise-auth", JSON.stringify({ ...session, expires_at: 1 }));
}"""
# Simulates a browser that blocks all storage for the site. Only the sign-in is let through, because it has no other
# place.
_FORBIDS_TO_KEEP = """(() => {
  const forbidden = () => { throw new DOMException("It is forbidden.", "SecurityError"); };
  Object.defineProperty(globalThis, "sessionStorage", { get: forbidden });
  Object.defineProperty(globalThis, "BroadcastChannel", { value: function () { forbidden(); } });
  IDBFactory.prototype.open = forbidden;
  if (navigator.locks) LockManager.prototype.request = LockManager.prototype.query = async () => forbidden();
  for (const name of ["getItem", "setItem", "removeItem"]) {
    const right = Storage.prototype[name];
    Storage.prototype[name] = function (key, ...rest) {
      return key.startsWith("reprise-auth") ? right.call(this, key, ...rest) : forbidden();
    };
  }
})()"""
_STORE = """async ([method, row]) => {
  const { DeviceStore } = await import("/client/storage/device-store.js");
  await (await DeviceStore.open())[method](row);
}"""
_KEPT_HERE_OF = """async (userId) => {
  const { DeviceStore } = await import("/client/storage/device-store.js");
  const store = await DeviceStore.open();
  return (await store.answers(userId)).length + (await store.texts(userId)).length;
}"""
_ASK_FIVE_TIMES_WHO_IS_SIGNED_IN = """async () => {
  const { currentUser } = await import("/app/sign-in/account.js");
  for (let number = 0; number < 5; number += 1) if (!(await currentUser())) throw new Error("Nobody is signed in.");
}"""


def persons_asked_for(page: Page) -> list[str]:
    """A list that collects the users in whose name this tab sends requests."""
    found: list[str] = []

    def note(request: Request) -> None:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if token.count(".") == 2:
            claims = token.split(".")[1]
            found.append(json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))["sub"])

    page.on("request", note)
    return found


def server_is_away(mine: Device) -> None:
    """Make the functions unreachable from every tab of this device, from now on."""
    mine.context.route(f"{mine.stack.functions_url}/**", lambda route: route.abort())


def server_is_back(mine: Device) -> None:
    mine.context.unroute(f"{mine.stack.functions_url}/**")


def impatient(mine: Device) -> None:
    """Shorten the pages' timeouts."""
    mine.change_script("client/session/signing-out.js", "const LAST_SECONDS = 3", "const LAST_SECONDS = 0.5")
    mine.change_script("app/sign-in/account.js", "const AUTH_MS = 4000", "const AUTH_MS = 1000")


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out", exact=True).click()


def not_now(page: Page) -> None:
    """Dismiss the greeting."""
    page.get_by_role("dialog", name="Welcome back").get_by_role("button", name="Not now").click()


def killed_with_words_that_never_left(mine: Device, interview_id: str, words: str) -> str:
    """Kill a tab when the server has only part of the typed text; returns the session's id."""
    tab = InterviewTab.begin(mine.open(f"/interview.html?interview={interview_id}"))
    session_id = tab.session_id
    tab.write("In time.")
    tab.is_saved()
    tab.network_answers("heartbeat", spoil=True)
    tab.write(words)
    tab.is_on_device(words)
    mine.kill(tab.page)
    return session_id


# Two people --------------------------------------------------------------------------------------


@pytest.mark.prove
def test_tab_of_one_user_sends_nothing_as_another(
    device: MakeDevice, candidate: Person, people: People, database: Database
) -> None:
    mine = device(candidate)
    tab = InterviewTab.start(mine, make_interview(database, ["open", "open"], time_limit_seconds=300))
    asked_for = persons_asked_for(tab.page)
    other = people.candidate()
    mine.sign_in(other)
    told = tab.page.locator("#signed-out")
    expect(told).to_contain_text("Someone else is now signed in")
    expect(told).to_contain_text(candidate.email)
    tab.write("Of the first person")
    tab.send()
    expect(tab.page.locator(".waiting")).to_be_visible()

    # The other person's pages neither show the text nor send it.
    theirs = mine.open("/home.html")
    expect(theirs.get_by_role("banner")).to_contain_text(other.email)
    expect(theirs.get_by_role("button", name="Start Full Stack Developer")).to_be_visible()
    expect(theirs.locator("[data-notice], #found section")).to_have_count(0)
    sign_out(theirs)
    theirs.wait_for_url(re.compile(r"/$"))
    expect(told).to_contain_text("You are signed out")
    assert database.answers(tab.session_id) == []

    mine.sign_in(candidate)
    expect(tab.page.get_by_role("heading", name="Question 2 of")).to_be_visible()
    expect(told).to_be_hidden()
    assert [answer["answer"] for answer in database.answers(tab.session_id)] == ["Of the first person"]
    assert set(asked_for) == {str(candidate.user_id)}


def test_answer_of_a_signed_out_user_is_sent_after_the_next_sign_in(
    device: MakeDevice, candidate: Person, people: People, database: Database
) -> None:
    mine = device(candidate)
    tab = InterviewTab.start(mine, make_interview(database, ["open", "open"], time_limit_seconds=300))
    session_id = tab.session_id
    server_is_away(mine)
    tab.write("Left behind")
    tab.send()
    expect(tab.page.locator(".waiting")).to_contain_text("safe on this device")
    mine.kill(tab.page)
    server_is_back(mine)
    other = people.candidate()
    mine.sign_in(other)
    theirs = mine.open("/home.html")
    expect(theirs.get_by_role("button", name="Start Full Stack Developer")).to_be_visible()
    assert theirs.evaluate(_KEPT_HERE_OF, str(other.user_id)) == 0
    assert theirs.evaluate(_KEPT_HERE_OF, str(candidate.user_id)) == 1
    assert database.answers(session_id) == []
    theirs.close()
    mine.sign_in(candidate)
    page = mine.open("/home.html")
    page.get_by_role("dialog", name="Welcome back").get_by_role("button", name="Resume").click()
    InterviewTab(page).sees_question(2)
    assert [answer["answer"] for answer in database.answers(session_id)] == ["Left behind"]


def test_open_page_does_not_write_tables_as_another_user(
    device: MakeDevice, candidate: Person, people: People, database: Database
) -> None:
    mine = device(candidate)
    page = mine.open("/practice.html")
    page.get_by_role("button", name="Save for later").click()
    other = people.candidate()
    mine.sign_in(other)
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.locator(".toast").first).to_be_visible()
    rows = database.rows(
        "select * from reprise.practice_templates where user_id in (%s, %s)", candidate.user_id, other.user_id
    )
    assert rows == []


# Expired sign-ins --------------------------------------------------------------------------------


@pytest.mark.prove
def test_interview_continues_after_signing_in_again(device: MakeDevice, candidate: Person, database: Database) -> None:
    mine = device(candidate)
    tab = InterviewTab.start(mine, make_interview(database, ["open", "open"], time_limit_seconds=300))
    tab.write("While signed in.")
    tab.is_saved()
    tab.page.evaluate(_IS_OVER)
    tab.write("While signed in. And while not.")
    expect(tab.saved).to_contain_text("sign in again in another tab")
    tab.is_on_device("While signed in. And while not.")
    assert violations(tab.page) == []
    with mine.context.expect_page() as opened:
        tab.page.locator("#signed-out").get_by_role("link", name="Open the sign-in").click()
    expect(opened.value.get_by_role("heading", name="Sign in")).to_be_visible()
    mine.sign_in(candidate)
    expect(tab.saved).to_have_text(re.compile(r"saved at \d\d:\d\d"))
    expect(tab.page.locator("#signed-out")).to_be_hidden()
    assert database.questions(tab.session_id)[0]["draft"] == "While signed in. And while not."
    tab.send()
    tab.sees_question(2)


@pytest.mark.prove
def test_failed_token_renewal_does_not_sign_out(device: MakeDevice, candidate: Person, database: Database) -> None:
    mine = device(candidate)
    impatient(mine)
    tab = InterviewTab.start(mine, make_interview(database, ["open"], time_limit_seconds=300))
    mine.context.route("**/auth/v1/token*", lambda route: route.abort())
    tab.page.evaluate(_IS_OVER)
    tab.write("Auth is away")
    expect(tab.saved).to_contain_text("The server does not answer")
    expect(tab.page.locator("#signed-out")).to_be_hidden()


@pytest.mark.prove
@pytest.mark.parametrize("hours", [-2, 2])
def test_wrong_device_clock_renews_the_token_when_it_is_due_and_only_then(device: MakeDevice, hours: int) -> None:
    mine = device()
    mine.shift_clock(hours * 3600)
    page = mine.open("/")
    renewals: list[str] = []
    page.on("request", lambda request: renewals.append(request.url) if "refresh_token" in request.url else None)
    page.get_by_role("button", name="Try it as a candidate").click()
    expect(page.get_by_role("banner")).to_contain_text("Casey Candidate")
    page.evaluate(_ASK_FIVE_TIMES_WHO_IS_SIGNED_IN)
    assert renewals == []
    # An hour later, a token that lasts an hour has expired.
    page.evaluate("() => { globalThis.clockShift += 3600 * 1000 }")
    page.evaluate(_ASK_FIVE_TIMES_WHO_IS_SIGNED_IN)
    assert len(renewals) == 1


# Blocked storage ---------------------------------------------------------------------------------


def test_interview_works_without_browser_storage_and_says_so(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    mine.context.add_init_script(_FORBIDS_TO_KEEP)
    tab = InterviewTab.start(mine, make_interview(database, ["open", "open"], time_limit_seconds=300))
    tab.write("Kept nowhere but")
    tab.is_saved()
    mine.offline()
    tab.write("Kept nowhere but in this tab")
    tab.send()
    expect(tab.page.locator(".waiting")).to_contain_text("leave this tab open")
    mine.online()
    tab.sees_question(2)
    assert [answer["answer"] for answer in database.answers(tab.session_id)] == ["Kept nowhere but in this tab"]
    tab.page.reload()
    tab.page.get_by_role("button", name="Continue here").click()
    tab.sees_question(2)
    tab.write("The last one")
    tab.send()
    tab.sees_the_end()


# Drafts of sessions that ended elsewhere ---------------------------------------------------------


def results(response: Response) -> bool:
    """Whether this is the request for a session's state."""
    return "/results?" in response.url


def test_draft_of_a_session_that_ended_elsewhere_is_sent_from_home(
    device: MakeDevice, candidate: Person, functions_api: Api, database: Database
) -> None:
    mine = device(candidate)
    interview = make_interview(database, ["open", "open"], time_limit_seconds=300)
    words = "In time. And never sent."
    session_id = killed_with_words_that_never_left(mine, str(interview.interview_id), words)
    functions_api.call("clear-stuck-session", candidate, {}).ok()
    assert database.session(session_id)["status"] == "abandoned"

    page = mine.open("/home.html")
    notice = page.locator("[data-notice=kept]")
    expect(notice).to_contain_text("Another text for question 1 is kept")
    expect(notice).to_contain_text("The interview was over")
    assert [row["answer"] for row in database.kept(session_id)] == [words]
    assert page.evaluate(_KEPT_HERE_OF, str(candidate.user_id)) == 0


@pytest.mark.prove
def test_draft_of_an_unknown_session_stays_and_breaks_nothing(
    device: MakeDevice, candidate: Person, functions_api: Api, database: Database
) -> None:
    mine = device(candidate)
    interview = make_interview(database, ["open"], time_limit_seconds=300)
    session_id = killed_with_words_that_never_left(mine, str(interview.interview_id), "In time. Of a lost session.")
    functions_api.call("clear-stuck-session", candidate, {}).ok()
    database.execute("delete from reprise.interview_sessions where id = %s", session_id)
    page = mine.context.new_page()
    # The second load checks a text that survived the first.
    for _ in range(2):
        with page.expect_response(results) as response:
            page.goto("/home.html")
        assert response.value.status == 404
        expect(page.get_by_role("button", name="Start Full Stack Developer")).to_be_visible()
        assert page.evaluate(_KEPT_HERE_OF, str(candidate.user_id)) == 1
    expect(page.locator(".toast")).to_have_count(0)


@pytest.mark.prove
def test_draft_of_a_session_that_still_runs_waits_for_it_to_be_resumed(
    device: MakeDevice, candidate: Person, functions_api: Api, database: Database
) -> None:
    mine = device(candidate)
    interview = make_interview(database, ["open"], time_limit_seconds=300, start_over_allowed=False)
    words = "In time. And more."
    session_id = killed_with_words_that_never_left(mine, str(interview.interview_id), words)
    # The session has no active row now, but it has not ended.
    functions_api.call("clear-stuck-session", candidate, {}).ok()
    assert database.session(session_id)["status"] == "in_progress"
    page = mine.context.new_page()
    with page.expect_response(results):
        page.goto("/home.html")
    page.get_by_role("dialog", name="Welcome back").get_by_role("button", name="Resume").click()
    tab = InterviewTab(page)
    tab.sees_question(1)
    expect(tab.field).to_have_value(words)
    assert database.kept(session_id) == []


@pytest.mark.prove
def test_unsent_message_of_an_ended_conversation_is_not_sent_as_an_answer(
    device: MakeDevice, candidate: Person, functions_api: Api
) -> None:
    mine = device(candidate)
    page = mine.open("/conversation.html")
    page.get_by_label("What would you like to talk about?").fill("Queues")
    page.get_by_role("button", name="Begin", exact=True).click()
    field = page.locator("#message")
    expect(field).to_be_visible()
    page.route("**/heartbeat", lambda route: route.abort())
    field.fill("Never sent")
    InterviewTab(page).is_on_device("Never sent")
    mine.kill(page)
    functions_api.call("clear-stuck-session", candidate, {}).ok()
    home = mine.context.new_page()
    sent: list[str] = []
    home.on("request", lambda request: sent.append(request.url) if request.url.endswith("/submit") else None)
    with home.expect_response(results):
        home.goto("/home.html")
    expect(home.get_by_role("button", name="Start Full Stack Developer")).to_be_visible()
    InterviewTab(home).is_on_device("Never sent")
    assert sent == []


# Signing out -------------------------------------------------------------------------------------


def test_sign_out_sends_unsent_answers_first(device: MakeDevice, candidate: Person, database: Database) -> None:
    mine = device(candidate)
    interview = make_interview(database, ["open"], time_limit_seconds=300)
    words = "In time. And the rest."
    session_id = killed_with_words_that_never_left(mine, str(interview.interview_id), words)
    page = mine.open("/home.html")
    not_now(page)
    sign_out(page)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert database.questions(session_id)[0]["draft"] == words


@pytest.mark.prove
def test_sign_out_asks_before_leaving_an_answer_and_keeps_it(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    tab = InterviewTab.start(mine, make_interview(database, ["open", "open"], time_limit_seconds=300))
    session_id = tab.session_id
    impatient(mine)
    tab.network_answers("submit", spoil=True)
    tab.write("Not sent yet")
    tab.send()
    # The page says so once the text is stored.
    expect(tab.page.locator(".waiting")).to_contain_text("safe on this device")
    mine.kill(tab.page)
    page = mine.context.new_page()
    page.route("**/submit", lambda route: route.abort())
    page.goto("/home.html")
    not_now(page)
    # Auth cannot be reached either.
    page.route("**/auth/v1/logout*", lambda route: route.abort())
    sign_out(page)
    dialog = page.get_by_role("dialog", name="Some of what you wrote is on this device only")
    expect(dialog).to_be_visible()
    assert violations(page) == []
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_be_hidden()
    assert page.url.endswith("/home.html")
    sign_out(page)
    dialog.get_by_role("button", name="Sign out anyway").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert page.evaluate("localStorage.getItem('reprise-auth')") is None
    assert database.answers(session_id) == []
    page.close()
    mine.sign_in(candidate)
    page = mine.open("/home.html")
    page.get_by_role("dialog", name="Welcome back").get_by_role("button", name="Resume").click()
    InterviewTab(page).sees_question(2)
    assert [answer["answer"] for answer in database.answers(session_id)] == ["Not sent yet"]


@pytest.mark.prove
def test_sign_out_asks_about_unsent_text_of_preparation_and_conversations(
    device: MakeDevice, candidate: Person
) -> None:
    mine = device(candidate)
    impatient(mine)
    page = mine.open("/results.html")
    asked = page.get_by_role("dialog", name="Some of what you wrote is on this device only")
    page.evaluate("(key) => localStorage.setItem(key, '{}')", f"reprise-unsaved:{candidate.user_id}:x")
    sign_out(page)
    asked.get_by_role("button", name="Stay signed in").click()
    page.evaluate("(key) => localStorage.removeItem(key)", f"reprise-unsaved:{candidate.user_id}:x")
    session = {"user_id": str(candidate.user_id), "session_id": str(uuid4())}
    message = session | {"message_id": str(uuid4()), "content": "A message on its way", "after": 1}
    page.evaluate(_STORE, ["putMessage", message])
    sign_out(page)
    asked.get_by_role("button", name="Stay signed in").click()
    page.evaluate(_STORE, ["deleteMessage", message])
    text = session | {"at": 1, "text": "Set aside"}
    page.evaluate(_STORE, ["putSetAside", text])
    sign_out(page)
    asked.get_by_role("button", name="Stay signed in").click()
    page.evaluate(_STORE, ["deleteSetAside", text])
    # The dialog does not ask about texts that another person left here.
    page.evaluate(_STORE, ["putMessage", message | {"user_id": str(uuid4())}])
    page.evaluate("() => localStorage.setItem('reprise-unsaved:somebody-else:x', '{}')")
    sign_out(page)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


# Starting ----------------------------------------------------------------------------------------


def test_clock_of_the_first_question_starts_when_its_page_is_open(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    make_interview(database, ["open"], time_limit_seconds=100)
    count = "select count(*) from reprise.interview_sessions where user_id = %s"
    begun: list[int] = []

    def loads(route: Route) -> None:
        begun.append(database.value(count, candidate.user_id))
        route.continue_()

    page = device(candidate).open("/home.html")
    page.route("**/app/interview/timer.js", loads)
    page.get_by_role("button", name="Start Test interview").first.click()
    page.get_by_role("button", name="Start now").click()
    tab = InterviewTab(page)
    tab.sees_question(1)
    assert begun == [0]
    assert tab.seconds_left() >= 98
    page.go_back()
    expect(page.get_by_role("heading", name="Hello")).to_be_visible()
    assert database.value(count, candidate.user_id) == 1


def test_reload_during_a_start_starts_no_second_session(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    interview = make_interview(database, ["open"], time_limit_seconds=300)
    page = device(candidate).context.new_page()
    stored: list[int] = []

    def lost(route: Route) -> None:
        stored.append(route.fetch().status)
        route.abort()

    page.route("**/start", lost)
    page.goto(f"/interview.html?interview={interview.interview_id}")
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/start")):
        page.get_by_role("button", name="Start now").click()
    assert stored == [201]
    page.unroute("**/start")
    page.reload()
    tab = InterviewTab(page)
    tab.sees_question(1)
    (row,) = database.rows("select id from reprise.interview_sessions where user_id = %s", candidate.user_id)
    assert str(row["id"]) == tab.session_id


def test_link_starts_no_clock_before_the_user_confirms(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    interview = make_interview(database, ["open"], time_limit_seconds=300)
    page = device(candidate).open(f"/interview.html?interview={interview.interview_id}&begin={uuid4()}")
    page.get_by_role("dialog").get_by_role("button", name="Not now").click()
    page.wait_for_url("**/home.html")
    assert database.rows("select 1 from reprise.interview_sessions where user_id = %s", candidate.user_id) == []


@pytest.mark.prove
def test_start_link_asks_before_it_ends_a_running_session(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    first = InterviewTab.start(mine, make_interview(database, ["open"], time_limit_seconds=300))
    session_id = first.session_id
    second = make_interview(database, ["open", "open"], time_limit_seconds=300)
    page = first.page
    page.goto(f"/interview.html?interview={second.interview_id}")
    page.get_by_role("button", name="Start now").click()
    page.get_by_role("dialog", name="Only one can be open").get_by_role("button", name="Not now").click()
    page.wait_for_url("**/home.html")
    assert database.session(session_id)["status"] == "in_progress"


@pytest.mark.prove
def test_skip_link_of_a_shared_page_leaves_the_address_as_it_is(
    device: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi
) -> None:
    workspace = make_workspace(function_prep, candidate)
    share = function_prep.share(candidate, workspace).ok(201)
    page = device().open(f"/shared.html#{share['token']}")
    expect(page.get_by_role("heading", name="Database engineer")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    assert page.url.endswith(f"#{share['token']}")
    page.reload()
    expect(page.get_by_role("heading", name="Database engineer")).to_be_visible()
