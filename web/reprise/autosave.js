// @ts-check
/**
 * A document that saves itself: what changed goes to the server a second after the last change, as a merge patch that names
 * the version it is based on, and stays on this device until the server has confirmed it.
 *
 * When somebody else saved in the meantime, both sides are merged (see working-copy.js). What both changed to something else is
 * a conflict: this side's text stays where it is, nothing of that field is sent, and `resolve` says what it shall be.
 *
 * `state` is
 * - `saved`: the server has everything
 * - `saving`: a change waits for its second, or is under way
 * - `offline`: the server cannot be reached; the changes are tried again by themselves
 * - `conflict`: everything is saved but the fields in `conflicts`
 * - `error`: the server refused, see `problem`; the changes stay here, on this device if `durable`
 *
 * Events: `change` when any of that changed; `merged` when `content` changed in another way than by `set`.
 */
import { backoff } from "./http.js";
import { Problem, noAnswer } from "./problems.js";
import { WorkingCopy } from "./working-copy.js";

const QUIET_MS = 1000;
/** So long a change waits at most while somebody goes on typing. */
const LONGEST_MS = 5000;
/** Bytes a request may have that outlives its page; the browsers' own limit is 64 KiB for all of them together. */
const KEEPALIVE_BYTES = 60_000;

/** @typedef {import("./merge.js").Path} Path */
/** @typedef {"saved" | "saving" | "offline" | "conflict" | "error"} SaveState */
/** @typedef {import("./working-copy.js").Saved} Saved */

export class Autosave extends EventTarget {
  /**
   * @param {object} parts
   * @param {Saved} parts.saved what the server has now
   * @param {() => Promise<Saved>} parts.load reads it again
   * @param {(patch: any, version: number, options: {keepalive: boolean}) => Promise<Saved>} parts.save
   * @param {(problem: Problem) => Saved | null} parts.conflicting what the server has, if a refusal says so
   * @param {import("./unsaved.js").Unsaved} parts.unsaved
   */
  constructor({ saved, load, save, conflicting, unsaved }) {
    super();
    /** @type {SaveState} */
    this.state = "saved";
    /** Why the last attempt failed. @type {Problem | null} */
    this.problem = null;
    /** When the server last confirmed a change, by this device's clock; null when nothing was changed here. @type {Date | null} */
    this.savedAt = null;
    /** Can this device keep what is not saved yet? */
    this.durable = true;
    this._copy = new WorkingCopy(saved);
    this._load = load;
    this._save = save;
    this._conflicting = conflicting;
    this._unsaved = unsaved;
    /** Entries of tabs that are gone, until what is in them is kept in this tab's own. @type {string[]} */
    this._taken = [];
    this._recovering = false;
    this._failures = 0;
    this._busy = false;
    /** Somebody else saved while this side was busy. */
    this._stale = false;
    this._timer = 0;
    this._dirtySince = 0;
    this._ending = new AbortController();
    this._listen();
  }

  /** The document as it is here. */
  get content() {
    return this._copy.content;
  }

  /** Fields that were changed here and elsewhere, with both values. */
  get conflicts() {
    return this._copy.conflicts;
  }

  /** The version that the server last told. */
  get version() {
    return this._copy.version;
  }

  /** Is there anything that the server has not confirmed? */
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
   * Say what a field in conflict shall be.
   * @param {Path} path
   * @param {any} value
   */
  resolve(path, value) {
    this._copy.resolve(path, value);
    this._write();
    this._plan(0);
    this._tell(this._waitingState());
    this.dispatchEvent(new Event("merged"));
  }

  /** Take in what tabs that are gone have left unsaved, merged with what the server has. Call it at first; later it looks by itself. */
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
    this._tell(this._waitingState());
    this.dispatchEvent(new Event("merged"));
  }

  /** Look whether somebody else saved something. */
  async refresh() {
    // A call without an answer is settled first: what it stored is ours, not somebody else's.
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

  /** Save now; resolves when the attempt is over. */
  async flush() {
    this._write();
    await this._send();
  }

  /** Save everything now; resolves with true when the server has it, and with false when that has to wait. */
  async saveAll() {
    for (;;) {
      await this.flush();
      if (this.state !== "saving") return !this.dirty;
      // Somebody is still typing, or another call was under way.
      await new Promise((resolve) => this.addEventListener("change", resolve, { once: true }));
    }
  }

  /** Leave the document: it stays on this device what the server does not have. */
  stop() {
    this._write();
    this._ending.abort();
    clearTimeout(this._timer);
  }

  // On this device -----------------------------------------------------------------------------

  _write() {
    const durable = this._unsaved.write(this._copy.note);
    // Only now: until here they were the only copy that outlives this tab.
    if (durable) for (const key of this._taken.splice(0)) this._unsaved.forget(key);
    if (durable === this.durable) return;
    this.durable = durable;
    this.dispatchEvent(new Event("change"));
  }

  // With the server ----------------------------------------------------------------------------

  _edited() {
    // At once: what has not changed is told apart by looking at it, and a tab may go down at any moment.
    this._write();
    if (!this._copy.sendable) return this._tell(this._restingState());
    this._dirtySince ||= performance.now();
    const latest = this._dirtySince + LONGEST_MS - performance.now();
    this._plan(Math.max(0, Math.min(QUIET_MS, latest)));
    this._tell(this._waitingState());
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
    if (!change) return this._tell(this._restingState());
    this._busy = true;
    this._write();
    this._dirtySince = 0;
    if (!this._failures) this._tell("saving");
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
    if (this.state === "saving" && !this._timer) this._copy.sendable ? this._plan(QUIET_MS) : this._tell(this._restingState());
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
    // Who is signed out can sign in again; and what had no answer before may be stored, whoever asks now.
    const waits = problem.repeatable || problem.code === "not_authenticated";
    if (waits) this._plan(Math.max(Math.min(5, backoff(this._failures)), problem.retryAfterSeconds ?? 0) * 1000);
    else this._copy.refused();
    this._tell(problem.repeatable ? "offline" : "error");
  }

  /**
   * The server has this now.
   * @param {Saved} saved
   * @param {any} [base] what it would have without anybody else's changes, when a change of this side is new in it
   */
  _merge(saved, base) {
    const changed = this._copy.merge(saved, base);
    this._write();
    this._tell(this._copy.sendable ? "saving" : this._restingState());
    if (changed) this.dispatchEvent(new Event("merged"));
  }

  /** What somebody else saved while this side was busy. */
  _catchUp() {
    if (this._stale && !this._copy.unanswered && !this._ending.signal.aborted) this.refresh();
  }

  /** With nothing left to send. @returns {SaveState} */
  _restingState() {
    return this.conflicts.length ? "conflict" : "saved";
  }

  /** With something to send, or something that was refused. @returns {SaveState} */
  _waitingState() {
    if (!this._copy.sendable) return this._restingState();
    return this.problem ? (this.problem.repeatable ? "offline" : "error") : "saving";
  }

  /** @param {SaveState} state */
  _tell(state) {
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }

  _listen() {
    const { signal } = this._ending;
    const back = () => {
      // A tab beside this one may have gone down.
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
    globalThis.document?.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? leave() : back()), { signal });
  }
}
