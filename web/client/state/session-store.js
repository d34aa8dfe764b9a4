// @ts-check
/** What the stores of interviews and conversations share: opening, what is in the way of it, and taking over. */
import { Problem } from "../http/problems.js";
import { openTab } from "../session/tab.js";
import { Store } from "./store.js";

/** @import { ActiveSession, Session } from "../types.js" */
/** @import { OpenOptions } from "../session/opening.js" */

/**
 * @typedef {object} Opening
 * @property {Session | null} session null before it is open
 * @property {ActiveSession | null} blockedBy with the phase `blocked`: the session that is in the way. Offer `takeOver`,
 *   and `startOver` if its `can_start_over` allows it
 * @property {Problem | null} problem with the phase `failed`: why; offer `retry`. Show `detail`, branch on `code`
 * @property {boolean} offline did the last request get no response?
 * @property {boolean} signedOut is the user signed out, or somebody else signed in?
 * @property {boolean} durable do texts survive on this device if the tab ends?
 */

/** @satisfies {Opening} */
export const OPENING = {
  session: null,
  blockedBy: null,
  problem: null,
  offline: false,
  signedOut: false,
  durable: true,
};

/**
 * @template {import("../session/interview.js").Interview | import("../session/conversation.js").Conversation} Live
 * @template {Opening & {phase: string}} State
 * @extends {Store<State>}
 */
export class SessionStore extends Store {
  /**
   * @param {import("../http/client.js").Reprise} client
   * @param {State} opening
   * @param {readonly string[]} events after which the state is read again
   */
  constructor(client, opening, events) {
    super(opening);
    this._client = client;
    this._events = events;
    /** The session behind the state; null before it is made, and after the last subscriber. @type {Live | null} */
    this.live = null;
    /** The session in the way, and why opening failed. @type {Pick<Opening, "blockedBy" | "problem">} */
    this._outcome = { blockedBy: null, problem: null };
  }

  /** Move the session that is in the way, or that has moved, to this tab. */
  takeOver() {
    const takeOver = this._outcome.blockedBy?.id ?? this.live?.session?.id;
    return this._enter((live) => this._openLive(live, { takeOver }));
  }

  /** End the session that is in the way, and start. */
  startOver() {
    return this._enter((live) => this._openLive(live, { startOver: true }));
  }

  /** Try to open it again. */
  retry() {
    return this._enter((live) => this._openLive(live, {}));
  }

  /** @override @param {AbortSignal} signal */
  async _open(signal) {
    const { tabs, store } = await openTab(this._client.userId);
    if (signal.aborted) return;
    const live = this._make({ client: this._client, tabs, store });
    this.live = live;
    signal.addEventListener("abort", () => {
      live.stop();
      this.live = null;
    });
    for (const event of this._events) live.addEventListener(event, () => this._read(), { signal });
    await this.retry();
  }

  /**
   * @param {(live: Live) => Promise<ActiveSession | null>} open
   */
  async _enter(open) {
    const { live } = this;
    if (!live) return;
    this._outcome = { blockedBy: null, problem: null };
    this._read();
    try {
      const blockedBy = await open(live);
      this._outcome = { blockedBy, problem: null };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this._outcome = { blockedBy: null, problem: error };
    }
    if (live === this.live) this._read();
  }

  _read() {
    const { live, _outcome: outcome } = this;
    if (!live) return;
    const { blockedBy, problem } = outcome;
    const open = live.phase === "idle" ? {} : this._stateOf(live);
    const phase = blockedBy ? "blocked" : problem ? "failed" : live.phase === "idle" ? "opening" : live.phase;
    const { session, offline, signedOut, durable } = live;
    this._set({ ...this._opening, ...open, ...outcome, phase, session: session ?? null, offline, signedOut, durable });
  }

  // Hooks --------------------------------------------------------------------------------------

  /**
   * @param {{client: import("../http/client.js").Reprise} & import("../session/tab.js").Tab} _parts
   * @returns {Live}
   */
  _make(_parts) {
    throw new Error("not implemented");
  }

  /** @param {Live} _live @param {OpenOptions} _options @returns {Promise<ActiveSession | null>} */
  async _openLive(_live, _options) {
    return null;
  }

  /** The fields of the open session. @param {Live} _live @returns {Partial<State>} */
  _stateOf(_live) {
    return {};
  }
}
