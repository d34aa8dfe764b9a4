// @ts-check
/** What the library has to tell, in sentences, with a way to put them away. */
import { h } from "./dom.js";
import { duration, plural } from "./format.js";

/** @param {number} position */
const q = (position) => `question ${position + 1}`;

const WHY_KEPT = /** @type {Record<string, string>} */ ({
  already_answered: "It already had an answer from another tab or device, which stays as it is.",
  lease_lost: "The interview had moved to another tab or device.",
  session_closed: "The interview was over.",
});

/** @type {Record<string, (notice: any) => {kind: string, title: string, text: string, own?: string}>} */
const WORDS = {
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
    title: `Your text for ${q(position)} could not be handed in`,
    text: "It is still on this device. You can copy it from here:",
    own: text,
  }),
  expired: ({ positions }) => ({
    kind: "warning",
    title: `The time for ${positions.map(q).join(" and ")} ran out while you were away`,
    text: "What had been saved until then was handed in as your answer.",
  }),
  "extra-time": ({ percent }) => ({
    kind: "success",
    title: "You have been given extra time",
    text: `Every question now has ${percent} % more time, this one included. The clock shows it already.`,
  }),
  "other-text": ({ position, text }) => ({
    kind: "",
    title: `You had typed something else for ${q(position)} on this device`,
    text: "The newer text from your other device is in the field. This is what was here:",
    own: text,
  }),
  "too-fast": ({ seconds }) => ({
    kind: "",
    title: "That was quick",
    text: `This question takes answers only after a short reading time. Yours is sent by itself in ${plural(Math.ceil(seconds), "second")}.`,
  }),
  problem: ({ problem }) => ({ kind: "danger", title: "Something is not right", text: problem.detail }),
};

/**
 * Show a notice; an earlier one of the same kind about the same question gives way to it.
 * @param {HTMLElement} list
 * @param {Record<string, any> & {kind: string}} notice
 * @param {() => void} [onClose] told when the person puts it away
 */
export function addNotice(list, notice, onClose = () => {}) {
  const element = noticeView(notice, onClose);
  const about = `${notice.kind} ${notice.position ?? ""}`;
  for (const child of [...list.children]) if (/** @type {HTMLElement} */ (child).dataset.about === about) child.remove();
  element.dataset.about = about;
  list.append(element);
}

/**
 * @param {Record<string, any> & {kind: string}} notice
 * @param {() => void} onClose
 */
function noticeView(notice, onClose) {
  const { kind, title, text, own } = WORDS[notice.kind](notice);
  const element = h(
    "div",
    { class: `notice ${kind}`, "data-notice": notice.kind },
    h(
      "div",
      { class: "notice-row" },
      h("strong", null, title),
      h("button", { class: "button quiet small", type: "button", onclick: close }, "Close"),
    ),
    h("p", null, text),
    own && h("pre", { class: "own-answer", tabindex: "0" }, own),
  );
  function close() {
    element.remove();
    onClose();
  }
  return element;
}
