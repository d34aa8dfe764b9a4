// @ts-check
/** The candidates in the order in which the table showed them, so that a review leads to the next one. */

/** @import { InvitedLine, ResultLine } from "../../client/result-types.js" */

const KEY = "reprise-candidates:";
const PAGE = 100;

/** @typedef {Record<string, string>} Filters the table's search, order and filters, as its address has them */
/** @typedef {{filters: Filters, ids: string[], next: string | null}} Queue */

/** Remember what the table shows. @param {string} interviewId @param {Queue} queue */
export function rememberQueue(interviewId, queue) {
  sessionStorage.setItem(KEY + interviewId, JSON.stringify(queue));
}

/** The sessions among the rows of a table. @param {(ResultLine | InvitedLine)[]} rows */
export const sessionsOf = (rows) => rows.flatMap(({ id }) => (id === null ? [] : [id]));

/**
 * The neighbours of a session: in the table that was shown last, or else in the interview's list, newest first.
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {string} interviewId
 * @param {string} sessionId
 * @returns {Promise<{previous: string | null, next: string | null, number: number, count: number, more: boolean, filters: Filters}>}
 */
export async function neighbours(client, interviewId, sessionId) {
  let queue = stored(interviewId);
  if (!queue?.ids.includes(sessionId)) queue = await extended(client, interviewId, { filters: {}, ids: [], next: "" });
  while (!queue.ids.includes(sessionId) || (queue.ids.at(-1) === sessionId && queue.next !== null)) {
    if (queue.next === null) break;
    queue = await extended(client, interviewId, queue);
  }
  rememberQueue(interviewId, queue);
  const at = queue.ids.indexOf(sessionId);
  return {
    previous: at > 0 ? queue.ids[at - 1] : null,
    next: at < 0 ? null : (queue.ids[at + 1] ?? null),
    number: at + 1,
    count: queue.ids.length,
    more: queue.next !== null,
    filters: queue.filters,
  };
}

/** @param {string} interviewId @returns {Queue | null} */
const stored = (interviewId) => JSON.parse(sessionStorage.getItem(KEY + interviewId) ?? "null");

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {string} interviewId
 * @param {Queue} queue
 * @returns {Promise<Queue>}
 */
async function extended(client, interviewId, queue) {
  const page = await client.sessions({
    interview_id: interviewId,
    ...queue.filters,
    limit: PAGE,
    ...(queue.next && { cursor: queue.next }),
  });
  return { ...queue, ids: [...queue.ids, ...sessionsOf(page.sessions)], next: page.next_cursor };
}
