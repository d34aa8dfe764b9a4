// @ts-check
/**
 * Counts down to a moment on the server's clock. Each tick reads the clock instead of counting, so a late timer, a
 * laptop that slept or a changed device time does not distort it.
 *
 * Dispatches `tick` when the whole second changes and `zero` when the moment is reached; read `remaining`.
 */
export class Countdown extends EventTarget {
  /** @param {import("../http/clock.js").ServerClock} clock */
  constructor(clock) {
    super();
    this._clock = clock;
    /** The moment, RFC 3339; null if there is none. @type {string | null} */
    this.deadline = null;
    this._reached = false;
    this._timer = 0;
    this._look = () => this._tick();
  }

  /** Seconds left, at least 0; null without a moment. @returns {number | null} */
  get remaining() {
    return this.deadline === null ? null : Math.max(0, this._clock.secondsUntil(this.deadline));
  }

  /**
   * Start counting down to this moment; null stops counting.
   * @param {string | null} deadline
   */
  set(deadline) {
    if (deadline !== this.deadline) this._reached = false;
    this.deadline = deadline;
    globalThis.document?.addEventListener("visibilitychange", this._look);
    this._tick();
  }

  /**
   * Is there time left after `zero`? There is if the deadline was extended, or if the clock turned out to have been
   * fast. The countdown then continues, and `zero` fires again.
   */
  continues() {
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
      // Wake just after the whole second changes.
      this._timer = setTimeout(this._look, (remaining - Math.ceil(remaining) + 1) * 1000 + 2);
    } else if (!this._reached) {
      this._reached = true;
      this.dispatchEvent(new Event("zero"));
    }
  }
}
