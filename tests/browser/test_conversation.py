"""A conversation in the browser: no message is lost or sent twice, and replies appear while they are written."""

import re
import threading
from typing import Any

import pytest
from playwright.sync_api import expect
from psycopg.types.json import Jsonb

from local.processes import wait_until
from local.stack import Stack
from tests.browser.device import MakeDevice
from tests.browser.talk_tab import TalkTab, said, said_by_candidate
from tests.support.apis import Api
from tests.support.conversations import make_conversation_interview, start_talk
from tests.support.database import Database
from tests.support.interviewer_model import PROFILE, REPLY, interviewer
from tests.support.model_behaviours import fails
from tests.support.model_server import ModelServer
from tests.support.people import People, Person


def test_reply_is_shown_while_it_is_written_and_survives_a_killed_tab(
    with_model: MakeDevice, candidate: Person, model_server: ModelServer, database: Database
) -> None:
    hold = threading.Event()
    model_server.behave(interviewer(hold=hold))
    laptop = with_model(candidate)
    tab = TalkTab.start(laptop)
    tab.say("I built a queue.")
    expect(tab.messages).to_have_count(2)
    expect(tab.partial).to_contain_text(REPLY[:40])
    expect(tab.page.get_by_role("button", name="Send")).to_be_disabled()
    assert said(database, tab.session_id) == [("candidate", "I built a queue.")]
    url, session_id = tab.page.url, tab.session_id
    laptop.kill(tab.page)
    hold.set()
    assert wait_until(lambda: len(said(database, session_id)) == 2, 60)
    again = TalkTab(laptop.open(url))
    again.has(3)
    expect(again.messages.last).to_contain_text(REPLY)
    assert said(database, session_id) == [("candidate", "I built a queue."), ("interviewer", REPLY)]


@pytest.mark.prove
def test_scripted_interviewer_is_labelled_as_one(device: MakeDevice, candidate: Person) -> None:
    tab = TalkTab.start(device(candidate))
    expect(tab.page.get_by_text("No language model is set up here")).to_be_hidden()
    tab.say("I built a queue.")
    tab.has(3)
    expect(
        tab.page.get_by_text("No language model is set up here: the interviewer follows a fixed script")
    ).to_be_visible()
    expect(tab.messages.last.get_by_text("Scripted reply")).to_be_visible()


