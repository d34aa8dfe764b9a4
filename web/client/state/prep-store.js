// @ts-check
/** A prep workspace as state: opens with the first subscriber, saves itself, and merges what others save. */
import { Problem } from "../http/problems.js";
import { Prep } from "../workspace/prep.js";
import { Store } from "./store.js";

/** @import { Autosave, SaveState } from "../workspace/autosave.js" */
/** @import { Conflict, Path } from "../workspace/merge.js" */

/**
 * @typedef {object} PrepState
 * @property {"opening" | "failed" | "open"} phase `failed`: it could not be opened, see `problem`
 * @property {Record<string, any>} content `name`, `job_id`, `skill` and `document`, with the local changes
 * @property {SaveState} saved
 * @property {boolean} dirty are there changes that the server has not confirmed?
 * @property {readonly Conflict[]} conflicts fields changed here and elsewhere: call `resolve` for each
 * @property {Problem | null} problem why opening or the last save failed
 * @property {boolean} durable are unsaved changes stored on this device?
 */

/** @type {PrepState} */
export const PREP_OPENING = {
  phase: "opening",
  content: {},
  saved: "saved",
  dirty: false,
  conflicts: [],
  problem: null,
  durable: true,
};

/** @extends {Store<PrepState>} */
export class PrepStore extends Store {
  /**
   * @param {import("../http/client.js").Reprise} client with the `userId` of the signed-in user
   * @param {string} id of the workspace
   */
  constructor(client, id) {
    super(PREP_OPENING);
    this._prep = new Prep(client);
    this._id = id;
    /** @type {Autosave | null} */
    this._autosave = null;
  }

  /** Change a field; undefined removes it. @param {Path} path @param {any} value */
  set(path, value) {
    this._autosave?.set(path, value);
  }

  /** Resolve a conflict with a value for the field. @param {Path} path @param {any} value */
  resolve(path, value) {
    this._autosave?.resolve(path, value);
  }

  /** Save everything now; resolves with true if the server has it. */
  async saveAll() {
    return (await this._autosave?.saveAll()) ?? true;
  }

  /**
   * Generate content with a model, and show it. Throws a `Problem`.
   * @param {object} body `{kind, skill?, depth?, count?, refresh?}`
   */
  async generate(body) {
    const generated = await this._prep.generate(this._id, body);
    await this._autosave?.refresh();
    return generated;
  }

  /** Try to open it again. */
  retry() {
    return this._open(this._ending.signal);
  }

  /** @override @param {AbortSignal} signal */
  async _open(signal) {
    try {
      const { autosave } = await this._prep.open(this._id);
      if (signal.aborted) return autosave.stop();
      this._autosave = autosave;
      signal.addEventListener("abort", () => {
        autosave.stop();
        this._autosave = null;
      });
      for (const event of ["change", "merged"])
        autosave.addEventListener(event, () => this._read(autosave), { signal });
      this._read(autosave);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (!signal.aborted) this._set({ ...PREP_OPENING, phase: "failed", problem: error });
    }
  }

  /** @param {Autosave} autosave */
  _read({ content, state: saved, dirty, conflicts, problem, durable }) {
    this._set({ phase: "open", content, saved, dirty, conflicts: [...conflicts], problem, durable });
  }
}
