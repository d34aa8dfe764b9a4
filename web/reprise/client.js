// @ts-check
/**
 * The endpoints of Reprise for one signed-in user, as methods.
 *
 * Request and response bodies are those of docs/api.md (types in types.js). Refusals are thrown as `Problem`.
 */
import { ServerClock } from "./clock.js";
import { createHttp } from "./http.js";

/**
 * @typedef {object} Settings
 * @property {string} functionsUrl
 * @property {import("./http.js").GetAccessToken} getAccessToken
 * @property {string} [userId] owner of the texts stored on this device; needed for interviews
 * @property {typeof fetch} [fetch]
 */

export class Reprise extends EventTarget {
  /** @param {Settings} settings */
  constructor({ functionsUrl, getAccessToken, userId = "", fetch }) {
    super();
    this.functionsUrl = functionsUrl;
    this.userId = userId;
    this.clock = new ServerClock();
    /** Did the last call reach the server? A change dispatches `reachable`. */
    this.reachable = true;
    this._http = createHttp({
      functionsUrl,
      getAccessToken,
      clock: this.clock,
      fetch,
      onReachable: (reachable) => {
        if (reachable === this.reachable) return;
        this.reachable = reachable;
        this.dispatchEvent(new Event("reachable"));
      },
    });
  }

  /**
   * Call any endpoint; for those without a method of their own.
   * @param {string} path for example `prep-sessions`
   * @param {import("./http.js").RequestOptions} [options]
   * @returns {Promise<any>} the response's body; null for 204
   */
  call(path, options) {
    return this._http.call(path, options);
  }

  /**
   * Call any endpoint and return the `Response`; for files, streams and headers.
   * @param {string} path
   * @param {import("./http.js").RequestOptions} [options]
   * @returns {Promise<Response>}
   */
  async send(path, options) {
    return (await this._http.send(path, options)).response;
  }

  // Candidates ---------------------------------------------------------------------------------

  /**
   * The session that can be resumed, with the `server_time` of that state; null if there is none.
   * @param {string} [clientId] keeps this tab from counting as elsewhere
   * @returns {Promise<(import("./types.js").ActiveSession & {server_time: string}) | null>}
   */
  async activeSession(clientId) {
    const { active_session, server_time } = await this.call("resume", { method: "GET", query: { client_id: clientId } });
    return active_session && { ...active_session, server_time };
  }

  /**
   * @param {import("./types.js").StartBody} body
   * @param {import("./http.js").RequestOptions} [options]
   * @returns {Promise<import("./types.js").Started>}
   */
  start(body, options = {}) {
    return this.call("start", { body, ...options });
  }

  /**
   * @param {import("./types.js").ResumeBody} body
   * @param {import("./http.js").RequestOptions} [options]
   * @returns {Promise<import("./types.js").Resumed>}
   */
  resume(body, options = {}) {
    return this.call("resume", { body, ...options });
  }

  /**
   * @param {import("./types.js").SubmitBody} body
   * @param {import("./http.js").RequestOptions} [options]
   * @returns {Promise<import("./types.js").Submitted>}
   */
  submit(body, options = {}) {
    return this.call("submit", { body, ...options });
  }

  /**
   * @param {import("./types.js").HeartbeatBody} body
   * @param {import("./http.js").RequestOptions} [options]
   * @returns {Promise<import("./types.js").Beaten>}
   */
  heartbeat(body, options = {}) {
    return this.call("heartbeat", { body, ...options });
  }

  /**
   * @param {import("./types.js").FinishBody} body
   * @param {import("./http.js").RequestOptions} [options]
   * @returns {Promise<import("./types.js").SessionView>}
   */
  finish(body, options = {}) {
    return this.call("finish", { body, ...options });
  }

  /** Release the user's live session, on any device. @returns {Promise<import("./types.js").Cleared>} */
  clearStuckSession() {
    return this.call("clear-stuck-session", { body: {} });
  }

  // Candidates and reviewers -------------------------------------------------------------------

  /**
   * A page of sessions with their results: the caller's own, or those of an interview.
   * @param {import("./types.js").SessionsQuery} [query]
   * @returns {Promise<{sessions: (import("./types.js").Session & Record<string, any>)[], next_cursor: string | null, server_time: string}>}
   */
  sessions(query) {
    return this.call("sessions", { method: "GET", query: { ...query } });
  }

  /** @param {string} sessionId */
  results(sessionId) {
    return this.call("results", { method: "GET", query: { session_id: sessionId } });
  }

  /** @param {string} [interviewId] */
  analytics(interviewId) {
    return this.call("analytics", { method: "GET", query: { interview_id: interviewId } });
  }

  /**
   * Never retried: a repeat would count twice, or be refused because the first one succeeded. If no response arrives,
   * check the `events` of the results.
   * @param {object} body `{session_id, action, reason, …}`
   */
  review(body, options = {}) {
    return this.call("review", { body, tries: 1, ...options });
  }

  /**
   * Download results or a prep session as a file.
   * @param {Record<string, any>} query `{session_id | prep_session_id, format}`
   * @returns {Promise<{blob: Blob, name: string}>}
   */
  async exportFile(query) {
    const response = await this.send("export", { method: "GET", query, deadlineSeconds: 30 });
    const disposition = response.headers.get("content-disposition") ?? "";
    const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
    const plain = /filename="?([^";]+)"?/i.exec(disposition)?.[1];
    return { blob: await response.blob(), name: encoded ? decodeURIComponent(encoded) : (plain ?? "reprise") };
  }
}

/**
 * @param {Settings} settings
 */
export function createReprise(settings) {
  return new Reprise(settings);
}
