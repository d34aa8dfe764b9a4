// @ts-check
/**
 * The message of a conversation that is under way, on this device until it has arrived: a tab that goes down takes no message
 * with it. It is kept beside the draft, so whoever looks for what is left on a device finds it too.
 */

/** A conversation's draft is at position 0. */
const POSITION = 1;

/**
 * @typedef {object} Sending
 * @property {string} message_id
 * @property {string} content
 * @property {number} after the last message that was known when it was sent
 * @property {boolean} durable does this device keep it, even if the tab ends?
 * @property {import("./problems.js").Problem | null} problem why it has not arrived yet
 */

export class Saying {
  /**
   * @param {import("./store.js").DeviceStore} store
   * @param {string} userId
   */
  constructor(store, userId) {
    this._store = store;
    this._userId = userId;
  }

  /** @param {string} sessionId @param {Sending} sending */
  async keep(sessionId, sending) {
    const { message_id, content, after } = sending;
    const key = { user_id: this._userId, session_id: sessionId, position: POSITION };
    await this._store.putDraft(/** @type {any} */ ({ ...key, text: content, message_id, after, lease: 0, sent: null, saved: null }));
    sending.durable = this._store.durable;
  }

  /** What has not arrived yet, of this tab or of one before. @param {string} sessionId @returns {Promise<Sending | null>} */
  async find(sessionId) {
    const found = /** @type {any} */ ((await this._store.drafts(this._userId, sessionId)).find(({ position }) => position === POSITION));
    return found ? { message_id: found.message_id, content: found.text, after: found.after, durable: true, problem: null } : null;
  }

  /** It has arrived: another one that is under way by now is left alone. @param {string} sessionId @param {string} messageId */
  async forget(sessionId, messageId) {
    const found = await this.find(sessionId);
    if (found?.message_id === messageId) {
      await this._store.deleteDraft({ user_id: this._userId, session_id: sessionId, position: POSITION });
    }
  }
}
