// @ts-check
/**
 * The tabs of one browser: which is which, and which one holds a session.
 *
 * Each tab has a `client_id` that survives a reload (sessionStorage) and is held by a Web Lock, so that a duplicated
 * tab, which starts with a copy of it, notices and takes an id of its own. The id of the tab that last held a session is
 * written down as well: a tab that opens after it was closed or has crashed (its lock is free) takes that id over, and the
 * server sees the same client come back. Tabs tell each other over a BroadcastChannel, long before the server has to.
 *
 * A browser may forbid any of this. Then it is the server that tells one tab of the other.
 *
 * Events: `taken` (another tab took the session), `left` (it let go of it), with `sessionId`.
 */
import { browserShelf, channel, locked, locksWork, tabShelf } from "./browser.js";

const OWN = "reprise-client";
const RELOAD_MS = 400;

/** Something another tab did to a session. */
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
    /** This tab's id, as the server knows it. */
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
   * Find out who this tab is.
   * @param {string} userId
   */
  static async open(userId) {
    const own = tabShelf.get(OWN);
    if (!(await locksWork())) return new Tabs(userId, remember(own ?? crypto.randomUUID()));
    const last = browserShelf.get(lastOf(userId));
    const orphan = last && last !== own && (await hold(clientLock(last), { ifAvailable: true })) ? last : null;
    // On a reload the page before may need a moment to let go.
    if (!orphan && own && (await hold(clientLock(own), { signal: AbortSignal.timeout(RELOAD_MS) }))) return new Tabs(userId, own);
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
   * Hold the session in this tab; every other tab that held it is told at once and lets go.
   * @param {string} sessionId
   */
  take(sessionId) {
    browserShelf.set(this._last, this.clientId);
    this._channel.postMessage({ type: "taken", sessionId });
    if (this._held.has(sessionId)) return;
    this._held.set(sessionId, () => {});
    locked(sessionLock(sessionId), {}, () => {
      if (!this._held.has(sessionId)) return undefined;
      return new Promise((resolve) => this._held.set(sessionId, () => resolve(undefined)));
    });
  }

  /**
   * Let go of the session, and tell tabs that wait for it.
   * @param {string} sessionId
   */
  leave(sessionId) {
    this._letGo(sessionId);
    this._channel.postMessage({ type: "left", sessionId });
  }

  /**
   * Resolves when no other tab holds the session any more, closed, crashed or told to let go.
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

/** This tab has this id from now on. @param {string} clientId */
function remember(clientId) {
  tabShelf.set(OWN, clientId);
  return clientId;
}

/**
 * Take a lock for as long as this page lives; false when it cannot be had.
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
