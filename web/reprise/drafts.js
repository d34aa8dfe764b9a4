// @ts-check
/**
 * What is being typed, on this device: written within 200 ms of a change, and weighed against the server's draft when the
 * question is shown again.
 */

const WRITE_MS = 200;

/** @typedef {import("./store.js").Draft} Draft */

export class Drafts {
  /**
   * @param {import("./store.js").DeviceStore} store
   * @param {string} userId
   * @param {(stored: boolean) => void} onStored told when a text is on this device, or could not be put there
   */
  constructor(store, userId, onStored) {
    this._store = store;
    this._userId = userId;
    this._onStored = onStored;
    this._timer = 0;
    /** The draft of the question that is open here. @type {Draft | null} */
    this.current = null;
  }

  /**
   * The text to show for a question that has been handed out here.
   *
   * What was typed on this device and never reached the server wins, unless somebody may have typed elsewhere since: then the
   * server's text is shown, and this device's is returned as `other`, to be offered.
   * @param {string} sessionId
   * @param {{position: number, draft: string | null}} question
   * @param {number} lease
   * @returns {Promise<{text: string, other: string | null, kept: boolean}>} `kept`: the server has the other one, too
   */
  async open(sessionId, { position, draft }, lease) {
    const server = draft ?? "";
    const stored = (await this._store.drafts(this._userId, sessionId)).find((one) => one.position === position);
    const unsaved = stored !== undefined && stored.text !== (stored.saved ?? "") && stored.text !== server;
    // The next lease after ours is the one we have just been given: nobody held the session in between.
    const nobodyElse = stored !== undefined && (lease - stored.lease <= 1 || [stored.saved, stored.sent, ""].includes(server));
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

  /** Write now what has not been written yet. */
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
   * Make a text the draft of a question again, as nobody has it yet.
   * @param {string} sessionId
   * @param {number} position
   * @param {string} text
   * @param {number} lease
   */
  async giveBack(sessionId, position, text, lease) {
    await this._store.putDraft({ user_id: this._userId, session_id: sessionId, position, text, lease, sent: null, saved: null });
  }

  /** Somebody else has the question: write what is waiting to be written, and nothing more. */
  async leave() {
    const written = this.write();
    this.current = null;
    await written;
  }

  /** The question is answered or over: its draft is no longer needed. */
  async close() {
    clearTimeout(this._timer);
    this._timer = 0;
    const draft = this.current;
    this.current = null;
    if (draft) await this._store.deleteDraft(draft);
  }

  /**
   * What was typed for questions that have closed meanwhile and may not have reached the server: no longer drafts, but texts to
   * hand in late.
   * @param {string} sessionId
   * @param {number | null} open the position that is open now
   * @param {{position: number, answer: string}[]} answers
   * @returns {Promise<Draft[]>} those that differ from what was stored
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
 * Is a question over? Those after the open one are still to come: a server that was restored may know less than this device.
 * @param {number} position
 * @param {number | null} open the position that is open now; null when all are over
 */
const isOver = (position, open) => open === null || position < open;
