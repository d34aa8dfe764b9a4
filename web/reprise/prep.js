// @ts-check
/** Prep workspaces: the calls of docs/api.md, and one workspace that saves itself. */
import { Autosave } from "./autosave.js";
import { pause } from "./http.js";
import { Problem, noAnswer } from "./problems.js";
import { Unsaved, allLeftBehind } from "./unsaved.js";

const GENERATE_SECONDS = 90;
/** How often a generation that another call is busy with is asked for again. */
const GENERATE_TRIES = 20;
/** What of a workspace can be changed. */
const FIELDS = ["name", "job_id", "skill", "document"];

export class Prep {
  /** @param {import("./client.js").Reprise} client */
  constructor(client) {
    this._client = client;
  }

  /**
   * A page of the caller's workspaces, newest first, without their documents.
   * @param {{cursor?: string | null, limit?: number}} [query]
   */
  list(query) {
    return this._client.call("prep-sessions", { method: "GET", query });
  }

  /** Workspaces to begin with. @returns {Promise<any[]>} */
  async templates() {
    return (await this._client.call("prep-sessions/templates", { method: "GET" })).templates;
  }

  /** @param {object} body `{prep_session_id, name?, mode?, job_id?, skill?, template?}`; with an id of your own it is safe to repeat */
  create(body) {
    return this._client.call("prep-sessions", { body });
  }

  /** @param {string} id */
  read(id) {
    return this._client.call(`prep-sessions/${id}`, { method: "GET" });
  }

  /**
   * Change what the merge patch names, of this version.
   * @param {string} id
   * @param {any} patch
   * @param {number} version
   * @param {{tries?: number, keepalive?: boolean}} [options]
   */
  patch(id, patch, version, options) {
    const headers = { "content-type": "application/merge-patch+json", "if-match": `"${version}"` };
    return this._client.call(`prep-sessions/${id}`, { method: "PATCH", body: patch, headers, ...options });
  }

  /**
   * Give it another name, whatever else was changed meanwhile.
   * @param {string} id
   * @param {string} name
   * @param {number} version
   */
  async rename(id, name, version) {
    try {
      return await this.patch(id, { name }, version);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "version_conflict") throw error;
      return this.patch(id, { name }, error.fields.prep_session.version);
    }
  }

  /** @param {string} id */
  delete(id) {
    return this._client.call(`prep-sessions/${id}`, { method: "DELETE" });
  }

  /**
   * Have a model write. The same request again returns what is stored; so it is repeated while another call is busy with it.
   * @param {string} id
   * @param {object} body `{kind, skill?, depth?, count?, refresh?}`
   */
  async generate(id, body) {
    for (let number = 1; ; number += 1) {
      try {
        return await this._client.call(`prep-sessions/${id}/generate`, { body, tries: 1, deadlineSeconds: GENERATE_SECONDS });
      } catch (error) {
        const busy = error instanceof Problem && error.code === "generation_in_progress";
        if (!busy || number === GENERATE_TRIES) throw error;
        await pause(error.retryAfterSeconds ?? 2);
      }
    }
  }

  /** The links that work. @param {string} id @returns {Promise<any[]>} */
  async shares(id) {
    return (await this._client.call(`prep-sessions/${id}/shares`, { method: "GET" })).shares;
  }

  /**
   * Make a link; its token is told only now.
   * @param {string} id
   * @param {number} hours
   */
  share(id, hours) {
    return this._client.call(`prep-sessions/${id}/shares`, { body: { expires_in_hours: hours }, tries: 1 });
  }

  /** @param {string} id @param {string} shareId */
  revoke(id, shareId) {
    return this._client.call(`prep-sessions/${id}/shares/${shareId}`, { method: "DELETE" });
  }

  /** What a link shows; nobody has to be signed in. @param {string} token */
  shared(token) {
    return this._client.call("shared-prep", { method: "GET", query: { token } });
  }

  /**
   * Open a workspace: with what is saved, and what tabs that are gone had not saved yet.
   * @param {string} id
   * @returns {Promise<{view: any, autosave: Autosave}>}
   */
  async open(id) {
    const view = await this.read(id);
    const autosave = new Autosave({
      saved: savedOf(view),
      load: async () => savedOf(await this.read(id)),
      save: async (patch, version, { keepalive }) => savedOf(await this.patch(id, patch, version, { tries: 1, keepalive })),
      conflicting: ({ code, fields }) => (code === "version_conflict" && fields.prep_session ? savedOf(fields.prep_session) : null),
      unsaved: this._unsaved(id),
    });
    await autosave.recover();
    return { view, autosave };
  }

  /**
   * What was never saved of a workspace that is not there any more.
   * @param {string} id
   * @returns {Promise<{texts: string[], forget: () => void}>} every text that had been changed, and a way to be rid of them
   */
  async leftBehind(id) {
    const unsaved = this._unsaved(id);
    const left = await unsaved.leftBehind();
    const texts = left.flatMap(({ value }) => value.entries.flatMap((/** @type {any} */ { before, after }) => textsOf(after, before)));
    return { texts: [...new Set(texts)], forget: () => left.forEach(({ key }) => unsaved.forget(key)) };
  }

  /**
   * The workspaces of which this device has something that was never saved, and that no tab is looking after.
   * @returns {Promise<{id: string, name: string | null}[]>} `name` is null when there is no such workspace any more
   */
  async allLeftBehind() {
    const ids = await allLeftBehind(this._client.userId);
    return (await Promise.all(ids.map((id) => this._leftIn(id)))).flat();
  }

  /** @param {string} id @returns {Promise<{id: string, name: string | null}[]>} none when there is nothing to tell, or no way to know */
  async _leftIn(id) {
    try {
      return [{ id, name: (await this.read(id)).name }];
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code !== "prep_session_not_found") return [];
    }
    const { texts, forget } = await this.leftBehind(id);
    // Something was only removed there: nobody can want that any more.
    if (!texts.length) forget();
    return texts.length ? [{ id, name: null }] : [];
  }

  /** @param {string} id */
  _unsaved(id) {
    return new Unsaved(`${this._client.userId}:${id}`);
  }
}

/**
 * The texts of an entry that were not there before.
 * @param {any} after
 * @param {any} before
 * @returns {string[]}
 */
function textsOf(after, before) {
  if (typeof after === "string") return after.trim() && after !== before ? [after] : [];
  if (typeof after !== "object" || after === null) return [];
  return Object.entries(after).flatMap(([name, value]) => textsOf(value, before?.[name]));
}

/** @param {any} view @returns {import("./autosave.js").Saved} */
function savedOf(view) {
  // Somebody on the way answered: taken for the workspace, it would empty the page.
  if (!Number.isInteger(view?.version)) throw noAnswer();
  const fields = FIELDS.map((name) => [name, view[name]]).filter(([, value]) => value !== null && value !== undefined);
  return { content: Object.fromEntries(fields), version: view.version };
}
