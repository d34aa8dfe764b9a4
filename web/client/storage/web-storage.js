// @ts-check
/**
 * `localStorage` and `sessionStorage`, which may be blocked (all cookies blocked, a private window). Blocked values are
 * held in memory until the page ends.
 */

/** A `Storage` that never throws. Values that the browser does not store are held in memory until the page ends. */
class SafeStorage {
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
export const browserStorage = new SafeStorage(() => localStorage);
/** For this tab only; survives a reload. */
export const tabStorage = new SafeStorage(() => sessionStorage);
