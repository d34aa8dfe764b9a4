// @ts-check
/**
 * Device storage for texts until the server has confirmed them, with one object store for each kind: answers in
 * transit, drafts, messages in transit, and texts that were set aside.
 *
 * Rows go to IndexedDB. If the browser forbids it, the disk is full, or the database hangs, rows stay in memory: they
 * survive an outage of the network but not the end of the tab, and move to the database once it accepts writes again.
 * `durable` is false while any row is only in memory.
 */
import { Database } from "./database.js";
import { AnswerTable, KeyedTable } from "./tables.js";

/** @typedef {import("./database.js").Entry} Entry */
/** @typedef {import("./database.js").Draft} Draft */
/** @typedef {import("./database.js").StoredMessage} StoredMessage */
/** @typedef {import("./database.js").SetAsideText} SetAsideText */

export class DeviceStore {
  /** @param {Database} database */
  constructor(database) {
    this._database = database;
    const onWritten = () => this._tidy();
    this._answers = new AnswerTable(database, onWritten);
    this._drafts = new KeyedTable("drafts", database, onWritten, (before, draft) => before.lease <= draft.lease);
    this._messages = new KeyedTable("messages", database, onWritten);
    this._setAside = new KeyedTable("set_aside", database, onWritten);
    this._tables = [this._answers, this._drafts, this._messages, this._setAside];
    this._tidying = false;
  }

  /** Do all stored rows survive the end of the tab? */
  get durable() {
    return this._database.connected && this._tables.every((table) => table.durable);
  }

  /** @returns {Promise<DeviceStore>} */
  static async open() {
    return new DeviceStore(await Database.open());
  }

  /** All answers of a user, oldest first. @param {string} userId @returns {Promise<Entry[]>} */
  async answers(userId) {
    const all = await this._answers.all();
    // Not awaited. The database may have room by now.
    this._tidy();
    return all.filter((entry) => entry.user_id === userId).sort((a, b) => Number(a.id) - Number(b.id));
  }

  /** Add or replace an answer; returns its id. @param {Entry} entry @returns {Promise<number>} */
  putAnswer(entry) {
    return this._answers.put(entry);
  }

  /** @param {number} id */
  deleteAnswer(id) {
    return this._answers.delete(id);
  }

  /**
   * A user's drafts, for one session or for all.
   * @param {string} userId
   * @param {string} [sessionId]
   * @returns {Promise<Draft[]>}
   */
  drafts(userId, sessionId) {
    return this._drafts.of(userId, sessionId);
  }

  /** Store a draft in place of the previous one, unless that was typed under a later lease. @param {Draft} draft */
  putDraft(draft) {
    return this._drafts.put(draft);
  }

  /** @param {Pick<Draft, "user_id" | "session_id" | "position">} draft */
  deleteDraft(draft) {
    return this._drafts.delete(draft);
  }

  /**
   * A user's messages in transit, for one conversation (at most one) or for all.
   * @param {string} userId
   * @param {string} [sessionId]
   * @returns {Promise<StoredMessage[]>}
   */
  messages(userId, sessionId) {
    return this._messages.of(userId, sessionId);
  }

  /** Store a conversation's message in transit in place of the previous one. @param {StoredMessage} message */
  putMessage(message) {
    return this._messages.put(message);
  }

  /** @param {Pick<StoredMessage, "user_id" | "session_id">} message */
  deleteMessage(message) {
    return this._messages.delete(message);
  }

  /**
   * A user's texts that were set aside, for one conversation or for all; those of one conversation oldest first.
   * @param {string} userId
   * @param {string} [sessionId]
   * @returns {Promise<SetAsideText[]>}
   */
  async setAside(userId, sessionId) {
    return (await this._setAside.of(userId, sessionId)).sort((a, b) => a.at - b.at);
  }

  /** @param {SetAsideText} text */
  putSetAside(text) {
    return this._setAside.put(text);
  }

  /** @param {Pick<SetAsideText, "user_id" | "session_id" | "at">} text */
  deleteSetAside(text) {
    return this._setAside.delete(text);
  }

  /**
   * All texts on this device of a user's conversation, or of all sessions: drafts, messages in transit, and texts that
   * were set aside. Answers are not among them.
   * @param {string} userId
   * @param {string} [sessionId]
   * @returns {Promise<{session_id: string, text: string}[]>}
   */
  async texts(userId, sessionId) {
    const [drafts, messages, setAside] = await Promise.all([
      this.drafts(userId, sessionId),
      this.messages(userId, sessionId),
      this.setAside(userId, sessionId),
    ]);
    return [...drafts, ...messages.map(({ session_id, content }) => ({ session_id, text: content })), ...setAside];
  }

  /** Delete all texts of a conversation. @param {string} userId @param {string} sessionId */
  async deleteTexts(userId, sessionId) {
    for (const table of [this._drafts, this._messages, this._setAside]) await table.deleteAll(userId, sessionId);
  }

  /** Move rows from memory into the database, now that it accepts writes. */
  async _tidy() {
    if (this._tidying || !this._database.connected || this._tables.every((table) => table.empty)) return;
    this._tidying = true;
    try {
      for (const table of this._tables) await table.tidy();
    } finally {
      this._tidying = false;
    }
  }
}
