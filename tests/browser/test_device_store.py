"""The store of texts on a device: one object store for each kind, and what an earlier version of the pages has left."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.device import MakeDevice
from tests.support.people import Person

_USER = "11111111-0000-4000-8000-000000000000"
_AT = 1_790_000_000_000
# What version 1 stored: one object store for answers, and drafts for everything else.
_ANSWER = {"user_id": _USER, "body": {"session_id": "interview", "position": 2, "answer": "In transit", "lease": 1}}
_DRAFT = {"user_id": _USER, "text": "", "lease": 3, "sent": None, "saved": None}
_QUESTION_DRAFTS = [
    _DRAFT | {"session_id": "interview", "position": 0, "text": "First"},
    _DRAFT | {"session_id": "interview", "position": 1, "text": "Second", "saved": "Sec"},
    _DRAFT | {"session_id": "interview", "position": 999, "text": "Last"},
]
_CONVERSATION_DRAFT = _DRAFT | {"session_id": "conversation", "position": 0, "text": "Not sent"}
_OLD_MESSAGE = _DRAFT | {
    "session_id": "conversation",
    "position": 1,
    "text": "On its way",
    "lease": 0,
    "message_id": "m",
    "after": 4,
}
_OLD_SET_ASIDE = [
    _DRAFT | {"session_id": "conversation", "position": _AT + number, "text": f"Beside {number}", "lease": 0}
    for number in range(2)
]
_OLD_ROWS: dict[str, list[dict[str, Any]]] = {
    "answers": [_ANSWER],
    "drafts": [*_QUESTION_DRAFTS, _CONVERSATION_DRAFT, _OLD_MESSAGE, *_OLD_SET_ASIDE],
}

_LEAVE_VERSION_1 = """(rows) => new Promise((resolve, reject) => {
  const request = indexedDB.open("reprise", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("answers", { keyPath: "id", autoIncrement: true });
    request.result.createObjectStore("drafts", { keyPath: ["user_id", "session_id", "position"] });
  };
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const writing = request.result.transaction(["answers", "drafts"], "readwrite");
    for (const name of ["answers", "drafts"]) for (const row of rows[name]) writing.objectStore(name).put(row);
    writing.oncomplete = () => resolve();
    // As the pages of version 1 do when a newer page opens the database.
    request.result.onversionchange = () => request.result.close();
  };
})"""
_READ_ALL = """async (userId) => {
  const { DeviceStore } = await import("/client/storage/device-store.js");
  const store = await DeviceStore.open();
  const names = ["answers", "drafts", "messages", "setAside", "texts"];
  const found = await Promise.all(names.map((name) => store[name](userId)));
  return Object.fromEntries([["durable", store.durable], ...names.map((name, index) => [name, found[index]])]);
}"""


def _blank(device: MakeDevice, candidate: Person) -> Page:
    return device(candidate).open("/404.html")


def test_every_text_of_version_1_of_the_database_is_found_in_version_2(device: MakeDevice, candidate: Person) -> None:
    page = _blank(device, candidate)
    page.evaluate(_LEAVE_VERSION_1, _OLD_ROWS)
    found: dict[str, Any] = page.evaluate(_READ_ALL, _USER)
    assert found["durable"]
    assert found["answers"] == [_ANSWER | {"id": 1}]
    assert found["drafts"] == [_CONVERSATION_DRAFT, *_QUESTION_DRAFTS]
    conversation = {"user_id": _USER, "session_id": "conversation"}
    assert found["messages"] == [conversation | {"message_id": "m", "content": "On its way", "after": 4}]
    assert found["setAside"] == [conversation | {"at": _AT + n, "text": f"Beside {n}"} for n in range(2)]
    assert sorted(text["text"] for text in found["texts"]) == sorted(row["text"] for row in _OLD_ROWS["drafts"])
    # Another tab finds the same, and the database is not upgraded again.
    another = page.context.new_page()
    another.goto("/404.html")
    assert another.evaluate(_READ_ALL, _USER) == found


def test_each_kind_of_text_is_stored_and_deleted_by_itself(device: MakeDevice, candidate: Person) -> None:
    found = _blank(device, candidate).evaluate(
        """async () => {
          const { DeviceStore } = await import("/client/storage/device-store.js");
          const store = await DeviceStore.open();
          const session = { user_id: "u", session_id: "s" };
          const draft = { ...session, position: 0, text: "draft", lease: 2, sent: null, saved: null };
          const message = { ...session, message_id: "m", content: "message", after: 1 };
          await store.putDraft(draft);
          await store.putDraft({ ...draft, text: "of an earlier lease", lease: 1 });
          await store.putMessage({ ...message, content: "replaced" });
          await store.putMessage(message);
          for (const at of [2, 1]) await store.putSetAside({ ...session, at, text: `set aside ${at}` });
          await store.putSetAside({ ...session, session_id: "another", at: 1, text: "elsewhere" });
          const texts = async (...about) => (await store.texts(...about)).map(({ text }) => text);
          const before = await texts("u", "s");
          await store.deleteSetAside({ ...session, at: 1 });
          const after = await texts("u", "s");
          await store.deleteTexts("u", "s");
          return [before, after, await texts("u"), await texts("somebody else"), store.durable];
        }"""
    )
    assert found == [
        ["draft", "message", "set aside 1", "set aside 2"],
        ["draft", "message", "set aside 2"],
        ["elsewhere"],
        [],
        True,
    ]


_FULL_THEN_FREE = """async () => {
  const { DeviceStore } = await import("/client/storage/device-store.js");
  const store = await DeviceStore.open();
  const session = { user_id: "u", session_id: "s" };
  const draft = (position, text) => ({ ...session, position, text, lease: 1, sent: null, saved: null });
  const answer = (lease) => ({ user_id: "u", body: { session_id: "s", position: 0, answer: "A", lease } });
  const database = store._database;
  const run = database.run.bind(database);
  const full = () => {
    database.run = () => Promise.reject(new DOMException("Full.", "QuotaExceededError"));
  };
  const free = () => {
    database.run = run;
  };
  const id = await store.putAnswer(answer(1));
  full();
  await store.putDraft(draft(0, "first"));
  await store.putDraft(draft(1, "old"));
  await store.deleteDraft(draft(2, ""));
  await store.putAnswer({ ...answer(1), id });
  free();
  // Begins to move what memory holds into the database, while newer writes arrive.
  const moving = store.answers("u");
  await Promise.resolve();
  await Promise.all([
    store.putDraft(draft(1, "new")),
    store.putDraft(draft(2, "typed after the deletion")),
    store.putAnswer({ ...answer(2), id }),
  ]);
  await moving;
  for (let number = 0; number < 500 && !store.durable; number += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    await store.answers("u");
  }
  const reopened = await DeviceStore.open();
  const leases = (await reopened.answers("u")).map(({ body }) => body.lease);
  return [store.durable, (await reopened.drafts("u")).map(({ text }) => text), leases];
}"""


def test_text_from_a_full_device_does_not_replace_a_newer_one_when_there_is_room(
    device: MakeDevice, candidate: Person
) -> None:
    found = _blank(device, candidate).evaluate(_FULL_THEN_FREE)
    assert found == [True, ["first", "new", "typed after the deletion"], [2]]


def test_texts_of_a_full_device_stay_in_the_tab_and_move_to_the_database_when_there_is_room(
    device: MakeDevice, candidate: Person
) -> None:
    page = _blank(device, candidate)
    found = page.evaluate(
        """async () => {
          const { DeviceStore } = await import("/client/storage/device-store.js");
          const store = await DeviceStore.open();
          const session = { user_id: "u", session_id: "s" };
          const old = { ...session, at: 7, text: "deleted while the device was full" };
          await store.putSetAside(old);
          const { transaction } = IDBDatabase.prototype;
          IDBDatabase.prototype.transaction = function (name, mode) {
            if (mode === "readwrite") throw new DOMException("Full.", "QuotaExceededError");
            return transaction.call(this, name, mode);
          };
          await store.putMessage({ ...session, message_id: "m", content: "message", after: 1 });
          await store.putSetAside({ ...session, at: 1, text: "set aside" });
          await store.deleteSetAside(old);
          const texts = async (one) => (await one.texts("u")).map(({ text }) => text);
          const full = [store.durable, await texts(store)];
          IDBDatabase.prototype.transaction = transaction;
          for (let number = 0; number < 500 && !store.durable; number += 1) {
            await new Promise((resolve) => setTimeout(resolve, 10));
            await store.answers("u");
          }
          return [...full, store.durable, await texts(await DeviceStore.open())];
        }"""
    )
    assert found == [False, ["message", "set aside"], True, ["message", "set aside"]]
