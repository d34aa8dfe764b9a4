// @ts-check
/**
 * Schedules heartbeats: at the regular interval, sooner after a draft changed, again after a failure, and once more
 * when the page is hidden or closed. The caller decides what a heartbeat contains and handles its response.
 */
import { backoff } from "../http/http.js";
import { noAnswer, Problem } from "../http/problems.js";

/** @import { Beaten, HeartbeatBody } from "../types.js" */

/** Largest body (bytes) sent with `keepalive`. Browsers allow 64 KiB for all keepalive requests together. */
const KEEPALIVE_BYTES = 60_000;
/** A draft is sent this many seconds before the server expects it, to leave time for the request. */
const HEAD_START_SECONDS = 3;
const DEADLINE_SECONDS = 8;
const LONGEST_PAUSE_SECONDS = 5;

/**
 * @typedef {object} Beat one heartbeat
 * @property {HeartbeatBody} body
 */

/** @template {Beat} B */
export class Heartbeat {
  /**
   * @param {object} parts
   * @param {import("../http/client.js").Reprise} parts.client
   * @param {() => B | null} parts.next the heartbeat to send now; null: send nothing and plan nothing
   * @param {(response: Beaten, beat: B) => unknown} parts.onResponse must plan the next heartbeat
   * @param {(problem: Problem, beat: B) => unknown} parts.onProblem must plan the next heartbeat, for example with
   *   `retry`
   * @param {(seconds: number) => number} [parts.earlier] may shorten a planned delay
   */
  constructor({ client, next, onResponse, onProblem, earlier = (seconds) => seconds }) {
    this._client = client;
    this._next = next;
    this._onResponse = onResponse;
    this._onProblem = onProblem;
    this._earlier = earlier;
    this._timer = 0;
    this._at = Infinity;
    this._failures = 0;
    /** The body of the last keepalive request. */
    this._lastKeepalive = "";
    /** @type {Promise<void> | null} */
    this._underWay = null;
  }

  /** Seconds from a change of the draft to its sending. @param {{draft_seconds?: number} | null} lease */
  static draftSeconds(lease) {
    return Math.max(0.5, (lease?.draft_seconds ?? 5) - HEAD_START_SECONDS);
  }

  /** Resolves when the running heartbeat has ended, whether it succeeded or not; null if none is running. */
  get underWay() {
    return this._underWay;
  }

  /** Send a heartbeat in so many seconds, or earlier if one is already planned earlier. @param {number} seconds */
  plan(seconds) {
    const wanted = this._earlier(seconds);
    const at = this._client.clock.monotonic() + wanted * 1000;
    if (this._timer && this._at <= at) return;
    clearTimeout(this._timer);
    this._at = at;
    this._timer = setTimeout(() => this.beat(), wanted * 1000);
  }

  /** The network is back, or the user returned: send now, without further backoff. */
  soon() {
    this._failures = 0;
    this.plan(0);
  }

  /** Retry with backoff. @param {Problem} problem */
  retry(problem) {
    this._failures += 1;
    this.plan(Math.max(Math.min(LONGEST_PAUSE_SECONDS, backoff(this._failures)), problem.retryAfterSeconds ?? 0));
  }

  /** Cancel the planned heartbeat. */
  pause() {
    clearTimeout(this._timer);
    this._timer = 0;
    this._failures = 0;
  }

  /**
   * Send a heartbeat now because the page is hidden or closing, with `keepalive` if small enough. May be called twice
   * in a row.
   */
  beatBeforeLeaving() {
    return this.beat({ last: true });
  }

  /** Send a heartbeat now. @param {{last?: boolean}} [options] */
  async beat({ last = false } = {}) {
    clearTimeout(this._timer);
    this._timer = 0;
    if (this._underWay && !last) return this.plan(0.2);
    const beat = this._next();
    if (!beat) return;
    const body = JSON.stringify(beat.body);
    const keepalive = last && new Blob([body]).size < KEEPALIVE_BYTES;
    if (this._underWay && keepalive && body === this._lastKeepalive) return;
    this._lastKeepalive = keepalive ? body : "";
    const sent = this._send(beat, keepalive);
    // Callers of `underWay` only need to know that it ended.
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
      const response = await this._client.heartbeat(beat.body, {
        tries: 1,
        keepalive,
        deadlineSeconds: DEADLINE_SECONDS,
      });
      this._failures = 0;
      await this._onResponse(response, beat);
    } catch (error) {
      if (error instanceof Problem) {
        await this._onProblem(error, beat);
        return;
      }
      // A bug in a handler must not stop the saving of drafts.
      this.retry(noAnswer(error));
      throw error;
    }
  }
}
