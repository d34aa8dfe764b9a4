// @ts-check
/**
 * Texts of a conversation that found no place: the one draft that a conversation has is another by now. They are kept on this
 * device beside it, one by one, until the person has said what becomes of them.
 */

/** A conversation's draft is at position 0, and the message under way at position 1. */
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

  /** Keep a text, unless it is there already. @param {string} sessionId @param {string} text */
  async add(sessionId, text) {
    const kept = await this.all(sessionId);
    if (kept.some((one) => one.text === text)) return;
    // After those that are there, and a number that no other tab takes.
    const position = Math.max(Date.now(), (kept.at(-1)?.position ?? FIRST) + 1);
    await this._store.putDraft({ user_id: this._userId, session_id: sessionId, position, text, lease: 0, sent: null, saved: null });
  }

  /** @param {Draft[]} drafts those of `all` that nobody needs any more */
  async forget(drafts) {
    for (const draft of drafts) await this._store.deleteDraft(draft);
  }
}
