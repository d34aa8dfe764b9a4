// @ts-check
/**
 * What is kept on this device until the server has said that it has it: answers under way, and drafts.
 *
 * IndexedDB; what a browser forbids or a full disk refuses is kept in memory, which survives a lost network but not the tab.
 * `durable` says which it was.
 */

const NAME = "reprise";
const VERSION = 1;

/**
 * @typedef {object} Entry an answer on its way
 * @property {number} [id] in the order in which they were given
 * @property {string} user_id
 * @property {{session_id: string, position: number, answer: string, lease: number, client_submitted_at: string, time_expired: boolean}} body
 * @property {string} [refused] the code of a final refusal: nothing is sent any more, the text stays
 */

/**
 * @typedef {object} Draft what was typed for one question
 * @property {string} user_id
 * @property {string} session_id
 * @property {number} position
 * @property {string} text
 * @property {number} lease under which it was typed
 * @property {string | null} sent the last text that left for the server
 * @property {string | null} saved the last text that the server has said it has
 */

/** What has no id of the database, because the database did not take it, gets one that comes after all of those. */
const FIRST_MEMORY_ID = 2 ** 52;

export class DeviceStore {
  /** @param {IDBDatabase | null} database */
  constructor(database) {
    /** @type {IDBDatabase | null} */
    this._database = null;
    /** Does what was written last outlive the tab? */
    this.durable = false;
    /**
     * What the database did not take, by key: it counts instead of what is there; null is a deletion.
     * @type {{answers: Map<any, any>, drafts: Map<any, any>}}
     */
    this._memory = { answers: new Map(), drafts: new Map() };
    this._next = FIRST_MEMORY_ID;
    this._use(database);
  }

  /** @returns {Promise<DeviceStore>} */
  static async open() {
    return new DeviceStore(await connect());
  }

  /** All answers of a person, oldest first. @param {string} userId @returns {Promise<Entry[]>} */
  async answers(userId) {
    /** @type {Entry[]} */
    const all = await this._all("answers", (store) => store.getAll());
    return all.filter((entry) => entry.user_id === userId).sort((a, b) => Number(a.id) - Number(b.id));
  }

  /** Keep an answer, or replace it; returns its id. @param {Entry} entry @returns {Promise<number>} */
  async putAnswer(entry) {
    if (!(entry.id && entry.id >= FIRST_MEMORY_ID)) {
      const id = await this._write("answers", (store) => store.put(entry));
      if (id !== undefined) {
        this._memory.answers.delete(id);
        return id;
      }
    }
    const id = entry.id ?? this._next++;
    this._memory.answers.set(id, { ...entry, id });
    return id;
  }

  /** @param {number} id */
  async deleteAnswer(id) {
    await this._delete("answers", id, id);
  }

  /** All drafts of a session. @param {string} userId @param {string} sessionId @returns {Promise<Draft[]>} */
  async drafts(userId, sessionId) {
    /** @type {Draft[]} */
    const all = await this._all("drafts", (store) =>
      store.getAll(IDBKeyRange.bound([userId, sessionId, 0], [userId, sessionId, Infinity])),
    );
    return all.filter((draft) => draft.user_id === userId && draft.session_id === sessionId);
  }

  /** @param {Draft} draft */
  async putDraft(draft) {
    const written = await this._write("drafts", (store) => store.put(draft));
    if (written === undefined) this._memory.drafts.set(keyOf(draft), draft);
    else this._memory.drafts.delete(keyOf(draft));
  }

  /** @param {Pick<Draft, "user_id" | "session_id" | "position">} draft */
  async deleteDraft(draft) {
    await this._delete("drafts", keyOf(draft), [draft.user_id, draft.session_id, draft.position]);
  }

  /** @param {IDBDatabase | null} database */
  _use(database) {
    this._database = database;
    this.durable = database !== null;
    if (!database) return;
    database.onversionchange = () => {
      database.close();
      this._lost();
    };
    // The browser took it away, to make room for example: another one may be had.
    database.onclose = async () => {
      this._lost();
      this._use(await connect());
    };
  }

  _lost() {
    this._database = null;
    this.durable = false;
  }

  /**
   * What is in the database, as far as it can be read, and what it did not take.
   * @param {"answers" | "drafts"} name
   * @param {(store: IDBObjectStore) => IDBRequest} work
   * @returns {Promise<any[]>}
   */
  async _all(name, work) {
    const stored = (await this._run(name, "readonly", work).catch(() => null)) ?? [];
    const rows = new Map(stored.map((/** @type {any} */ row) => [name === "drafts" ? keyOf(row) : row.id, row]));
    for (const [key, row] of this._memory[name]) rows.set(key, row);
    return [...rows.values()].filter((row) => row !== null);
  }

  /**
   * The key of what was written; undefined when the database did not take it.
   * @param {"answers" | "drafts"} name
   * @param {(store: IDBObjectStore) => IDBRequest} work
   * @returns {Promise<any>}
   */
  async _write(name, work) {
    try {
      const key = await this._run(name, "readwrite", work);
      this.durable = true;
      return key;
    } catch {
      this.durable = false;
      return undefined;
    }
  }

  /**
   * @param {"answers" | "drafts"} name
   * @param {any} key in memory
   * @param {IDBValidKey} databaseKey
   */
  async _delete(name, key, databaseKey) {
    try {
      await this._run(name, "readwrite", (store) => store.delete(databaseKey));
      this._memory[name].delete(key);
    } catch {
      this._memory[name].set(key, null);
    }
  }

  /**
   * One request in a transaction of its own; resolves when the transaction has committed.
   * @param {"answers" | "drafts"} name
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => IDBRequest} work
   * @returns {Promise<any>}
   */
  _run(name, mode, work) {
    return new Promise((resolve, reject) => {
      if (!this._database) throw new DOMException("No database.", "InvalidStateError");
      const transaction = this._database.transaction(name, mode);
      const request = work(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }
}

/** @returns {Promise<IDBDatabase | null>} null where there is none to be had */
function connect() {
  return new Promise((resolve) => {
    /** @type {IDBOpenDBRequest} */
    let request;
    try {
      request = indexedDB.open(NAME, VERSION);
    } catch {
      resolve(null);
      return;
    }
    request.onupgradeneeded = () => {
      request.result.createObjectStore("answers", { keyPath: "id", autoIncrement: true });
      request.result.createObjectStore("drafts", { keyPath: ["user_id", "session_id", "position"] });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
    request.onblocked = () => resolve(null);
  });
}

/** @param {Pick<Draft, "user_id" | "session_id" | "position">} draft */
const keyOf = (draft) => JSON.stringify([draft.user_id, draft.session_id, draft.position]);