@pytest.mark.prove
def test_draft_saved_by_the_heartbeat_returns_after_a_reload_and_on_another_device(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    laptop = TalkTab.start(device(candidate))
    laptop.field.fill("Half a thought")
    expect(laptop.saved).to_have_text(re.compile("^Your draft was saved at "))
    draft = "select draft from reprise.conversations where session_id = %s"
    assert database.value(draft, laptop.session_id) == "Half a thought"
    laptop.field.press("End")
    laptop.field.press_sequentially(", and more")
    laptop.page.reload()
    expect(laptop.field).to_have_value("Half a thought, and more")

    phone = TalkTab(device(candidate).open(laptop.page.url))
    expect(phone.page.get_by_role("heading", name="This conversation is open somewhere else")).to_be_visible()
    expect(laptop.saved).to_have_text(re.compile("^Your draft was saved at "))
    phone.page.get_by_role("button", name="Continue here").click()
    expect(phone.field).to_have_value("Half a thought, and more")
    laptop.field.press_sequentially("!")
    expect(laptop.page.locator("#moved")).to_contain_text("Half a thought, and more!")


def test_message_that_could_not_be_sent_survives_a_killed_tab_and_arrives_once(
    device: MakeDevice, candidate: Person, database: Database, stack: Stack
) -> None:
    laptop = device(candidate)
    tab = TalkTab.start(laptop)
    url, session_id = tab.page.url, tab.session_id
    stack.stop_functions()
    try:
        tab.say("Said while the server was down")
        expect(tab.page.locator("#sending")).to_contain_text("Not sent yet. It is kept on this device")
        laptop.kill(tab.page)
    finally:
        stack.start_functions()
    again = TalkTab(laptop.open(url))
    again.has(3)
    expect(again.field).to_have_value("")
    assert said_by_candidate(database, session_id) == ["Said while the server was down"]


def test_missing_reply_can_be_requested_again(
    with_model: MakeDevice, candidate: Person, model_server: ModelServer, database: Database
) -> None:
    model_server.behave(fails(500))
    tab = TalkTab.start(with_model(candidate))
    tab.say("I built a queue.")
    expect(tab.page.get_by_text("The interviewer has not answered yet")).to_be_visible()
    model_server.behave(interviewer())
    tab.page.get_by_role("button", name="Ask again").press("Enter")
    # The button is gone, and the focus is on the text that says what happens.
    expect(tab.page.locator(".reply-state")).to_be_focused()
    tab.has(3)
    expect(tab.page.get_by_text("The interviewer has not answered yet")).to_be_hidden()
    assert said(database, tab.session_id) == [("candidate", "I built a queue."), ("interviewer", REPLY)]
    tab.page.get_by_text(re.compile("The interviewer.s notes")).click()
    expect(tab.page.get_by_text("Builds queues.")).to_be_visible()


def test_notes_are_for_reviewers_where_the_interview_shows_no_results(
    device: MakeDevice, candidate: Person, people: People, functions_api: Api, database: Database
) -> None:
    interview = make_conversation_interview(database, "Be strict.", ["Queues"])
    talk = start_talk(functions_api, candidate, {"interview_id": str(interview.interview_id)})
    database.execute("insert into reprise.conversation_profiles values (%s, %s)", talk.session_id, Jsonb(PROFILE))
    page = device(candidate).open(f"/conversation.html?session={talk.session_id}")
    page.get_by_role("button", name="Continue here").click()
    expect(page.get_by_text("Hello, and welcome.")).to_be_visible()
    expect(page.get_by_text(re.compile("The interviewer.s notes"))).to_be_hidden()
    assert str(PROFILE["summary"]) not in page.content()
    reviewer = people.member(interview.organization_id, "reviewer")
    page = device(reviewer).open(f"/recruiter.html?session={talk.session_id}")
    expect(page.get_by_role("heading", name=re.compile("The interviewer.s notes"))).to_be_visible()
    expect(page.get_by_text(str(PROFILE["summary"]))).to_be_visible()
    page.get_by_text("Instructions for the interviewer").click()
    expect(page.get_by_role("listitem").filter(has_text="Queues")).to_be_visible()


@pytest.mark.prove
def test_long_conversation_opens_at_its_end_and_pages_back_to_its_beginning(
    device: MakeDevice, candidate: Person, functions_api: Api, no_message_limit: None
) -> None:
    talk = start_talk(functions_api, candidate)
    for number in range(30):
        talk.say(f"Message {number}").ok()
    talk.call("clear-stuck-session")
    page = device(candidate).open(f"/conversation.html?session={talk.session_id}")
    tab = TalkTab(page)
    heading = page.get_by_role("heading", name="This conversation is open somewhere else")
    expect(heading.or_(tab.messages.first).first).to_be_visible()
    if heading.is_visible():
        page.get_by_role("button", name="Continue here").click()
    tab.has(50)
    expect(page.get_by_text("Message 29", exact=True)).to_be_in_viewport()
    page.get_by_role("button", name="Show earlier messages").click()
    tab.has(61)
    expect(page.get_by_role("button", name="Show earlier messages")).to_be_hidden()
    expect(page.get_by_role("log", name="Conversation")).to_be_focused()
    sequence: list[Any] = tab.messages.evaluate_all("all => all.map(one => Number(one.dataset.seq))")
    assert sequence == list(range(1, 62))


def test_conversation_of_an_interview_is_started_and_completed(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    interview = make_conversation_interview(database)
    page = device(candidate).open(f"/conversation.html?interview={interview.interview_id}")
    tab = TalkTab(page)
    tab.has(1)
    tab.say("I built a queue.")
    tab.has(3)
    page.get_by_role("button", name="End …").click()
    page.get_by_role("dialog", name="End this conversation?").get_by_role(
        "button", name="Complete the conversation"
    ).click()
    expect(page.get_by_role("heading", name="The conversation is complete")).to_be_visible()
    assert database.session(tab.session_id)["status"] == "completed"
    page.reload()
    expect(page.get_by_role("heading", name="The conversation is complete")).to_be_visible()
    tab.has(3)
