// @ts-check
/** Texts on this device of sessions that ended elsewhere, which the user would not open again. */
import { Problem } from "../http/problems.js";

/** @import { Results } from "../result-types.js" */
/** @import { Session } from "../types.js" */

/**
 * @typedef {object} Device
 * @property {import("../http/client.js").Reprise} client
 * @property {import("./tabs.js").Tabs} tabs
 * @property {import("../storage/device-store.js").DeviceStore} store
 */

/**
 * Submit drafts of sessions that ended elsewhere or expired, as late texts. Drafts of running sessions and of
 * conversations stay: the former are restored when their session is resumed, the latter are no answers.
 *
 * Call it where signed-in users arrive, together with `flush` of the outbox.
 * @param {Device} device
 * @param {import("./outbox.js").Outbox} outbox reports the outcomes
 */
export async function submitLeftDrafts({ client, tabs, store }, outbox) {
  const typed = await store.drafts(client.userId);
  for (const sessionId of new Set(typed.map(({ session_id }) => session_id))) {
    // A tab that holds the session handles its own texts.
    if (await tabs.isOpenElsewhere(sessionId)) continue;
    const results = await resultsOf(client, sessionId);
    if (!results || results.session.status === "in_progress" || results.session.mode === "conversation") continue;
    for (const draft of typed.filter(({ session_id }) => session_id === sessionId)) {
      const { position, text, saved, kept, lease } = draft;
      const known = ["", saved, kept, results.answers.find((one) => one.position === position)?.answer];
      if (!known.includes(text))
        await outbox.put({ session_id: sessionId, position, answer: text, lease, time_expired: true });
      // Without durable storage the submitted text could be lost with this page, so the draft stays.
      if (store.durable) await store.deleteDraft(draft);
    }
  }
}

/**
 * Conversations that are over and for which this device has texts that were never sent. `Conversation` shows them as
 * `unsent` when it resumes such a session.
 * @param {Device} device
 * @returns {Promise<Session[]>}
 */
export async function unsentConversations({ client, tabs, store }) {
  const texts = (await store.texts(client.userId)).filter(({ text }) => text.trim());
  const found = [];
  for (const sessionId of new Set(texts.map(({ session_id }) => session_id))) {
    if (await tabs.isOpenElsewhere(sessionId)) continue;
    const session = (await resultsOf(client, sessionId))?.session;
    if (session?.mode === "conversation" && session.status !== "in_progress") found.push(session);
  }
  return found;
}

/**
 * @param {import("../http/client.js").Reprise} client
 * @param {string} sessionId
 * @returns {Promise<Results | null>} null if the session cannot be fetched now, is gone, or is another user's: the text
 *   stays here
 */
async function resultsOf(client, sessionId) {
  try {
    return await client.results(sessionId);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return null;
  }
}
