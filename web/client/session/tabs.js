// @ts-check
/**
 * Identifies the tabs of one browser, and tracks which of them holds a session.
 *
 * Each tab has a `client_id` in sessionStorage, which survives a reload, and holds a Web Lock of that id. A duplicated
 * tab starts with a copy of the id; it finds the lock taken and generates an id of its own. The id of the tab that last
 * held a session is also stored: a tab that opens after that one was closed or has crashed (its lock is free) adopts
 * the id, so the server sees the same client return. Tabs notify each other over a BroadcastChannel, long before the
 * server has to.
 *
 * A browser may block any of this. In that case the server tells the tabs apart.
 *
 * Events: `taken` (another tab took the session) and `left` (another tab released it), with `sessionId`.
 */
import { channel, locked, locksWork } from "../storage/cross-tab.js";
import { browserStorage, tabStorage } from "../storage/web-storage.js";

const OWN = "reprise-client";
const RELOAD_MS = 400;

/** Another tab took or released a session. */
export class TabEvent extends Event {
  /** @param {string} type @param {string} sessionId */
  constructor(type, sessionId) {
    super(type);
    this.sessionId = sessionId;
  }
}

export class Tabs extends EventTarget {
  /** @param {string} userId @param {string} clientId */
  constructor(userId, clientId) {
    super();
    /** This tab's id on the server. */
    this.clientId = clientId;
    this._last = lastOf(userId);
    /** @type {Map<string, () => void>} */
    this._held = new Map();
    this._channel = channel(`reprise:${userId}`);
    this._channel.onmessage = ({ data }) => {
      if (data.type === "taken") this._letGo(data.sessionId);
      this.dispatchEvent(new TabEvent(data.type, data.sessionId));
    };
  }

  /**
   * Determine this tab's id.
   * @param {string} userId
   */
  static async open(userId) {
    const own = tabStorage.get(OWN);
    if (!(await locksWork())) return new Tabs(userId, remember(own ?? crypto.randomUUID()));
    const last = browserStorage.get(lastOf(userId));
    const orphan = last && last !== own && (await hold(clientLock(last), { ifAvailable: true })) ? last : null;
    // During a reload, the previous page may take a moment to release its lock.
    if (!orphan && own && (await hold(clientLock(own), { signal: AbortSignal.timeout(RELOAD_MS) })))
      return new Tabs(userId, own);
    const clientId = orphan ?? crypto.randomUUID();
    if (!orphan) await hold(clientLock(clientId), { ifAvailable: true });
    return new Tabs(userId, remember(clientId));
  }

  /**
   * Does another tab of this browser hold the session?
   * @param {string} sessionId
   */
  async isOpenElsewhere(sessionId) {
    return !this._held.has(sessionId) && (await isOpenHere(sessionId));
  }

  /**
   * Hold the session in this tab. Any other tab that holds it is notified at once and releases it.
   * @param {string} sessionId
   */
  take(sessionId) {
    browserStorage.set(this._last, this.clientId);
    this._channel.postMessage({ type: "taken", sessionId });
    if (this._held.has(sessionId)) return;
    this._held.set(sessionId, () => {});
    locked(sessionLock(sessionId), {}, () => {
      if (!this._held.has(sessionId)) return undefined;
      return new Promise((resolve) => this._held.set(sessionId, () => resolve(undefined)));
    });
  }

  /**
   * Release the session, and notify tabs that wait for it.
   * @param {string} sessionId
   */
  leave(sessionId) {
    this._letGo(sessionId);
    this._channel.postMessage({ type: "left", sessionId });
  }

  /**
   * Resolves when no other tab holds the session any more, whether it was closed, crashed or released it.
   * @param {string} sessionId
   * @param {AbortSignal} [signal]
   */
  async whenFree(sessionId, signal) {
    await locked(sessionLock(sessionId), { signal }, () => undefined);
  }

  /** @param {string} sessionId */
  _letGo(sessionId) {
    this._held.get(sessionId)?.();
    this._held.delete(sessionId);
  }
}

/**
 * Does any tab of this browser hold the session?
 * @param {string} sessionId
 */
export async function isOpenHere(sessionId) {
  if (!(await locksWork())) return false;
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === sessionLock(sessionId));
}

/** @param {string} userId */
const lastOf = (userId) => `reprise-client:${userId}`;
/** @param {string} clientId */
const clientLock = (clientId) => `reprise-client:${clientId}`;
/** @param {string} sessionId */
const sessionLock = (sessionId) => `reprise-session:${sessionId}`;

/** Store this tab's id. @param {string} clientId */
function remember(clientId) {
  tabStorage.set(OWN, clientId);
  return clientId;
}

/**
 * Hold a lock until this page ends; resolves with false if it is not available.
 * @param {string} name
 * @param {LockOptions} options
 * @returns {Promise<boolean>}
 */
function hold(name, options) {
  return new Promise((resolve) => {
    navigator.locks
      .request(name, options, (lock) => {
        resolve(lock !== null);
        return lock && new Promise(() => {});
      })
      .catch(() => resolve(false));
  });
}
