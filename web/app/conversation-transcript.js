// @ts-check
/** What was said: the messages, the one under way, and the reply while it is being written. */
import { busy } from "./dialog.js";
import { h, replace, setText } from "./dom.js";
import { clockTime } from "./format.js";

const TEXTS = {
  label: "Conversation",
  older: "Show earlier messages",
  you: "You",
  interviewer: "Interviewer",
  script: "Scripted reply",
  scripted: "No language model is set up here: the interviewer follows a fixed script and does not read what you write. Everything you write is stored.",
  sending: "Sending …",
  waiting: "The interviewer is reading …",
  notArrived: "Not sent yet. It is kept on this device and sent again by itself.",
  refused: (/** @type {string} */ detail) => `Not sent: ${detail}`,
  change: "Change it",
  missing: "The interviewer has not answered yet. Your message is stored.",
  again: "Ask again",
};
/** So near to its end, in pixels, somebody is reading along. */
const NEAR = 160;

/** @param {import("../reprise/conversation.js").Conversation} talk */
export function transcriptView(talk) {
  const older = h("button", { class: "button quiet small", type: "button", hidden: true }, TEXTS.older);
  older.addEventListener("click", () => busy(older, showOlder));
  const scripted = h("p", { class: "notice scripted", hidden: true }, TEXTS.scripted);
  const list = h("div", { class: "messages", role: "log", "aria-label": TEXTS.label });
  const words = h("p", { class: "preserve" });
  const partial = h("div", { class: "bubble", id: "partial", hidden: true, "aria-hidden": "true" }, h("p", { class: "who" }, TEXTS.interviewer), words);
  const state = h("div", { class: "reply-state", role: "status" });
  const sending = h("div", { class: "sending" });
  const element = h("section", { class: "transcript" }, h("div", { class: "row older" }, older), scripted, list, sending, partial, state);
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
    const now = message ? `${message.message_id} ${message.problem?.code} ${talk.phase}` : "";
    if (now === sendingShown) return;
    sendingShown = now;
    replace(sending, message && talk.phase !== "closed" && sendingView(talk, message));
  }

  function showState() {
    const now = talk.phase === "talking" ? talk.reply : "none";
    if (now === stateShown) return;
    stateShown = now;
    if (now === "waiting") replace(state, h("p", { class: "muted thinking" }, TEXTS.waiting));
    else if (now === "missing") {
      const again = h("button", { class: "button secondary small", type: "button" }, TEXTS.again);
      again.addEventListener("click", () => busy(again, () => talk.askAgain()));
      replace(state, h("div", { class: "notice warning" }, h("p", null, TEXTS.missing), h("div", null, again)));
    } else replace(state);
  }

  /** What was there before stays where it is on the screen. */
  async function showOlder() {
    const before = document.documentElement.scrollHeight;
    await talk.loadOlder();
    scrollBy({ top: document.documentElement.scrollHeight - before, behavior: "instant" });
  }

  return { element, show, toEnd };
}

/**
 * Change the page; who was reading its end goes on reading it.
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

/** A reply of the script; the first line is the same with and without a model. @param {any} message */
function isScripted({ source, replies_to_seq: repliesTo }) {
  return source === "script" && repliesTo !== null;
}

/** @param {any} message */
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
 * @param {import("../reprise/conversation.js").Conversation} talk
 * @param {import("../reprise/conversation.js").Sending} message
 */
function sendingView(talk, { content, problem }) {
  const final = problem && !problem.repeatable;
  const change = final && talk.phase === "talking" && h("button", { class: "button secondary small", type: "button", onclick: () => talk.takeBack() }, TEXTS.change);
  return h(
    "article",
    { class: "bubble mine unsent", id: "sending" },
    h("p", { class: "who" }, h("strong", null, TEXTS.you)),
    h("p", { class: "preserve" }, content),
    h("p", { class: "status", role: "status", "data-state": final ? "error" : problem ? "offline" : "saving" }, final ? TEXTS.refused(problem.detail) : problem ? TEXTS.notArrived : TEXTS.sending),
    change && h("div", null, change),
  );
}
