// @ts-check
/** Signing out: first sends what can be sent, and warns about texts that would remain on this device. */

import { pause } from "../../client/http/http.js";
import { Problem } from "../../client/http/problems.js";
import { Outbox } from "../../client/session/outbox.js";
import { forgetView } from "../../client/session/stored-view.js";
import { isOpenHere } from "../../client/session/tabs.js";
import { DeviceStore } from "../../client/storage/device-store.js";
import { browserStorage } from "../../client/storage/web-storage.js";
import { ask } from "../ui/dialog.js";
import { h } from "../ui/dom.js";
import { currentUser, signOut } from "./account.js";

/** Seconds that a sign-out waits for requests in transit. */
const LAST_SECONDS = 3;
/** Key prefix of unconfirmed prep changes; the user's id follows. */
const NOTES = "reprise-unsaved";

const TEXTS = {
  title: "Some of what you wrote is on this device only",
  body:
    "It could not be sent just now. It stays on this device when you sign out; sign in here again as " +
    "yourself, and it is sent, or shown to you for you to decide.",
  leave: "Sign out anyway",
  stay: "Stay signed in",
};

/**
 * Sign out, unless the user prefers to wait until everything is sent.
 * @param {import("../../client/http/client.js").Reprise} client
 */
export async function leave(client) {
  // Someone else may have signed in meanwhile. Don't sign them out.
  if ((await currentUser())?.id === client.userId) {
    if ((await staysBehind(client)) && (await askFirst()) !== "leave") return;
    forgetView();
    await signOut();
  }
  location.assign("./");
}

function askFirst() {
  return ask({
    id: "unsent",
    title: TEXTS.title,
    body: h("p", { class: "muted" }, TEXTS.body),
    actions: [
      { value: "leave", label: TEXTS.leave, kind: "secondary" },
      { value: "", label: TEXTS.stay },
    ],
  });
}

/**
 * Send what can be sent. Resolves with true if texts remain that exist only on this device.
 * @param {import("../../client/http/client.js").Reprise} client
 */
async function staysBehind(client) {
  const store = await DeviceStore.open();
  const outbox = new Outbox(client, store);
  outbox.flush();
  await sendDrafts(client, store);
  const until = performance.now() + LAST_SECONDS * 1000;
  for (;;) {
    const [answers, drafts, messages, setAside] = await Promise.all([
      outbox.entries(),
      unsavedDrafts(client, store),
      store.messages(client.userId),
      store.setAside(client.userId),
    ]);
    const notes = browserStorage.keys().filter((key) => key.startsWith(`${NOTES}:${client.userId}:`));
    if (![answers, drafts, messages, setAside, notes].some(({ length }) => length)) return false;
    if (!navigator.onLine || performance.now() > until) return true;
    await pause(0.1);
  }
}

/**
 * Send drafts of closed tabs with a heartbeat of their session, under the lease with which they were typed.
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {DeviceStore} store
 */
async function sendDrafts(client, store) {
  for (const draft of await unsavedDrafts(client, store)) {
    const { session_id, position, text, lease } = draft;
    if (await isOpenHere(session_id)) continue;
    try {
      await client.heartbeat(
        { session_id, lease, draft: { position, text } },
        { tries: 1, deadlineSeconds: LAST_SECONDS },
      );
      await store.putDraft({ ...draft, sent: text, saved: text });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === "no_answer") return;
      // The session has another draft by now. This text is offered when the user comes back.
      if (error.kept) await store.putDraft({ ...draft, kept: text });
    }
  }
}

/** @param {import("../../client/http/client.js").Reprise} client @param {DeviceStore} store */
async function unsavedDrafts(client, store) {
  return (await store.drafts(client.userId)).filter(({ text, saved, kept }) => text !== (saved ?? "") && text !== kept);
}
