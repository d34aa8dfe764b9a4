// @ts-check
/**
 * The object stores of the device's database, each with the rows that the database did not accept. Such rows are in
 * memory and override the rows in the database; null marks a deletion.
 */
import { KEYS } from "./database.js";

/** @typedef {import("./database.js").Database} Database */
/** @typedef {import("./database.js").Entry} Entry */
/** @typedef {import("./database.js").Rows} Rows */
/** @typedef {Exclude<import("./database.js").Table, "answers">} KeyedName */

/** First id for answers that the database did not accept; sorts after every id that the database assigns. */
const FIRST_MEMORY_ID = 2 ** 52;

/** Rows with a key of their own, which begins with the user and the session. @template {KeyedName} N */
export class KeyedTable {
  /**
   * @param {N} name
   * @param {Database} database
   * @param {() => void} onWritten called after each write that the database accepted
   * @param {(before: Rows[N], row: Rows[N]) => boolean} [mayReplace] false: the row in the database stays
   */
  constructor(name, database, onWritten, mayReplace = () => true) {
    this._name = name;
    this._database = database;
    this._onWritten = onWritten;
    this._mayReplace = mayReplace;
    /** By the key as JSON. @type {Map<string, Rows[N] | null>} */
    this._memory = new Map();
  }

  /** Is every row in the database? */
  get durable() {
    return [...this._memory.values()].every((row) => row === null);
  }

  /** Is nothing waiting in memory? */
  get empty() {
    return this._memory.size === 0;
  }

  /**
   * A user's rows, for one session or for all.
   * @param {string} userId
   * @param {string} [sessionId]
   * @returns {Promise<Rows[N][]>}
   */
  async of(userId, sessionId) {
    const start = sessionId ? [userId, sessionId] : [userId];
    // In IndexedDB, an array key sorts after every string and number. A key that has nothing after `start` is in range.
    const range = IDBKeyRange.bound(start, [...start, []]);
    /** @type {Rows[N][]} */
    const stored = await this._database.run(this._name, "readonly", (store) => store.getAll(range)).catch(() => []);
    const rows = new Map(stored.map((row) => /** @type {[string, Rows[N] | null]} */ ([this._keyOf(row), row])));
    for (const [key, row] of this._memory) rows.set(key, row);
    return [...rows.values()].filter(
      /** @returns {row is Rows[N]} */ (row) =>
        row !== null && row.user_id === userId && (!sessionId || row.session_id === sessionId),
    );
  }

  /** Store a row in place of the previous one, if it may replace it. @param {Rows[N]} row */
  async put(row) {
    const key = this._keyOf(row);
    // What memory holds is outdated from now on, also for a move into the database that has begun.
    if (this._memory.has(key)) this._memory.set(key, row);
    try {
      await this._database.run(this._name, "readwrite", (store) => {
        const before = store.get(this._databaseKeyOf(row));
        before.onsuccess = () => {
          if (!before.result || this._mayReplace(before.result, row)) store.put(row);
        };
        return before;
      });
    } catch {
      this._memory.set(key, row);
      return;
    }
    // Not what another call has put there meanwhile.
    if (this._memory.get(key) === row) this._memory.delete(key);
    this._onWritten();
  }

  /** @param {Pick<Rows[N], "user_id" | "session_id">} row with the properties of the key */
  async delete(row) {
    const key = this._keyOf(row);
    if (this._memory.has(key)) this._memory.set(key, null);
    try {
      await this._database.run(this._name, "readwrite", (store) => store.delete(this._databaseKeyOf(row)));
      if (this._memory.get(key) === null) this._memory.delete(key);
    } catch {
      this._memory.set(key, null);
    }
  }

  /** Delete all rows of a session. @param {string} userId @param {string} sessionId */
  async deleteAll(userId, sessionId) {
    for (const row of await this.of(userId, sessionId)) await this.delete(row);
  }

  /** Move rows from memory into the database. */
  async tidy() {
    for (const [key, row] of [...this._memory]) {
      // Replaced, deleted or stored since: writing it now would undo that.
      if (this._memory.get(key) !== row) continue;
      if (row) await this.put(row);
      else await this.delete(/** @type {Rows[N]} */ (this._rowWith(JSON.parse(key))));
    }
  }

