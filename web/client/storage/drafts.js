// @ts-check
/**
 * Drafts on this device. A change is written within 200 ms. When a question is shown again, its stored draft is
 * compared with the server's.
 */

const WRITE_MS = 200;

/** @typedef {import("./device-store.js").Draft} Draft */

export class Drafts {
  /**
   * @param {import("./device-store.js").DeviceStore} store
   * @param {string} userId
   * @param {(stored: boolean) => void} onStored called after each write; false: the text is not safely stored on this
   *   device
   */
  constructor(store, userId, onStored) {
    this._store = store;
    this._userId = userId;
    this._onStored = onStored;
    this._timer = 0;
    /** The draft of the open question. @type {Draft | null} */
    this.current = null;
  }

  /**
   * Choose the text to show for a question that has opened here.
   *
   * Text typed on this device that never reached the server wins, unless someone may have typed elsewhere since. In
   * that case the server's text is shown, and this device's text is returned as `other` so that it can be offered.
   * @param {string} sessionId
   * @param {{position: number, draft: string | null}} question
   * @param {number} lease
   * @returns {Promise<{text: string, other: string | null, kept: boolean}>} `kept`: the server has `other`, too
   */
  async open(sessionId, { position, draft }, lease) {
    const server = draft ?? "";
    const stored = (await this._store.drafts(this._userId, sessionId)).find((one) => one.position === position);
    const unsaved = stored !== undefined && stored.text !== (stored.saved ?? "") && stored.text !== server;
    // If our new lease directly follows the draft's lease, nobody else held the session in between.
    const nobodyElse =
      stored !== undefined && (lease - stored.lease <= 1 || [stored.saved, stored.sent, ""].includes(server));
    const text = unsaved && nobodyElse ? stored.text : server;
    this.current = { user_id: this._userId, session_id: sessionId, position, text, lease, sent: null, saved: draft };
    if (text !== server) await this.write();
    const other = unsaved && !nobodyElse ? stored.text : null;
    return { text, other, kept: other !== null && stored?.kept === other };
  }

  /** @param {string} text */
  type(text) {
    if (!this.current) return;
    this.current.text = text;
    if (!this._timer) this._timer = setTimeout(() => this.write(), WRITE_MS);
  }

  /** Write pending changes now. */
  async write() {
    clearTimeout(this._timer);
    this._timer = 0;
    if (!this.current) return;
    try {
      await this._store.putDraft({ ...this.current });
      this._onStored(this._store.durable);
    } catch {
      this._onStored(false);
    }
  }

  /**
   * Store a text as the draft of a question, marked as unknown to the server.
   * @param {string} sessionId
   * @param {number} position
   * @param {string} text
   * @param {number} lease
   */
  async restore(sessionId, position, text, lease) {
    await this._store.putDraft({
      user_id: this._userId,
      session_id: sessionId,
      position,
      text,
      lease,
      sent: null,
      saved: null,
    });
  }

  /** Another tab or device has the question: write pending changes, then stop. */
  async leave() {
    const written = this.write();
    this.current = null;
    await written;
  }

  /** The question is answered or over: delete its draft. */
  async close() {
    clearTimeout(this._timer);
    this._timer = 0;
    const draft = this.current;
    this.current = null;
    if (draft) await this._store.deleteDraft(draft);
  }

  /**
   * Drafts of closed questions that may not have reached the server. The caller submits them as late text.
   * @param {string} sessionId
   * @param {number | null} open the open position; null if all are over
   * @param {{position: number, answer: string}[]} answers
   * @returns {Promise<Draft[]>} those that are neither the stored answer nor stored beside it
   */
  async takeLeftovers(sessionId, open, answers) {
    const left = (await this._store.drafts(this._userId, sessionId)).filter(({ position }) => isOver(position, open));
    return left.filter((draft) => {
      const answer = answers.find(({ position }) => position === draft.position);
      return draft.text !== "" && draft.text !== answer?.answer && draft.text !== draft.kept;
    });
  }

  /** @param {string} sessionId @param {number | null} open */
  async forgetOthers(sessionId, open) {
    for (const draft of await this._store.drafts(this._userId, sessionId)) {
      if (isOver(draft.position, open)) await this._store.deleteDraft(draft);
    }
  }
}

/**
 * Is a question over? Positions after the open one may still come: a server restored from a backup can be behind this
 * device.
 * @param {number} position
 * @param {number | null} open the open position; null if all are over
 */
const isOver = (position, open) => open === null || position < open;
