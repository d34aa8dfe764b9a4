"""Pictures of practice, conversations and preparation, with a model server that writes good content."""

import json
import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.interview_tab import InterviewTab
from tests.browser.prep_tab import PrepTab
from tests.browser.screenshots_studio import Studio
from tests.browser.talk_tab import TalkTab
from tests.support.interviewer_model import interviewer
from tests.support.model_behaviours import completion
from tests.support.model_server import Answered, Asked
from tests.support.prep_apis import FunctionsPrepApi

ANSWER = "I would measure first, change one thing at a time, and keep what the numbers say."
TOPIC = "a queue I built on PostgreSQL"
SAID = (
    "It hands out about two thousand jobs a minute. Each worker takes one with FOR UPDATE SKIP LOCKED and holds it for"
    " as long as its transaction is open."
)
REPLY = (
    "That is a clear choice, and it keeps two workers off the same job. A transaction that stays open for the whole job"
    " has a price, though: what did you see in the table when jobs took minutes, and what did you do about it?"
)
SAID_NEXT = "Dead rows: autovacuum could not keep up. Now a job is leased for a minute, and the worker renews it."
REPLY_NEXT = (
    "Good: the lease bounds what a crash can cost. Suppose a worker is only slow, its lease runs out, and a second one"
    " starts the same job. What keeps both results from being stored?"
)
PROFILE = {
    "summary": "Builds queues on PostgreSQL and has run one under load. Knows what long transactions cost.",
    "strengths": ["Locking", "Learns from production"],
    "gaps": ["Fencing of slow workers"],
    "topics": ["Queues", "Vacuum"],
}
WRITTEN = [
    ("How does MVCC let readers and writers work at the same time?", "Each sees the versions of its own snapshot."),
    ("When does an index make a query slower?", "When most rows match, or when every write has to maintain it."),
]


def walk_practice(studio: Studio, context: BrowserContext) -> None:
    """The choice of questions, a run, and the history with its statistics."""
    page = context.new_page()
    for number, (kind, share) in enumerate((("Backend", 0.8), ("Data", 0.5), ("Frontend", 0.65))):
        page.goto("/practice.html")
        page.get_by_role("radio", name=kind).check()
        page.get_by_label("Number of questions").fill("2")
        if number == 0:
            page.get_by_role("button", name="Save for later").click()
            page.get_by_label("Name", exact=True).fill("Ten minutes of backend")
            page.get_by_role("dialog").get_by_role("button", name="Save").click()
            expect(page.locator(".template")).to_have_count(1)
        if number == 2:
            expect(page.locator(".template")).to_have_count(1)
            studio.take(page, "practice")
        page.get_by_role("button", name="Start practising").click()
        _take_run(studio, page, pictures=number == 2)
        studio.graders.grade(share)
    page.goto("/results.html?mode=practice")
    expect(page.get_by_role("figure").first).to_be_visible()
    studio.take(page, "practice-history")
    page.close()


def _take_run(studio: Studio, page: Page, pictures: bool) -> None:
    tab = InterviewTab(page)
    for number in (1, 2):
        tab.sees_question(number)
        if page.get_by_role("radio").count():
            tab.choose(2)
        else:
            tab.write(ANSWER)
        if pictures and number == 1:
            tab.is_saved()
            studio.take(page, "practice-run")
        tab.send()
    tab.sees_the_end()


def walk_conversation(studio: Studio, context: BrowserContext) -> None:
    """The start of a conversation, and an exchange with two replies."""
    page = context.new_page()
    page.goto("/conversation.html")
    expect(page.get_by_role("heading", name="Or choose an interview")).to_be_visible()
    studio.take(page, "conversation-begin")
    page.get_by_label("What would you like to talk about?").fill(TOPIC)
    page.get_by_role("button", name="Begin", exact=True).click()
    tab = TalkTab(page)
    tab.has(1)
    for number, (said, reply) in enumerate(((SAID, REPLY), (SAID_NEXT, REPLY_NEXT)), 1):
        studio.model.behave(interviewer(reply, profile=PROFILE))
        tab.say(said)
        tab.has(1 + 2 * number)
    studio.take(page, "conversation", tab.messages.nth(3))
    page.get_by_role("button", name="End …").click()
    page.get_by_role("dialog").get_by_role("button", name="Complete the conversation").click()
    expect(page.get_by_role("heading", name="The conversation is complete")).to_be_visible()
    page.close()


def writer(asked: Asked) -> Answered:
    """Write two good questions."""
    questions = [
        {
            "question": question,
            "answer": answer,
            "tips": ["Name the cost."],
            "category": "Storage",
            "difficulty": "medium",
        }
        for question, answer in WRITTEN
    ]
    return Answered(completion(json.dumps({"questions": questions})))


def walk_preparation(studio: Studio, context: BrowserContext) -> None:
    """The list, a workspace with its parts, and a mentor's view of it."""
    page = context.new_page()
    page.goto("/prep.html")
    page.get_by_role("button", name="Database administrator").click()
    tab = PrepTab(page)
    expect(tab.saved).to_be_visible()
    answered = tab.question(1)
    answered.get_by_label("Your answer").fill(
        "A backup that nobody restored is a hope: each week we restore one and count."
    )
    answered.get_by_role("radio", name="Confident").check()
    tab.is_saved()
    studio.take(page, "prep-workspace")
    studio.model.behave(writer)
    form = page.locator("details.generate", has_text="Have questions written for you")
    form.locator("summary").click()
    form.get_by_label("How many").fill("2")
    form.get_by_role("button", name="Write").click()
    expect(form).to_contain_text("2 questions added.")
    studio.take(page, "prep-generate", form)
    _conflict(studio, page, tab)
    tab.part("Share")
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("Your link").input_value()
    expect(page.get_by_role("list", name="Active links")).to_be_visible()
    studio.take(page, "prep-share")
    mentor = studio.context().new_page()
    mentor.goto(link)
    expect(mentor.get_by_role("heading", name="Database administrator")).to_be_visible()
    studio.take(mentor, "shared")
    mentor.close()
    page.goto("/prep.html")
    expect(page.get_by_role("link", name="Database administrator")).to_be_visible()
    expect(page.get_by_role("button", name="Backend engineer")).to_be_visible()
    studio.take(page, "prep")
    page.close()


def _conflict(studio: Studio, page: Page, tab: PrepTab) -> None:
    """Notes that were changed both here and on another device."""
    found = re.search(r"id=([0-9a-f-]+)", page.url)
    assert found, page.url
    prep, owner = FunctionsPrepApi(studio.api), studio.people.sign_in("candidate@example.com")
    tab.part("Notes")
    tab.is_saved()
    version = prep.read(owner, found[1]).ok()["version"]
    theirs = "Ask about backups: how often is one restored?\nBring the story of the long vacuum."
    prep.patch(owner, found[1], version, document={"notes": theirs}).ok()
    tab.notes.fill("Ask about backups and about who is on call.")
    tab.has_conflict()
    studio.take(page, "prep-conflict")
    tab.conflicts.get_by_role("button", name="Keep both").click()
    tab.is_saved()
