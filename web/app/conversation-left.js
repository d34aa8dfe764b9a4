// @ts-check
/** Finds texts on this device for conversations that ended elsewhere, which the user would not open again. */
import { Problem } from "../reprise/problems.js";
import { h } from "./dom.js";

const TEXTS = {
  title: (/** @type {string} */ title) => `You had written something for “${title}” that was never sent`,
  text: "The conversation is over. What you wrote is still on this device.",
  look: "Look at it",
};

/**
 * @param {import("../reprise/client.js").Reprise} client
 * @param {import("../reprise/store.js").DeviceStore} store
 * @param {import("../reprise/tabs.js").Tabs} tabs
 * @param {HTMLElement} list the list of notices
 */
export async function tellUnsent(client, store, tabs, list) {
  const drafts = (await store.drafts(client.userId)).filter(({ text }) => text.trim());
  for (const sessionId of new Set(drafts.map(({ session_id: id }) => id))) {
    if (await tabs.isOpenElsewhere(sessionId)) continue;
    const session = await sessionOf(client, sessionId);
    if (session?.mode !== "conversation" || session.status === "in_progress") continue;
    const look = h("a", { class: "button secondary small", href: `conversation.html?session=${sessionId}` }, TEXTS.look);
    list.append(h("div", { class: "notice", "data-notice": "unsent" }, h("strong", null, TEXTS.title(session.title)), h("p", null, TEXTS.text), h("div", null, look)));
  }
}

/**
 * @param {import("../reprise/client.js").Reprise} client
 * @param {string} sessionId
 * @returns {Promise<any>} null if it cannot be fetched now
 */
async function sessionOf(client, sessionId) {
  try {
    return (await client.results(sessionId)).session;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return null;
  }
}
