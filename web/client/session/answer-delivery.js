// @ts-check
/**
 * One attempt to submit an answer, and what its outcome means for the text. The outbox does the storing, deleting and
 * retrying.
 */
import { backoff } from "../http/http.js";
import { NO_ANSWER, Problem, sessionView } from "../http/problems.js";

/** @import { Submitted } from "../types.js" */

/** After waiting longer than this (ms), an answer first checks whether its deadline has moved. */
const WAITED_MS = 4000;

/**
 * Codes that concern one session only: a premature answer, a server restored from a backup, a different signed-in user.
 */
const WAIT_ALONE = new Set(["too_fast", "position_ahead", "session_not_found"]);
/** Codes after which the only remedy is to wait. */
const WAIT = new Set(["not_authenticated", ...WAIT_ALONE]);

/** @typedef {import("../storage/device-store.js").Entry["body"]} Answer */

/**
 * @typedef {object} Fate the outcome of an attempt
 * @property {"delivered" | "kept" | "refused" | "early" | "waiting"} type the outbox event that reports it
 * @property {Submitted} [view] the server's view, if delivered
 * @property {Record<string, any>} [problem] the problem document as a plain object
 * @property {string} [stays] why the text stays on the device although sending has ended
 * @property {number} [seconds] until the next try
 * @property {boolean} [alone] other sessions need not wait
 */

/**
 * @param {import("../http/client.js").Reprise} client
 * @param {Answer} answer
 * @param {number} tries including this one
 * @returns {Promise<Fate>}
 */
export async function deliver(client, answer, tries) {
  try {
    if (await isEarly(client, answer)) return { type: "early" };
    const view = sessionView(await client.submit(answer, { tries: 1 }), answer.session_id);
    const safe = view.accepted || view.kept || answer.answer === "";
    return { type: "delivered", view, stays: safe ? undefined : "not_kept" };
  } catch (error) {
    const fate = refusal(error instanceof Problem ? error : new Problem({ code: NO_ANSWER }, { cause: error }), tries);
    // An empty answer has no text to preserve.
    return answer.answer === "" ? { ...fate, stays: undefined } : fate;
  }
}

/**
 * @param {Problem} error
 * @param {number} tries
 * @returns {Fate}
 */
function refusal(error, tries) {
  const { code, detail, retryAfterSeconds } = error;
  const problem = { ...error.fields, code, detail };
  if (error.kept) return { type: "kept", problem };
  if (!error.repeatable && !WAIT.has(code)) return { type: "refused", problem, stays: code };
  const seconds = Math.max(code === "too_fast" ? 0.2 : backoff(tries), retryAfterSeconds ?? 0);
  return { type: "waiting", problem, seconds, alone: WAIT_ALONE.has(code) };
}

/**
 * Was an answer submitted because the time was up, and has its deadline been extended since? If so, store it as the
 * question's draft again; the draft becomes the answer if nobody returns. Checked only for answers that had to wait.
 * @param {import("../http/client.js").Reprise} client
 * @param {Answer} answer
 */
async function isEarly(client, { session_id, position, lease, answer, time_expired, client_submitted_at }) {
  if (!time_expired || client.clock.now() - Date.parse(client_submitted_at) < WAITED_MS) return false;
  try {
    const now = await client.heartbeat({ session_id, lease }, { tries: 1 });
    const open = now.status === "in_progress" && now.position === position && now.deadline_at;
    if (!open || client.clock.secondsUntil(open) < 1) return false;
    await client.heartbeat({ session_id, lease, draft: { position, text: answer } }, { tries: 1 });
    return true;
  } catch (error) {
    if (error instanceof Problem && !error.repeatable) return false;
    throw error;
  }
}
