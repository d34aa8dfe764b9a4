// @ts-check
/**
 * Browser features that may be blocked (all cookies blocked, a private window, a page without https), with fallbacks
 * that work within this tab only: in-memory storage, a no-op channel, a lock that is always granted.
 */

/** A `Storage` that never throws. Values that the browser does not store are held in memory until the page ends. */
class Shelf {
  /** @param {() => Storage} open */
  constructor(open) {
    this._open = open;
    /**
    * Values that the browser did not store, and what it had stored under the key at that time.
    * @type {Map<string, {value: string, instead: string | null}>}
    */
    this._memory = new Map();
  }

  /** @param {string} key @returns {string | null} */
  get(key) {
    const kept = this._kept(key);
    const remembered = this._memory.get(key);
    if (!remembered) return kept;
    if (remembered.instead === kept) return remembered.value;
    // Another tab has stored a newer value since.
    this._memory.delete(key);
    return kept;
  }

  /** Set a value; false if it is lost when the page ends. @param {string} key @param {string} value */
  set(key, value) {
    try {
      this._open().setItem(key, value);
      this._memory.delete(key);
      return true;
    } catch {
      this._memory.set(key, { value, instead: this._kept(key) });
      return false;
    }
  }

  /** @param {string} key */
  remove(key) {
    this._memory.delete(key);
    try {
      this._open().removeItem(key);
    } catch {
      // If removing is forbidden, so was storing.
    }
  }

  /** @param {string} key @returns {string | null} */
  _kept(key) {
    try {
      return this._open().getItem(key);
    } catch {
      return null;
    }
  }

  /** The keys of stored values. @returns {string[]} */
  keys() {
    try {
      return Object.keys(this._open());
    } catch {
      return [];
    }
  }
}

/** Shared by all tabs of this browser. */
export const browserShelf = new Shelf(() => localStorage);
/** For this tab only; survives a reload. */
export const tabShelf = new Shelf(() => sessionStorage);

/**
 * A channel to the other tabs.
 * @param {string} name
 * @returns {Pick<BroadcastChannel, "postMessage" | "onmessage" | "close">}
 */
export function channel(name) {
  try {
    return new BroadcastChannel(name);
  } catch {
    return { postMessage() {}, onmessage: null, close() {} };
  }
}

/**
 * Run `work` while no other tab holds the lock of this name; immediately if locks are unavailable.
 * @template T
 * @param {string} name
 * @param {LockOptions} options
 * @param {(lock: Lock | null) => Promise<T> | T} work
 * @returns {Promise<T>}
 */
export async function locked(name, options, work) {
  if (!(await locksWork())) return work(null);
  return navigator.locks.request(name, options, /** @type {LockGrantedCallback<any>} */ (work));
}

/** Can this page use Web Locks? */
export function locksWork() {
  locking ??= navigator.locks ? navigator.locks.query().then(Boolean, () => false) : Promise.resolve(false);
  return locking;
}

/** @type {Promise<boolean> | undefined} */
let locking;
