// @ts-check
/**
 * The message of a conversation that is on its way: sent until it has arrived, which nobody needs to press anything for, and
 * found again after a tab went down with it.
 */
import { backoff } from "./http.js";
import { Problem, noAnswer } from "./problems.js";

/** @typedef {import("./saying.js").Sending} Sending */

export class MessageDelivery {
  /**
   * @param {object} parts
   * @param {import("./saying.js").Saying} parts.saying keeps it on this device
   * @param {import("./set-aside.js").SetAside} parts.aside keeps another one
   * @param {import("./exchange.js").Exchange} parts.exchange
   * @param {import("./transcript.js").Transcript} parts.transcript
   * @param {import("./rest.js").Rest} parts.rest between two tries
   * @param {() => import("./exchange.js").Hold | null} parts.hold null when the conversation is not open here
   * @param {() => void} parts.onChange
   */
  constructor({ saying, aside, exchange, transcript, rest, hold, onChange }) {
    /** Null when there is none. @type {Sending | null} */
    this.message = null;
    this._saying = saying;
    this._aside = aside;
    this._exchange = exchange;
    this._transcript = transcript;
    this._rest = rest;
    this._hold = hold;
    this._onChange = onChange;
    this._sessionId = "";
    this._running = false;
  }

  /** May it still arrive by itself? */
  get underWay() {
    return this.message !== null && !this.refused;
  }

  /** Was it refused for good? It can be taken back. */
  get refused() {
    const { message } = this;
    return Boolean(message?.problem && !waits(message.problem));
  }

  /**
   * Take up what is under way in a conversation, in this tab or in one before.
   * @param {string} sessionId
   */
  async open(sessionId) {
    this._sessionId = sessionId;
    if (this.message && this._transcript.has(this.message.message_id)) await this._arrived(this.message.message_id);
    const found = await this._saying.find(sessionId);
    // Not in one expression: another message may have begun while this device was asked.
    this.message ??= found;
    const { message } = this;
    if (!message) return;
    if (found && found.message_id !== message.message_id) await this._makeRoom(found, message);
    // Too late for the lease before, in time for this one.
    if (message.problem?.code === "lease_lost") message.problem = null;
    if (this._transcript.has(message.message_id)) await this._arrived(message.message_id);
    // Said in another context it may no longer be meant, or have been said there already: the person decides.
    else if (this._transcript.wentOnAfter(message.after)) message.problem = wentOn();
  }

  /** Begin with a message: keep it on this device, for `run` to send it. @param {string} content */
  async begin(content) {
    const message = { message_id: crypto.randomUUID(), content, after: this._transcript.lastSeq, durable: true, problem: null };
    this.message = message;
    this._onChange();
    await this._saying.keep(this._sessionId, message);
  }

  /** Send it until it has arrived. Called while that goes on already, it makes haste. */
  async run() {
    const { message } = this;
    if (this._running) this._rest.wake();
    if (!message || this._running) return;
    this._running = true;
    message.problem = null;
    this._onChange();
    try {
      for (let number = 1; this._hold() && this.message === message && !this._rest.over; number += 1) {
        const problem = await this._exchange.send(message, { onStored: (messageId) => this._arrived(messageId) });
        if (!problem || this.message !== message) return;
        message.problem = problem;
        this._onChange();
        if (!waits(problem)) return;
        await this._rest.pause(Math.max(Math.min(8, backoff(number)), problem.retryAfterSeconds ?? 0));
      }
    } finally {
      this._running = false;
    }
  }

  /**
   * Take it back.
   * @param {(content: string) => Promise<boolean>} keep puts it somewhere else on this device; false when it could not
   */
  async takeBack(keep) {
    const { message } = this;
    if (!message) return;
    this.message = null;
    if (await keep(message.content)) await this._saying.forget(this._sessionId, message.message_id);
  }

  /** The conversation is over, and it is not in it: it stays to be read and copied. */
  giveUp() {
    if (this.message) this.message.problem ??= noAnswer();
  }

  /** Nobody needs it any more. */
  drop() {
    this.message = null;
  }

  /**
   * There is a place for one message: what another tab of this browser could not send any more is set aside.
   * @param {Sending} found
   * @param {Sending} message the one under way here
   */
  async _makeRoom(found, message) {
    if (!this._transcript.has(found.message_id)) await this._aside.add(this._sessionId, found.content);
    if (this.message === message) await this._saying.keep(this._sessionId, message);
  }

  /** @param {string} messageId */
  async _arrived(messageId) {
    if (this.message?.message_id !== messageId) return;
    this.message = null;
    await this._saying.forget(this._sessionId, messageId);
  }
}

/**
 * Is a refusal none of the message itself, so that it may be sent again unchanged?
 * @param {Problem} problem
 */
export function waits(problem) {
  return problem.repeatable || problem.code === "not_authenticated";
}

function wentOn() {
  return new Problem({ code: "went_on", detail: "The conversation went on elsewhere before this message could arrive." });
}
