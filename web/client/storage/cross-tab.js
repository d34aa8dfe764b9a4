// @ts-check
/**
 * Channels and locks between the tabs of one browser. Where they are blocked (a private window, a page without https),
 * a channel is silent and a lock is always granted, so the tab works as if it were alone.
 */

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
