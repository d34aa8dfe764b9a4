// @ts-check
/** Notices about texts on this device for conversations that ended elsewhere, which the user would not open again. */
import { unsentConversations } from "../../client/session/left-behind.js";
import { h } from "../ui/dom.js";

const TEXTS = {
  title: (/** @type {string} */ title) => `You wrote something for “${title}” that was never sent`,
  text: "The conversation is over. What you wrote is still on this device.",
  look: "Look at it",
};

/**
 * @param {import("../../client/session/left-behind.js").Device} device
 * @param {HTMLElement} list the list of notices
 */
export async function tellUnsent(device, list) {
  for (const { id, title } of await unsentConversations(device)) {
    const look = h("a", { class: "button secondary small", href: `conversation.html?session=${id}` }, TEXTS.look);
    list.append(
      h(
        "div",
        { class: "notice", "data-notice": "unsent" },
        h("strong", null, TEXTS.title(title)),
        h("p", null, TEXTS.text),
        h("div", null, look),
      ),
    );
  }
}
