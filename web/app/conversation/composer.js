// @ts-check
/** The message field and its save state. */
import { announce } from "../ui/dialog.js";
import { h, setText } from "../ui/dom.js";
import { clockTime, plural } from "../ui/format.js";

const TEXTS = {
  label: "Your message",
  placeholder: "Write your message …",
  send: "Send",
  keys: "Ctrl + Enter sends it",
  other: "This was being written elsewhere, too:",
  take: "Put it below",
  drop: "Dismiss",
  left: (/** @type {number} */ count) =>
    count === 1 ? "One message is left in this conversation." : `${count} messages are left in this conversation.`,
  saved: (/** @type {string} */ time) => `Your draft was saved at ${time}`,
  savedBefore: "Your draft is saved",
  saving: "Saving …",
  device: "Your draft is kept on this device",
  deviceFragile: "Not saved yet, and this device cannot keep it: please leave this page open.",
  offline: "The server cannot be reached. What you write is kept on this device.",
  offlineFragile:
    "The server cannot be reached, and this device cannot keep what you write: please leave this page open.",
  excess: (/** @type {number} */ count) =>
    `Too long for one message, by ${plural(count, "character")}. Please shorten it, or send it in two.`,
  empty: "Your draft is saved while you write",
};
/** From this number of remaining messages on, show it. */
const FEW = 20;

/** @param {import("../../client/session/conversation.js").Conversation} talk */
export function composerView(talk) {
  const field = h("textarea", {
    class: "input",
    id: "message",
    rows: 1,
    placeholder: TEXTS.placeholder,
    "aria-describedby": "saved",
  });
  const status = h("p", { class: "status", id: "saved" });
  const left = h("p", { class: "muted small", hidden: true });
  let announced = "";
  const send = h("button", { class: "button", type: "submit", title: TEXTS.keys }, TEXTS.send);
  const otherText = h("pre", { class: "own-answer", tabindex: 0, role: "region", "aria-label": TEXTS.other });
  const other = h(
    "div",
    { class: "notice", hidden: true },
    h("p", null, TEXTS.other),
    otherText,
    h(
      "div",
      { class: "row" },
      h(
        "button",
        { class: "button secondary small", type: "button", onclick: () => decide(talk.takeOther()) },
        TEXTS.take,
      ),
      h("button", { class: "button quiet small", type: "button", onclick: () => decide(talk.dropOther()) }, TEXTS.drop),
    ),
  );
  const element = h(
    "form",
    { class: "composer" },
    other,
    h("label", { class: "visually-hidden", for: "message" }, TEXTS.label),
    field,
    h("div", { class: "row between" }, h("div", null, status, left), send),
  );
  field.addEventListener("input", () => talk.type(storable(field.value)));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    element.requestSubmit();
  });
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    talk.send();
    field.focus();
  });

  /** Keep the focus when the button disappears. @param {Promise<void>} decided */
  function decide(decided) {
    field.focus();
    return decided;
  }

  function show() {
    if (storable(field.value) !== talk.text) field.value = talk.text;
    send.toggleAttribute("disabled", !talk.canSend || !talk.text.trim() || talk.excess > 0);
    const [state, words] = savedStatus(talk);
    status.dataset.state = state;
    setText(status, words);
    announceTrouble(talk.phase === "talking" ? state : announced, words);
    other.hidden = talk.otherText === null;
    setText(otherText, talk.otherText ?? "");
    const count = talk.conversation?.messages_left ?? Infinity;
    left.hidden = count > FEW;
    setText(left, left.hidden ? "" : TEXTS.left(count));
  }

  /** Announce problems with saving and their end, but not each save. @param {string} state @param {string} words */
  function announceTrouble(state, words) {
    const bad = (/** @type {string} */ one) => one === "offline" || one === "error";
    if (state !== announced && (bad(state) || bad(announced))) announce(words);
    announced = state;
  }

  return { element, show, focus: () => field.focus() };
}

/** @param {import("../../client/session/conversation.js").Conversation} talk @returns {[state: string, words: string]} */
function savedStatus({ text, saved, savedAt, offline, durable, excess }) {
  if (excess) return ["error", TEXTS.excess(excess)];
  const kept = durable || !text;
  if (offline) return ["offline", kept ? TEXTS.offline : TEXTS.offlineFragile];
  if (saved === "saved") return ["saved", savedAt ? TEXTS.saved(clockTime(savedAt)) : TEXTS.savedBefore];
  if (saved === "empty") return ["empty", TEXTS.empty];
  if (saved !== "device") return ["saving", TEXTS.saving];
  return kept ? ["saving", TEXTS.device] : ["offline", TEXTS.deviceFragile];
}

/** Make a text storable in Postgres. @param {string} text */
function storable(text) {
  return text.replaceAll("\0", "").toWellFormed();
}