  /** @param {IDBValidKey[]} values @returns {Record<string, IDBValidKey>} */
  _rowWith(values) {
    return Object.fromEntries(KEYS[this._name].map((property, index) => [property, values[index]]));
  }

  /** @param {Pick<Rows[N], "user_id" | "session_id">} row @returns {IDBValidKey[]} */
  _databaseKeyOf(row) {
    const values = /** @type {Record<string, any>} */ (row);
    return KEYS[this._name].map((property) => values[property]);
  }

  /** @param {Pick<Rows[N], "user_id" | "session_id">} row */
  _keyOf(row) {
    return JSON.stringify(this._databaseKeyOf(row));
  }
}

/** Answers in transit. The database numbers them in the order in which they were submitted. */
export class AnswerTable {
  /**
   * @param {Database} database
   * @param {() => void} onWritten called after each write that the database accepted
   */
  constructor(database, onWritten) {
    this._database = database;
    this._onWritten = onWritten;
    /** By id. @type {Map<number, Entry | null>} */
    this._memory = new Map();
    this._next = FIRST_MEMORY_ID;
    /** Database ids of answers that were first stored in memory, by their memory id. @type {Map<number, number>} */
    this._ids = new Map();
  }

  /** Is every answer in the database? */
  get durable() {
    return [...this._memory.values()].every((entry) => entry === null);
  }

  /** Is nothing waiting in memory? */
  get empty() {
    return this._memory.size === 0;
  }

  /** @returns {Promise<Entry[]>} */
  async all() {
    /** @type {Entry[]} */
    const stored = await this._database.run("answers", "readonly", (store) => store.getAll()).catch(() => []);
    const rows = new Map(stored.map((entry) => /** @type {[number, Entry | null]} */ ([Number(entry.id), entry])));
    for (const [id, entry] of this._memory) rows.set(id, entry);
    return [...rows.values()].filter((entry) => entry !== null);
  }

  /** Add or replace an answer; returns its id. @param {Entry} entry @returns {Promise<number>} */
  async put(entry) {
    const known = entry.id === undefined ? undefined : (this._ids.get(entry.id) ?? entry.id);
    const row = known === undefined ? entry : { ...entry, id: known };
    if (known === undefined || known < FIRST_MEMORY_ID) {
      if (known !== undefined && this._memory.has(known)) this._memory.set(known, row);
      const id = await this._write(row);
      if (id !== undefined) {
        if (this._memory.get(id) === row) this._memory.delete(id);
        this._onWritten();
        return id;
      }
    }
    const id = known ?? this._next++;
    this._memory.set(id, { ...row, id });
    return id;
  }

  /** @param {number} id */
  async delete(id) {
    const known = this._ids.get(id) ?? id;
    if (known >= FIRST_MEMORY_ID) {
      this._memory.delete(known);
      return;
    }
    if (this._memory.has(known)) this._memory.set(known, null);
    try {
      await this._database.run("answers", "readwrite", (store) => store.delete(known));
      if (this._memory.get(known) === null) this._memory.delete(known);
    } catch {
      this._memory.set(known, null);
    }
  }

  /** Move answers from memory into the database. */
  async tidy() {
    for (const [id, entry] of [...this._memory]) {
      if (this._memory.get(id) !== entry) continue;
      if (entry === null) await this.delete(id);
      else if (id < FIRST_MEMORY_ID) await this.put(entry);
      else await this._settle(id, entry);
    }
  }

  /** @param {number} id that it has in memory @param {Entry} entry */
  async _settle(id, { id: _, ...entry }) {
    const stored = await this._write(entry);
    if (stored === undefined) return;
    this._ids.set(id, stored);
    // Still in memory means still wanted. Otherwise it was delivered meanwhile: delete the copy just stored.
    const wanted = this._memory.delete(id);
    this._onWritten();
    if (!wanted) await this.delete(stored);
  }

  /** Returns the id; undefined if the database did not accept the answer. @param {Entry} entry */
  async _write(entry) {
    try {
      return Number(await this._database.run("answers", "readwrite", (store) => store.put(entry)));
    } catch {
      return undefined;
    }
  }
}
