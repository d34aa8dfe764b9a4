// @ts-check
/** Before a sign-out: sends what can be sent, and asks if texts would remain on this device only. */
import { pause } from "../http/http.js";
import { Problem } from "../http/problems.js";
import { DeviceStore } from "../storage/device-store.js";
import { hasUnsaved } from "../workspace/unsaved.js";
import { Outbox } from "./outbox.js";
import { forgetView } from "./stored-view.js";
import { isOpenHere } from "./tabs.js";

/** Seconds that a sign-out waits for requests in transit. */
const LAST_SECONDS = 3;

/**
 * Send what can be sent, and forget what this tab shows. Sign the user out afterwards:
 * `if (await prepareSignOut(client, ask)) await supabase.auth.signOut()`.
 * @param {import("../http/client.js").Reprise} client
 * @param {() => boolean | Promise<boolean>} ask called if texts remain that exist only on this device, where they stay
 *   until the same user signs in again; returns whether to sign out all the same
 * @returns {Promise<boolean>} sign out?
 */
export async function prepareSignOut(client, ask) {
  if ((await staysBehind(client)) && !(await ask())) return false;
  forgetView();
  return true;
}

/**
 * Send what can be sent. Resolves with true if texts remain that exist only on this device.
 * @param {import("../http/client.js").Reprise} client
 */
async function staysBehind(client) {
  const store = await DeviceStore.open();
  const outbox = new Outbox(client, store);
  outbox.flush();
  await sendDrafts(client, store);
  outbox.close();
  const until = performance.now() + LAST_SECONDS * 1000;
  for (;;) {
    const found = await Promise.all([
      outbox.entries(),
      unsavedDrafts(client, store),
      store.messages(client.userId),
      store.setAside(client.userId),
    ]);
    if (!found.some(({ length }) => length) && !hasUnsaved(client.userId)) return false;
    if (!navigator.onLine || performance.now() > until) return true;
    await pause(0.1);
  }
}

/**
 * Send drafts of closed tabs with a heartbeat of their session, under the lease with which they were typed.
 * @param {import("../http/client.js").Reprise} client
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

/** @param {import("../http/client.js").Reprise} client @param {DeviceStore} store */
async function unsavedDrafts(client, store) {
  return (await store.drafts(client.userId)).filter(({ text, saved, kept }) => text !== (saved ?? "") && text !== kept);
}
