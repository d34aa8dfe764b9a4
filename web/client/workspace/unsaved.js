// @ts-check
/**
 * Stores changes that the server has not confirmed on this device, to recover them after a reload or a crash.
 *
 * Uses localStorage because it writes synchronously: a crash cannot interrupt a pending write. Each tab has its own
 * entry and holds a lock of the same name. An entry whose lock is free was left by a closed tab.
 */
import { locked } from "../storage/cross-tab.js";

const STORE = "reprise-unsaved:";
/** A lock not granted within this time is held by a live tab. A reloading page may take a moment to release its own. */
const RELOAD_MS = 300;

/** @typedef {{key: string, value: any}} Left an entry left by a closed tab */

export class Unsaved {
  /** @param {string} name owner and document, as `user:document` */
  constructor(name) {
    this._prefix = `${STORE}${name}:`;
    this._key = `${this._prefix}${crypto.randomUUID()}`;
    locked(this._key, {}, () => new Promise(() => {}));
  }

  /**
   * Replace this tab's entry; false if the device cannot store it.
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
   * Entries left by closed tabs. Call `forget` with the key once the content is stored elsewhere.
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
      // The entry stays and will be merged again, which changes nothing.
    }
  }
}

/**
 * The documents for which closed tabs have left entries.
 * @param {string} whose
 * @returns {Promise<string[]>} names without the owner
 */
export async function allLeftBehind(whose) {
  const prefix = `${STORE}${whose}:`;
  const names = (await freeKeys(prefix)).map((key) => key.slice(prefix.length, key.lastIndexOf(":")));
  return [...new Set(names)];
}

/** Has this device changes of a user's documents that the server has not confirmed? @param {string} whose */
export function hasUnsaved(whose) {
  return allKeys().some((key) => key.startsWith(`${STORE}${whose}:`));
}

/** Keys of entries left by closed tabs. @param {string} prefix @returns {Promise<string[]>} */
async function freeKeys(prefix) {
  const keys = allKeys().filter((key) => key.startsWith(prefix));
  const free = await Promise.all(keys.map(isFree));
  return keys.filter((_, index) => free[index]);
}

/** All keys; none if the browser blocks storage. */
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
