"""Situations in which a message could be lost or sent twice."""

import json
import re
import threading

import pytest
from playwright.sync_api import Route, expect

from local.processes import wait_until
from tests.browser.device import Device, MakeDevice
from tests.browser.interview_tab import InterviewTab
from tests.browser.talk_tab import TalkTab, said, said_by_candidate
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviewer_model import REPLY, interviewer
from tests.support.model_server import ModelServer
from tests.support.people import Person

_DEVICE_IS_FULL = """
  const { setItem } = Storage.prototype;
  Storage.prototype.setItem = function (...entry) {
    if (this === localStorage) throw new DOMException("Full.", "QuotaExceededError");
    setItem.apply(this, entry);
  };
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...row) {
    const request = put.apply(this, row);
    this.transaction.abort();
    return request;
  };
"""
_IS_HIDDEN = """() => {
  Object.defineProperty(document, "visibilityState", { configurable: true, value: "hidden" });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
_SEND_AND_GO_ON_TYPING = """(text) => {
  document.querySelector(".composer button[type=submit]").click();
  const field = document.querySelector("#message");
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}"""
END = "End this conversation?"
UNSENT = "Send what you have written first?"
ON_THE_LAPTOP = "Long words of the laptop that never left it"


def test_unsent_text_is_sent_before_the_conversation_ends(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    tab = TalkTab.start(device(candidate))
    tab.field.fill("My last words")
    tab.end()
    tab.answer(UNSENT, "Send it")
    tab.answer(END, "Complete the conversation")
    tab.is_complete()
    assert said_by_candidate(database, tab.session_id) == ["My last words"]
    expect(tab.unsent).to_have_count(0)


def test_finish_waits_for_a_message_in_transit(device: MakeDevice, candidate: Person, database: Database) -> None:
    tab = TalkTab.start(device(candidate))
    tab.lose("message")
    tab.say("Not there yet")
    tab.end()
    expect(tab.page.locator(".toast")).to_contain_text("Your last message has not arrived yet")
    assert database.session(tab.session_id)["status"] == "in_progress"
    tab.find_again()
    tab.has(3)
    tab.end()
    tab.answer(END, "Complete the conversation")
    tab.is_complete()
    assert said_by_candidate(database, tab.session_id) == ["Not there yet"]


@pytest.mark.prove
def test_text_left_out_of_a_conversation_stays_until_it_is_dismissed(device: MakeDevice, candidate: Person) -> None:
    tab = TalkTab.start(device(candidate))
    tab.lose("heartbeat")
    tab.field.fill("Left out")
    tab.end()
    tab.answer(UNSENT, "End without sending")
    tab.answer(END, "Complete the conversation")
    tab.is_complete()
    expect(tab.unsent).to_have_text("Left out")
    tab.page.reload()
    expect(tab.unsent).to_have_text("Left out")
    tab.page.get_by_role("button", name="Dismiss").click()
    expect(tab.page.get_by_role("heading", name="The conversation is complete")).to_be_focused()
    tab.page.reload()
    tab.is_complete()
    expect(tab.unsent).to_have_count(0)


@pytest.mark.prove
def test_text_for_a_conversation_that_ended_elsewhere_is_shown(
    device: MakeDevice, candidate: Person, functions_api: Api
) -> None:
    laptop = device(candidate)
    tab = TalkTab.start(laptop)
    tab.lose("(message|heartbeat)")
    tab.say("Never arrived")
    tab.field.fill("Never sent")
    InterviewTab(tab.page).is_on_device("Never sent")
    laptop.kill(tab.page)
    arguments = {"session_id": tab.session_id, "lease": 1, "outcome": "completed"}
    functions_api.call("finish", candidate, arguments).ok()
    home = laptop.open("/home.html")
    home.get_by_role("link", name="Look at it").click()
    again = TalkTab(home)
    again.is_complete()
    expect(again.unsent).to_have_text(["Never arrived", "Never sent"])


@pytest.mark.prove
def test_message_is_sent_even_if_the_device_cannot_store_it(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    mine.context.add_init_script(_DEVICE_IS_FULL)
    tab = TalkTab.start(mine)
    mine.offline()
    tab.say("Only in this tab")
    expect(tab.under_way).to_contain_text("this device cannot keep it: please leave this page open")
    tab.field.fill("And so is this")
    expect(tab.saved).to_contain_text("this device cannot keep what you write")
    mine.online()
    tab.has(3)
    expect(tab.field).to_have_value("And so is this")
    assert said_by_candidate(database, tab.session_id) == ["Only in this tab"]


@pytest.mark.prove
def test_gateway_page_and_truncated_stream_do_not_count_as_a_refusal_of_a_message(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    tab = TalkTab.start(device(candidate))
    spoilt = ["blocked", "portal", "cut"]

    def gateway(route: Route) -> None:
        headers = {"access-control-allow-origin": "*", "content-type": "text/html"}
        match spoilt.pop(0) if spoilt else "":
            case "blocked":
                route.fulfill(status=403, headers=headers, body="<h1>Blocked</h1>")
            case "portal":
                route.fulfill(status=200, headers=headers, body="<h1>Welcome</h1>\n\n<p>Sign in</p>\n\n")
            case "cut":
                answer = route.fetch()
                body = answer.text()
                route.fulfill(response=answer, body=body[: body.rindex("event: reply") + 200])
            case _:
                answer = route.fetch()
                route.fulfill(response=answer, body=answer.text().replace("\n", "\r\n"))

    tab.page.route(re.compile("/message$"), gateway)
    tab.say("Not for the gateway to judge")
    expect(tab.messages).to_have_count(3)
    expect(tab.under_way).to_have_count(0)
    assert not spoilt
    tab.say("With other ends of lines")
    tab.has(5)
    assert [role for role, _ in said(database, tab.session_id)] == ["candidate", "interviewer"] * 2


@pytest.mark.prove
def test_message_in_transit_moves_with_the_conversation_and_arrives_once(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    old = TalkTab.start(mine)
    old.lose("message")
    old.say("Under way")
    expect(old.under_way).to_contain_text("Not sent yet")
    new = TalkTab.take_over(mine, old.page.url)
    new.has(3)
    expect(old.page.locator("#moved")).to_be_visible()
    expect(old.under_way).to_contain_text("Under way")
    expect(old.under_way).to_contain_text("Not sent from this page")
    old.find_again()
    old.continue_here()
    old.has(3)
    expect(old.under_way).to_have_count(0)
    assert said_by_candidate(database, old.session_id) == ["Under way"]


@pytest.mark.prove
def test_message_refused_after_a_takeover_is_sent_when_the_conversation_returns(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    held: list[Route] = []
    laptop = TalkTab.start(device(candidate))
    laptop.page.route(re.compile("/message$"), lambda route: route.continue_() if held else held.append(route))
    laptop.say("Held up on the way")
    expect(laptop.under_way).to_be_visible()
    assert wait_until(lambda: bool(laptop.page.title() and held), 60)
    phone = TalkTab.take_over(device(candidate), laptop.page.url)
    phone.has(1)
    held[0].continue_()
    expect(laptop.page.locator("#moved")).to_be_visible()
    expect(laptop.under_way).to_contain_text("Not sent from this page")
    laptop.continue_here()
    laptop.has(3)
    expect(laptop.under_way).to_have_count(0)
    assert said_by_candidate(database, laptop.session_id) == ["Held up on the way"]


@pytest.mark.prove
def test_message_lost_before_a_takeover_is_returned_to_the_draft(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    laptop = TalkTab.start(device(candidate))
    laptop.lose("(message|heartbeat)")
    laptop.say("Said on the laptop")
    expect(laptop.under_way).to_contain_text("Not sent yet")
    phone = TalkTab.take_over(device(candidate), laptop.page.url)
    phone.say("Said on the phone")
    phone.has(3)
    laptop.find_again()
    expect(laptop.page.locator("#moved")).to_be_visible()
    expect(laptop.under_way).to_contain_text("Said on the laptop")
    laptop.continue_here()
    expect(laptop.under_way).to_contain_text("The conversation continued elsewhere before this message could arrive")
    laptop.page.get_by_role("button", name="Change it").click()
    expect(laptop.field).to_be_focused()
    expect(laptop.field).to_have_value("Said on the laptop")
    assert said_by_candidate(database, laptop.session_id) == ["Said on the phone"]


@pytest.mark.prove
def test_reply_is_shown_once_in_the_tab_that_took_over_while_it_was_written(
    with_model: MakeDevice, candidate: Person, model_server: ModelServer, database: Database
) -> None:
    hold = threading.Event()
    model_server.behave(interviewer(hold=hold))
    mine = with_model(candidate)
    old = TalkTab.start(mine)
    old.say("I built a queue.")
    expect(old.partial).to_contain_text(REPLY[:40])
    new = TalkTab.take_over(mine, old.page.url)
    new.has(2)
    # Another tab's request is writing the reply: this tab stops asking after a while, and still shows the reply when it
    # exists.
    missing = new.page.get_by_text("The interviewer has not answered yet")
    expect(missing).to_be_visible()
    hold.set()
    new.has(3)
    expect(missing).to_be_hidden()
    old.has(3)
    assert said(database, old.session_id) == [("candidate", "I built a queue."), ("interviewer", REPLY)]


@pytest.mark.prove
def test_tab_that_lost_the_conversation_does_not_change_the_new_tabs_draft(
    device: MakeDevice, candidate: Person
) -> None:
    mine = device(candidate)
    old = TalkTab.start(mine)
    old.field.fill("In the old tab")
    expect(old.saved).to_have_text(re.compile("^Your draft was saved at "))
    new = TalkTab.take_over(mine, old.page.url)
    expect(old.page.locator("#moved")).to_contain_text("In the old tab")
    new.lose("heartbeat")
    new.field.fill("In the new tab, and only there")
    InterviewTab(new.page).is_on_device("In the new tab, and only there")
    old.page.evaluate(_IS_HIDDEN)
    # Checked from the old tab, because its own writes come before this read.
    InterviewTab(old.page).is_on_device("In the new tab, and only there")
    mine.kill(new.page)
    # The text written earlier in this tab is offered, too.
    old.continue_here()
    expect(old.field).to_have_value("In the new tab, and only there")
    expect(old.page.get_by_role("region", name="This was being written elsewhere, too")).to_have_text("In the old tab")


def test_text_typed_while_a_message_is_sent_is_not_lost(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    tab = TalkTab.start(device(candidate))
    tab.field.fill("First")
    expect(tab.page.get_by_role("button", name="Send", exact=True)).to_be_enabled()
    tab.page.evaluate(_SEND_AND_GO_ON_TYPING, "Second")
    tab.has(3)
    expect(tab.field).to_have_value("Second")
    InterviewTab(tab.page).is_on_device("Second")
    assert said_by_candidate(database, tab.session_id) == ["First"]


@pytest.mark.prove
def test_text_too_long_for_one_message_is_stored_and_reported(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    tab = TalkTab.start(device(candidate))
    text = "x" * 80_000
    tab.field.fill(text)
    expect(tab.saved).to_contain_text("Too long for one message, by 60,000 characters")
    expect(tab.page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    InterviewTab(tab.page).is_on_device(text)
    tab.page.reload()
    expect(tab.field).to_have_value(text)
    tab.say(text[:20_000])
    tab.has(3)
    assert wait_until(lambda: said_by_candidate(database, tab.session_id) == [text[:20_000]], 60)


def _written_in_two_places(device: MakeDevice, candidate: Person) -> tuple[Device, TalkTab]:
    """Write text on a laptop that never reaches the server, then other text on a phone; reopen the laptop."""
    laptop = device(candidate)
    tab = TalkTab.start(laptop)
    url = tab.page.url
    tab.lose("(message|heartbeat)")
    tab.field.fill(ON_THE_LAPTOP)
    InterviewTab(tab.page).is_on_device(ON_THE_LAPTOP)
    laptop.kill(tab.page)
    phone = TalkTab.take_over(device(candidate), url)
    phone.field.fill("Written on the phone")
    expect(phone.saved).to_have_text(re.compile("^Your draft was saved at "))
    phone.page.close()
    again = TalkTab(laptop.open(url))
    again.come_in()
    return laptop, again


def test_other_text_beside_a_draft_is_stored_until_the_user_decides(device: MakeDevice, candidate: Person) -> None:
    _, tab = _written_in_two_places(device, candidate)
    expect(tab.other).to_have_text(ON_THE_LAPTOP)
    tab.field.press("End")
    tab.field.press_sequentially(", and more")
    InterviewTab(tab.page).is_on_device("Written on the phone, and more")
    tab.page.reload()
    expect(tab.field).to_have_value("Written on the phone, and more")
    expect(tab.other).to_have_text(ON_THE_LAPTOP)
    tab.page.get_by_role("button", name="Put it below").click()
    both = f"Written on the phone, and more\n\n{ON_THE_LAPTOP}"
    expect(tab.field).to_have_value(both)
    InterviewTab(tab.page).is_on_device(both)
    tab.page.reload()
    expect(tab.field).to_have_value(both)
    expect(tab.other).to_be_hidden()


@pytest.mark.prove
def test_other_text_is_shown_after_the_end(device: MakeDevice, candidate: Person) -> None:
    _, tab = _written_in_two_places(device, candidate)
    expect(tab.other).to_have_text(ON_THE_LAPTOP)
    tab.page.get_by_role("button", name="Send", exact=True).click()
    tab.has(3)
    tab.end()
    tab.answer(END, "Complete the conversation")
    tab.is_complete()
    expect(tab.unsent).to_have_text(ON_THE_LAPTOP)
    tab.page.reload()
    expect(tab.unsent).to_have_text(ON_THE_LAPTOP)


@pytest.mark.prove
def test_other_texts_follow_a_conversation_that_moves_there_and_back(device: MakeDevice, candidate: Person) -> None:
    laptop, tab = _written_in_two_places(device, candidate)
    tab.lose("heartbeat")
    tab.field.fill("Written on the laptop later")
    beside = TalkTab.take_over(laptop, tab.page.url)
    expect(beside.other).to_have_text(ON_THE_LAPTOP)
    expect(tab.page.locator("#moved pre")).to_have_text(["Written on the laptop later", ON_THE_LAPTOP])
    beside.field.fill("Written beside it")
    InterviewTab(beside.page).is_on_device("Written beside it")
    tab.continue_here()
    expect(tab.other).to_have_text(f"{ON_THE_LAPTOP}\n\nWritten on the laptop later")
    tab.page.get_by_role("button", name="Dismiss").click()
    expect(tab.other).to_be_hidden()
    tab.page.reload()
    expect(tab.field).to_have_value("Written beside it")
    expect(tab.other).to_be_hidden()


def test_final_text_of_a_replaced_tab_is_stored_as_a_late_text(device: MakeDevice, candidate: Person) -> None:
    mine = device(candidate)
    mine.change_script("client/storage/drafts.js", "const WRITE_MS = 200", "const WRITE_MS = 60_000")
    old = TalkTab.start(mine)
    mine.context.unroute_all()
    old.lose("heartbeat")
    old.field.fill("Not written down yet")
    new = TalkTab.take_over(mine, old.page.url)
    expect(old.page.locator("#moved")).to_contain_text("Not written down yet")
    # The old tab writes while the new one reads, so its text may already be there.
    if new.field.input_value():
        expect(new.field).to_have_value("Not written down yet")
        return
    new.field.fill("Of the new tab")
    InterviewTab(new.page).is_on_device("Of the new tab")
    mine.kill(old.page)
    new.page.reload()
    expect(new.field).to_have_value("Of the new tab")
    expect(new.other).to_have_text("Not written down yet")


@pytest.mark.prove
def test_message_that_does_not_fit_on_the_device_stays_as_its_draft(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    tab = TalkTab.start(mine)
    tab.lose("(message|heartbeat)")
    tab.field.fill("Written while there was room")
    InterviewTab(tab.page).is_on_device("Written while there was room")
    tab.page.evaluate(f"() => {{ {_DEVICE_IS_FULL} }}")
    url = tab.page.url
    tab.page.get_by_role("button", name="Send", exact=True).click()
    expect(tab.under_way).to_contain_text("this device cannot keep it: please leave this page open")
    mine.kill(tab.page)
    again = TalkTab(mine.open(url))
    expect(again.field).to_have_value("Written while there was room")
    again.page.get_by_role("button", name="Send", exact=True).click()
    again.has(3)
    assert said_by_candidate(database, again.session_id) == ["Written while there was room"]


def test_returned_message_is_not_deleted_on_a_full_device(device: MakeDevice, candidate: Person) -> None:
    mine = device(candidate)
    tab = TalkTab.start(mine)
    refusal = {"code": "message_refused", "status": 422, "detail": "Not like this.", "request_id": "r"}
    headers = {"access-control-allow-origin": "*", "content-type": "application/problem+json"}
    mine.context.route(
        re.compile("/message$"), lambda route: route.fulfill(status=422, headers=headers, body=json.dumps(refusal))
    )
    url = tab.page.url
    tab.say("To be changed")
    expect(tab.under_way).to_contain_text("Not like this.")
    tab.lose("heartbeat")
    tab.page.evaluate(f"() => {{ {_DEVICE_IS_FULL} }}")
    tab.page.get_by_role("button", name="Change it").click()
    expect(tab.field).to_have_value("To be changed")
    mine.kill(tab.page)
    expect(TalkTab(mine.open(url)).under_way).to_contain_text("To be changed")


def test_message_started_while_the_store_is_read_replaces_none(device: MakeDevice, candidate: Person) -> None:
    page = device(candidate).open("/404.html")
    found = page.evaluate(
        """async () => {
          const [{ MessageDelivery }, { OutgoingMessages }, { SetAsideTexts }, { DeviceStore }] = await Promise.all(
            ["session/message-delivery", "session/outgoing-messages", "session/set-aside-texts", "storage/device-store"]
              .map((name) => import(`/client/${name}.js`)),
          );
          const store = await DeviceStore.open();
          const [outgoing, setAside] = [new OutgoingMessages(store, "somebody"), new SetAsideTexts(store, "somebody")];
          const transcript = { lastSeq: 1, has: () => false, wentOnAfter: () => false };
          const delivery = new MessageDelivery({ outgoing, setAside, transcript, onChange() {} });
          await outgoing.keep("s", { message_id: "1", content: "Of another tab", after: 1 });
          await Promise.all([delivery.open("s"), delivery.begin("Said here")]);
          const beside = (await setAside.all("s")).map(({ text }) => text);
          return [delivery.message.content, (await outgoing.find("s")).content, beside];
        }"""
    )
    assert found == ["Said here", "Said here", ["Of another tab"]]


_STOPPED_WHILE_IT_OPENS = """async () => {
  const { DeviceStore } = await import("/client/storage/device-store.js");
  const { Conversation } = await import("/client/session/conversation.js");
  const { ServerClock } = await import("/client/http/clock.js");
  const taken = [];
  const loading = Promise.withResolvers();
  const client = {
    userId: "somebody",
    clock: new ServerClock(),
    resume: async () => ({
      session: { id: "s", status: "in_progress" },
      lease: { number: 1, heartbeat_seconds: 30, draft_seconds: 5 },
      conversation: { last_seq: 0, state: "greeting" },
      server_time: new Date().toISOString(),
    }),
    call: () => loading.promise,
    heartbeat: async () => taken.push("heartbeat"),
  };
  const tabs = Object.assign(new EventTarget(), { clientId: "c", take: (id) => taken.push(id), leave() {} });
  const conversation = new Conversation({ client, tabs, store: await DeviceStore.open() });
  const opening = conversation.resume("s");
  await new Promise((resolve) => setTimeout(resolve, 100));
  const loaded = conversation.session.id;
  conversation.stop();
  loading.resolve({ messages: [] });
  await opening;
  return [loaded, conversation.phase, taken];
}"""


def test_conversation_that_is_stopped_while_it_opens_does_not_take_its_lock_again(
    device: MakeDevice, candidate: Person
) -> None:
    found = device(candidate).open("/404.html").evaluate(_STOPPED_WHILE_IT_OPENS)
    assert found == ["s", "idle", []]
