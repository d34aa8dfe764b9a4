// @ts-check
/**
 * A document with local changes beside the server's version: what differs, what can be sent, and how both sides merge
 * when someone else has saved. Synchronous; makes no calls.
 *
 * Both sides merge field by field. A field that both changed to different values is contested: it keeps this side's
 * value and is not sent until both sides are equal or it is resolved.
 */
import { changedEntries, diff, fieldAt, mergeThree, patched, same, withField } from "./merge.js";

/** Depth of a document's entries. Unsaved changes are stored and merged as whole entries. */
const ENTRY_DEPTH = 3;

/** @typedef {import("./merge.js").Path} Path */
/** @typedef {{content: any, version: number}} Saved the server's content and its version */
/** @typedef {{patch: any, version: number}} Change a merge patch and the version it is based on */

/**
 * @typedef {object} Note unsaved changes in a form that another working copy can merge
 * @property {{path: Path, before?: any, after?: any}[]} entries
 * @property {Path[]} contested
 * @property {Change | null} unanswered
 */

export class WorkingCopy {
  /** @param {Saved} saved the server's current state */
  constructor(saved) {
    /** The document with the local changes. */
    this.content = saved.content;
    this._saved = saved;
    /** @type {Path[]} */
    this._contested = [];
    /** A change that was sent without a response; it may have been stored. @type {Change | null} */
    this._unanswered = null;
  }

  /** Fields changed here and elsewhere, with both values. @returns {import("./merge.js").Conflict[]} */
  get conflicts() {
    return this._contested.map((path) => ({
      path,
      mine: fieldAt(this.content, path),
      theirs: fieldAt(this._saved.content, path),
    }));
  }

  /** The last known version on the server. */
  get version() {
    return this._saved.version;
  }

  /** Are there changes that the server has not confirmed? */
  get dirty() {
    return !same(this.content, this._saved.content);
  }

  /** Are there changes that can be sent? */
  get sendable() {
    return this._patch() !== undefined;
  }

  /** Was a change sent of which it is unknown whether it was stored? */
  get unanswered() {
    return this._unanswered !== null;
  }

  /** The unsaved changes, to store beyond this tab; undefined if there are none. @returns {Note | undefined} */
  get note() {
    const entries = changedEntries(this._saved.content, this.content, ENTRY_DEPTH);
    return entries.length ? { entries, contested: this._contested, unanswered: this._unanswered } : undefined;
  }

  /**
   * Change a field; undefined removes it. Returns false if the value is the same.
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
   * Resolve a contested field with a value.
   * @param {Path} path
   * @param {any} value
   */
  resolve(path, value) {
    this._contested = this._contested.filter((one) => !same(one, path));
    this.content = withField(this.content, path, value);
  }

  /**
   * The change to send now; null if there is none. It counts as unanswered until `merge` or `refused` is called.
   * @returns {(Change & {stored: any}) | null} `stored`: the server's content after the change, if no one else saved
   */
  nextChange() {
    // Repeat a change without a response unchanged, so that it cannot be mistaken for someone else's.
    const patch = this._unanswered?.patch ?? this._patch();
    if (!patch) return null;
    this._unanswered = { patch, version: this._unanswered?.version ?? this._saved.version };
    return { ...this._unanswered, stored: patched(this._saved.content, patch) };
  }

  /** The change was refused for good; none of it is stored. */
  refused() {
    this._unanswered = null;
  }

  /**
   * Merge the server's state.
   * @param {Saved} saved
   * @param {any} [base] the server's content without other people's changes; by default the last known content
   * @returns {boolean} did the content change, or is a field newly contested?
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
   * Apply unsaved changes of other tabs on top of the current content.
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
    // From the other tab's view, the current content was saved by someone else.
    const { merged, conflicts } = mergeThree(before, after, this.content);
    this.content = merged;
    for (const { path, mine, theirs } of conflicts) {
      // Two tabs have unsaved texts for the same field: keep both, one below the other.
      const saved = fieldAt(this._saved.content, path);
      if (!same(theirs, saved) && typeof mine === "string" && typeof theirs === "string") {
        this.content = withField(this.content, path, `${theirs}\n\n${mine}`);
      }
    }
    this._contest([...contested, ...contestedOf(conflicts, before, unanswered)]);
  }

  /** The patch of every change except those of contested fields. */
  _patch() {
    let mine = this.content;
    for (const path of this._contested) mine = withField(mine, path, fieldAt(this._saved.content, path));
    return diff(this._saved.content, mine);
  }

  /** @param {Path[]} paths */
  _contest(paths) {
    this._contested = paths.filter((path, index) => paths.findIndex((one) => same(one, path)) === index);
  }

  /** Fields that are equal on both sides are no longer contested. */
  _settle() {
    this._contested = this._contested.filter(
      (path) => !same(fieldAt(this.content, path), fieldAt(this._saved.content, path)),
    );
  }
}

/**
 * The conflicts that involve someone else. The server's value may also be our own change that got no response; that is
 * not one.
 * @param {import("./merge.js").Conflict[]} conflicts
 * @param {any} before the content that the unanswered change was based on
 * @param {Change | null} unanswered
 * @returns {Path[]}
 */
function contestedOf(conflicts, before, unanswered) {
  const sent = unanswered && patched(before, unanswered.patch);
  return conflicts.filter(({ path, theirs }) => !sent || !same(fieldAt(sent, path), theirs)).map(({ path }) => path);
}
