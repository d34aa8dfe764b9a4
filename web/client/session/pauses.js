// @ts-check
/** Pauses between retries that end early when waiting has become pointless. */

export class Pauses {
  /** @param {AbortSignal} ending ends current and future pauses */
  constructor(ending) {
    this._ending = ending;
    /** Functions that end the current pauses. @type {Set<() => void>} */
    this._resting = new Set();
    ending.addEventListener("abort", () => this.wake(), { once: true });
  }

  /** Is retrying pointless from now on? */
  get over() {
    return this._ending.aborted;
  }

  /** @param {number} seconds @returns {Promise<void>} */
  pause(seconds) {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this._resting.delete(end);
        resolve();
      };
      const timer = setTimeout(end, seconds * 1000);
      this._resting.add(end);
      if (this.over) end();
    });
  }

  /** End the current pauses. */
  wake() {
    for (const end of [...this._resting]) end();
  }
}
