// @ts-check
/** Signing out: what can be sent is sent first, and what would stay behind on this device is said. */
import { browserShelf } from "../reprise/browser.js";
import { pause } from "../reprise/http.js";
import { Outbox } from "../reprise/outbox.js";
import { Problem } from "../reprise/problems.js";
import { DeviceStore } from "../reprise/store.js";
import { isOpenHere } from "../reprise/tabs.js";
import { ask } from "./dialog.js";
import { h } from "./dom.js";
import { currentUser, signOut } from "./session.js";

/** How long a sign-out waits for what is under way. */
const LAST_SECONDS = 3;
/** Under such names preparation notes, per person, what the server has not confirmed. */
const NOTES = "reprise-unsaved";

const TEXTS = {
  title: "Some of what you wrote is on this device only",
  body: "It could not be sent just now. It stays on this device when you sign out; sign in here again as yourself, and it is sent, or shown to you for you to decide.",
  leave: "Sign out all the same",
  stay: "Stay signed in",
};

/**
 * Sign out, unless the person would rather have everything sent first.
 * @param {import("../reprise/client.js").Reprise} client
 */
export async function leave(client) {
  // Somebody else may have signed in by now: they stay.
  if ((await currentUser())?.id === client.userId) {
    if ((await staysBehind(client)) && (await askFirst()) !== "leave") return;
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
 * Send what can be sent. Is anything left that nobody has but this device?
 * @param {import("../reprise/client.js").Reprise} client
 */
async function staysBehind(client) {
  const store = await DeviceStore.open();
  const outbox = new Outbox(client, store);
  outbox.flush();
  await sendDrafts(client, store);
  const until = performance.now() + LAST_SECONDS * 1000;
  for (;;) {
    const [answers, drafts] = await Promise.all([outbox.entries(), unsaved(client, store)]);
    const notes = browserShelf.keys().filter((key) => key.startsWith(`${NOTES}:${client.userId}:`));
    if (!answers.length && !drafts.length && !notes.length) return false;
    if (!navigator.onLine || performance.now() > until) return true;
    await pause(0.1);
  }
}

/**
 * Drafts of tabs that are gone reach the server with a sign of life of their session, under the lease with which they were typed.
 * @param {import("../reprise/client.js").Reprise} client
 * @param {DeviceStore} store
 */
async function sendDrafts(client, store) {
  for (const draft of await unsaved(client, store)) {
    const { session_id, position, text, lease } = draft;
    // Without a lease it is no draft, but a message of a conversation, which that sends when it is opened again.
    if (!lease || (await isOpenHere(session_id))) continue;
    try {
      await client.heartbeat({ session_id, lease, draft: { position, text } }, { tries: 1, deadlineSeconds: LAST_SECONDS });
      await store.putDraft({ ...draft, sent: text, saved: text });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === "no_answer") return;
      // The draft of the session is another one by now: this text is offered when the person comes back.
      if (error.kept) await store.putDraft({ ...draft, kept: text });
    }
  }
}

/** @param {import("../reprise/client.js").Reprise} client @param {DeviceStore} store */
async function unsaved(client, store) {
  return (await store.drafts(client.userId)).filter(({ text, saved, kept }) => text !== (saved ?? "") && text !== kept);
}
