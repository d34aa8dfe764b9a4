"""Modules of the library by themselves, in moments that are hard to meet with a whole interview."""

from tests.browser.conftest import MakeDevice
from tests.support.people import Person


def test_answer_whose_lease_was_renewed_on_its_way_is_sent_again_and_not_forgotten(
    device: MakeDevice, candidate: Person
) -> None:
    leases = (
        device(candidate)
        .open("/404.html")
        .evaluate(
            """async () => {
          const { Outbox } = await import("/reprise/outbox.js");
          const { DeviceStore } = await import("/reprise/store.js");
          const { Problem } = await import("/reprise/problems.js");
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


def test_sign_in_service_that_never_answers_is_no_answer(device: MakeDevice, candidate: Person) -> None:
    mine = device(candidate)
    mine.change_script("/reprise/http.js", "TOKEN_SECONDS = 15", "TOKEN_SECONDS = 0.2")
    code = mine.open("/404.html").evaluate(
        """async () => {
          const { createReprise } = await import("/reprise/client.js");
          const client = createReprise({ functionsUrl: "/", getAccessToken: () => new Promise(() => {}) });
          const late = new Promise((resolve) => setTimeout(() => resolve("nothing at all"), 3000));
          return Promise.race([client.call("resume", { tries: 1 }).catch(({ code }) => code), late]);
        }"""
    )
    assert code == "no_answer"


def test_drafts_of_questions_still_to_come_are_not_handed_in(device: MakeDevice, candidate: Person) -> None:
    left = (
        device(candidate)
        .open("/404.html")
        .evaluate(
            """async () => {
          const { Drafts } = await import("/reprise/drafts.js");
          const { DeviceStore } = await import("/reprise/store.js");
          const drafts = new Drafts(await DeviceStore.open(), "somebody", () => {});
          for (const position of [0, 1, 2]) await drafts.giveBack("s", position, `text ${position}`, 1);
          const taken = await drafts.takeLeftovers("s", 1, []);
          await drafts.forgetOthers("s", 1);
          const { text } = await drafts.open("s", { position: 2, draft: null }, 1);
          return [...taken.map(({ text }) => text), text];
        }"""
        )
    )
    assert left == ["text 0", "text 2"]


def test_view_that_was_overtaken_by_a_newer_one_is_not_shown(device: MakeDevice, candidate: Person) -> None:
    shown = (
        device(candidate)
        .open("/404.html")
        .evaluate(
            """async () => {
          const { DeviceStore } = await import("/reprise/store.js");
          const { Interview } = await import("/reprise/interview.js");
          const { ServerClock } = await import("/reprise/clock.js");
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


def test_device_store_whose_connection_is_lost_gets_another_one_and_keeps_what_it_had(
    device: MakeDevice, candidate: Person
) -> None:
    mine = device(candidate)
    durable = mine.open("/404.html").evaluate(
        """async () => {
          const { DeviceStore } = await import("/reprise/store.js");
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
