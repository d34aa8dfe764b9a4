// @ts-check
/**
 * A document that saves itself. One second after the last change, the changes go to the server as a merge patch that
 * names the version it is based on. They stay on this device until the server has confirmed them.
 *
 * If someone else saved meanwhile, both sides are merged (see working-copy.js). A field that both sides changed to
 * different values is in conflict: it keeps this side's value and is not sent until `resolve` decides it.
 *
 * `state` is one of:
 * - `saved`: the server has everything
 * - `saving`: a change is waiting for its delay, or is being sent
 * - `offline`: the server cannot be reached; changes are retried automatically
 * - `conflict`: everything is saved except the fields in `conflicts`
 * - `error`: the server refused, see `problem`; the changes stay here, and on this device if `durable`
 *
 * Events: `change` when any of the above changed; `merged` when `content` changed other than through `set`.
 */
import { backoff } from "../http/http.js";
import { noAnswer, Problem } from "../http/problems.js";
import { WorkingCopy } from "./working-copy.js";

const QUIET_MS = 1000;
/** Longest delay of a change while typing continues. */
const LONGEST_MS = 5000;
/** Largest body (bytes) sent with `keepalive`. Browsers allow 64 KiB for all keepalive requests together. */
const KEEPALIVE_BYTES = 60_000;

/** @typedef {import("./merge.js").Path} Path */
/** @typedef {"saved" | "saving" | "offline" | "conflict" | "error"} SaveState */
/** @typedef {import("./working-copy.js").Saved} Saved */

export class Autosave extends EventTarget {
  /**
   * @param {object} parts
   * @param {Saved} parts.saved the server's current state
   * @param {() => Promise<Saved>} parts.load fetches the state again
   * @param {(patch: any, version: number, options: {keepalive: boolean}) => Promise<Saved>} parts.save
   * @param {(problem: Problem) => Saved | null} parts.conflicting the server's state, if a refusal contains it
   * @param {import("./unsaved.js").Unsaved} parts.unsaved
   */
  constructor({ saved, load, save, conflicting, unsaved }) {
    super();
    /** @type {SaveState} */
    this.state = "saved";
    /** Why the last attempt failed. @type {Problem | null} */
    this.problem = null;
    /**
     * When the server last confirmed a change, by this device's clock; null if nothing was changed here.
     * @type {Date | null}
     */
    this.savedAt = null;
    /** Are unsaved changes stored on this device? */
    this.durable = true;
    this._copy = new WorkingCopy(saved);
    this._load = load;
    this._save = save;
    this._conflicting = conflicting;
    this._unsaved = unsaved;
    /**
     * Keys of closed tabs' entries that were merged here but not yet stored under this tab's own key.
     * @type {string[]}
     */
    this._taken = [];
    this._recovering = false;
    this._failures = 0;
    this._busy = false;
    /** Someone else saved while a request of this side was running. */
    this._stale = false;
    this._timer = 0;
    this._dirtySince = 0;
    this._ending = new AbortController();
    this._listen();
  }

  /** The document with the local changes. */
  get content() {
    return this._copy.content;
  }

  /** Fields changed here and elsewhere, with both values. */
  get conflicts() {
    return this._copy.conflicts;
  }

  /** The last known version on the server. */
  get version() {
    return this._copy.version;
  }

  /** Are there changes that the server has not confirmed? */
  get dirty() {
    return this._copy.dirty;
  }

  /**
   * Change a field; undefined removes it.
   * @param {Path} path
   * @param {any} value
   */
  set(path, value) {
    if (this._copy.set(path, value)) this._edited();
  }

  /**
   * Resolve a conflict with a value for the field.
   * @param {Path} path
   * @param {any} value
   */
  resolve(path, value) {
    this._copy.resolve(path, value);
    this._write();
    this._plan(0);
    this._report(this._waitingState());
    this.dispatchEvent(new Event("merged"));
  }

  /**
   * Merge unsaved changes that closed tabs left on this device. Call it once at the start; later calls are automatic.
   */
  async recover() {
    if (this._recovering) return;
    this._recovering = true;
    const left = (await this._unsaved.leftBehind()).filter(({ key }) => !this._taken.includes(key));
    this._recovering = false;
    if (!left.length) return;
    this._copy.takeIn(left.map(({ value }) => value));
    this._taken.push(...left.map(({ key }) => key));
    this._write();
    if (this._copy.sendable) this._plan(0);
    this._report(this._waitingState());
    this.dispatchEvent(new Event("merged"));
  }

  /** Fetch changes that someone else saved. */
  async refresh() {
    // Settle an unacknowledged save first: if it was stored, those changes are ours and not someone else's.
    this._stale = this._busy || this._copy.unanswered;
    if (this._stale) return;
    this._busy = true;
    try {
      const saved = await this._load();
      if (saved.version > this.version) this._merge(saved);
      if (this._failures) this._plan(0);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    } finally {
      this._busy = false;
      if (this._copy.sendable && !this._timer) this._plan(0);
      this._catchUp();
    }
  }

