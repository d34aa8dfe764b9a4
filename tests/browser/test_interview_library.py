"""The library's modules on their own, at moments that are hard to reach in a whole interview."""

from typing import Any

import pytest

from tests.browser.device import Device, MakeDevice
from tests.support.people import Person

# One interview, with a server that behaves as the test wants; BODY returns what the test checks.
_INTERVIEW = """async () => {
  const { DeviceStore } = await import("/client/storage/device-store.js");
  const { Interview } = await import("/client/session/interview.js");
  const { ServerClock } = await import("/client/http/clock.js");
  const { Problem } = await import("/client/http/problems.js");
  const view = (position = 0, more = {}) => ({
    session: { id: "s", status: "in_progress", position, extra_time_percent: 0 },
    question: { position, draft: null, deadline_at: null, kind: "open", ...more },
    lease: { number: 1, heartbeat_seconds: 0.1, draft_seconds: 0 },
    answers: [],
    server_time: new Date().toISOString(),
  });
  const stored = (outcome) => {
    const { answers, ...state } = view(1);
    return { ...state, receipt: { late_by_seconds: 1 }, ...outcome };
  };
  const alive = { status: "in_progress", position: 0, deadline_at: null, draft_saved_at: null, extra_time_percent: 0 };
  const beats = [], submitted = [], notices = [], taken = [];
  const client = {
    userId: "somebody",
    clock: new ServerClock(),
    resume: async () => view(),
    heartbeat: async (body) => { beats.push(body); return alive; },
    submit: async (body) => { submitted.push(body); return stored({ accepted: true, late: false, is_answer: true }); },
  };
  const tabs = Object.assign(new EventTarget(), { clientId: "c", take: (id) => taken.push(id), leave() {} });
  const store = await DeviceStore.open();
  const interview = new Interview({ client, tabs, store });
  interview.addEventListener("notice", ({ notice }) => notices.push(notice.kind));
  const until = async (true_) => {
    for (let number = 0; number < 300 && !true_(); number += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  BODY
}"""


def in_an_interview(device: Device, body: str) -> Any:
    """The result of a script that runs an interview in the page and acts as its server."""
    return device.open("/404.html").evaluate(_INTERVIEW.replace("BODY", body))


def test_answer_in_transit_is_sent_again_under_a_renewed_lease(device: MakeDevice, candidate: Person) -> None:
    leases = (
        device(candidate)
        .open("/404.html")
        .evaluate(
            """async () => {
          const { Outbox } = await import("/client/session/outbox.js");
          const { DeviceStore } = await import("/client/storage/device-store.js");
          const { Problem } = await import("/client/http/problems.js");
          const leases = [];
          const client = {
            userId: "somebody",
            clock: { now: () => Date.now() },
            async submit(body) {
              leases.push(body.lease);
              if (body.lease === 2) return { session: { id: "s", status: "in_progress" }, accepted: true };
              await outbox.underWay("s", 0, 2);
              throw new Problem({ code: "lease_lost", kept: true, status: 409 });
            },
          };
          const outbox = new Outbox(client, await DeviceStore.open());
          const over = new Promise((resolve) => {
            for (const type of ["delivered", "kept"]) outbox.addEventListener(type, resolve);
          });
          await outbox.put({ session_id: "s", position: 0, answer: "x", lease: 1, time_expired: false });
          await over;
          return leases;
        }"""
        )
    )
    assert leases == [1, 2]


def test_silent_sign_in_service_counts_as_unreachable(device: MakeDevice, candidate: Person) -> None:
    mine = device(candidate)
    mine.change_script("client/http/http.js", "TOKEN_SECONDS = 15", "TOKEN_SECONDS = 0.2")
    code = mine.open("/404.html").evaluate(
        """async () => {
          const { createReprise } = await import("/client/http/client.js");
          const client = createReprise({ functionsUrl: "/", getAccessToken: () => new Promise(() => {}) });
          const late = new Promise((resolve) => setTimeout(() => resolve("nothing at all"), 3000));
          return Promise.race([client.call("resume", { tries: 1 }).catch(({ code }) => code), late]);
        }"""
    )
    assert code == "no_answer"


def test_drafts_of_later_questions_are_not_submitted(device: MakeDevice, candidate: Person) -> None:
    left = (
        device(candidate)
        .open("/404.html")
        .evaluate(
            """async () => {
          const { Drafts } = await import("/client/storage/drafts.js");
          const { DeviceStore } = await import("/client/storage/device-store.js");
          const drafts = new Drafts(await DeviceStore.open(), "somebody", () => {});
          for (const position of [0, 1, 2]) await drafts.restore("s", position, `text ${position}`, 1);
          const taken = await drafts.takeLeftovers("s", 1, []);
          await drafts.forgetOthers("s", 1);
          const { text } = await drafts.open("s", { position: 2, draft: null }, 1);
          return [...taken.map(({ text }) => text), text];
        }"""
        )
    )
    assert left == ["text 0", "text 2"]


