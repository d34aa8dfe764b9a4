"""A new recruiter's way from the sign-up to interviews that were taken, on the pages alone: nothing is done in SQL.

Only the end of one invitation is set by a call of the recruiter (`POST /invitations/{invitation_id}`), because the page
sets whole days.
"""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from tests.browser.device import Device, MakeDevice
from tests.browser.interview_tab import InterviewTab

PASSWORD = "a long password"
TITLE = "Backend engineer"
RIGHT = "What does an index cost?"
FAULTY = "Which index serves a range?"
# The right option is missing in the first file, and named in the second.
FILE = (
    "kind,prompt,points,keywords,option_a,option_b,correct_option\n"
    f"short_answer,{RIGHT},10,writes,,,\n"
    f"mcq,{FAULTY},10,,B-tree,Hash,{{}}\n"
)
# Until the end of an invitation that nobody uses; it passes while the others answer.
SECONDS = 10


def test_new_recruiter_hires_without_an_operator_and_sees_every_state_of_every_invitation(device: MakeDevice) -> None:
    mark = uuid4().hex[:8]
    company = f"Northwind {mark}"
    max_, kim, sam, lee = (f"{name}.{mark}@example.com" for name in ("max", "kim", "sam", "lee"))
    desk = device()
    page = sign_up(desk.open("/"), "Robin Recruiter", f"robin.{mark}@example.com", new=True)
    page.get_by_role("link", name="Interview others").click()
    page.get_by_label("Name").fill(company)
    button(page, "Create organization").click()
    heading(page, company)
    page.get_by_label("E-mail addresses").fill(max_)
    page.get_by_label("Role", exact=True).select_option("reviewer")
    button(page, "Invite").click()
    colleague = link_for(page, max_)
    write_interview(page)
    to_kim, to_sam, to_lee, to_anybody = invite(page, kim, sam, lee)
    invitations = page.url

    # The colleague joins, and reads what the recruiter wrote.
    maxs = sign_up(device().open(colleague), "Max Member")
    heading(maxs, company)
    expect(row(maxs, "Max Member")).to_contain_text("Reviewer")

    # Three accept: two by their addresses, one by the link. Of those, two take the interview.
    kims = accept(device(), to_kim, "Kim Candidate")
    walkins = accept(device(), to_anybody, "Toni By-Link", f"toni.{mark}@example.com")
    sams = accept(device(), to_sam, "Sam Candidate")
    states_are(page, invitations, {"Kim Candidate": "Opened", "Sam Candidate": "Opened", lee: "Invited"})
    for candidate in (kims, walkins):
        button(candidate, "Start").click()
        InterviewTab.begin(candidate)
    states_are(page, invitations, {"Kim Candidate": "Started", "Toni By-Link": "Started", "Sam Candidate": "Opened"})
    end = end_soon(desk, page, sam)
    for candidate in (kims, walkins):
        take(candidate)
    page.wait_for_timeout(max(0, (end - datetime.now(UTC)).total_seconds() * 1000))

    # Who let it expire is told so, and can ask for another one; the recruiter sees that.
    sams.goto("/404.html")
    sams.goto(to_sam)
    heading(sams, "This invitation has expired")
    button(sams, "Ask for another invitation").click()
    heading(sams, "Your request was sent")
    states = {"Kim Candidate": "Completed", "Toni By-Link": "Completed", "Sam Candidate": "Expired", lee: "Invited"}
    states_are(page, invitations, states)
    expect(row(page, sam)).to_contain_text("Sam Candidate asked for a new invitation")
    expect(row(page, "Link: 1 of 2 places taken")).to_be_visible()
    button(page, f"Revoke: {lee}").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(row(page, lee)).to_contain_text("Revoked")
    heading(device().open(to_lee), "This invitation does not work")

    # Both sessions, with every answer, for the recruiter and for the colleague.
    for reader in (page, maxs):
        reader.goto("/recruiter.html")
        reader.get_by_role("link", name=TITLE).click()
        for name in ("Kim Candidate", "Toni By-Link"):
            expect(reader.get_by_role("link", name=re.compile(name))).to_be_visible()
        expect(reader.get_by_role("link", name="Sam Candidate")).to_have_count(0)


