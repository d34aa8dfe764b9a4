// @ts-check
/** Finds texts on this device for conversations that ended elsewhere, which the user would not open again. */
import { Problem } from "../../client/http/problems.js";
import { h } from "../ui/dom.js";

/** @import { Session } from "../../client/types.js" */

const TEXTS = {
  title: (/** @type {string} */ title) => `You wrote something for “${title}” that was never sent`,
  text: "The conversation is over. What you wrote is still on this device.",
  look: "Look at it",
};

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {import("../../client/storage/device-store.js").DeviceStore} store
 * @param {import("../../client/session/tabs.js").Tabs} tabs
 * @param {HTMLElement} list the list of notices
 */
export async function tellUnsent(client, store, tabs, list) {
  const texts = (await store.texts(client.userId)).filter(({ text }) => text.trim());
  for (const sessionId of new Set(texts.map(({ session_id: id }) => id))) {
    if (await tabs.isOpenElsewhere(sessionId)) continue;
    const session = await sessionOf(client, sessionId);
    if (session?.mode !== "conversation" || session.status === "in_progress") continue;
    const look = h(
      "a",
      { class: "button secondary small", href: `conversation.html?session=${sessionId}` },
      TEXTS.look,
    );
    list.append(
      h(
        "div",
        { class: "notice", "data-notice": "unsent" },
        h("strong", null, TEXTS.title(session.title)),
        h("p", null, TEXTS.text),
        h("div", null, look),
      ),
    );
  }
}

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {string} sessionId
 * @returns {Promise<Session | null>} null if it cannot be fetched now
 */
async function sessionOf(client, sessionId) {
  try {
    return (await client.results(sessionId)).session;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return null;
  }
}
