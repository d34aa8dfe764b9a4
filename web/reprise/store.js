// @ts-check
/**
 * Device storage for answers in transit and for drafts, until the server has confirmed them.
 *
 * Rows go to IndexedDB. If the browser forbids it, the disk is full, or the database hangs, rows stay in memory: they
 * survive an outage of the network but not the end of the tab, and move to the database once it accepts writes again.
 * `durable` is false while any row is only in memory.
 */
import { Database } from "./database.js";

/** @typedef {import("./database.js").Table} Table */

/**
 * @typedef {object} Entry an answer in transit
 * @property {number} [id] increases in the order in which answers were submitted
 * @property {string} user_id
 * @property {{session_id: string, position: number, answer: string, lease: number, client_submitted_at: string, time_expired: boolean}} body
 * @property {string} [refused] the code of a final refusal: nothing more is sent, the text stays here
 */

/**
 * @typedef {object} Draft the text typed for one question
 * @property {string} user_id
 * @property {string} session_id
 * @property {number} position
 * @property {string} text
 * @property {number} lease the lease under which it was typed
 * @property {string | null} sent the last text sent to the server
 * @property {string | null} saved the last text that the server confirmed
 * @property {string} [kept] the last text that the server stored beside the answer, too late to be the draft
 */

/** First id for rows that the database did not accept; sorts after every id that the database assigns. */
const FIRST_MEMORY_ID = 2 ** 52;

export class DeviceStore {
  /** @param {Database} database */
  constructor(database) {
    this._database = database;
    /**
     * Rows that the database did not accept, by key. They override rows in the database; null marks a deletion.
     * @type {{answers: Map<any, any>, drafts: Map<any, any>}}
     */
    this._memory = { answers: new Map(), drafts: new Map() };
    this._next = FIRST_MEMORY_ID;
    /** Database ids of answers that were first stored in memory, by their memory id. @type {Map<number, number>} */
    this._ids = new Map();
    this._tidying = false;
  }

  /** Do all stored rows survive the end of the tab? */
  get durable() {
    const rows = [...this._memory.answers.values(), ...this._memory.drafts.values()];
    return this._database.connected && rows.every((row) => row === null);
  }

  /** @returns {Promise<DeviceStore>} */
  static async open() {
    return new DeviceStore(await Database.open());
  }

  /** All answers of a user, oldest first. @param {string} userId @returns {Promise<Entry[]>} */
  async answers(userId) {
    /** @type {Entry[]} */
    const all = await this._all("answers", (store) => store.getAll());
    // Not awaited. The database may have room by now.
    this._tidy();
    return all.filter((entry) => entry.user_id === userId).sort((a, b) => Number(a.id) - Number(b.id));
  }

  /** Add or replace an answer; returns its id. @param {Entry} entry @returns {Promise<number>} */
  async putAnswer(entry) {
    const known = entry.id === undefined ? undefined : (this._ids.get(entry.id) ?? entry.id);
    const row = known === undefined ? entry : { ...entry, id: known };
    if (known === undefined || known < FIRST_MEMORY_ID) {
      const id = await this._write("answers", (store) => store.put(row));
      if (id !== undefined) {
        this._memory.answers.delete(id);
        return id;
      }
    }
    const id = known ?? this._next++;
    this._memory.answers.set(id, { ...row, id });
    return id;
  }

  /** @param {number} id */
  async deleteAnswer(id) {
    const known = this._ids.get(id) ?? id;
    if (known >= FIRST_MEMORY_ID) this._memory.answers.delete(known);
    else await this._delete("answers", known, known);
  }

  /**
   * A user's drafts, for one session or for all.
   * @param {string} userId
   * @param {string} [sessionId]
   * @returns {Promise<Draft[]>}
   */
  async drafts(userId, sessionId) {
    const rest = sessionId ? [sessionId] : [];
    // In IndexedDB, an array key sorts after every string and number.
    const range = IDBKeyRange.bound([userId, ...rest], [userId, ...rest, []]);
    /** @type {Draft[]} */
    const all = await this._all("drafts", (store) => store.getAll(range));
    return all.filter((draft) => draft.user_id === userId && (!sessionId || draft.session_id === sessionId));
  }

  /** Store a draft in place of the previous one, unless that was typed under a later lease. @param {Draft} draft */
  async putDraft(draft) {
    const written = await this._write("drafts", (store) => {
      const before = store.get([draft.user_id, draft.session_id, draft.position]);
      before.onsuccess = () => {
        if (!(before.result?.lease > draft.lease)) store.put(draft);
      };
      return before;
    });
    if (written === undefined) this._memory.drafts.set(keyOf(draft), draft);
    else this._memory.drafts.delete(keyOf(draft));
  }

  /** @param {Pick<Draft, "user_id" | "session_id" | "position">} draft */
  async deleteDraft(draft) {
    await this._delete("drafts", keyOf(draft), [draft.user_id, draft.session_id, draft.position]);
  }

  /** Move rows from memory into the database, now that it accepts writes. */
  async _tidy() {
    const { answers, drafts } = this._memory;
    if (this._tidying || !this._database.connected || answers.size + drafts.size === 0) return;
    this._tidying = true;
    try {
      for (const [id, row] of [...answers]) {
        if (row === null) await this.deleteAnswer(id);
        else if (id < FIRST_MEMORY_ID) await this.putAnswer(row);
        else await this._settle(id, row);
      }
      for (const [key, row] of [...drafts]) {
        if (row === null) await this._delete("drafts", key, JSON.parse(key));
        else await this.putDraft(row);
      }
    } finally {
      this._tidying = false;
    }
  }

  /** @param {number} id that it has in memory @param {Entry} row */
  async _settle(id, { id: _, ...row }) {
    const stored = await this._write("answers", (store) => store.put(row));
    if (stored === undefined) return;
    this._ids.set(id, stored);
    // Still in memory means still wanted. Otherwise it was delivered meanwhile: delete the copy just stored.
    if (this._memory.answers.delete(id)) return;
    await this.deleteAnswer(stored);
  }

  /**
   * Rows of the database, if it can be read, overlaid with the rows in memory.
   * @param {Table} name
   * @param {(store: IDBObjectStore) => IDBRequest} work
   * @returns {Promise<any[]>}
   */
  async _all(name, work) {
    const stored = (await this._database.run(name, "readonly", work).catch(() => null)) ?? [];
    const rows = new Map(stored.map((/** @type {any} */ row) => [name === "drafts" ? keyOf(row) : row.id, row]));
    for (const [key, row] of this._memory[name]) rows.set(key, row);
    return [...rows.values()].filter((row) => row !== null);
  }

  /**
   * Run a write. Returns the key of the written row; undefined if the database did not accept it.
   * @param {Table} name
   * @param {(store: IDBObjectStore) => IDBRequest} work
   * @returns {Promise<any>}
   */
  async _write(name, work) {
    try {
      const key = await this._database.run(name, "readwrite", work);
      this._tidy();
      return key ?? null;
    } catch {
      return undefined;
    }
  }

  /**
   * @param {Table} name
   * @param {any} key the key in memory
   * @param {IDBValidKey} databaseKey
   */
  async _delete(name, key, databaseKey) {
    try {
      await this._database.run(name, "readwrite", (store) => store.delete(databaseKey));
      this._memory[name].delete(key);
    } catch {
      this._memory[name].set(key, null);
    }
  }
}

/** @param {Pick<Draft, "user_id" | "session_id" | "position">} draft */
const keyOf = (draft) => JSON.stringify([draft.user_id, draft.session_id, draft.position]);
