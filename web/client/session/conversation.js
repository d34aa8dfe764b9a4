// @ts-check
/**
 * One conversation in this tab. Holds the session, saves the draft, sends messages, and exposes the reply as it streams
 * in. Renders nothing.
 *
 * This module has what a front end reads and calls. message-flow.js applies the server's views, live-session.js has what
 * sessions with questions have, too. message-draft.js handles the draft, message-delivery.js the outgoing message, and
 * exchange.js the reply.
 *
 * `phase` is `idle`, `talking`, `moved` or `closed` (see phases.js).
 *
 * Events: `change` after any change; `message` when a message is appended to `messages`; `delta` when `partial` grows.
 */
import { pause } from "../http/http.js";
import { Problem } from "../http/problems.js";
import { Heartbeat } from "./heartbeat.js";
import { MessageFlow } from "./message-flow.js";

/** @import { Message } from "../result-types.js" */

/** @typedef {import("./phases.js").MessagePhase} Phase */
/** @typedef {import("./outgoing-messages.js").Sending} Sending */

export class Conversation extends MessageFlow {
  /** The latest part of the transcript, oldest first; `loadOlder` loads more. @returns {Message[]} */
  get messages() {
    return this._transcript.messages;
  }

  /** Does the server have messages before the first of `messages`? */
  get hasOlder() {
    return this._transcript.hasOlder;
  }

  /**
   * Other texts written for this conversation, to offer to the user; null if there are none or the user has decided.
   */
  get otherText() {
    return this._draft.otherText;
  }

  /** Where the draft is stored: `empty`, `typing`, `device`, `saving` or `saved`. */
  get saved() {
    return this._draft.saved;
  }

  /** When the server saved the draft; null if it has not. */
  get savedAt() {
    return this._draft.savedAt;
  }

  /** The state of the reply (see exchange.js). */
  get reply() {
    return this._exchange.reply;
  }

  /** The part of the reply received so far. */
  get partial() {
    return this._exchange.partial;
  }

  /** Can the draft be sent now? Not while a previous message is being sent or awaits its reply. */
  get canSend() {
    return this.phase === "talking" && !this.sending && !this._exchange.busy;
  }

  /** How many characters the text exceeds the limit of one message by; 0 if it fits. */
  get excess() {
    return this._draft.excess;
  }

  /** Was the message being sent rejected for good? If so, `takeBack` returns it to the draft. */
  get refused() {
    return this._delivery.refused;
  }

  // User actions -------------------------------------------------------------------------------

  /**
   * Continue a conversation, or open a closed one for reading.
   * @param {string} sessionId
   * @param {{takeover?: boolean}} [options]
   */
  async resume(sessionId, { takeover = false } = {}) {
    this._sessionId = sessionId;
    await this._resume(takeover);
  }

  /** Load the page of messages before the first loaded one. */
  async loadOlder() {
    await this._transcript.loadOlder();
    this._changed();
  }

  /** Send the draft as a message. */
  async send() {
    const content = this.text.trim();
    if (!this.canSend || !content || this.excess) return;
    this._draft.clear();
    await this._delivery.begin(content);
    // If the device could not store the message, keep the draft: it is the only stored copy of the text.
    const kept = this.sending?.durable ?? true;
    if (kept) await this._nextDraft();
    // A draft that reaches the server after its message would reappear as a draft.
    if (this._heartbeat.underWay) await Promise.race([this._heartbeat.underWay, pause(0.7)]);
    await this._delivery.run();
    if (!kept && !this.sending) await this._nextDraft();
  }

  /** Return a rejected message to the draft for editing. */
  async takeBack() {
    if (!this.refused || this.phase !== "talking") return;
    await this._delivery.takeBack(async (content) => {
      this.type(this.text ? `${content}\n\n${this.text}` : content);
      await this._draft.write();
      return this._store.durable;
    });
  }

  /** Append the texts of `otherText` to the draft. */
  async takeOther() {
    if (this.phase !== "talking" || this.otherText === null) return;
    const taken = this._draft.takeOther();
    this._heartbeat.plan(Heartbeat.draftSeconds(this.lease));
    this._changed();
    await taken;
  }

  /** Discard the texts of `otherText`. */
  async dropOther() {
    await this._draft.dropOther();
    this._changed();
  }

  /**
   * End the conversation. The draft does not become part of it. Throws `not_sent` while a message is being sent.
   * @param {"completed" | "cancelled"} outcome
   */
  async finish(outcome) {
    if (this.underWay) throw notSent();
    await this._heartbeat.underWay;
    if (this._draft.unsaved) await this._heartbeat.beat();
    if (this.phase !== "talking") return;
    await this._finish(outcome);
  }

  /**
   * Wait for a condition. Resolves with true once it holds, or with false after the given number of seconds.
   * @param {() => boolean} holds checked after each change
   * @param {number} seconds
   */
  async until(holds, seconds) {
    const over = AbortSignal.timeout(seconds * 1000);
    while (!holds() && !over.aborted) {
      await new Promise((resolve) => {
        over.addEventListener("abort", resolve, { once: true });
        this.addEventListener("change", resolve, { once: true });
      });
    }
    return holds();
  }

  /** Discard `unsent` once the user has seen it. */
  async forgetUnsent() {
    if (this.phase !== "closed") return;
    this._delivery.drop();
    this._draft.clear();
    this.unsent = [];
    await this._deleteTexts();
    this._changed();
  }
}

function notSent() {
  const detail = "Your last message has not arrived yet. It is sent again automatically; please try again in a moment.";
  return new Problem({ code: "not_sent", detail });
}