def test_stale_view_is_not_shown(device: MakeDevice, candidate: Person) -> None:
    shown = (
        device(candidate)
        .open("/404.html")
        .evaluate(
            """async () => {
          const { DeviceStore } = await import("/client/storage/device-store.js");
          const { Interview } = await import("/client/session/interview.js");
          const { ServerClock } = await import("/client/http/clock.js");
          const views = [];
          const never = () => new Promise(() => {});
          const resume = async () => views.shift();
          const client = { userId: "somebody", clock: new ServerClock(), resume, heartbeat: never };
          const tabs = Object.assign(new EventTarget(), { clientId: "c", take() {}, leave() {} });
          const interview = new Interview({ client, tabs, store: await DeviceStore.open() });
          const view = (position, second) => ({
            session: { id: "s", status: "in_progress", position, extra_time_percent: 0 },
            question: { position, draft: null, deadline_at: null },
            lease: { number: 1, heartbeat_seconds: 30, draft_seconds: 5 },
            answers: [],
            server_time: `2026-01-01T00:00:0${second}Z`,
          });
          views.push(view(1, 2), view(0, 1));
          await interview.resume("s");
          await interview.resume("s");
          return interview.question.position;
        }"""
        )
    )
    assert shown == 1


def test_device_store_reconnects_and_keeps_its_texts(device: MakeDevice, candidate: Person) -> None:
    mine = device(candidate)
    durable = mine.open("/404.html").evaluate(
        """async () => {
          const { DeviceStore } = await import("/client/storage/device-store.js");
          const store = await DeviceStore.open();
          const nowhere = { sent: null, saved: null };
          const draft = (position) => ({ user_id: "u", session_id: "s", position, text: "x", lease: 1, ...nowhere });
          const { transaction } = IDBDatabase.prototype;
          let dead;
          IDBDatabase.prototype.transaction = function (...names) {
            dead ??= this;
            if (this === dead) throw new DOMException("It is closing.", "InvalidStateError");
            return transaction.apply(this, names);
          };
          await store.putDraft(draft(0));
          const found = [store.durable];
          for (let number = 0; number < 100 && !store.durable; number += 1) {
            await new Promise((resolve) => setTimeout(resolve, 10));
            await store.putDraft(draft(1));
          }
          return [...found, (await (await DeviceStore.open()).drafts("u")).length];
        }"""
    )
    assert durable == [False, 2]


def test_text_in_memory_yields_to_a_newer_write_of_another_tab(device: MakeDevice, candidate: Person) -> None:
    page = device(candidate).open("/404.html")
    found = page.evaluate(
        """async () => {
          const { browserStorage } = await import("/client/storage/web-storage.js");
          localStorage.setItem("who", "before");
          const { setItem } = Storage.prototype;
          Storage.prototype.setItem = () => { throw new DOMException("Full.", "QuotaExceededError"); };
          const kept = browserStorage.set("who", "renewed");
          const here = browserStorage.get("who");
          localStorage.removeItem("who");
          return [kept, here, browserStorage.get("who")];
        }"""
    )
    assert found == [False, "renewed", None]


def test_draft_replaced_by_an_older_one_at_the_server_is_sent_again(device: MakeDevice, candidate: Person) -> None:
    sent = in_an_interview(
        device(candidate),
        """
        let at = 1;
        client.heartbeat = async (body) => {
          if (body.draft) beats.push(body.draft.text);
          // An older one arrives after the newer one, without a heartbeat of this tab.
          else at = 2;
          return { ...alive, draft_saved_at: body.draft ? `${(at += 2)}` : `${at}` };
        };
        await interview.resume("s");
        interview.type("the newer text");
        await until(() => beats.length > 1);
        return beats.slice(0, 2);
        """,
    )
    assert sent == ["the newer text"] * 2


def test_question_reopened_by_a_clock_correction_is_submitted_at_its_deadline(
    device: MakeDevice, candidate: Person
) -> None:
    handed_in = in_an_interview(
        device(candidate),
        """
        const { clock } = client;
        let ahead = 1000;
        Object.assign(clock, { now: () => Date.now() + ahead });
        const deadline_at = new Date(Date.now() + 1500).toISOString();
        client.resume = async () => view(0, { deadline_at, grace_seconds: 2 });
        client.heartbeat = async () => {
          if (interview.phase === "sending") ahead = 0;
          return { ...alive, deadline_at };
        };
        await interview.resume("s");
        interview.type("until the end");
        await until(() => submitted.length);
        return [ahead, submitted[0]?.answer, Date.now() > Date.parse(deadline_at)];
        """,
    )
    assert handed_in == [0, "until the end", True]


def test_tab_that_loses_the_interview_while_opening_a_question_does_not_retake_it(
    device: MakeDevice, candidate: Person
) -> None:
    what_is_there = in_an_interview(
        device(candidate),
        """
        await interview.resume("s");
        const answers = store.answers.bind(store);
        store.answers = async (user) => {
          const found = await answers(user);
          const event = Object.assign(new Event("taken"), { sessionId: "s" });
          if (submitted.length && !found.length) tabs.dispatchEvent(event);
          return found;
        };
        interview.type("x");
        await interview.submit();
        await until(() => interview.phase === "moved");
        await interview._viewOrder.inTurn(async () => {});
        return [interview.phase, taken.length];
        """,
    )
    assert what_is_there == ["moved", 1]


