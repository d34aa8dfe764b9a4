"""The stores of the library, which frameworks render from, and the faults that it offers to other people's tests."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.device import MakeDevice
from tests.support.database import Database
from tests.support.interviews import make_interview
from tests.support.people import Person

FAULTS = ["drop", "cut", "double", "too-large", "page", "bad-gateway"]
# Gives the page `open(kind, what)`, which makes a store, and `until(check)`, which waits for a state.
SETUP = """
async (userId) => {
  const { config } = await import("/config.js");
  const library = await import("/client/index.js");
  const { createFaults } = await import("/client/testing/index.js");
  const token = JSON.parse(localStorage.getItem("reprise-auth")).access_token;
  const faults = createFaults();
  const { functionsUrl } = config;
  const getAccessToken = async () => token;
  const client = library.createReprise({ functionsUrl, userId, getAccessToken, fetch: faults.fetch });
  const open = (kind, what) => {
    globalThis.store = new library[kind](client, what);
    globalThis.close = store.subscribe(() => {});
  };
  const until = async (check) => {
    const late = performance.now() + 60_000;
    while (!check(store.getState())) {
      if (performance.now() > late) throw new Error(`${check}: ${JSON.stringify(store.getState())}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return store.getState();
  };
  const phase = (wanted) => until((state) => state.phase === wanted);
  Object.assign(globalThis, { library, faults, client, open, until, phase });
}
"""


def page_of(device: MakeDevice, person: Person) -> Page:
    page = device(person).open("/404.html")
    page.evaluate(SETUP, str(person.user_id))
    return page


def sessions_of(database: Database, person: Person) -> list[Any]:
    return [
        row["id"]
        for row in database.rows(
            "select id from reprise.interview_sessions where user_id = %s order by started_at", person.user_id
        )
    ]


def test_store_that_is_mounted_twice_and_opened_again_begins_one_session(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    what = {"interview_id": str(make_interview(database, ["open", "open"]).interview_id)}
    page = page_of(device, candidate)
    seen = page.evaluate(
        """async (what) => {
          open("InterviewStore", what);
          close();
          close = store.subscribe(() => {});
          const { question } = await phase("answering");
          store.type("typed here");
          close();
          close = store.subscribe(() => {});
          const before = store.getState();
          const after = await phase("answering");
          return { position: question.position, reopened: before.phase, text: after.text };
        }""",
        what,
    )
    assert seen == {"position": 0, "reopened": "opening", "text": "typed here"}
    assert len(sessions_of(database, candidate)) == 1


def test_store_says_what_is_in_the_way_and_takes_over_or_starts_over(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    interviews = [str(make_interview(database, ["open", "open"]).interview_id) for _ in range(2)]
    first, second = page_of(device, candidate), page_of(device, candidate)
    opened = "async (id) => { open('InterviewStore', { interview_id: id }); return (await phase(%s)).blockedBy }"
    assert first.evaluate(opened % "'answering'", interviews[0]) is None
    # The same interview on another device, then another interview.
    blocked = second.evaluate(opened % "'blocked'", interviews[0])
    assert (blocked["id"], blocked["live_elsewhere"]) == (str(sessions_of(database, candidate)[0]), True)
    second.evaluate("async () => { store.takeOver(); await phase('answering') }")
    first.evaluate("async () => { dispatchEvent(new Event('online')); await phase('moved') }")
    first.evaluate("async () => { store.takeOver(); await phase('answering'); close() }")
    assert first.evaluate(opened % "'blocked'", interviews[1])["interview_id"] == interviews[0]
    first.evaluate("async () => { store.startOver(); await phase('answering') }")
    statuses = database.rows(
        "select interview_id::text, status from reprise.interview_sessions where user_id = %s order by started_at",
        candidate.user_id,
    )
    assert [(row["interview_id"], row["status"]) for row in statuses] == [
        (interviews[0], "abandoned"),
        (interviews[1], "in_progress"),
    ]


def test_refusal_to_open_is_in_the_state_and_opening_can_be_retried(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    page = page_of(device, candidate)
    what = {"interview_id": str(make_interview(database, ["open"]).interview_id)}
    said = page.evaluate(
        """async (what) => {
          open("InterviewStore", { interview_id: crypto.randomUUID() });
          const { problem } = await phase("failed");
          close();
          faults.next("resume", "page");
          open("InterviewStore", what);
          const unreached = await phase("failed");
          store.retry();
          await phase("answering");
          return [problem.code, unreached.problem.code];
        }""",
        what,
    )
    assert said == ["interview_not_found", "no_answer"]


def test_answers_arrive_once_through_every_fault_that_the_library_offers_for_tests(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    what = {"interview_id": str(make_interview(database, ["open"] * (len(FAULTS) + 1)).interview_id)}
    page = page_of(device, candidate)
    calls = page.evaluate(
        """async ([what, list]) => {
          open("InterviewStore", what);
          for (const [position, fault] of list.entries()) {
            await until(({ phase, question }) => phase === "answering" && question.position === position);
            faults.next("submit", fault);
            const failed = faults.called("submit");
            store.type(`answer ${fault}`);
            store.submit();
            await failed;
            dispatchEvent(new Event("online"));
            await until(({ answers }) => answers.length === position + 1);
          }
          return faults.calls.filter(({ path }) => path.endsWith("/submit")).map(({ fault }) => fault);
        }""",
        [what, FAULTS],
    )
    assert calls == [call for fault in FAULTS for call in ([fault] if fault == "double" else [fault, None])]
    (session_id,) = sessions_of(database, candidate)
    answers = [answer["answer"] for answer in database.answers(session_id)]
    assert answers == [f"answer {fault}" for fault in FAULTS]
    assert not database.rows("select from reprise.late_answers where session_id = %s", session_id)


def test_conversation_as_a_store_is_sent_answered_and_closed(device: MakeDevice, candidate: Person) -> None:
    page = page_of(device, candidate)
    said = page.evaluate(
        """async () => {
          open("ConversationStore", { conversation: { topic: "Caching" } });
          await phase("talking");
          store.type("Hello");
          const { text } = store.getState();
          await store.send();
          const { messages } = await until(
            ({ reply, messages, sending }) => reply === "none" && !sending && messages.length > 2,
          );
          store.finish("completed");
          const { session } = await phase("closed");
          return [text, messages.map(({ role }) => role), session.status];
        }"""
    )
    assert said == ["Hello", ["interviewer", "candidate", "interviewer"], "completed"]


def test_workspace_as_a_store_saves_itself(device: MakeDevice, candidate: Person, database: Database) -> None:
    page = page_of(device, candidate)
    workspace = page.evaluate(
        """async () => {
          const { id } = await new library.Prep(client).create({ name: "Mine", mode: "general" });
          open("PrepStore", id);
          await phase("open");
          store.set(["document", "notes"], "Written here");
          const { dirty, content } = store.getState();
          await store.saveAll();
          const { dirty: left } = store.getState();
          return { id, dirty, left, notes: content.document.notes };
        }"""
    )
    assert (workspace["dirty"], workspace["left"], workspace["notes"]) == (True, False, "Written here")
    stored = database.value("select document ->> 'notes' from reprise.prep_sessions where id = %s", workspace["id"])
    assert stored == "Written here"
