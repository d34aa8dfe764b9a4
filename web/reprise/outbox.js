// @ts-check
/**
 * Answers on their way to the server. An answer is kept on the device before it is sent, sent in the order in which the
 * answers were given, repeated unchanged until the server has said where the text is, and deleted only then.
 *
 * Any tab of the browser may do the sending, but only one at a time (a Web Lock); all of them get the events:
 * - `delivered` `{entry, view}`: 200; `view.accepted`, or `view.late` with `view.kept`
 * - `kept` `{entry, problem}`: refused, but the server keeps the text for the reviewers
 * - `refused` `{entry, problem}`: not taken and not kept; the entry stays on the device
 * - `cut` `{entry}`: too long; the beginning is sent, and the entry with the whole text stays on the device
 * - `early` `{entry}`: handed in because its time was up, and there is more time by now: it is the draft of its question again
 * - `waiting` `{entry, problem, seconds}`: no success yet, tried again after so many seconds
 */
import { channel, locked } from "./browser.js";
import { backoff } from "./http.js";
import { NO_ANSWER, Problem, sessionView } from "./problems.js";

/** Bytes of UTF-8 an answer may have. */
export const ANSWER_BYTES = 65_536;
/** What stays on the device is marked with one of these, or with the code of a refusal. */
const TOO_LONG = "payload_too_large";
const OTHER_TEXT = "other_text";
/** An answer that waited longer than this may find that there is more time than there was. */
const WAITED_MS = 4000;
const AFTER_DEFECT_MS = 10_000;

/** What the caller can do nothing about but wait. */
const WAIT = new Set(["not_authenticated", "too_fast", "position_ahead"]);

/** @typedef {import("./store.js").Entry} Entry */

export class OutboxEvent extends Event {
  /** @param {string} type @param {{entry: Entry, view?: any, problem?: any, seconds?: number}} detail */
  constructor(type, { entry, view = null, problem = null, seconds = 0 }) {
    super(type);
    this.entry = entry;
    this.view = view;
    /** The problem document, plain. @type {Record<string, any> | null} */
    this.problem = problem;
    this.seconds = seconds;
  }
}

/**
 * What a person should be told about the end of an answer's way; null when all is well.
 * @param {string} type of the event
 * @param {Entry} entry
 * @param {any} view
 * @param {Record<string, any> | null} problem
 * @returns {(Record<string, any> & {kind: string}) | null} `late`, `kept`, `not-kept`, `cut` or `other-text`
 */
export function outcome(type, { body: { position, answer } }, view, problem) {
  if (type === "kept") return { kind: "kept", position, code: problem?.code ?? "" };
  if (type === "cut" || problem?.code === TOO_LONG) return { kind: "cut", position, text: answer };
  if (problem?.code === OTHER_TEXT) return { kind: "other-text", position, text: answer };
  if (type === "refused") return { kind: "not-kept", position, text: answer, code: problem?.code ?? "" };
  if (type !== "delivered" || !view.late || !answer) return null;
  // What was saved in time is the answer already: nothing is different, and nothing missing.
  if (view.answers?.some((/** @type {any} */ one) => one.position === position && one.answer === answer)) return null;
  if (!view.kept) return { kind: "not-kept", position, text: answer, code: "late" };
  return { kind: "late", position, seconds: view.receipt?.late_by_seconds ?? 0 };
}

/**
 * As much of the beginning of a text as an answer may have.
 * @param {string} text
 */
export function fitting(text) {
  // Three bytes are the most that one unit of a JavaScript string needs.
  if (text.length * 3 <= ANSWER_BYTES) return text;
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= ANSWER_BYTES) return text;
  let end = ANSWER_BYTES;
  while ((bytes[end] & 0xc0) === 0x80) end -= 1;
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, end));
}

export class Outbox extends EventTarget {
  /**
   * @param {import("./client.js").Reprise} client
   * @param {import("./store.js").DeviceStore} store
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
    globalThis.addEventListener("online", () => this.flush());
    globalThis.document?.addEventListener("visibilitychange", () => this._wake());
  }

  /**
   * Answers that are still here, oldest first.
   * @param {string} [sessionId]
   * @returns {Promise<Entry[]>}
   */
  async entries(sessionId) {
    const all = await this._store.answers(this._client.userId);
    return sessionId ? all.filter(({ body }) => body.session_id === sessionId) : all;
  }

  /**
   * Keep an answer, then start sending; of a text that is too long its beginning. Resolves when it is safe on this device.
   * @param {Omit<Entry["body"], "client_submitted_at">} body
   */
  async put(body) {
    const answer = fitting(body.answer);
    if (answer !== body.answer) this._tell("cut", { entry: await this._keep(body, TOO_LONG) });
    await this._keep({ ...body, answer });
    this.flush();
  }

