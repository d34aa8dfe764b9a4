// @ts-check
/**
 * A document as it is here, beside what the server has of it: what differs, what of that can be sent, and what becomes of both
 * when somebody else saved in the meantime. Nothing here waits or calls anybody.
 *
 * Both sides are merged field by field. What both changed to something else is contested: this side's value stays where it is,
 * and nothing of that field is sent, until both say the same or it is resolved.
 */
import { changedEntries, diff, fieldAt, mergeThree, patched, same, withField } from "./merge.js";

/** Entries of a document lie so deep: a text in one is weighed against the whole of it. */
const ENTRY_DEPTH = 3;

/** @typedef {import("./merge.js").Path} Path */
/** @typedef {{content: any, version: number}} Saved what the server has, and its version */
/** @typedef {{patch: any, version: number}} Change a merge patch, and the version it is based on */

/**
 * @typedef {object} Note what a working copy has that the server does not: another one can take it in
 * @property {{path: Path, before?: any, after?: any}[]} entries
 * @property {Path[]} contested
 * @property {Change | null} unanswered
 */

export class WorkingCopy {
  /** @param {Saved} saved what the server has now */
  constructor(saved) {
    /** The document as it is here. */
    this.content = saved.content;
    this._saved = saved;
    /** @type {Path[]} */
    this._contested = [];
    /** A change that was sent and got no answer: it may have been stored. @type {Change | null} */
    this._unanswered = null;
  }

  /** Fields that were changed here and elsewhere, with both values. @returns {import("./merge.js").Conflict[]} */
  get conflicts() {
    return this._contested.map((path) => ({ path, mine: fieldAt(this.content, path), theirs: fieldAt(this._saved.content, path) }));
  }

  /** The version that the server last told. */
  get version() {
    return this._saved.version;
  }

  /** Is there anything that the server has not confirmed? */
  get dirty() {
    return !same(this.content, this._saved.content);
  }

  /** Is there anything that can be sent? */
  get sendable() {
    return this._patch() !== undefined;
  }

  /** Was something sent of which nobody knows whether it was stored? */
  get unanswered() {
    return this._unanswered !== null;
  }

  /** What has to outlive this tab; undefined when the server has everything. @returns {Note | undefined} */
  get note() {
    const entries = changedEntries(this._saved.content, this.content, ENTRY_DEPTH);
    return entries.length ? { entries, contested: this._contested, unanswered: this._unanswered } : undefined;
  }

  /**
   * Change a field; undefined removes it. False when it is like that already.
   * @param {Path} path
   * @param {any} value
   */
  set(path, value) {
    if (same(fieldAt(this.content, path), value)) return false;
    this.content = withField(this.content, path, value);
    this._settle();
    return true;
  }

  /**
   * Say what a contested field shall be.
   * @param {Path} path
   * @param {any} value
   */
  resolve(path, value) {
    this._contested = this._contested.filter((one) => !same(one, path));
    this.content = withField(this.content, path, value);
  }

  /**
   * The change to send now, null when there is none; it counts as unanswered from here on, until `merge` or `refused`.
   * @returns {(Change & {stored: any}) | null} `stored`: what the server has once it has stored the change, if nobody else saved
   */
  nextChange() {
    // A call without an answer is repeated unchanged: then it cannot be mistaken for somebody else's change.
    const patch = this._unanswered?.patch ?? this._patch();
    if (!patch) return null;
    this._unanswered = { patch, version: this._unanswered?.version ?? this._saved.version };
    return { ...this._unanswered, stored: patched(this._saved.content, patch) };
  }

  /** The change was refused for good: nothing of it is stored. */
  refused() {
    this._unanswered = null;
  }

  /**
   * The server has this now.
   * @param {Saved} saved
   * @param {any} [base] what it would have without anybody else's changes; what it had before, when nothing of this side is new
   * @returns {boolean} is anything here other than before, or newly contested?
   */
  merge(saved, base = this._saved.content) {
    const before = this.content;
    const { merged, conflicts } = mergeThree(base, this.content, saved.content);
    const contested = contestedOf(conflicts, this._saved.content, this._unanswered);
    this._unanswered = null;
    this._saved = saved;
    this.content = merged;
    this._contest([...this._contested, ...contested]);
    this._settle();
    return !same(before, merged) || contested.length > 0;
  }

  /**
   * What the working copies of other tabs had: their changes, on top of what there is.
   * @param {Note[]} notes
   */
  takeIn(notes) {
    for (const note of notes) this._takeIn(note);
    this._settle();
  }

  /** @param {Note} note */
  _takeIn({ entries, contested, unanswered }) {
    let [before, after] = [this._saved.content, this._saved.content];
    for (const entry of entries) {
      before = withField(before, entry.path, entry.before);
      after = withField(after, entry.path, entry.after);
    }
    // Seen from there, what is here now was saved by somebody else.
    const { merged, conflicts } = mergeThree(before, after, this.content);
    this.content = merged;
    for (const { path, mine, theirs } of conflicts) {
      // Unsaved texts of two tabs for one field: both, for there is only one place for them.
      const saved = fieldAt(this._saved.content, path);
      if (!same(theirs, saved) && typeof mine === "string" && typeof theirs === "string") {
        this.content = withField(this.content, path, `${theirs}\n\n${mine}`);
      }
    }
    this._contest([...contested, ...contestedOf(conflicts, before, unanswered)]);
  }

  /** What can be sent: every change but those of contested fields. */
  _patch() {
    let mine = this.content;
    for (const path of this._contested) mine = withField(mine, path, fieldAt(this._saved.content, path));
    return diff(this._saved.content, mine);
  }

  /** @param {Path[]} paths */
  _contest(paths) {
    this._contested = paths.filter((path, index) => paths.findIndex((one) => same(one, path)) === index);
  }

  /** Nothing is contested any more where both sides say the same. */
  _settle() {
    this._contested = this._contested.filter((path) => !same(fieldAt(this.content, path), fieldAt(this._saved.content, path)));
  }
}

/**
 * The conflicts that somebody else is part of: what was sent and got no answer may be what is there, and that is none.
 * @param {import("./merge.js").Conflict[]} conflicts
 * @param {any} before what the change that got no answer was made to
 * @param {Change | null} unanswered
 * @returns {Path[]}
 */
function contestedOf(conflicts, before, unanswered) {
  const sent = unanswered && patched(before, unanswered.patch);
  return conflicts.filter(({ path, theirs }) => !sent || !same(fieldAt(sent, path), theirs)).map(({ path }) => path);
}
