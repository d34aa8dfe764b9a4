// @ts-check
/** Where the answer is, in words that are true. */
import { clockTime } from "./format.js";

const TEXTS = {
  offline: "You are offline. Keep writing: all of it is kept here and sent later.",
  unreachable: "The server does not answer. Keep writing: all of it is kept here and sent later.",
  signedOut: "You are signed out. Please sign in again in another tab; what you write is kept here.",
  tooLong: (/** @type {number} */ excess) => `This is too long to be saved. Please shorten it by about ${excess} characters.`,
  saving: "Saving …",
  saved: (/** @type {string} */ time) => `Your answer was saved at ${time}`,
  savedBefore: "Your answer is saved",
  empty: "Your answer is saved while you write",
  sending: "Your answer is safe on this device",
};

/**
 * @param {import("../reprise/interview.js").Interview} interview
 * @returns {[state: string, words: string]}
 */
export function savedWords({ saved, savedAt, offline, signedOut, excess, phase }) {
  if (excess) return ["error", TEXTS.tooLong(excess)];
  if (signedOut) return ["error", TEXTS.signedOut];
  if (phase === "sending") return [offline ? "offline" : "saving", TEXTS.sending];
  if (offline) return ["offline", navigator.onLine ? TEXTS.unreachable : TEXTS.offline];
  if (saved === "saved") return ["saved", savedAt ? TEXTS.saved(clockTime(savedAt)) : TEXTS.savedBefore];
  if (saved === "empty") return ["empty", TEXTS.empty];
  return ["saving", TEXTS.saving];
}
