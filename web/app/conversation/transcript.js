// @ts-check
/** Renders the messages, the outgoing message, and the reply as it streams in. */
import { announce, busy } from "../ui/dialog.js";
import { h, replace, setText } from "../ui/dom.js";
import { clockTime } from "../ui/format.js";

/** @import { Message } from "../../client/result-types.js" */

const TEXTS = {
  label: "Conversation",
  older: "Show earlier messages",
  you: "You",
  interviewer: "Interviewer",
  script: "Scripted reply",
  scripted:
    "No language model is set up here: the interviewer follows a fixed script and does not read what you " +
    "write. Everything you write is stored.",
  sending: "Sending …",
  waiting: "The interviewer is reading …",
  notArrived: "Not sent yet. It is kept on this device and sent again automatically.",
  notArrivedFragile:
    "Not sent yet, and this device cannot keep it: please leave this page open. It is sent again automatically.",
  moved: "Not sent from this page. It is kept on this device, and sent when the conversation goes on in this browser.",
  movedFragile: "Not sent, and this device cannot keep it: bring the conversation back here, or copy this text.",
  refused: (/** @type {string} */ detail) => `Not sent: ${detail}`,
  change: "Change it",
  missing: "The interviewer has not answered yet. Your message is stored.",
  again: "Ask again",
};
/** Within this distance of the end (px), the user counts as reading along. */
const NEAR = 160;

/** @param {import("../../client/session/conversation.js").Conversation} talk */
export function transcriptView(talk) {
  const older = h("button", { class: "button quiet small", type: "button", hidden: true }, TEXTS.older);
  older.addEventListener("click", () => busy(older, showOlder));
  const scripted = h("p", { class: "notice scripted", hidden: true }, TEXTS.scripted);
  const list = h("div", { class: "messages", role: "log", tabindex: "-1", "aria-label": TEXTS.label });
  const words = h("p", { class: "preserve" });
  const partial = h(
    "div",
    { class: "bubble", id: "partial", hidden: true, "aria-hidden": "true" },
    h("p", { class: "who" }, TEXTS.interviewer),
    words,
  );
  const state = h("div", { class: "reply-state", role: "status", tabindex: "-1" });
  const sending = h("div", { class: "sending" });
  const element = h(
    "section",
    { class: "transcript" },
    h("div", { class: "row older" }, older),
    scripted,
    list,
    sending,
    partial,
    state,
  );
  /** @type {Map<number, HTMLElement>} */
  const made = new Map();
  let stateShown = "";
  let sendingShown = "";

  talk.addEventListener("delta", () => reading(() => showPartial()));

  function show() {
    reading(() => {
      older.hidden = !talk.hasOlder;
      scripted.hidden = !talk.messages.some(isScripted);
      talk.messages.forEach((message, index) => {
        const bubble = made.get(message.seq) ?? bubbleOf(message);
        made.set(message.seq, bubble);
        if (list.children[index] !== bubble) list.insertBefore(bubble, list.children[index] ?? null);
      });
      while (list.children.length > talk.messages.length) list.lastElementChild?.remove();
      showSending();
      showPartial();
      showState();
    });
  }

  function showPartial() {
    partial.hidden = talk.reply !== "writing" || !talk.partial;
    setText(words, talk.partial);
  }

  function showSending() {
    const { sending: message } = talk;
    const [state, words] = message ? sendingWords(talk, message) : ["", ""];
    const now = message ? `${message.message_id} ${state} ${words} ${talk.phase}` : "";
    if (now === sendingShown) return;
    sendingShown = now;
    replace(sending, message && talk.phase !== "closed" && sendingView(talk, message));
    // Don't announce normal sending. Announce problems to users who cannot see the screen.
    if (state && state !== "saving" && talk.phase === "talking") announce(words);
  }

  function showState() {
    const now = talk.phase === "talking" ? talk.reply : "none";
    if (now === stateShown) return;
    stateShown = now;
    if (now === "waiting") replace(state, h("p", { class: "muted thinking" }, TEXTS.waiting));
    else if (now === "missing") {
      const again = h("button", { class: "button secondary small", type: "button" }, TEXTS.again);
      again.addEventListener("click", () => {
        // The button disappears: move the focus to the text that replaces it.
        state.focus({ preventScroll: true });
        talk.askAgain();
      });
      replace(state, h("div", { class: "notice warning" }, h("p", null, TEXTS.missing), h("div", null, again)));
    } else replace(state);
  }

  /** Load older messages without moving those on the screen. */
  async function showOlder() {
    const before = document.documentElement.scrollHeight;
    await talk.loadOlder();
    scrollBy({ top: document.documentElement.scrollHeight - before, behavior: "instant" });
    if (older.hidden) list.focus({ preventScroll: true });
  }

  return { element, show, toEnd };
}

/**
 * Change the page, and keep the end in view if it was.
 * @param {() => void} change
 */
function reading(change) {
  const { scrollHeight } = document.documentElement;
  const near = scrollHeight - scrollY - innerHeight < NEAR;
  change();
  if (near && document.documentElement.scrollHeight !== scrollHeight) toEnd();
}

function toEnd() {
  scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
}

/** Is this a scripted reply? The first message is the same with and without a model. @param {Message} message */
function isScripted({ source, replies_to_seq: repliesTo }) {
  return source === "script" && repliesTo !== null;
}

/** @param {Message} message */
function bubbleOf(message) {
  const mine = message.role === "candidate";
  return h(
    "article",
    { class: `bubble ${mine ? "mine" : ""}`, "data-seq": message.seq },
    h(
      "p",
      { class: "who" },
      h("strong", null, mine ? TEXTS.you : TEXTS.interviewer),
      h("time", { datetime: message.created_at }, clockTime(message.created_at)),
      isScripted(message) && h("span", { class: "badge" }, TEXTS.script),
    ),
    h("p", { class: "preserve" }, message.content),
  );
}

/**
 * @param {import("../../client/session/conversation.js").Conversation} talk
 * @param {import("../../client/session/conversation.js").Sending} message
 */
function sendingView(talk, message) {
  const [state, words] = sendingWords(talk, message);
  const change =
    talk.refused &&
    talk.phase === "talking" &&
    h(
      "button",
      { class: "button secondary small", type: "button", id: "take-back", onclick: () => talk.takeBack() },
      TEXTS.change,
    );
  return h(
    "article",
    { class: "bubble mine unsent", id: "sending" },
    h("p", { class: "who" }, h("strong", null, TEXTS.you)),
    h("p", { class: "preserve" }, message.content),
    h("p", { class: "status", "data-state": state }, words),
    change && h("div", null, change),
  );
}

/**
 * @param {import("../../client/session/conversation.js").Conversation} talk
 * @param {import("../../client/session/conversation.js").Sending} message
 * @returns {[state: string, words: string]}
 */
function sendingWords({ phase, refused }, { problem, durable }) {
  if (phase === "moved") return ["offline", durable ? TEXTS.moved : TEXTS.movedFragile];
  if (!problem) return ["saving", TEXTS.sending];
  if (refused) return ["error", TEXTS.refused(problem.detail)];
  return ["offline", durable ? TEXTS.notArrived : TEXTS.notArrivedFragile];
}
