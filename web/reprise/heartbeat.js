// @ts-check
/**
 * When signs of life leave: on time, with the draft soon after it changed, again after a failure, and with the last words when
 * the page is hidden or closed. What is in them, and what their answers mean, is the caller's.
 */
import { backoff } from "./http.js";
import { Problem, noAnswer } from "./problems.js";

/** Bytes a request may have that outlives its page; the browsers' own limit is 64 KiB for all of them together. */
const KEEPALIVE_BYTES = 60_000;
/** A request needs time as well: so much earlier than the server wants it does a draft leave. */
const HEAD_START_SECONDS = 3;
const DEADLINE_SECONDS = 8;
const LONGEST_PAUSE_SECONDS = 5;

/**
 * @typedef {object} Beat one heartbeat
 * @property {import("./types.js").HeartbeatBody} body
 */

/** @template {Beat} B */
export class Heartbeat {
  /**
   * @param {object} parts
   * @param {import("./client.js").Reprise} parts.client
   * @param {() => B | null} parts.next what to send now; null when there is nothing to say, and nothing more is planned
   * @param {(answer: import("./types.js").Beaten, beat: B) => unknown} parts.onAnswer plans the next one
   * @param {(problem: Problem, beat: B) => unknown} parts.onProblem plans the next one, for example with `retry`
   * @param {(seconds: number) => number} [parts.earlier] may bring what is planned forward
   */
  constructor({ client, next, onAnswer, onProblem, earlier = (seconds) => seconds }) {
    this._client = client;
    this._next = next;
    this._onAnswer = onAnswer;
    this._onProblem = onProblem;
    this._earlier = earlier;
    this._timer = 0;
    this._at = Infinity;
    this._failures = 0;
    /** What left last to outlive the page. */
    this._lastWords = "";
    /** @type {Promise<void> | null} */
    this._underWay = null;
  }

  /** Seconds after a change at which the draft should leave. @param {{draft_seconds?: number} | null} lease */
  static draftSeconds(lease) {
    return Math.max(0.5, (lease?.draft_seconds ?? 5) - HEAD_START_SECONDS);
  }

  /** Resolves when the one that is under way is over, well or not; null when there is none. */
  get underWay() {
    return this._underWay;
  }

  /** Beat in so many seconds, or earlier if that was planned already. @param {number} seconds */
  plan(seconds) {
    const wanted = this._earlier(seconds);
    const at = this._client.clock.monotonic() + wanted * 1000;
    if (this._timer && this._at <= at) return;
    clearTimeout(this._timer);
    this._at = at;
    this._timer = setTimeout(() => this.beat(), wanted * 1000);
  }

  /** The network or the person is back: no more waiting. */
  soon() {
    this._failures = 0;
    this.plan(0);
  }

  /** Try again, later each time. @param {Problem} problem */
  retry(problem) {
    this._failures += 1;
    this.plan(Math.max(Math.min(LONGEST_PAUSE_SECONDS, backoff(this._failures)), problem.retryAfterSeconds ?? 0));
  }

  /** Nothing more until something is planned. */
  pause() {
    clearTimeout(this._timer);
    this._timer = 0;
    this._failures = 0;
  }

  /** The page is hidden or goes away, of which it may be told twice: beat now, with a request that outlives it if it is small enough. */
  lastWords() {
    return this.beat({ last: true });
  }

  /** Beat now. @param {{last?: boolean}} [options] */
  async beat({ last = false } = {}) {
    clearTimeout(this._timer);
    this._timer = 0;
    if (this._underWay && !last) return this.plan(0.2);
    const beat = this._next();
    if (!beat) return;
    const body = JSON.stringify(beat.body);
    const keepalive = last && new Blob([body]).size < KEEPALIVE_BYTES;
    if (this._underWay && keepalive && body === this._lastWords) return;
    this._lastWords = keepalive ? body : "";
    const sent = this._send(beat, keepalive);
    // Whoever waits for it wants to know that it is over, not how.
    const over = sent.catch(() => {});
    this._underWay = over;
    try {
      await sent;
    } finally {
      if (this._underWay === over) this._underWay = null;
    }
  }

  /** @param {B} beat @param {boolean} keepalive */
  async _send(beat, keepalive) {
    try {
      const answer = await this._client.heartbeat(beat.body, { tries: 1, keepalive, deadlineSeconds: DEADLINE_SECONDS });
      this._failures = 0;
      await this._onAnswer(answer, beat);
    } catch (error) {
      if (error instanceof Problem) {
        await this._onProblem(error, beat);
        return;
      }
      // A defect, and no reason to stop saving.
      this.retry(noAnswer(error));
      throw error;
    }
  }
}
