// @ts-check
/**
 * Texts of a conversation that its single draft has no room for. Each is stored on this device by itself, until the
 * user decides about them.
 */

/** @typedef {import("../storage/device-store.js").SetAsideText} SetAsideText */

export class SetAsideTexts {
  /**
   * @param {import("../storage/device-store.js").DeviceStore} store
   * @param {string} userId
   */
  constructor(store, userId) {
    this._store = store;
    this._userId = userId;
  }

  /** Oldest first. @param {string} sessionId @returns {Promise<SetAsideText[]>} */
  all(sessionId) {
    return this._store.setAside(this._userId, sessionId);
  }

  /** Store a text, unless it is already there. @param {string} sessionId @param {string} text */
  async add(sessionId, text) {
    const stored = await this.all(sessionId);
    if (stored.some((one) => one.text === text)) return;
    // After the existing texts, even if the clock was set back.
    const at = Math.max(Date.now(), (stored.at(-1)?.at ?? 0) + 1);
    await this._store.putSetAside({ user_id: this._userId, session_id: sessionId, at, text });
  }

  /** @param {SetAsideText[]} texts those of `all` to delete */
  async forget(texts) {
    for (const text of texts) await this._store.deleteSetAside(text);
  }
}
