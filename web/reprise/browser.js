// @ts-check
/**
 * What a browser may forbid to a page (all cookies blocked, a private window, an address without https), each with something
 * in its place that reaches as far as the tab does: a memory, a channel that nobody hears, a lock that is always free.
 */

/** A storage that never throws. What the browser does not keep is remembered until the page ends. */
class Shelf {
  /** @param {() => Storage} open */
  constructor(open) {
    this._open = open;
    /** What the browser did not keep, and what it has in its place. @type {Map<string, {value: string, instead: string | null}>} */
    this._memory = new Map();
  }

  /** @param {string} key @returns {string | null} */
  get(key) {
    const kept = this._kept(key);
    const remembered = this._memory.get(key);
    if (!remembered) return kept;
    if (remembered.instead === kept) return remembered.value;
    // Another tab has changed it since, and that is the newer one.
    this._memory.delete(key);
    return kept;
  }

  /** Keep a value; false when it is gone with the page. @param {string} key @param {string} value */
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
      // Where nothing can be removed nothing was kept.
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

  /** The names of what the browser keeps. @returns {string[]} */
  keys() {
    try {
      return Object.keys(this._open());
    } catch {
      return [];
    }
  }
}

/** For all tabs of this browser. */
export const browserShelf = new Shelf(() => localStorage);
/** For this tab, also after a reload. */
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
 * Run something while no other tab runs what has the same name; without locks at once.
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

/** Does this browser have locks for this page? */
export function locksWork() {
  locking ??= navigator.locks ? navigator.locks.query().then(Boolean, () => false) : Promise.resolve(false);
  return locking;
}

/** @type {Promise<boolean> | undefined} */
let locking;