  /**
   * Keep a text on this device that is no answer, and that nobody else may have.
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
   * Resolves when no answer of a session is under way any more, or after so many seconds.
   * @param {string} sessionId
   * @param {number} seconds
   */
  async settled(sessionId, seconds) {
    const open = async () => (await this.entries(sessionId)).some(({ refused }) => !refused);
    const over = AbortSignal.timeout(seconds * 1000);
    while (!over.aborted && (await open())) {
      await new Promise((resolve) => {
        over.addEventListener("abort", resolve, { once: true });
        for (const type of ["delivered", "kept", "refused", "waiting"]) this.addEventListener(type, resolve, { once: true });
      });
    }
  }

  /**
   * The answer that is under way to a question, if there is one; from now on under this lease.
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

  /** The answer that is under way to a question. @param {string} sessionId @param {number} position */
  async find(sessionId, position) {
    return (await this.entries(sessionId)).find(({ refused, body }) => !refused && body.position === position);
  }

  /** Forget an answer that the server refused, once the person has seen it. @param {Entry} entry */
  async forget(entry) {
    await this._store.deleteAnswer(Number(entry.id));
  }

  /** Send what is there, now: call it at page load, too. Returns at once. */
  flush() {
    this._wake();
    this._channel.postMessage({ type: "wake" });
    if (this._running) {
      this._again = true;
      return;
    }
    this._running = true;
    locked(`reprise-outbox:${this._client.userId}`, {}, () => this._sendAll())
      // Whatever went wrong, what is left is still to be sent.
      .catch(() => setTimeout(() => this.flush(), AFTER_DEFECT_MS))
      .finally(() => {
        this._running = false;
        if (this._again) this.flush();
      });
  }

  /** Try again without waiting any longer. */
  _wake() {
    this._woken = true;
    this._endPause();
  }

  async _sendAll() {
    this._again = false;
    /** Sessions whose first answer has to wait for something of its own; they hold up no other. @type {Map<string, number>} */
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
   * Try once; null when the entry is settled, else how long until the next try, and whether it is `alone` in this.
   * @param {Entry} entry
   * @param {number} tries
   */
  async _send(entry, tries) {
    this._woken = false;
    try {
      if (await this._isEarly(entry)) {
        await this.forget(entry);
        this._tell("early", { entry });
        return null;
      }
      const view = sessionView(await this._client.submit(entry.body, { tries: 1 }), entry.body.session_id);
      if (view.accepted || view.kept || entry.body.answer === "") await this.forget(entry);
      else await this._refuse(entry, "not_kept");
      this._tell("delivered", { entry, view });
      return null;
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem({ code: NO_ANSWER }, { cause: error });
      const document = { ...problem.fields, code: problem.code, detail: problem.detail };
      if (problem.code === "lease_lost" && (await this._wasRenewed(entry))) return null;
      if (problem.kept) {
        await this.forget(entry);
        this._tell("kept", { entry, problem: document });
        return null;
      }
      if (problem.repeatable || WAIT.has(problem.code)) {
        const seconds = Math.max(problem.code === "too_fast" ? 0.2 : backoff(tries), problem.retryAfterSeconds ?? 0);
        this._tell("waiting", { entry, problem: document, seconds });
        return { seconds, alone: problem.code === "too_fast" || problem.code === "position_ahead" };
      }
      await this._refuse(entry, problem.code);
      this._tell("refused", { entry, problem: document });
      return null;
    }
  }

  /**
   * An answer that was handed in because the time was up, and then had to wait, while somebody may have given more time: then it is
   * made the draft of its question again, which stands in for it if nobody comes back.
   * @param {Entry} entry
   */
  async _isEarly({ body: { session_id, position, lease, answer, time_expired, client_submitted_at } }) {
    if (!time_expired || this._client.clock.now() - Date.parse(client_submitted_at) < WAITED_MS) return false;
    try {
      const now = await this._client.heartbeat({ session_id, lease }, { tries: 1 });
      const open = now.status === "in_progress" && now.position === position && now.deadline_at;
      if (!open || this._client.clock.secondsUntil(now.deadline_at) < 1) return false;
      await this._client.heartbeat({ session_id, lease, draft: { position, text: answer } }, { tries: 1 });
      return true;
    } catch (error) {
      if (error instanceof Problem && !error.repeatable) return false;
      throw error;
    }
  }

  /** Has this answer been given another lease while it was under way? @param {Entry} entry */
  async _wasRenewed(entry) {
    const all = await this.entries(entry.body.session_id);
    return all.some(({ id, body }) => id === entry.id && body.lease !== entry.body.lease);
  }

  /** @param {Entry} entry @param {string} code */
  async _refuse(entry, code) {
    await this._store.putAnswer({ ...entry, refused: code });
  }

  /** @param {number} seconds @returns {Promise<void>} early when woken */
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

  /** @param {string} type @param {{entry: Entry, view?: any, problem?: any, seconds?: number}} detail */
  _tell(type, detail) {
    this._channel.postMessage({ type, detail });
    this.dispatchEvent(new OutboxEvent(type, detail));
  }
}
