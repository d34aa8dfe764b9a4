// @ts-check
/**
 * The database of this device (IndexedDB), and the connection to it: opened again where it was lost, and never waited for longer
 * than a person would. Whatever it cannot do is thrown; what then becomes of the texts is the caller's.
 */

const NAME = "reprise";
const VERSION = 1;
/** A database that has not answered after so long counts as broken; some browsers' do after a device slept. */
const PATIENCE_MS = 5000;

/** @typedef {"answers" | "drafts"} Table */

export class Database {
  /** @param {IDBDatabase | null} connection */
  constructor(connection) {
    /** @type {IDBDatabase | null} */
    this._connection = null;
    this._use(connection);
  }

  static async open() {
    return new Database(await connect());
  }

  /** Is there a database at all? */
  get connected() {
    return this._connection !== null;
  }

  /**
   * One request in a transaction of its own; resolves when the transaction has committed.
   * @param {Table} table
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => IDBRequest} work
   * @returns {Promise<any>}
   */
  run(table, mode, work) {
    return new Promise((resolve, reject) => {
      if (!this._connection) throw new DOMException("No database.", "InvalidStateError");
      const transaction = this._begin(this._connection, table, mode);
      const timer = setTimeout(() => {
        reject(new DOMException("The database hangs.", "TimeoutError"));
        this._reconnect();
      }, PATIENCE_MS);
      const request = work(transaction.objectStore(table));
      transaction.oncomplete = () => {
        clearTimeout(timer);
        resolve(request.result);
      };
      transaction.onerror = transaction.onabort = () => {
        clearTimeout(timer);
        reject(transaction.error);
      };
    });
  }

  /** @param {IDBDatabase} connection @param {Table} table @param {IDBTransactionMode} mode */
  _begin(connection, table, mode) {
    try {
      return connection.transaction(table, mode);
    } catch (error) {
      this._reconnect();
      throw error;
    }
  }

  /** @param {IDBDatabase | null} connection */
  _use(connection) {
    this._connection = connection;
    if (!connection) return;
    connection.onversionchange = () => {
      connection.close();
      this._connection = null;
    };
    // The browser took it away, to make room for example.
    connection.onclose = () => this._reconnect();
  }

  /** Another connection may be had where one was lost; not every browser says that it was. */
  async _reconnect() {
    if (!this._connection) return;
    this._connection.close();
    this._connection = null;
    this._use(await connect());
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
    setTimeout(() => resolve(null), PATIENCE_MS);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("answers", { keyPath: "id", autoIncrement: true });
      request.result.createObjectStore("drafts", { keyPath: ["user_id", "session_id", "position"] });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
    request.onblocked = () => resolve(null);
  });
}
