// @ts-check
/**
 * Answers in transit to the server. An answer is stored on the device before it is sent. Answers are sent in the order
 * in which they were submitted, retried unchanged until the server says where the text is stored, and only then
 * deleted.
 *
 * Any tab of the browser may send, but only one at a time (a Web Lock). All tabs receive the events:
 * - `delivered` `{entry, view}`: 200; `view.accepted`, or `view.late` with `view.kept`
 * - `kept` `{entry, problem}`: not accepted, but the server stores the text for the reviewers
 * - `refused` `{entry, problem}`: neither accepted nor stored; the entry stays on the device
 * - `cut` `{entry}`: too long; the beginning is sent, and an entry with the whole text stays on the device
 * - `early` `{entry}`: submitted because its time was up, but the deadline has moved: the text is the question's draft
 *   again
 * - `waiting` `{entry, problem, seconds}`: not delivered yet; retried after `seconds`
 */

import { channel, locked } from "../storage/cross-tab.js";
import { deliver } from "./answer-delivery.js";
import { fitting } from "./answer-text.js";
import { OTHER_TEXT, TOO_LONG } from "./notices.js";

export { outcome } from "./notices.js";

/** @import { Submitted } from "../types.js" */

const AFTER_DEFECT_MS = 10_000;

/** @typedef {import("../storage/device-store.js").Entry} Entry */
/**
 * @typedef {object} Outcome of an attempt to deliver an answer
 * @property {Entry} entry
 * @property {Submitted | null} [view]
 * @property {Record<string, any> | null} [problem] the problem document
 * @property {number} [seconds] until the next attempt
 */

export class OutboxEvent extends Event {
  /** @param {string} type @param {Outcome} detail */
  constructor(type, { entry, view = null, problem = null, seconds = 0 }) {
    super(type);
    this.entry = entry;
    this.view = view;
    /** The problem document as a plain object. @type {Record<string, any> | null} */
    this.problem = problem;
    this.seconds = seconds;
  }
}

export class Outbox extends EventTarget {
  /**
   * @param {import("../http/client.js").Reprise} client
   * @param {import("../storage/device-store.js").DeviceStore} store
   */
  constructor(client, store) {
    super();
    this._client = client;
    this._store = store;
    this._running = false;
    this._again = false;
    this._woken = false;
    this._endPause = () => {};
    this._channel = channel(`reprise-outbox:${client.userId}`);
    this._channel.onmessage = ({ data }) => {
      if (data.type === "wake") this._wake();
      else this.dispatchEvent(new OutboxEvent(data.type, data.detail));
    };
    this._closing = new AbortController();
    const { signal } = this._closing;
    globalThis.addEventListener("online", () => this.flush(), { signal });
    globalThis.document?.addEventListener("visibilitychange", () => this._wake(), { signal });
  }

  /**
   * Stored answers, oldest first.
   * @param {string} [sessionId]
   * @returns {Promise<Entry[]>}
   */
  async entries(sessionId) {
    const all = await this._store.answers(this._client.userId);
    return sessionId ? all.filter(({ body }) => body.session_id === sessionId) : all;
  }

  /**
   * Store an answer, then start sending. If the text is too long, only its beginning is sent. Resolves once the answer
   * is stored on this device.
   * @param {Omit<Entry["body"], "client_submitted_at">} body
   */
  async put(body) {
    const answer = fitting(body.answer);
    if (answer !== body.answer) this._report("cut", { entry: await this._keep(body, TOO_LONG) });
    await this._keep({ ...body, answer });
    this.flush();
  }

  /**
   * Store a text on this device that is not an answer and that may exist nowhere else.
   * @param {Omit<Entry["body"], "client_submitted_at">} body
   * @returns {Promise<Entry>}
   */
  setAside(body) {
    return this._keep(body, OTHER_TEXT);
  }

  /**
   * @param {Omit<Entry["body"], "client_submitted_at">} body
   * @param {string} [refused]
   * @returns {Promise<Entry>}
   */
  async _keep(body, refused) {
    const whole = { ...body, client_submitted_at: new Date(this._client.clock.now()).toISOString() };
    const entry = { user_id: this._client.userId, body: whole, ...(refused ? { refused } : {}) };
    return { ...entry, id: await this._store.putAnswer(entry) };
  }

