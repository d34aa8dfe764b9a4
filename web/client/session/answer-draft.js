// @ts-check
/**
 * The draft of the open question: its text, and where it is stored. The text is stored on this device as it is typed,
 * and on the server with the next heartbeat. When the question is shown again, the two are compared.
 */

import { Drafts } from "../storage/drafts.js";
import { excessCharacters, fitting, withoutFragments } from "./answer-text.js";

/** @import { SessionView } from "../types.js" */

/** @typedef {{position: number, text: string}} Draft as sent with a heartbeat */

export class AnswerDraft {
  /**
   * @param {object} parts
   * @param {import("../storage/device-store.js").DeviceStore} parts.store
   * @param {string} parts.userId
   * @param {() => void} parts.onStored called after each attempt to store the text on this device
   */
  constructor({ store, userId, onStored }) {
    this.text = "";
    /** @type {"empty" | "typing" | "device" | "saving" | "saved"} */
    this.saved = "empty";
    /** When the server last saved a draft of this question, RFC 3339. @type {string | null} */
    this.savedAt = null;
    /** The server's draft; null if unknown. @type {string | null} */
    this._serverText = "";
    /**
     * When the server saved that draft, if known. Another time means another text.
     * @type {string | null | undefined}
     */
    this._serverAt = undefined;
    this._drafts = new Drafts(store, userId, (durable) => {
      if (this.saved === "typing" && durable) this.saved = "device";
      onStored();
    });
  }

  /** How many characters the text exceeds the limit by; 0 if it fits. */
  get excess() {
    return excessCharacters(this.text);
  }

  /** Is there something to save? Of a text that is too long, only the beginning is saved. */
  get unsaved() {
    return fitting(this.text) !== this._serverText;
  }

  /** Set the text; false if it is the same. @param {string} text */
  type(text) {
    const storable = withoutFragments(text);
    if (storable === this.text) return false;
    this.text = storable;
    this._drafts.type(storable);
    this.saved = "typing";
    return true;
  }

  /**
   * Load the draft of a question that opens here.
   * @param {string} sessionId
   * @param {{position: number, draft: string | null}} question
   * @param {number} lease
   * @param {object} before
   * @param {boolean} before.another a different question was open before, or none
   * @param {boolean} before.moved another tab or device had this question
   * @returns {Promise<{text: string, kept: boolean} | null>} another text on this device to offer, and whether the
   *   server has it, too
   */
  async open(sessionId, question, lease, { another, moved }) {
    // The text in this tab when another tab or device took over.
    const mine = moved && !another && this.unsaved ? this.text : null;
    if (another) await this._drafts.close();
    const { text, other, kept } = await this._drafts.open(sessionId, question, lease);
    this.text = text;
    this._serverHas(question.draft);
    this.saved = !text ? "empty" : this.unsaved ? "device" : "saved";
    const offered = other ?? (mine && !text.includes(mine) ? mine : null);
    return offered ? { text: offered, kept } : null;
  }

  /**
   * Show an answer that was submitted earlier and is still in transit.
   * @param {string} answer
   * @param {string | null} draft the server's draft
   */
  wait(answer, draft) {
    this.text = answer;
    this._serverHas(draft);
  }

  /** @param {string | null} draft the draft of a question that opens */
  _serverHas(draft) {
    this._serverText = draft ?? "";
    this._serverAt = draft === null ? null : undefined;
    this.savedAt = null;
  }

  /** Write pending changes to this device now. */
  write() {
    return this._drafts.write();
  }

  /** Another tab or device has the question: write pending changes, then stop. */
  leave() {
    return this._drafts.leave();
  }

  /** Another tab or device took the question while it opened here: leave the stored draft as it is. */
  release() {
    this._drafts.current = null;
  }

  /** The question is over, or its answer is in the outbox: delete the draft. */
  close() {
    return this._drafts.close();
  }

  /** The answer is in the outbox, which has the text from here on: delete the draft. @param {number} position */
  async submitted(position) {
    if (this._isOpen(position)) await this._drafts.close();
  }

  /** @param {number} position */
  _isOpen(position) {
    return this._drafts.current?.position === position;
  }

  // Sending the draft to the server ------------------------------------------------------------

  /** The draft to send now; null if the server has it. @param {number} position @returns {Draft | null} */
  outgoing(position) {
    if (!this.unsaved) return null;
    const text = fitting(this.text);
    if (this._drafts.current) {
      this._drafts.current.sent = text;
      this.saved = "saving";
    }
    return { position, text };
  }

  /**
   * Handle a heartbeat's response.
   * @param {Draft | undefined} draft
   * @param {string | null} at when the server last saved a draft of this question
   */
  arrived(draft, at) {
    // A delayed older draft has replaced a newer one on the server.
    if (!draft && this._serverAt !== undefined && at !== this._serverAt) this._serverText = null;
    this._serverAt = at;
    if (draft) {
      this._serverText = draft.text;
      this.savedAt = at;
      if (this._drafts.current && this._isOpen(draft.position)) {
        this._drafts.current.saved = draft.text;
        this._drafts.write();
      }
    }
    this.saved = this.unsaved ? "typing" : this.text || this.savedAt ? "saved" : "empty";
  }

  /** Handle a failed heartbeat. @param {Draft} draft @param {import("../http/problems.js").Problem} problem */
  failed(draft, problem) {
    if (this.saved === "saving") this.saved = "device";
    // The draft may still have arrived, or may yet arrive.
    if (problem.repeatable) this._serverText = null;
    if (problem.kept && this._drafts.current && this._isOpen(draft.position)) this._drafts.current.kept = draft.text;
  }

  // Before and after the question is open ------------------------------------------------------

  /**
   * Return an answer that was not accepted to the draft of its open question.
   * @param {import("../storage/device-store.js").Entry["body"]} answer
   */
  async restore({ session_id, position, answer, lease }) {
    await this._drafts.restore(session_id, position, answer, lease);
  }

  /**
   * Pass the drafts of closed questions that differ from their answers to `submit`, then delete them.
   * @param {SessionView} view the server's view
   * @param {(draft: import("../storage/device-store.js").Draft) => Promise<void>} submit
   */
  async leftovers({ session, question, answers }, submit) {
    const open = question?.position ?? null;
    for (const draft of await this._drafts.takeLeftovers(session.id, open, answers)) await submit(draft);
    await this._drafts.forgetOthers(session.id, open);
  }

  /** All questions of the session are over: delete their drafts. @param {string} sessionId */
  async end(sessionId) {
    await this._drafts.close();
    await this._drafts.forgetOthers(sessionId, null);
  }
}
