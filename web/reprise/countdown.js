// @ts-check
/**
 * Counts down to a moment of the server's clock. Never counts by itself: every tick asks the clock, so a timer that
 * came late, a laptop that slept or a device whose time was changed shows what is really left.
 *
 * Dispatches `tick` when the whole second changes and `zero` when the moment is reached; read `remaining`.
 */
export class Countdown extends EventTarget {
  /** @param {import("./clock.js").ServerClock} clock */
  constructor(clock) {
    super();
    this._clock = clock;
    /** The moment, RFC 3339; null when there is none. @type {string | null} */
    this.deadline = null;
    this._reached = false;
    this._timer = 0;
    this._look = () => this._tick();
  }

  /** Seconds left, 0 at least; null without a moment. @returns {number | null} */
  get remaining() {
    return this.deadline === null ? null : Math.max(0, this._clock.secondsUntil(this.deadline));
  }

  /**
   * Count to this moment from now on; null counts to nothing.
   * @param {string | null} deadline
   */
  set(deadline) {
    if (deadline !== this.deadline) this._reached = false;
    this.deadline = deadline;
    globalThis.document?.addEventListener("visibilitychange", this._look);
    this._tick();
  }

  /**
   * Is there time left after `zero`? There is when somebody has given more, and when the clock turned out to have been ahead.
   * Then it counts on, and `zero` comes again.
   */
  goesOn() {
    this._tick();
    return this.deadline !== null && !this._reached;
  }

  /** Stop counting. */
  stop() {
    clearTimeout(this._timer);
    this.deadline = null;
    globalThis.document?.removeEventListener("visibilitychange", this._look);
  }

  _tick() {
    clearTimeout(this._timer);
    const { remaining } = this;
    if (remaining === null) return;
    this.dispatchEvent(new Event("tick"));
    if (remaining > 0) {
      this._reached = false;
      // To just after the next change of the whole second.
      this._timer = setTimeout(this._look, (remaining - Math.ceil(remaining) + 1) * 1000 + 2);
    } else if (!this._reached) {
      this._reached = true;
      this.dispatchEvent(new Event("zero"));
    }
  }
}
