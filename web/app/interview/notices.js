// @ts-check
/** Turns the library's notices into sentences that can be dismissed. */
import { h } from "../ui/dom.js";
import { duration, plural } from "../ui/format.js";

/** @import { Notice } from "../../client/types.js" */

/** @param {number} position */
const q = (position) => `question ${position + 1}`;

/** @param {string} text */
const sentence = (text) => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

const WHY_KEPT = /** @type {Record<string, string>} */ ({
  already_answered: "It already had an answer from another tab or device, which stays as it is.",
  lease_lost: "The interview had moved to another tab or device.",
  session_closed: "The interview was over.",
});

/** By the source of the answer. @type {Record<string, (chosen: boolean) => string>} */
const RAN_OUT = {
  submitted: (chosen) => (chosen ? "Your choice was submitted." : "What you had written was submitted."),
  draft: () => "What had been saved until then was submitted as your answer.",
  expired: (chosen) => `Nothing was ${chosen ? "chosen" : "written"}, so the question has no answer.`,
};

/** @typedef {Notice | RanOutNotice} PageNotice */
/**
 * @typedef {object} RanOutNotice the time of a question ran out on this page
 * @property {"ran-out"} kind
 * @property {number} position
 * @property {boolean} chosen was it a question with options?
 * @property {string} source of its answer
 */
/** @typedef {{kind: string, title: string, text: string, own?: string}} Copy `own`: the user's text */

/** @type {{[Kind in PageNotice["kind"]]: (notice: Extract<PageNotice, {kind: Kind}>) => Copy}} */
const COPY = {
  late: ({ position, seconds }) => ({
    kind: "warning",
    title: `Your answer to ${q(position)} arrived ${duration(Math.max(1, seconds))} late and is kept`,
    text: "What had reached us in time counts as your answer. The reviewers see the later text beside it, and can accept it.",
  }),
  kept: ({ position, code }) => ({
    kind: "warning",
    title: `Another text for ${q(position)} is kept`,
    text: `${WHY_KEPT[code] ?? ""} The people who review this interview can see this text.`.trim(),
  }),
  "not-kept": ({ position, text }) => ({
    kind: "danger",
    title: `Your text for ${q(position)} could not be submitted`,
    text: "It is still on this device. You can copy it from here:",
    own: text,
  }),
  cut: ({ position, text }) => ({
    kind: "warning",
    title: `Your text for ${q(position)} was too long: its beginning was submitted`,
    text: "An answer may have about 65,000 characters. The whole text is still on this device. You can copy it from here:",
    own: text,
  }),
  expired: ({ positions }) => ({
    kind: "warning",
    title: `The time for ${positions.map(q).join(" and ")} ran out while you were away`,
    text: "What had been saved until then was submitted as your answer.",
  }),
  "ran-out": ({ position, chosen, source }) => ({
    kind: source === "expired" ? "warning" : "",
    title: `The time for ${q(position)} was up`,
    text: RAN_OUT[source](chosen),
  }),
  "extra-time": ({ percent }) => ({
    kind: "success",
    title: "You have been given extra time",
    text: `Every question now has ${percent} % more time, this one included. The clock shows it already.`,
  }),
  "time-credited": ({ position, seconds, reason, outage }) => ({
    kind: "success",
    title: `${duration(seconds)} given${outage ? " back" : ""} for ${q(position)}`,
    text: `${sentence(reason)} The clock shows it already.`,
  }),
  "other-text": ({ position, text }) => ({
    kind: "",
    title: `There is another text of yours for ${q(position)}`,
    text: "It does not count as your answer, and is still on this device:",
    own: text,
  }),
  "too-fast": ({ seconds }) => ({
    kind: "",
    title: "That was quick",
    text:
      "This question takes answers only after a short reading time. Yours is sent automatically in " +
      `${plural(Math.ceil(seconds), "second")}.`,
  }),
  problem: ({ problem }) => ({ kind: "danger", title: "Something is not right", text: problem.detail }),
};

/**
 * @typedef {{label: string, run: () => Promise<boolean>}} Action the notice closes when `run` resolves with true;
 *   false: it is no longer possible
 */

/**
 * Show a notice. It replaces an earlier one of the same kind about the same question.
 * @param {HTMLElement} list
 * @param {PageNotice} notice
 * @param {() => void} [onClose] called when the user dismisses it
 * @param {Action} [action] something the user can do about it
 */
export function addNotice(list, notice, onClose = () => {}, action = undefined) {
  const element = noticeView(notice, onClose, action);
  const position = "position" in notice ? notice.position : "";
  const about = `${notice.kind} ${position} ${"session" in notice ? notice.session : ""}`;
  for (const child of [...list.children])
    if (/** @type {HTMLElement} */ (child).dataset.about === about) child.remove();
  element.dataset.about = about;
  list.append(element);
}

/** @param {PageNotice} notice @returns {Copy} */
function copyOf(notice) {
  const copy = /** @type {(notice: PageNotice) => Copy} */ (COPY[notice.kind]);
  return copy(notice);
}

/**
 * Remove actions of questions that are over.
 * @param {HTMLElement} list
 * @param {number} open the position of the open question
 */
export function endActions(list, open) {
  for (const action of list.querySelectorAll(`[data-until]:not([data-until="${open}"])`)) action.remove();
}

/**
 * @param {PageNotice} notice
 * @param {() => void} onClose
 * @param {Action} [action]
 */
function noticeView(notice, onClose, action) {
  const { kind, title, text, own } = copyOf(notice);
  const element = h(
    "div",
    { class: `notice ${kind}`, "data-notice": notice.kind },
    h(
      "div",
      { class: "notice-row" },
      h("strong", null, title),
      h(
        "button",
        { class: "button quiet small", type: "button", "aria-label": `Close: ${title}`, onclick: close },
        "Close",
      ),
    ),
    h("p", null, text),
    own && h("pre", { class: "own-answer", tabindex: "0" }, own),
    action &&
      h(
        "p",
        { "data-until": "position" in notice && notice.position },
        h("button", { class: "button secondary small", type: "button", onclick: act }, action.label),
      ),
  );
  async function act() {
    if (await action?.run()) element.remove();
    else element.querySelector("[data-until]")?.remove();
  }
  function close() {
    const next = element.nextElementSibling ?? element.previousElementSibling;
    const focused = element.contains(document.activeElement);
    element.remove();
    // If the notice had the focus, move it to the next notice or to the page.
    if (focused) (next?.querySelector("button") ?? document.getElementById("main"))?.focus({ preventScroll: true });
    onClose();
  }
  return element;
}
