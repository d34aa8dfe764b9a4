// @ts-check
/** The text that says where the answer is stored. */
import { clockTime, plural } from "../ui/format.js";

const TEXTS = {
  offline: "You are offline. Keep writing: all of it is kept here and sent later.",
  unreachable: "The server does not answer. Keep writing: all of it is kept here and sent later.",
  signedOut: "You are signed out. Please sign in again in another tab; what you write is kept here.",
  signedOutNotHere:
    "You are signed out, and this device cannot keep your answer. Please leave this tab open, and sign in again in another one.",
  tooLong: (/** @type {number} */ excess) =>
    `This is too long to submit as a whole. Please shorten it by about ${plural(excess, "character")}.`,
  saving: "Saving …",
  saved: (/** @type {string} */ time) => `Your answer was saved at ${time}`,
  savedBefore: "Your answer is saved",
  empty: "Your answer is saved while you write",
  notHere: "This device cannot keep your answer. Please leave this tab open until it has been sent.",
  notHereOffline: "The server cannot be reached, and this device cannot keep your answer. Please leave this tab open.",
  sending: "Your answer is safe on this device",
  fine: "The connection is back. Your answer is saved.",
};

/**
 * @param {import("../../client/session/interview.js").Interview} interview
 * @returns {[state: string, words: string]}
 */
export function savedStatus({ saved, savedAt, offline, signedOut, excess, phase, durable, submitting }) {
  if (excess) return ["error", TEXTS.tooLong(excess)];
  if (signedOut) return ["error", durable ? TEXTS.signedOut : TEXTS.signedOutNotHere];
  if (submitting) return ["saving", TEXTS.saving];
  if (phase === "sending") return [offline ? "offline" : "saving", durable ? TEXTS.sending : TEXTS.notHere];
  if (offline && !durable) return ["error", TEXTS.notHereOffline];
  if (offline) return ["offline", navigator.onLine ? TEXTS.unreachable : TEXTS.offline];
  if (saved === "saved") return ["saved", savedAt ? TEXTS.saved(clockTime(savedAt)) : TEXTS.savedBefore];
  if (saved === "empty") return ["empty", TEXTS.empty];
  return ["saving", TEXTS.saving];
}

/**
 * Announces save states to screen readers: problems and their end, but not each save.
 * @param {(words: string) => void} say
 * @returns {(state: string, words: string) => void} to be called with each state shown
 */
export function spokenStatus(say) {
  let trouble = "";
  return (state, words) => {
    const now = state === "error" || state === "offline" ? state : "";
    if (now && now !== trouble) say(words);
    // Sending and typing say nothing about the outcome.
    else if (trouble && state === "saved") say(TEXTS.fine);
    if (now || state === "saved" || state === "empty") trouble = now;
  };
}
