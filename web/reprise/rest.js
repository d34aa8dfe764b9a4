// @ts-check
/** Pauses before another try, which end early when something changed that makes waiting pointless. */

export class Rest {
  /** @param {AbortSignal} ending ends every pause, and each that is still to come */
  constructor(ending) {
    this._ending = ending;
    /** Ends each pause that is being made. @type {Set<() => void>} */
    this._resting = new Set();
    ending.addEventListener("abort", () => this.wake(), { once: true });
  }

  /** Is nothing worth another try any more? */
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

  /** End the pauses that are being made. */
  wake() {
    for (const end of [...this._resting]) end();
  }
}
