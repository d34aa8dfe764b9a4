// @ts-check
/**
 * Decides which of the server's views to apply. Views come with several responses, which may arrive out of order. An
 * older view is ignored, and a view taken before an answer arrived must not reopen its question.
 */

/** @import { SessionState } from "../types.js" */

export class ViewOrder {
  constructor() {
    /** The end of the queue: views are applied one at a time. @type {Promise<unknown>} */
    this._taking = Promise.resolve();
    /** The server time of the last applied view. */
    this._asOf = -Infinity;
    /** The last question whose answer is known to have arrived, and the server time of that news. */
    this._arrived = { position: -1, at: -Infinity };
  }

  /**
   * Run `take` after all earlier views have been applied.
   * @template T
   * @param {() => Promise<T>} take
   * @returns {Promise<T>}
   */
  inTurn(take) {
    const taken = this._taking.then(take);
    this._taking = taken.catch(() => {});
    return taken;
  }

  /**
   * Classify a view: `new` (apply it), `old` (ignore it), or `overtaken` by an answer (fetch it again).
   * @param {SessionState} view
   * @returns {"new" | "old" | "overtaken"}
   */
  classify({ question, server_time }) {
    const at = Date.parse(server_time);
    if (at < this._asOf) return "old";
    if (question && question.position <= this._arrived.position && at < this._arrived.at) return "overtaken";
    this._asOf = at;
    return "new";
  }

  /**
   * Record that the answer to a question has arrived.
   * @param {number} position
   * @param {SessionState} view the view that says so
   */
  arrived(position, { server_time }) {
    if (position > this._arrived.position) this._arrived = { position, at: Date.parse(server_time) };
  }
}
