// @ts-check
/**
 * Which of the server's views counts. They come as answers to several calls, and not always in the order in which the server
 * looked: an older one changes nothing, and one that an answer has overtaken must not bring its question back.
 */

export class Views {
  constructor() {
    /** Views are taken one after the other. @type {Promise<unknown>} */
    this._taking = Promise.resolve();
    /** The server's time of the view that was taken last. */
    this._asOf = -Infinity;
    /** The last question whose answer is known to have arrived, and the server's time by which it had. */
    this._arrived = { position: -1, at: -Infinity };
  }

  /**
   * Do this when all views before have been taken.
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
   * Look at a view: is it to be taken (`new`), is it of no use any more (`old`), or has an answer `overtaken` it?
   * @param {any} view
   * @returns {"new" | "old" | "overtaken"}
   */
  weigh({ question, server_time }) {
    const at = Date.parse(server_time);
    if (at < this._asOf) return "old";
    if (question && question.position <= this._arrived.position && at < this._arrived.at) return "overtaken";
    this._asOf = at;
    return "new";
  }

  /** The answer to a question has arrived. @param {number} position @param {any} view that says so */
  arrived(position, { server_time }) {
    if (position > this._arrived.position) this._arrived = { position, at: Date.parse(server_time) };
  }
}
