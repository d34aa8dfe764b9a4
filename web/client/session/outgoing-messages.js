// @ts-check
/**
 * Stores the outgoing message of a conversation on this device until it has arrived, so that a crash of the tab does
 * not lose it.
 */

/**
 * @typedef {object} Sending
 * @property {string} message_id
 * @property {string} content
 * @property {number} after `seq` of the last known message when it was sent
 * @property {boolean} durable does it survive on this device if the tab ends?
 * @property {import("../http/problems.js").Problem | null} problem why it has not arrived yet
 */

export class OutgoingMessages {
  /**
   * @param {import("../storage/device-store.js").DeviceStore} store
   * @param {string} userId
   */
  constructor(store, userId) {
    this._store = store;
    this._userId = userId;
  }

  /** Store a message; sets its `durable`. @param {string} sessionId @param {Sending} sending */
  async keep(sessionId, sending) {
    const { message_id, content, after } = sending;
    await this._store.putMessage({ user_id: this._userId, session_id: sessionId, message_id, content, after });
    sending.durable = this._store.durable;
  }

  /**
   * The message that has not arrived yet, from this tab or an earlier one.
   * @param {string} sessionId
   * @returns {Promise<Sending | null>}
   */
  async find(sessionId) {
    const [found] = await this._store.messages(this._userId, sessionId);
    if (!found) return null;
    const { message_id, content, after } = found;
    return { message_id, content, after, durable: true, problem: null };
  }

  /**
   * Delete a message that has arrived, unless another one has replaced it.
   * @param {string} sessionId
   * @param {string} messageId
   */
  async forget(sessionId, messageId) {
    const found = await this.find(sessionId);
    if (found?.message_id === messageId) {
      await this._store.deleteMessage({ user_id: this._userId, session_id: sessionId });
    }
  }
}
