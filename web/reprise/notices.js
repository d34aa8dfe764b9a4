// @ts-check
/**
 * What a session has to tell the person, as events; the words are the page's. What is about the text of one question has the id
 * of its `session`, too. A `notice` is one of
 * `{kind: "late", position, seconds}`, `{kind: "kept", position, code}`, `{kind: "not-kept", position, text, code}`,
 * `{kind: "cut", position, text}`, `{kind: "expired", positions}`, `{kind: "extra-time", percent}`,
 * `{kind: "other-text", position, text, entry}`, `{kind: "too-fast", seconds}`, `{kind: "problem", problem}`.
 */

/** What stays on the device is marked with one of these, or with the code of a refusal. */
export const TOO_LONG = "payload_too_large";
export const OTHER_TEXT = "other_text";

/** @typedef {import("./types.js").Notice} Notice */

export class NoticeEvent extends Event {
  /** @param {Notice} notice */
  constructor(notice) {
    super("notice");
    this.notice = notice;
  }
}

/**
 * What a person should be told about the end of an answer's way; null when all is well.
 * @param {string} type of the event
 * @param {import("./store.js").Entry} entry
 * @param {any} view
 * @param {Record<string, any> | null} problem
 * @returns {Notice | null} `late`, `kept`, `not-kept`, `cut` or `other-text`
 */
export function outcome(type, { body: { session_id: session, position, answer } }, view, problem) {
  if (answer === "") return null;
  if (type === "kept") return { kind: "kept", session, position, code: problem?.code ?? "" };
  if (type === "cut" || problem?.code === TOO_LONG) return { kind: "cut", session, position, text: answer };
  if (problem?.code === OTHER_TEXT) return { kind: "other-text", session, position, text: answer };
  if (type === "refused") return { kind: "not-kept", session, position, text: answer, code: problem?.code ?? "" };
  if (type !== "delivered" || !view.late) return null;
  // What was saved in time is the answer already: nothing is different, and nothing missing.
  if (view.answers?.some((/** @type {any} */ one) => one.position === position && one.answer === answer)) return null;
  if (!view.kept) return { kind: "not-kept", session, position, text: answer, code: "late" };
  return { kind: "late", session, position, seconds: view.receipt?.late_by_seconds ?? 0 };
}
