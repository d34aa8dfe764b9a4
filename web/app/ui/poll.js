// @ts-check
/** Repeats a request while the page is visible, until it is stopped. */
import { Problem } from "../../client/http/problems.js";

export class Poll {
  /**
   * @param {object} parts
   * @param {() => Promise<unknown>} parts.request a `Problem` ends one request, any other error ends the poll
   * @param {() => number} parts.seconds until the next request
   */
  constructor({ request, seconds }) {
    this._request = request;
    this._seconds = seconds;
    this._ending = new AbortController();
    this._endPause = () => {};
  }

  /** Repeat the request. Resolves once `stop` was called. */
  async run() {
    const { signal } = this._ending;
    document.addEventListener("visibilitychange", () => this.soon(), { signal });
    while (!signal.aborted) {
      await this._pause(this._seconds());
      if (signal.aborted || document.hidden) continue;
      try {
        await this._request();
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
      }
    }
  }

  /** End the current pause. */
  soon() {
    this._endPause();
  }

  stop() {
    this._ending.abort();
    this._endPause();
  }

  /** @param {number} seconds @returns {Promise<void>} */
  _pause(seconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      this._endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
