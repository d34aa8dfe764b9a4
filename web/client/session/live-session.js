// @ts-check
/**
 * What every session in a tab has, with questions or messages: its lease, its heartbeat, the life of its page, the other
 * tabs, and what the last request says about network and sign-in. Subclasses override the methods under "Hooks".
 *
 * Events: `change` after any change.
 */
import { Problem, sessionView, unreachable } from "../http/problems.js";
import { Heartbeat } from "./heartbeat.js";
import { watchPage } from "./page-events.js";

/** @import { Beaten, Lease, Question, Resumed, Session, SessionView } from "../types.js" */

/** @typedef {import("./phases.js").PhaseEvent} PhaseEvent */
/** @typedef {import("./heartbeat.js").Beat & {question?: Question}} Beat */

/** A value that every view of an open session sets. The types omit null, because nothing reads it before. */
export const UNSET = /** @type {never} */ (/** @type {unknown} */ (null));

/** @template {string} Phase */
export class LiveSession extends EventTarget {
  /**
   * @param {object} parts
   * @param {import("../http/client.js").Reprise} parts.client
   * @param {import("./tabs.js").Tabs} parts.tabs
   * @param {import("../storage/device-store.js").DeviceStore} parts.store
   * @param {(phase: Phase | "idle", event: PhaseEvent) => Phase | "idle"} reduce the phase after an event
   */
  constructor({ client, tabs, store }, reduce) {
    super();
    this.client = client;
    this.tabs = tabs;
    this._store = store;
    this._reduce = reduce;
    /** @type {Phase | "idle"} */
    this.phase = "idle";
    this._sessionId = "";
    /** @type {Session} */
    this.session = UNSET;
    /** Null also for a closed session. @type {Lease} */
    this.lease = UNSET;
    /** Did the last request get no response? */
    this.offline = false;
    /** Was the last request refused because the user is signed out? */
    this.signedOut = false;
    this._ending = new AbortController();
    /** @type {Heartbeat<Beat>} */
    this._heartbeat = new Heartbeat({
      client,
      next: () => this._nextBeat(),
      onResponse: (response, beat) => this._beaten(response, beat),
      onProblem: (problem, beat) => this._beatFailed(problem, beat),
      earlier: (seconds) => this._shortened(seconds),
    });
    this._watch();
  }

  /** Does the text survive on this device if the tab ends? */
  get durable() {
    return this._store.durable;
  }

  /** Is the session open in this tab? */
  get _running() {
    return this.phase !== "idle" && this.phase !== "moved" && this.phase !== "closed";
  }

  /** The fields that every call on a held session carries. */
  get _hold() {
    return { session_id: this.session.id, lease: this.lease.number };
  }

  /** Save what can be saved, then stop for good; call it when leaving the page. */
  stop() {
    this._saveBeforeLeaving();
    this._ending.abort();
    this._enter("stopped");
    this._heartbeat.pause();
    if (this.session) this.tabs.leave(this.session.id);
  }

  /** Apply an event to the phase; false if the phase stays. @param {PhaseEvent} event */
  _enter(event) {
    const before = this.phase;
    this.phase = this._reduce(before, event);
    return this.phase !== before;
  }

  // The server's view --------------------------------------------------------------------------

  /**
   * Resume the session.
   * @param {boolean} takeover take it from another tab or device
   * @returns {Promise<Resumed>}
   */
  async _fetch(takeover) {
    const body = { session_id: this._sessionId, client_id: this.tabs.clientId, takeover };
    return sessionView(await this.client.resume(body), this._sessionId);
  }

  /** Fetch the state again. If another tab or device holds the session, it has moved. */
  async _fetchAgain() {
    try {
      await this._resume();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code === "live_elsewhere" || error.code === "session_in_progress") await this._moved();
      else await this._trouble(error);
    }
  }

  /** End the session. @param {"completed" | "cancelled"} outcome */
  async _finish(outcome) {
    try {
      await this._adopt(sessionView(await this.client.finish({ ...this._hold, outcome })));
    } catch (error) {
      if (!(error instanceof Problem) || !(await this._lost(error))) throw error;
    }
  }

  /**
   * Handle a refusal that means that the session is no longer open here, and show its state. Returns false for any
   * other refusal.
   * @param {Problem} problem
   */
  async _lost(problem) {
    if (problem.code === "lease_lost") await this._moved();
    else if (problem.code === "session_closed") await this._refresh();
    else return false;
    return true;
  }

  /** Another tab or device has the lease: stop sending, keep the text. */
  async _moved() {
    if (!this._enter("moved")) return;
    this._heartbeat.pause();
    const left = this._leave();
    this._changed();
    await left;
    this._changed();
  }

  /**
   * Record what the last request says about the connection.
   * @param {Problem | Record<string, any> | null} problem also as a document; null: the request succeeded
   */
  _contact(problem) {
    this.offline = unreachable(problem);
    this.signedOut = problem?.code === "not_authenticated";
  }

  // Page and tabs ------------------------------------------------------------------------------

  _watch() {
    const { signal } = this._ending;
    this.tabs.addEventListener(
      "taken",
      (event) => {
        if (/** @type {import("./tabs.js").TabEvent} */ (event).sessionId === this.session?.id) this._moved();
      },
      { signal },
    );
    watchPage(
      { onBack: () => this._soon(), onOffline: () => this._unplugged(), onLeaving: () => this._saveBeforeLeaving() },
      signal,
    );
  }

  _unplugged() {
    if (!this._running) return;
    this.offline = true;
    this._changed();
  }

  _changed() {
    this.dispatchEvent(new Event("change"));
  }

  // Hooks --------------------------------------------------------------------------------------

  /** Apply a view of the server. @param {SessionView} view @returns {Promise<boolean | void>} */
  async _adopt({ session, lease }) {
    this.session = session;
    this.lease = lease ?? UNSET;
    this._changed();
  }

  /** Fetch the state and apply it. @param {boolean} [takeover] @returns {Promise<void>} */
  async _resume(takeover = false) {
    await this._adopt(await this._fetch(takeover));
  }

  /** The local state is out of date: fetch the current one. @returns {Promise<void>} */
  _refresh() {
    return this._fetchAgain();
  }

  /** The session is no longer open here: leave the text on this device. @returns {Promise<void>} */
  async _leave() {}

  /** Handle a problem of a request that only a retry may solve. @param {Problem} problem @returns {unknown} */
  _trouble(problem) {
    return this._heartbeat.retry(problem);
  }

  /** The heartbeat to send now; null if there is none. @returns {Beat | null} */
  _nextBeat() {
    return this._running ? { body: this._hold } : null;
  }

  /** Handle a heartbeat's response. @param {Beaten} response @param {Beat} _beat @returns {Promise<void>} */
  async _beaten(response, _beat) {
    this.lease = response.lease ?? this.lease;
    this._heartbeat.plan(this.lease.heartbeat_seconds);
  }

  /** Handle a failed heartbeat. @param {Problem} problem @param {Beat} _beat @returns {Promise<void>} */
  async _beatFailed(problem, _beat) {
    if (!(await this._lost(problem))) await this._trouble(problem);
  }

  /** Bring a heartbeat forward. @param {number} seconds until it is due @returns {number} */
  _shortened(seconds) {
    return seconds;
  }

  /** The network is back, or the user returned to the page. */
  _soon() {
    if (this._running) this._heartbeat.soon();
  }

  /** The page is hidden or closing. */
  _saveBeforeLeaving() {
    if (this._running) this._heartbeat.beatBeforeLeaving();
  }
}
