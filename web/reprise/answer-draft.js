// @ts-check
/**
 * What is written for the open question: the text, and where it is by now. On this device as it is typed, at the server when a
 * heartbeat has taken it there; what differs from the server's is weighed when the question is shown again.
 */
import { excessCharacters, fitting, withoutFragments } from "./answer-text.js";
import { Drafts } from "./drafts.js";

/** @typedef {{position: number, text: string}} Draft as a heartbeat carries it */

export class AnswerDraft {
  /**
   * @param {object} parts
   * @param {import("./store.js").DeviceStore} parts.store
   * @param {string} parts.userId
   * @param {() => void} parts.onStored told when the text is on this device, or could not be put there
   */
  constructor({ store, userId, onStored }) {
    this.text = "";
    /** @type {"empty" | "typing" | "device" | "saving" | "saved"} */
    this.saved = "empty";
    /** When the server last saved a draft of this question, RFC 3339. @type {string | null} */
    this.savedAt = null;
    /** The draft the server has; null when that is not known. @type {string | null} */
    this._serverText = "";
    /** When the server saved that one, as far as is known: another time is that of another text. @type {string | null | undefined} */
    this._serverAt = undefined;
    this._drafts = new Drafts(store, userId, (durable) => {
      if (this.saved === "typing" && durable) this.saved = "device";
      onStored();
    });
  }

  /** By how many characters the text is too long to be stored; 0 when it fits. */
  get excess() {
    return excessCharacters(this.text);
  }

  /** Is there something to save? Of a text that is too long its beginning is saved. */
  get unsaved() {
    return fitting(this.text) !== this._serverText;
  }

  /** The text changed; false when it did not. @param {string} text */
  type(text) {
    const storable = withoutFragments(text);
    if (storable === this.text) return false;
    this.text = storable;
    this._drafts.type(storable);
    this.saved = "typing";
    return true;
  }

  /**
   * The text to go on with, now that a question is open here.
   * @param {string} sessionId
   * @param {{position: number, draft: string | null}} question
   * @param {number} lease
   * @param {object} before
   * @param {boolean} before.another another question was open here, or none
   * @param {boolean} before.moved somebody else had this question
   * @returns {Promise<{text: string, kept: boolean} | null>} another text of this device, and whether the server has it, too
   */
  async open(sessionId, question, lease, { another, moved }) {
    // What was on this screen when another tab or device took over.
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
   * The answer to a question is on its way already, given before.
   * @param {string} answer
   * @param {string | null} draft the server has
   */
  wait(answer, draft) {
    this.text = answer;
    this._serverHas(draft);
  }

  /** @param {string | null} draft of a question that is shown anew */
  _serverHas(draft) {
    this._serverText = draft ?? "";
    this._serverAt = draft === null ? null : undefined;
    this.savedAt = null;
  }

  /** Write to this device now what has not been written yet. */
  write() {
    return this._drafts.write();
  }

  /** Somebody else has the question: write what is waiting to be written, and nothing more. */
  leave() {
    return this._drafts.leave();
  }

  /** Somebody else had the question already when it was to be opened here: what is on this device stays as it is. */
  letGo() {
    this._drafts.current = null;
  }

  /** The question is over, or its answer is in the outbox: its draft is no longer needed. */
  close() {
    return this._drafts.close();
  }

  /** The answer to a question is in the outbox, which has the text from here on. @param {number} position */
  async handedIn(position) {
    if (this._isOpen(position)) await this._drafts.close();
  }

  /** @param {number} position */
  _isOpen(position) {
    return this._drafts.current?.position === position;
  }

  // On its way to the server -------------------------------------------------------------------

  /** What leaves for the server now; null when that has it all. @param {number} position @returns {Draft | null} */
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
   * The server has answered to what left.
   * @param {Draft | undefined} draft
   * @param {string | null} at when it last saved a draft of this question
   */
  arrived(draft, at) {
    // An older draft that was long on its way has taken the place of a newer one.
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

  /** The server has not taken what left. @param {Draft} draft @param {import("./problems.js").Problem} problem */
  failed(draft, problem) {
    if (this.saved === "saving") this.saved = "device";
    // It may have arrived all the same, or still be on its way.
    if (problem.repeatable) this._serverText = null;
    if (problem.kept && this._drafts.current && this._isOpen(draft.position)) this._drafts.current.kept = draft.text;
  }

  // Before and after the question is open ------------------------------------------------------

  /**
   * An answer that was not taken, while its question is still open: it is the draft again.
   * @param {import("./store.js").Entry["body"]} answer
   */
  async giveBack({ session_id, position, answer, lease }) {
    await this._drafts.giveBack(session_id, position, answer, lease);
  }

  /**
   * What was typed here for questions that have closed, and is not their answer, each given to `handIn`; nothing of it is a draft
   * any more.
   * @param {any} view of the server
   * @param {(draft: import("./store.js").Draft) => Promise<void>} handIn
   */
  async leftovers({ session, question, answers }, handIn) {
    const open = question?.position ?? null;
    for (const draft of await this._drafts.takeLeftovers(session.id, open, answers)) await handIn(draft);
    await this._drafts.forgetOthers(session.id, open);
  }

  /** All questions of a session are over. @param {string} sessionId */
  async end(sessionId) {
    await this._drafts.close();
    await this._drafts.forgetOthers(sessionId, null);
  }
}
