// @ts-check
/** Notices of time that was given to a session or to its open question. */

/** @import { Notice, Question, Session, TimeCredit } from "../types.js" */

/** @typedef {{position: number, time_credits?: TimeCredit[]}} Credited a question as the server reports it */

/**
 * Extra time that was given to the session since; null if there is none.
 * @param {Session | undefined} before
 * @param {number} percent
 * @returns {Notice | null}
 */
export function extraTime(before, percent) {
  return before && percent > before.extra_time_percent ? { kind: "extra-time", percent } : null;
}

/**
 * Time that was given to the open question while its clock ran; null if there is none.
 * @param {Credited} now
 * @param {Question | null} before the same question earlier; null if this tab did not know it
 * @returns {Notice | null}
 */
export function creditedTime({ position, time_credits: credits = [] }, before) {
  const known = new Set((before?.time_credits ?? []).map(({ at }) => at));
  const fresh = credits.filter(({ at, kind }) => !known.has(at) && kind !== "break" && (before || kind === "outage"));
  const seconds = fresh.reduce((sum, credit) => sum + credit.seconds, 0);
  if (seconds < 1) return null;
  const [{ reason }] = fresh.slice(-1);
  return {
    kind: "time-credited",
    position,
    seconds,
    reason,
    outage: fresh.every(({ kind }) => kind === "outage"),
  };
}
