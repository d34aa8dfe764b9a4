// @ts-check
/** What this tab last knew of its open question, for a reload without a network. It ends with the tab. */
import { tabStorage } from "../storage/web-storage.js";

/** @import { Answer, Lease, Question, Session } from "../types.js" */

const KEY = "reprise-view";

/**
 * @typedef {object} StoredView
 * @property {Session} session
 * @property {Lease} lease
 * @property {Question} question
 * @property {Answer[]} answers
 * @property {number} ahead the server's clock minus this device's clock, in milliseconds
 */

/** @param {string} userId @param {StoredView} view */
export function storeView(userId, view) {
  // The texts of earlier answers are not shown, and would not fit.
  const answers = view.answers.map((one) => ({ ...one, answer: one.answer.slice(0, 1), transcription: null }));
  tabStorage.set(KEY, JSON.stringify({ userId, view: { ...view, answers } }));
}

/** @param {string} userId @param {string} sessionId @returns {StoredView | null} */
export function storedView(userId, sessionId) {
  const { userId: owner, view } = JSON.parse(tabStorage.get(KEY) ?? "{}");
  return owner === userId && view.session.id === sessionId ? view : null;
}

/** The session that this tab showed last; null if it was none, or somebody else's. @param {string} userId @returns {Session | null} */
export function lastSession(userId) {
  const { userId: owner, view } = JSON.parse(tabStorage.get(KEY) ?? "{}");
  return owner === userId ? view.session : null;
}

export function forgetView() {
  tabStorage.remove(KEY);
}
