// @ts-check
/** Prep workspaces: the endpoints of docs/api.md, and a workspace that saves itself. */

import { pause } from "../http/http.js";
import { noAnswer, Problem } from "../http/problems.js";
import { Autosave } from "./autosave.js";
import { allLeftBehind, Unsaved } from "./unsaved.js";

const GENERATE_SECONDS = 90;
/** How often to ask again while another request is generating the same content. */
const GENERATE_TRIES = 20;
/** The fields of a workspace that can be changed. */
const FIELDS = ["name", "job_id", "skill", "document"];

export class Prep {
  /** @param {import("../http/client.js").Reprise} client */
  constructor(client) {
    this._client = client;
  }

  /**
   * A page of the user's workspaces, newest first, without their documents.
   * @param {{cursor?: string | null, limit?: number}} [query]
   */
  list(query) {
    return this._client.call("prep-sessions", { method: "GET", query });
  }

  /** Templates for new workspaces. @returns {Promise<any[]>} */
  async templates() {
    return (await this._client.call("prep-sessions/templates", { method: "GET" })).templates;
  }

  /**
   * @param {object} body `{prep_session_id, name?, mode?, job_id?, skill?, template?}`; safe to repeat with a
   *   `prep_session_id`
   */
  create(body) {
    return this._client.call("prep-sessions", { body });
  }

  /** @param {string} id */
  read(id) {
    return this._client.call(`prep-sessions/${id}`, { method: "GET" });
  }

  /**
   * Apply a merge patch that is based on this version.
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
   * Rename a workspace, even if other fields changed meanwhile.
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
   * Generate content with a model. An identical request returns the stored content, so it is repeated while another
   * request is generating.
   * @param {string} id
   * @param {object} body `{kind, skill?, depth?, count?, refresh?}`
   */
  async generate(id, body) {
    for (let number = 1; ; number += 1) {
      try {
        return await this._client.call(`prep-sessions/${id}/generate`, {
          body,
          tries: 1,
          deadlineSeconds: GENERATE_SECONDS,
        });
      } catch (error) {
        const busy = error instanceof Problem && error.code === "generation_in_progress";
        if (!busy || number === GENERATE_TRIES) throw error;
        await pause(error.retryAfterSeconds ?? 2);
      }
    }
  }

  /** The active links. @param {string} id @returns {Promise<any[]>} */
  async shares(id) {
    return (await this._client.call(`prep-sessions/${id}/shares`, { method: "GET" })).shares;
  }

  /**
   * Create a link. Its token is returned only once, here.
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

  /** The content behind a link; works without signing in. @param {string} token */
  shared(token) {
    return this._client.call("shared-prep", { body: { token } });
  }

  /**
   * Open a workspace, with unsaved changes of closed tabs merged in.
   * @param {string} id
   * @returns {Promise<{view: any, autosave: Autosave}>}
   */
  async open(id) {
    const view = await this.read(id);
    const autosave = new Autosave({
      saved: savedOf(view),
      load: async () => savedOf(await this.read(id)),
      save: async (patch, version, { keepalive }) =>
        savedOf(await this.patch(id, patch, version, { tries: 1, keepalive })),
      conflicting: ({ code, fields }) =>
        code === "version_conflict" && fields.prep_session ? savedOf(fields.prep_session) : null,
      unsaved: this._unsaved(id),
    });
    await autosave.recover();
    return { view, autosave };
  }

  /**
   * Unsaved changes on this device for a workspace that no longer exists.
   * @param {string} id
   * @returns {Promise<{texts: string[], forget: () => void}>} every changed text, and a function that deletes them
   */
  async leftBehind(id) {
    const unsaved = this._unsaved(id);
    const left = await unsaved.leftBehind();
    const texts = left.flatMap(({ value }) =>
      value.entries.flatMap((/** @type {any} */ { before, after }) => textsOf(after, before)),
    );
    const forget = () => {
      for (const { key } of left) unsaved.forget(key);
    };
    return { texts: [...new Set(texts)], forget };
  }

  /**
   * Workspaces with unsaved changes on this device that no open tab is handling.
   * @returns {Promise<{id: string, name: string | null}[]>} `name` is null if the workspace no longer exists
   */
  async allLeftBehind() {
    const ids = await allLeftBehind(this._client.userId);
    return (await Promise.all(ids.map((id) => this._leftIn(id)))).flat();
  }

  /**
   * @param {string} id
   * @returns {Promise<{id: string, name: string | null}[]>} empty if there is nothing to report, or the server cannot
   *   say
   */
  async _leftIn(id) {
    try {
      return [{ id, name: (await this.read(id)).name }];
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code !== "prep_session_not_found") return [];
    }
    const { texts, forget } = await this.leftBehind(id);
    // Only deletions were unsaved: there is nothing to recover.
    if (!texts.length) forget();
    return texts.length ? [{ id, name: null }] : [];
  }

  /** @param {string} id */
  _unsaved(id) {
    return new Unsaved(`${this._client.userId}:${id}`);
  }
}

/**
 * The texts of an entry that are new or changed.
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
  // The response is not from our server (a captive portal, say). Treating it as the workspace would blank the page.
  if (!Number.isInteger(view?.version)) throw noAnswer();
  const fields = FIELDS.map((name) => [name, view[name]]).filter(([, value]) => value !== null && value !== undefined);
  return { content: Object.fromEntries(fields), version: view.version };
}
