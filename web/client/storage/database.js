// @ts-check
/**
 * The device's IndexedDB database. Reconnects when the connection is lost, and gives up on operations that hang. Failed
 * operations reject; the caller decides what happens to the data.
 */

const NAME = "reprise";
const VERSION = 2;
/** An operation that takes longer counts as failed; some browsers' databases hang after the device slept. */
const PATIENCE_MS = 5000;
/** Version 1 stored texts that were set aside as drafts, with the time (ms) in the place of the position. */
const FIRST_SET_ASIDE_POSITION = 1_000_000;

/**
 * @typedef {object} Entry an answer in transit
 * @property {number} [id] increases in the order in which answers were submitted
 * @property {string} user_id
 * @property {AnswerBody} body
 * @property {string} [refused] the code of a final refusal: nothing more is sent, the text stays here
 */

/**
 * @typedef {object} AnswerBody the request that submits the answer
 * @property {string} session_id
 * @property {number} position
 * @property {string} answer
 * @property {number} lease
 * @property {string} client_submitted_at
 * @property {boolean} time_expired
 */

/**
 * @typedef {object} Draft the text typed for one question. A conversation has one draft, that of its next message, at
 *   position 0, as in a heartbeat.
 * @property {string} user_id
 * @property {string} session_id
 * @property {number} position
 * @property {string} text
 * @property {number} lease the lease under which it was typed
 * @property {string | null} sent the last text sent to the server
 * @property {string | null} saved the last text that the server confirmed
 * @property {string} [kept] the last text that the server stored beside the answer, too late to be the draft
 */

/**
 * @typedef {object} StoredMessage the message of a conversation that has not arrived yet; one a session
 * @property {string} user_id
 * @property {string} session_id
 * @property {string} message_id
 * @property {string} content
 * @property {number} after `seq` of the last known message when it was sent
 */

/**
 * @typedef {object} SetAsideText a text of a conversation that its draft has no room for
 * @property {string} user_id
 * @property {string} session_id
 * @property {number} at milliseconds since 1970 by this device's clock; orders the texts of a session
 * @property {string} text
 */

/**
 * @typedef {object} Rows the rows of each object store
 * @property {Entry} answers
 * @property {Draft} drafts
 * @property {StoredMessage} messages
 * @property {SetAsideText} set_aside
 */
/** @typedef {keyof Rows} Table */

/** The key of a row, but for answers, which the database numbers. */
export const KEYS = {
  drafts: ["user_id", "session_id", "position"],
  messages: ["user_id", "session_id"],
  set_aside: ["user_id", "session_id", "at"],
};

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
   * @template T
   * @param {Table} table
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => IDBRequest<T>} work
   * @returns {Promise<T>}
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
    let over = false;
    /** @param {IDBDatabase | null} connection */
    const end = (connection) => {
      // A connection that comes too late would block the next upgrade.
      if (over) connection?.close();
      over = true;
      resolve(connection);
    };
    setTimeout(() => over || end(null), PATIENCE_MS);
    request.onupgradeneeded = ({ oldVersion }) => upgrade(request, oldVersion);
    request.onsuccess = () => end(request.result);
    request.onerror = () => end(null);
  });
}

/**
 * Create the missing object stores. Runs in the transaction of the upgrade, so either all texts move or none.
 * @param {IDBOpenDBRequest} request
 * @param {number} oldVersion 0 if there was no database
 */
function upgrade({ result: database, transaction }, oldVersion) {
  if (oldVersion < 1) {
    database.createObjectStore("answers", { keyPath: "id", autoIncrement: true });
    database.createObjectStore("drafts", { keyPath: KEYS.drafts });
  }
  database.createObjectStore("messages", { keyPath: KEYS.messages });
  database.createObjectStore("set_aside", { keyPath: KEYS.set_aside });
  if (oldVersion === 1 && transaction) moveFromDrafts(transaction);
}

/**
 * Move what version 1 stored among the drafts: the message in transit, which has a `message_id`, and texts that were
 * set aside, which have a time in the place of the position.
 * @param {IDBTransaction} transaction
 */
function moveFromDrafts(transaction) {
  const rows = transaction.objectStore("drafts").openCursor();
  rows.onsuccess = () => {
    const cursor = rows.result;
    if (!cursor) return;
    const { user_id, session_id, position, text, message_id, after } = cursor.value;
    if (message_id) {
      transaction.objectStore("messages").put({ user_id, session_id, message_id, content: text, after });
      cursor.delete();
    } else if (position >= FIRST_SET_ASIDE_POSITION) {
      transaction.objectStore("set_aside").put({ user_id, session_id, at: position, text });
      cursor.delete();
    }
    cursor.continue();
  };
}
