// @ts-check
/**
 * Sends reviews. A repeated review would be applied twice or refused, so after a lost response the audit trail is
 * checked first.
 */
import { Problem, unreachable } from "../../client/http/problems.js";

/** @import { AuditEvent, ReviewerResults } from "../../client/result-types.js" */

const UNKNOWN =
  "The server did not answer, so it is not known whether this was done. You can try again: the audit trail " +
  "of this session is checked first, and nothing is done twice.";

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {string} sessionId
 * @param {object} page
 * @param {string} page.userId the reviewer
 * @param {AuditEvent[]} page.events the end of the audit trail so far
 * @param {() => Promise<ReviewerResults>} page.look fetches the results
 */
export function sender(client, sessionId, { userId, events, look }) {
  /** The last request of unknown outcome. */
  let lost = "";
  /**
   * @param {{action: string, reason: string} & Record<string, any>} body
   * @returns {Promise<ReviewerResults>} the results afterwards
   */
  return async (body) => {
    const last = events.at(-1)?.id ?? 0;
    const found = async () => {
      const results = await look();
      return results.events.some(
        ({ id, actor, event, detail }) =>
          id > last && actor === userId && event === body.action && tellsOf(detail, body),
      )
        ? results
        : null;
    };
    const sent = JSON.stringify(body);
    try {
      return (sent === lost && (await found())) || (await client.review({ session_id: sessionId, ...body }));
    } catch (error) {
      if (!(error instanceof Problem) || !unreachable(error)) throw error;
      lost = sent;
      const results = await found().catch(() => null);
      if (results) return results;
      throw new Problem({ code: "outcome_unknown", detail: UNKNOWN }, { cause: error });
    }
  };
}

/** Does an event record this request? @param {AuditEvent["detail"]} detail @param {Record<string, unknown>} body */
const tellsOf = (detail, body) =>
  Object.entries(body).every(
    ([name, value]) => !(name in detail) || JSON.stringify(detail[name]) === JSON.stringify(value),
  );
