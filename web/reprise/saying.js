// @ts-check
/**
 * Stores the outgoing message of a conversation on this device until it has arrived, so that a crash of the tab does
 * not lose it. It is stored with the drafts, where a search for unsent texts finds it.
 */

/** Position 0 holds the conversation's draft. */
const POSITION = 1;

/**
 * @typedef {object} Sending
 * @property {string} message_id
 * @property {string} content
 * @property {number} after `seq` of the last known message when it was sent
 * @property {boolean} durable does it survive on this device if the tab ends?
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

  /**
   * The message that has not arrived yet, from this tab or an earlier one.
   * @param {string} sessionId
   * @returns {Promise<Sending | null>}
   */
  async find(sessionId) {
    const found = /** @type {any} */ ((await this._store.drafts(this._userId, sessionId)).find(({ position }) => position === POSITION));
    return found ? { message_id: found.message_id, content: found.text, after: found.after, durable: true, problem: null } : null;
  }

  /**
   * Delete a message that has arrived, unless another one has replaced it.
   * @param {string} sessionId
   * @param {string} messageId
   */
  async forget(sessionId, messageId) {
    const found = await this.find(sessionId);
    if (found?.message_id === messageId) {
      await this._store.deleteDraft({ user_id: this._userId, session_id: sessionId, position: POSITION });
    }
  }
}
