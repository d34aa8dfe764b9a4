// @ts-check
/** Where the answer is, in words that are true. */
import { clockTime } from "./format.js";

const TEXTS = {
  offline: "You are offline. Keep writing: all of it is kept here and sent later.",
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
export function savedWords({ saved, savedAt, offline, phase }) {
  if (phase === "sending") return [offline ? "offline" : "saving", TEXTS.sending];
  if (offline) return ["offline", saved === "typing" ? TEXTS.saving : TEXTS.offline];
  if (saved === "saved") return ["saved", savedAt ? TEXTS.saved(clockTime(savedAt)) : TEXTS.savedBefore];
  if (saved === "empty") return ["empty", TEXTS.empty];
  return ["saving", TEXTS.saving];
}