  /** Save now; resolves when the attempt has ended. */
  async flush() {
    this._write();
    await this._send();
  }

  /** Save everything now; resolves with true if the server has it, with false if saving has to wait. */
  async saveAll() {
    for (;;) {
      await this.flush();
      if (this.state !== "saving") return !this.dirty;
      // The user is still typing, or another request was running.
      await new Promise((resolve) => this.addEventListener("change", resolve, { once: true }));
    }
  }

  /** Close the document. Unsaved changes stay on this device. */
  stop() {
    this._write();
    this._ending.abort();
    clearTimeout(this._timer);
  }

  // On this device -----------------------------------------------------------------------------

  _write() {
    const durable = this._unsaved.write(this._copy.note);
    // Not earlier: until this write, those entries were the only copy that survives this tab.
    if (durable) for (const key of this._taken.splice(0)) this._unsaved.forget(key);
    if (durable === this.durable) return;
    this.durable = durable;
    this.dispatchEvent(new Event("change"));
  }

  // With the server ----------------------------------------------------------------------------

  _edited() {
    // Write immediately: the tab may crash at any moment. Only entries that differ from the server's are written.
    this._write();
    if (!this._copy.sendable) return this._report(this._restingState());
    this._dirtySince ||= performance.now();
    const latest = this._dirtySince + LONGEST_MS - performance.now();
    this._plan(Math.max(0, Math.min(QUIET_MS, latest)));
    this._report(this._waitingState());
  }

  /** @param {number} ms */
  _plan(ms) {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this._send(), ms);
  }

  /** @param {{keepalive?: boolean}} [options] */
  async _send({ keepalive = false } = {}) {
    clearTimeout(this._timer);
    this._timer = 0;
    if (this._busy) return;
    const change = this._copy.nextChange();
    if (!change) return this._report(this._restingState());
    this._busy = true;
    this._write();
    this._dirtySince = 0;
    if (!this._failures) this._report("saving");
    try {
      const small = keepalive && JSON.stringify(change.patch).length * 3 < KEEPALIVE_BYTES;
      const saved = await this._save(change.patch, change.version, { keepalive: small });
      this._failures = 0;
      this.problem = null;
      this.savedAt = new Date();
      this._merge(saved, change.stored);
    } catch (error) {
      this._failed(error instanceof Problem ? error : noAnswer(error));
    } finally {
      this._busy = false;
    }
    this._catchUp();
    if (this.state === "saving" && !this._timer)
      this._copy.sendable ? this._plan(QUIET_MS) : this._report(this._restingState());
  }

  /** @param {Problem} problem */
  _failed(problem) {
    const theirs = this._conflicting(problem);
    if (theirs) {
      this._failures = 0;
      this.problem = null;
      this._merge(theirs);
      if (this._copy.sendable) this._plan(Math.random() * 100);
      return;
    }
    this.problem = problem;
    this._failures += 1;
    // A signed-out user can sign in again. A change that got no response may have been stored, also if another user is signed in
    // now.
    const waits = problem.repeatable || problem.code === "not_authenticated";
    if (waits) this._plan(Math.max(Math.min(5, backoff(this._failures)), problem.retryAfterSeconds ?? 0) * 1000);
    else this._copy.refused();
    this._report(problem.repeatable ? "offline" : "error");
  }

  /**
   * Apply the server's state.
   * @param {Saved} saved
   * @param {any} [base] the server's content without other people's changes, after a save of our own
   */
  _merge(saved, base) {
    const changed = this._copy.merge(saved, base);
    this._write();
    this._report(this._copy.sendable ? "saving" : this._restingState());
    if (changed) this.dispatchEvent(new Event("merged"));
  }

  /** Fetch what someone else saved while a request was running. */
  _catchUp() {
    if (this._stale && !this._copy.unanswered && !this._ending.signal.aborted) this.refresh();
  }

  /** The state when nothing is left to send. @returns {SaveState} */
  _restingState() {
    return this.conflicts.length ? "conflict" : "saved";
  }

  /** The state when something is left to send, or was refused. @returns {SaveState} */
  _waitingState() {
    if (!this._copy.sendable) return this._restingState();
    return this.problem ? (this.problem.repeatable ? "offline" : "error") : "saving";
  }

  /** @param {SaveState} state */
  _report(state) {
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }

  _listen() {
    const { signal } = this._ending;
    const back = () => {
      // Another tab may have crashed meanwhile.
      this.recover();
      if (this._failures && this._copy.sendable) this._plan(0);
      else if (!this._copy.sendable) this.refresh();
    };
    const leave = () => {
      this._write();
      if (this._copy.sendable) this._send({ keepalive: true });
    };
    globalThis.addEventListener("online", back, { signal });
    globalThis.addEventListener("pagehide", leave, { signal });
    globalThis.document?.addEventListener(
      "visibilitychange",
      () => (document.visibilityState === "hidden" ? leave() : back()),
      { signal },
    );
  }
}
