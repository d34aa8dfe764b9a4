// @ts-check
/**
 * What is kept on this device until the server has said that it has it: answers under way, and drafts.
 *
 * IndexedDB; where a browser forbids it, memory, which survives a lost network but not the tab. `durable` says which.
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

export class DeviceStore {
  /** @param {IDBDatabase | null} database */
  constructor(database) {
    this._database = database;
    /** Does it outlive the tab? */
    this.durable = database !== null;
    /** @type {{answers: Map<any, any>, drafts: Map<any, any>}} */
    this._memory = { answers: new Map(), drafts: new Map() };
    this._next = 1;
  }

  /** @returns {Promise<DeviceStore>} */
  static open() {
    return new Promise((resolve) => {
      /** @type {IDBOpenDBRequest} */
      let request;
      try {
        request = indexedDB.open(NAME, VERSION);
      } catch {
        resolve(new DeviceStore(null));
        return;
      }
      request.onupgradeneeded = () => {
        request.result.createObjectStore("answers", { keyPath: "id", autoIncrement: true });
        request.result.createObjectStore("drafts", { keyPath: ["user_id", "session_id", "position"] });
      };
      request.onsuccess = () => resolve(new DeviceStore(request.result));
      request.onerror = () => resolve(new DeviceStore(null));
      request.onblocked = () => resolve(new DeviceStore(null));
    });
  }

  /** All answers of a person, oldest first. @param {string} userId @returns {Promise<Entry[]>} */
  async answers(userId) {
    /** @type {Entry[]} */
    const all = this._database
      ? await this._run("answers", "readonly", (store) => store.getAll())
      : [...this._memory.answers.values()];
    return all.filter((entry) => entry.user_id === userId).sort((a, b) => Number(a.id) - Number(b.id));
  }

  /** Keep an answer, or replace it; returns its id. @param {Entry} entry @returns {Promise<number>} */
  async putAnswer(entry) {
    if (this._database) return this._run("answers", "readwrite", (store) => store.put(entry));
    const id = entry.id ?? this._next++;
    this._memory.answers.set(id, { ...entry, id });
    return id;
  }

  /** @param {number} id */
  async deleteAnswer(id) {
    if (this._database) await this._run("answers", "readwrite", (store) => store.delete(id));
    else this._memory.answers.delete(id);
  }

  /** All drafts of a session. @param {string} userId @param {string} sessionId @returns {Promise<Draft[]>} */
  async drafts(userId, sessionId) {
    if (!this._database) {
      return [...this._memory.drafts.values()].filter((draft) => draft.user_id === userId && draft.session_id === sessionId);
    }
    const range = IDBKeyRange.bound([userId, sessionId, 0], [userId, sessionId, Infinity]);
    return this._run("drafts", "readonly", (store) => store.getAll(range));
  }

  /** @param {Draft} draft */
  async putDraft(draft) {
    if (this._database) await this._run("drafts", "readwrite", (store) => store.put(draft));
    else this._memory.drafts.set(keyOf(draft), draft);
  }

  /** @param {Pick<Draft, "user_id" | "session_id" | "position">} draft */
  async deleteDraft(draft) {
    if (this._database) {
      await this._run("drafts", "readwrite", (store) => store.delete([draft.user_id, draft.session_id, draft.position]));
    } else this._memory.drafts.delete(keyOf(draft));
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
      const transaction = /** @type {IDBDatabase} */ (this._database).transaction(name, mode);
      const request = work(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }
}

/** @param {Pick<Draft, "user_id" | "session_id" | "position">} draft */
const keyOf = (draft) => JSON.stringify([draft.user_id, draft.session_id, draft.position]);