  /**
   * Resolves when no answer of a session is in transit any more, or after the given number of seconds.
   * @param {string} sessionId
   * @param {number} seconds
   */
  async settled(sessionId, seconds) {
    const open = async () => (await this.entries(sessionId)).some(({ refused }) => !refused);
    const over = AbortSignal.timeout(seconds * 1000);
    while (!over.aborted && (await open())) {
      await new Promise((resolve) => {
        over.addEventListener("abort", resolve, { once: true });
        for (const type of ["delivered", "kept", "refused", "waiting"])
          this.addEventListener(type, resolve, { once: true });
      });
    }
  }

  /**
   * The answer in transit for a question, if any. Moves it to the given lease.
   * @param {string} sessionId
   * @param {number} position
   * @param {number} lease
   */
  async underWay(sessionId, position, lease) {
    const found = await this.find(sessionId, position);
    if (!found || found.body.lease === lease) return found;
    const renewed = { ...found, body: { ...found.body, lease } };
    await this._store.putAnswer(renewed);
    return renewed;
  }

  /** The answer in transit for a question. @param {string} sessionId @param {number} position */
  async find(sessionId, position) {
    return (await this.entries(sessionId)).find(({ refused, body }) => !refused && body.position === position);
  }

  /** Delete an answer that the server refused, once the user has seen it. @param {Entry} entry */
  async forget(entry) {
    await this._store.deleteAnswer(Number(entry.id));
  }

  /** Send stored answers now, without waiting for the result. Call it at page load, too. */
  flush() {
    this._wake();
    this._post({ type: "wake" });
    if (this._running) {
      this._again = true;
      return;
    }
    this._running = true;
    locked(`reprise-outbox:${this._client.userId}`, {}, () => this._sendAll())
      // Whatever failed, the remaining answers still have to be sent.
      .catch(() => setTimeout(() => this.flush(), AFTER_DEFECT_MS))
      .finally(() => {
        this._running = false;
        if (this._again) this.flush();
        else this._closeChannel();
      });
  }

  /** Stop listening. Sending that has started runs to its end. */
  close() {
    this._closing.abort();
    this._closeChannel();
  }

  _closeChannel() {
    if (this._closing.signal.aborted && !this._running) this._channel.close();
  }

  /** Cut the current pause short. */
  _wake() {
    this._woken = true;
    this._endPause();
  }

  async _sendAll() {
    this._again = false;
    /** Seconds to wait, by session, where only that session has to wait. @type {Map<string, number>} */
    const waiting = new Map();
    for (let tries = 1; ; ) {
      const open = (await this.entries()).filter(({ refused }) => !refused);
      if (!open.length) return;
      const entry = open.find(({ body }) => !waiting.has(body.session_id));
      if (!entry) {
        await this._pause(Math.min(...waiting.values()));
        waiting.clear();
        continue;
      }
      const wait = await this._send(entry, tries);
      tries = wait ? tries + 1 : 1;
      if (wait?.alone) waiting.set(entry.body.session_id, wait.seconds);
      else if (wait) await this._pause(wait.seconds);
    }
  }

  /**
   * Try once. Returns null if the entry is settled; otherwise the seconds until the next try, and whether it waits
   * `alone`.
   * @param {Entry} entry
   * @param {number} tries
   */
  async _send(entry, tries) {
    this._woken = false;
    const { type, stays, alone = false, ...told } = await deliver(this._client, entry.body, tries);
    if (told.problem?.code === "lease_lost" && (await this._wasRenewed(entry))) return null;
    if (stays) await this._store.putAnswer({ ...entry, refused: stays });
    else if (type !== "waiting") await this.forget(entry);
    this._report(type, { entry, ...told });
    return type === "waiting" ? { seconds: told.seconds ?? 0, alone } : null;
  }

  /** Did this answer move to another lease while the request was running? @param {Entry} entry */
  async _wasRenewed(entry) {
    const all = await this.entries(entry.body.session_id);
    return all.some(({ id, body }) => id === entry.id && body.lease !== entry.body.lease);
  }

  /** @param {number} seconds @returns {Promise<void>} resolves early when woken */
  _pause(seconds) {
    if (this._woken) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      this._endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Post a message to the other tabs. @param {object} message */
  _post(message) {
    if (this._running || !this._closing.signal.aborted) this._channel.postMessage(message);
  }

  /** @param {string} type @param {Outcome} detail */
  _report(type, detail) {
    this._post({ type, detail });
    this.dispatchEvent(new OutboxEvent(type, detail));
  }
}