def write_interview(page: Page) -> None:
    """Two questions of a file and three of one's own, published after every fault that was pointed out is corrected."""
    link(page, "Questions").click()
    link(page, "Import").click()
    page.get_by_label("Format").select_option("csv")
    page.get_by_label("Kind of interview", exact=True).fill("backend")
    page.get_by_label("Topic", exact=True).fill("databases")
    for right, result in (("c", re.compile("Nothing was imported: 1 place needs")), ("a", "2 questions imported.")):
        page.get_by_label("Text", exact=True).fill(FILE.format(right))
        button(page, "Import").click()
        expect(page.get_by_text(result)).to_be_visible()
    page.goto("/home.html")
    button(page, "New interview").click()
    page.get_by_label("Title").fill(TITLE)
    button(page, "Create").click()
    heading(page, TITLE)
    button(page, "Publish").click()
    expect(page.get_by_text("Add at least one question.")).to_be_visible()
    write_question(page, "mcq", "Which of the two is larger?")
    write_question(page, "open", "How do you find a slow query?")
    write_question(page, "code", "Reverse a list.")
    button(page, "Add from the bank").click()
    for prompt in (RIGHT, FAULTY):
        page.get_by_role("dialog").get_by_role("button", name=f"Add: {prompt}").click()
        expect(page.get_by_role("dialog").get_by_role("button", name=f"Added: {prompt}")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Done").click()
    expect(page.locator("#total")).to_contain_text("5 questions")
    withdraw(page)
    correct(page)
    button(page, "Publish").click()
    expect(page.get_by_text("Published. Candidates can start it now.")).to_be_visible()


def write_question(page: Page, kind: str, prompt: str) -> None:
    """Write a question for the interview; the open one has criteria whose points do not add up."""
    link(page, "Write a new question").click()
    page.get_by_label("Kind of question").select_option(kind)
    page.get_by_label("Question", exact=True).fill(prompt)
    if kind == "mcq":
        page.get_by_label("Option 1", exact=True).fill("One")
        page.get_by_label("Option 2", exact=True).fill("Two")
        page.get_by_label("Option 2 is right").check()
    if kind == "open":
        button(page, "Add a criterion").click()
        page.get_by_label("Criterion 1", exact=True).fill("Names a tool")
        page.get_by_label("Points of criterion 1").fill("6")
        expect(page.get_by_text("6 of 10 points given to criteria.")).to_be_visible()
    page.get_by_label("Kind of interview", exact=True).fill("backend")
    page.get_by_label("Topic", exact=True).fill("databases")
    button(page, "Save and add to the interview").click()
    expect(page.locator("#total")).to_be_visible()
    expect(page.locator("#questions")).to_contain_text(prompt)


def withdraw(page: Page) -> None:
    """Deactivate the last question, in another tab."""
    other = page.context.new_page()
    other.goto("/questions.html")
    button(other, f"Deactivate: {FAULTY}").click()
    expect(button(other, f"Activate: {FAULTY}")).to_be_visible()
    other.close()


def correct(page: Page) -> None:
    """Publishing names two places; follow the link to each, and correct it."""
    button(page, "Publish").click()
    faults = page.get_by_role("group", name="Not published: 2 places need your attention")
    expect(faults).to_contain_text("Question 2: The points of the criteria do not add up")
    expect(faults).to_contain_text("Question 5: This question is inactive.")
    link(page, "Question 2").click()
    page.get_by_label("Points of criterion 1").fill("10")
    save_and_return(page)
    button(page, "Publish").click()
    link(page, "Question 5").click()
    page.get_by_label("Active").check()
    save_and_return(page)


def save_and_return(page: Page) -> None:
    """Save a question, and return to the interview."""
    button(page, "Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    link(page, "Back to the interview").first.click()
    heading(page, TITLE)


def invite(page: Page, *emails: str) -> list[str]:
    """Invite addresses, and two people by one link; returns the links."""
    link(page, "Candidates").click()
    link(page, "Invite").click()
    page.get_by_label("E-mail addresses").fill("\n".join(emails))
    button(page, "Invite").click()
    links = [link_for(page, email) for email in emails]
    page.get_by_label("With one link for several people").check()
    page.get_by_label("Places").fill("2")
    button(page, "Make the link").click()
    return [*links, link_for(page, "everybody")]


def accept(somebody: Device, to: str, name: str, email: str | None = None) -> Page:
    """Open a link, create an account, and so accept the invitation."""
    page = somebody.open(to)
    expect(page.get_by_role("main")).to_contain_text("5 questions, 10 minutes")
    sign_up(page, name, email)
    heading(page, "Accepted")
    return page


def take(page: Page) -> None:
    """Answer the five questions."""
    tab = InterviewTab(page)
    for number, kind in enumerate(("mcq", "open", "code", "short_answer", "mcq"), 1):
        tab.sees_question(number)
        if kind == "mcq":
            tab.choose(2)
        else:
            tab.write("It costs writes")
        tab.send()
    tab.sees_the_end()


def end_soon(desk: Device, page: Page, email: str) -> datetime:
    """The recruiter sets the end of an invitation by a call with their own token; returns it."""
    token = page.evaluate("JSON.parse(localStorage.getItem('reprise-auth')).access_token")
    interview_id = re.search(r"id=([0-9a-f-]+)", page.url)
    assert interview_id, page.url
    headers, url = {"authorization": f"Bearer {token}"}, f"{desk.stack.functions_url}/invitations"
    listed = page.request.get(f"{url}?interview_id={interview_id.group(1)}", headers=headers).json()["invitations"]
    [invitation] = [each for each in listed if each["email"] == email]
    end = datetime.now(UTC) + timedelta(seconds=SECONDS)
    body = {"action": "extend", "expires_at": end.isoformat()}
    assert page.request.post(f"{url}/{invitation['id']}", headers=headers, data=body).ok
    return end


def states_are(page: Page, url: str, states: dict[str, str]) -> None:
    """Load the list of invitations, and see the state of each."""
    page.goto(url)
    for name, state in states.items():
        expect(row(page, name).locator(".badge")).to_have_text(state)


def sign_up(page: Page, name: str, email: str | None = None, *, new: bool = False) -> Page:
    """Create an account; without an address, for the one that is filled in already."""
    if new:
        button(page, "Create an account").click()
    page.get_by_label("Your name").fill(name)
    if email:
        page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    button(page, "Create account").click()
    return page


def link_for(page: Page, name: str) -> str:
    """The link that is shown for somebody, without the origin of the server that made it."""
    return re.sub("^.*?(?=/invitation)", "", page.get_by_role("textbox", name=f"Link for {name}").input_value())


def row(page: Page, text: str) -> Locator:
    """The row of a list with this text."""
    return page.get_by_role("listitem").filter(has_text=text).last


def button(page: Page, name: str) -> Locator:
    """A button by its whole name."""
    return page.get_by_role("button", name=name, exact=True)


def link(page: Page, name: str) -> Locator:
    """The first link of this name."""
    return page.get_by_role("link", name=name, exact=True).first


def heading(page: Page, text: str) -> None:
    """Wait for a heading."""
    expect(page.get_by_role("heading", name=text).first).to_be_visible()
