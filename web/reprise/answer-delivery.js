// @ts-check
/** One try to hand an answer in, and what its outcome means for the text. Keeps, deletes and repeats nothing: that is the outbox's. */
import { backoff } from "./http.js";
import { NO_ANSWER, Problem, sessionView } from "./problems.js";

/** An answer that waited longer than this may find that there is more time than there was. */
const WAITED_MS = 4000;

/** What concerns one session only: an answer that is too early, a server that was restored, somebody else who is signed in. */
const WAIT_ALONE = new Set(["too_fast", "position_ahead", "session_not_found"]);
/** What the caller can do nothing about but wait. */
const WAIT = new Set(["not_authenticated", ...WAIT_ALONE]);

/** @typedef {import("./store.js").Entry["body"]} Answer */

/**
 * @typedef {object} Fate what became of a try
 * @property {"delivered" | "kept" | "refused" | "early" | "waiting"} type the event of the outbox that tells of it
 * @property {import("./types.js").Submitted} [view] the server's view, when it was delivered
 * @property {Record<string, any>} [problem] the problem document, plain
 * @property {string} [stays] why the text is to stay on the device although nothing more is sent
 * @property {number} [seconds] until the next try
 * @property {boolean} [alone] other sessions need not wait for that
 */

/**
 * @param {import("./client.js").Reprise} client
 * @param {Answer} answer
 * @param {number} tries this one included
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
    // Of nothing there is nothing to keep.
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
 * An answer that was handed in because the time was up, and then had to wait, while somebody may have given more time: then it is
 * made the draft of its question again, which stands in for it if nobody comes back.
 * @param {import("./client.js").Reprise} client
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
