// @ts-check
/**
 * Notices to the user, as events; the page supplies the text. A notice about the text of a question also has the id of
 * its `session`. A `notice` is one of:
 * - `{kind: "late", position, seconds}`
 * - `{kind: "kept", position, code}`
 * - `{kind: "not-kept", position, text, code}`
 * - `{kind: "cut", position, text}`
 * - `{kind: "expired", positions}`
 * - `{kind: "extra-time", percent}`
 * - `{kind: "time-credited", position, seconds, reason, outage}`
 * - `{kind: "other-text", position, text, entry}`
 * - `{kind: "too-fast", seconds}`
 * - `{kind: "problem", problem}`
 */

/** @import { Notice, Submitted } from "../types.js" */

/** Reasons for which a text stays on the device, besides the codes of refusals. */
export const TOO_LONG = "payload_too_large";
export const OTHER_TEXT = "other_text";

export class NoticeEvent extends Event {
  /** @param {Notice} notice */
  constructor(notice) {
    super("notice");
    this.notice = notice;
  }
}

/**
 * The notice for the outcome of an answer; null if there is nothing to report.
 * @param {string} type the type of the outbox event
 * @param {import("../storage/device-store.js").Entry} entry
 * @param {Submitted | null | undefined} view
 * @param {Record<string, any> | null} problem
 * @returns {Notice | null} `late`, `kept`, `not-kept`, `cut` or `other-text`
 */
export function outcome(type, { body: { session_id: session, position, answer } }, view, problem) {
  if (answer === "") return null;
  if (type === "kept") return { kind: "kept", session, position, code: problem?.code ?? "" };
  if (type === "cut" || problem?.code === TOO_LONG) return { kind: "cut", session, position, text: answer };
  if (problem?.code === OTHER_TEXT) return { kind: "other-text", session, position, text: answer };
  if (type === "refused") return { kind: "not-kept", session, position, text: answer, code: problem?.code ?? "" };
  if (type !== "delivered" || !view?.late) return null;
  // The text saved in time is already the answer, so nothing was lost.
  if (view.is_answer) return null;
  if (!view.kept) return { kind: "not-kept", session, position, text: answer, code: "late" };
  return { kind: "late", session, position, seconds: view.receipt?.late_by_seconds ?? 0 };
}
