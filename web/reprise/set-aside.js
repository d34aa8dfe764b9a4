// @ts-check
/**
 * Texts of a conversation that its single draft has no room for. They are stored beside the draft, each on its own,
 * until the user decides about them.
 */

/** Position 0 holds the conversation's draft, position 1 the outgoing message. */
const FIRST = 2;

/** @typedef {import("./store.js").Draft} Draft */

export class SetAside {
  /**
   * @param {import("./store.js").DeviceStore} store
   * @param {string} userId
   */
  constructor(store, userId) {
    this._store = store;
    this._userId = userId;
  }

  /** Oldest first. @param {string} sessionId @returns {Promise<Draft[]>} */
  async all(sessionId) {
    const drafts = await this._store.drafts(this._userId, sessionId);
    return drafts.filter(({ position }) => position >= FIRST).sort((a, b) => a.position - b.position);
  }

  /** Store a text, unless it is already there. @param {string} sessionId @param {string} text */
  async add(sessionId, text) {
    const kept = await this.all(sessionId);
    if (kept.some((one) => one.text === text)) return;
    // After the existing texts, and unlikely to be taken by another tab.
    const position = Math.max(Date.now(), (kept.at(-1)?.position ?? FIRST) + 1);
    await this._store.putDraft({ user_id: this._userId, session_id: sessionId, position, text, lease: 0, sent: null, saved: null });
  }

  /** @param {Draft[]} drafts those of `all` to delete */
  async forget(drafts) {
    for (const draft of drafts) await this._store.deleteDraft(draft);
  }
}
