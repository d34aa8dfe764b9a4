// @ts-check
/**
 * The device's IndexedDB database. Reconnects when the connection is lost, and gives up on operations that hang. Failed
 * operations reject; the caller decides what happens to the data.
 */

const NAME = "reprise";
const VERSION = 1;
/** An operation that takes longer counts as failed; some browsers' databases hang after the device slept. */
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

  /** Is a database connected? */
  get connected() {
    return this._connection !== null;
  }

  /**
   * Run one request in its own transaction; resolves when the transaction has committed.
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
    // The browser closed it, for example to free space.
    connection.onclose = () => this._reconnect();
  }

  /** Try to reconnect after the connection was lost; not every browser reports the loss. */
  async _reconnect() {
    if (!this._connection) return;
    this._connection.close();
    this._connection = null;
    this._use(await connect());
  }
}

/** @returns {Promise<IDBDatabase | null>} null if none is available */
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
