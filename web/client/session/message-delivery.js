// @ts-check
/**
 * Delivers the outgoing message of a conversation: retries until it has arrived, without user action, and picks it up
 * again after a crash of the tab.
 */
import { backoff } from "../http/http.js";
import { noAnswer, Problem } from "../http/problems.js";

/** @typedef {import("./outgoing-messages.js").Sending} Sending */

export class MessageDelivery {
  /**
   * @param {object} parts
   * @param {import("./outgoing-messages.js").OutgoingMessages} parts.outgoing stores the message on this device
   * @param {import("./set-aside-texts.js").SetAsideTexts} parts.setAside stores a message that has to give way
   * @param {import("./exchange.js").Exchange} parts.exchange
   * @param {import("./transcript.js").Transcript} parts.transcript
   * @param {import("./pauses.js").Pauses} parts.pauses waits between tries
   * @param {() => import("./exchange.js").Hold | null} parts.hold null if the conversation is not open here
   * @param {() => void} parts.onChange
   */
  constructor({ outgoing, setAside, exchange, transcript, pauses, hold, onChange }) {
    /** Null if there is none. @type {Sending | null} */
    this.message = null;
    this._outgoing = outgoing;
    this._setAside = setAside;
    this._exchange = exchange;
    this._transcript = transcript;
    this._pauses = pauses;
    this._hold = hold;
    this._onChange = onChange;
    this._sessionId = "";
    this._running = false;
  }

  /** Can it still arrive without user action? */
  get underWay() {
    return this.message !== null && !this.refused;
  }

  /** Was it refused for good? If so, it can be taken back. */
  get refused() {
    const { message } = this;
    return Boolean(message?.problem && !waits(message.problem));
  }

  /**
   * Pick up the outgoing message of a conversation, from this tab or an earlier one.
   * @param {string} sessionId
   */
  async open(sessionId) {
    this._sessionId = sessionId;
    if (this.message && this._transcript.has(this.message.message_id)) await this._arrived(this.message.message_id);
    const found = await this._outgoing.find(sessionId);
    // Two statements on purpose: another message may have started while the device was read.
    this.message ??= found;
    const { message } = this;
    if (!message) return;
    if (found && found.message_id !== message.message_id) await this._makeRoom(found, message);
    // Refused under the previous lease, but possible under the new one.
    if (message.problem?.code === "lease_lost") message.problem = null;
    if (this._transcript.has(message.message_id)) await this._arrived(message.message_id);
    // The conversation went on without it, so it may be out of place or already said. The user decides.
    else if (this._transcript.wentOnAfter(message.after)) message.problem = wentOn();
  }

  /** Store a message on this device for `run` to send. @param {string} content */
  async begin(content) {
    const message = {
      message_id: crypto.randomUUID(),
      content,
      after: this._transcript.lastSeq,
      durable: true,
      problem: null,
    };
    this.message = message;
    this._onChange();
    await this._outgoing.keep(this._sessionId, message);
  }

  /** Retry until delivered. If a retry is already waiting, retry now. */
  async run() {
    const { message } = this;
    if (this._running) this._pauses.wake();
    if (!message || this._running) return;
    this._running = true;
    message.problem = null;
    this._onChange();
    try {
      for (let number = 1; this._hold() && this.message === message && !this._pauses.over; number += 1) {
        const problem = await this._exchange.send(message, { onStored: (messageId) => this._arrived(messageId) });
        if (!problem || this.message !== message) return;
        message.problem = problem;
        this._onChange();
        if (!waits(problem)) return;
        await this._pauses.pause(Math.max(Math.min(8, backoff(number)), problem.retryAfterSeconds ?? 0));
      }
    } finally {
      this._running = false;
    }
  }

  /**
   * Take the message back.
   * @param {(content: string) => Promise<boolean>} keep stores it elsewhere on this device; false if that failed
   */
  async takeBack(keep) {
    const { message } = this;
    if (!message) return;
    this.message = null;
    if (await keep(message.content)) await this._outgoing.forget(this._sessionId, message.message_id);
  }

  /** The conversation closed without the message: keep it for reading and copying. */
  giveUp() {
    if (this.message) this.message.problem ??= noAnswer();
  }

  /** Discard the message. */
  drop() {
    this.message = null;
  }

  /**
   * The device stores one outgoing message. Set aside the one left by another tab, unless it has arrived.
   * @param {Sending} found
   * @param {Sending} message the current outgoing message
   */
  async _makeRoom(found, message) {
    if (!this._transcript.has(found.message_id)) await this._setAside.add(this._sessionId, found.content);
    if (this.message === message) await this._outgoing.keep(this._sessionId, message);
  }

  /** @param {string} messageId */
  async _arrived(messageId) {
    if (this.message?.message_id !== messageId) return;
    this.message = null;
    await this._outgoing.forget(this._sessionId, messageId);
  }
}

/**
 * Is a refusal independent of the message's content, so that the message can be retried unchanged?
 * @param {Problem} problem
 */
export function waits(problem) {
  return problem.repeatable || problem.code === "not_authenticated";
}

function wentOn() {
  return new Problem({
    code: "went_on",
    detail: "The conversation continued elsewhere before this message could arrive.",
  });
}