def test_stop_sends_the_final_draft_and_removes_every_listener(device: MakeDevice, candidate: Person) -> None:
    last = in_an_interview(
        device(candidate),
        """
        client.heartbeat = async (body, { keepalive }) => { beats.push([body.draft?.text, keepalive]); return alive; };
        await interview.resume("s");
        interview.type("the last words");
        interview.stop();
        interview.type("too late");
        dispatchEvent(new Event("online"));
        const heard = [];
        interview.outbox.flush = () => heard.push("online");
        interview.outbox._channel.onmessage = () => heard.push("message");
        dispatchEvent(new Event("online"));
        return [beats, interview.phase, interview.text, heard];
        """,
    )
    assert last == [[["the last words", True]], "idle", "the last words", []]


@pytest.mark.parametrize("known", [True, False])
def test_answer_is_fetched_only_if_it_is_not_the_submitted_text(
    device: MakeDevice, candidate: Person, known: bool
) -> None:
    found = in_an_interview(
        device(candidate),
        """
        let resumes = 0;
        const answers = [{ position: 0, answer: "the draft", source: "draft", receipt: {}, transcription: null }];
        client.resume = async () => { resumes += 1; return resumes === 1 ? view() : { ...view(1), answers }; };
        client.submit = async () => stored({ accepted: false, late: true, kept: true, is_answer: KNOWN });
        await interview.resume("s");
        interview.type("a late text");
        await interview.submit();
        await until(() => interview.answers.length);
        return [resumes, notices, ...interview.answers.map(({ answer, source }) => [answer, source])];
        """.replace("KNOWN", str(known).lower()),
    )
    assert found == ([1, [], ["a late text", "draft"]] if known else [2, ["late"], ["the draft", "draft"]])


def test_empty_answer_is_not_submitted_early_and_is_not_reported_as_refused(
    device: MakeDevice, candidate: Person
) -> None:
    left = in_an_interview(
        device(candidate),
        """
        client.submit = async (body) => {
          submitted.push(body);
          throw new Problem({ code: "invalid_request", status: 422 });
        };
        await interview.resume("s");
        await interview.submit();
        const none = (await interview.outbox.entries()).length;
        await interview.outbox.put({ session_id: "s", position: 0, answer: "", lease: 1, time_expired: false });
        await new Promise((resolve) => interview.outbox.addEventListener("refused", resolve));
        return [none, submitted.length, (await interview.outbox.entries()).length, notices];
        """,
    )
    assert left == [0, 1, 0, []]


def test_answer_of_another_user_waits_for_that_user(device: MakeDevice, candidate: Person) -> None:
    told = in_an_interview(
        device(candidate),
        """
        let signedIn = "somebody else";
        client.submit = async (body) => {
          if (signedIn === "somebody else") throw new Problem({ code: "session_not_found", status: 404 });
          return { ...view(1), accepted: true };
        };
        const told = [];
        for (const type of ["waiting", "refused", "delivered"]) {
          interview.outbox.addEventListener(type, () => {
            told.push(type);
            signedIn = "somebody";
            if (type === "waiting") interview.outbox.flush();
          });
        }
        await interview.outbox.put({ session_id: "s", position: 0, answer: "mine", lease: 1, time_expired: false });
        await until(() => told.length > 1);
        return told;
        """,
    )
    assert told == ["waiting", "delivered"]


def test_keepalive_is_used_only_if_the_whole_request_fits(device: MakeDevice, candidate: Person) -> None:
    outlive = in_an_interview(
        device(candidate),
        """
        const outlive = [];
        client.heartbeat = async (body, { keepalive }) => {
          outlive.push(keepalive);
          throw new Problem({ code: "no_answer" });
        };
        await interview.resume("s");
        for (const text of ["x".repeat(45_000), '"'.repeat(45_000)]) {
          interview.type(text);
          dispatchEvent(new Event("pagehide"));
        }
        return outlive;
        """,
    )
    assert outlive == [True, False]


def test_save_status_labels_are_true(device: MakeDevice, candidate: Person) -> None:
    page = device(candidate).open("/404.html")
    characters, signed_out, notices = page.evaluate(
        """async () => {
          const { excessCharacters } = await import("/client/session/answer-text.js");
          const { savedStatus } = await import("/app/interview/saved-status.js");
          const { addNotice } = await import("/app/interview/notices.js");
          const list = document.createElement("div");
          for (const session of ["a", "b", "b"]) addNotice(list, { kind: "kept", session, position: 0 });
          const [, signedOut] = savedStatus({ signedOut: true, durable: false });
          return [excessCharacters("x".repeat(65_535) + "äöü😀"), signedOut, list.childElementCount];
        }"""
    )
    assert (characters, "leave this tab open" in signed_out, notices) == (4, True, 2)
