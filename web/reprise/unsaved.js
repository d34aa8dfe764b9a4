// @ts-check
/**
 * Changes that the server has not confirmed, on this device: written while somebody types, read after a reload or a crash.
 *
 * localStorage, because it writes before the next line runs: nothing is left to do when a tab goes down. Each tab has an entry
 * of its own and holds a lock of the same name; an entry whose lock is free belonged to a tab that is gone.
 */
import { locked } from "./browser.js";

const STORE = "reprise-unsaved:";
/** A lock that is not free after so long is held by a living tab; a page that reloads may need a moment to let go. */
const RELOAD_MS = 300;

/** @typedef {{key: string, value: any}} Left what a tab that is gone has left */

export class Unsaved {
  /** @param {string} name whose, and of what */
  constructor(name) {
    this._prefix = `${STORE}${name}:`;
    this._key = `${this._prefix}${crypto.randomUUID()}`;
    locked(this._key, {}, () => new Promise(() => {}));
  }

  /**
   * Keep this in place of what was kept before; false when the device cannot.
   * @param {unknown} value undefined: nothing is unsaved
   */
  write(value) {
    try {
      if (value === undefined) localStorage.removeItem(this._key);
      else localStorage.setItem(this._key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  /**
   * What tabs that are gone have left. Call `forget` with the key when it is in safe keeping.
   * @returns {Promise<Left[]>}
   */
  async leftBehind() {
    const keys = (await freeKeys(this._prefix)).filter((key) => key !== this._key);
    return keys.map((key) => ({ key, value: read(key) })).filter(({ value }) => value !== null);
  }

  /** @param {string} key */
  forget(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // It is taken in once more, then, and changes nothing.
    }
  }
}

/**
 * Of what tabs that are gone have left something.
 * @param {string} whose
 * @returns {Promise<string[]>} without the part of the name that says whose it is
 */
export async function allLeftBehind(whose) {
  const prefix = `${STORE}${whose}:`;
  const names = (await freeKeys(prefix)).map((key) => key.slice(prefix.length, key.lastIndexOf(":")));
  return [...new Set(names)];
}

/** The keys of tabs that are gone. @param {string} prefix @returns {Promise<string[]>} */
async function freeKeys(prefix) {
  const keys = allKeys().filter((key) => key.startsWith(prefix));
  const free = await Promise.all(keys.map(isFree));
  return keys.filter((_, index) => free[index]);
}

/** None where a browser forbids to keep anything. */
function allKeys() {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}

/** @param {string} key */
function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/** @param {string} key @returns {Promise<boolean>} */
async function isFree(key) {
  try {
    return await locked(key, { signal: AbortSignal.timeout(RELOAD_MS) }, () => true);
  } catch {
    return false;
  }
}
