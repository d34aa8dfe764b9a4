// @ts-check
/**
 * The server's time, on a clock that the device's settings cannot change.
 *
 * It runs on `performance.now()`, which neither users nor time services adjust. Each response with a `server_time`
 * bounds the offset from both sides, because the server wrote it after the request left and before the response
 * arrived. The bounds of recent responses are intersected, so the estimate is as good as the fastest of them.
 */

const RECENT = 16;

export class ServerClock {
  /** @param {{now?: () => number}} [options] `now`: a monotonic clock in milliseconds */
  constructor({ now = () => performance.now() } = {}) {
    this._monotonic = now;
    /** @type {{low: number, high: number}[]} */
    this._bounds = [];
    this._low = -Infinity;
    this._high = Infinity;
    /** The server's clock minus this device's clock (ms), until a response sets the clock. */
    this._assumed = 0;
  }

  /** Milliseconds of the monotonic clock. */
  monotonic() {
    return this._monotonic();
  }

  /** Has any response set the clock yet? */
  get known() {
    return this._bounds.length > 0;
  }

  /**
   * Update the offset from one response.
   * @param {number} sent monotonic milliseconds when the request left
   * @param {number} received monotonic milliseconds when the response arrived
   * @param {string} serverTime RFC 3339
   */
  observe(sent, received, serverTime) {
    const server = Date.parse(serverTime);
    if (!Number.isFinite(server) || received < sent) return;
    const bounds = { low: server - received, high: server - sent };
    // The monotonic clock may have stopped while the device slept. The old bounds are wrong then.
    const agrees = bounds.low <= this._high + 20 && bounds.high >= this._low - 20;
    this._bounds = agrees ? [...this._bounds.slice(1 - RECENT), bounds] : [bounds];
    this._low = Math.max(...this._bounds.map(({ low }) => low));
    this._high = Math.min(...this._bounds.map(({ high }) => high));
    if (this._low > this._high) [this._low, this._high] = [this._high, this._low];
  }

  /** The server's clock minus this device's clock, in milliseconds. */
  get ahead() {
    return this.now() - Date.now();
  }

  /**
   * Assume this difference to the device's clock until a response sets the clock.
   * @param {number} ahead milliseconds, as `ahead` returned them before the page was reloaded
   */
  assume(ahead) {
    this._assumed = ahead;
  }

  /** The server's current time, in milliseconds since 1970. */
  now() {
    const offset = this.known ? (this._low + this._high) / 2 : Date.now() + this._assumed - this._monotonic();
    return this._monotonic() + offset;
  }

  /**
   * Seconds until a moment on the server's clock; negative if it has passed.
   * @param {string} moment RFC 3339
   */
  secondsUntil(moment) {
    return (Date.parse(moment) - this.now()) / 1000;
  }
}
