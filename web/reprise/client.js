// @ts-check
/**
 * The functions of Reprise for one signed-in person, as methods.
 *
 * Bodies and answers are those of docs/api.md; refusals are thrown as `Problem`.
 */
import { ServerClock } from "./clock.js";
import { createHttp } from "./http.js";

/**
 * @typedef {object} Settings
 * @property {string} functionsUrl
 * @property {import("./http.js").GetAccessToken} getAccessToken
 * @property {string} [userId] whose texts are kept on this device; needed for interviews
 * @property {typeof fetch} [fetch]
 */

export class Reprise extends EventTarget {
  /** @param {Settings} settings */
  constructor({ functionsUrl, getAccessToken, userId = "", fetch }) {
    super();
    this.functionsUrl = functionsUrl;
    this.userId = userId;
    this.clock = new ServerClock();
    /** Did the last call reach a server? A change dispatches `reachable`. */
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
   * Any function; for those without a method of their own.
   * @param {string} path for example `prep-sessions`
   * @param {import("./http.js").RequestOptions} [options]
   * @returns {Promise<any>} the body; null for 204
   */
  call(path, options) {
    return this._http.call(path, options);
  }

  /**
   * Any function, as a `Response`: for files, streams and headers.
   * @param {string} path
   * @param {import("./http.js").RequestOptions} [options]
   * @returns {Promise<Response>}
   */
  async send(path, options) {
    return (await this._http.send(path, options)).response;
  }

  // Candidates ---------------------------------------------------------------------------------

  /**
   * What could be continued, with the `server_time` at which this was so; null when there is nothing.
   * @param {string} [clientId] so that this tab does not count as elsewhere
   */
  async activeSession(clientId) {
    const { active_session, server_time } = await this.call("resume", { method: "GET", query: { client_id: clientId } });
    return active_session && { ...active_session, server_time };
  }

  /** @param {object} body `{session_id, client_id, interview_id | practice | conversation, start_over?}` */
  start(body, options = {}) {
    return this.call("start", { body, ...options });
  }

  /** @param {object} body `{session_id?, client_id, takeover?}` */
  resume(body, options = {}) {
    return this.call("resume", { body, ...options });
  }

  /** @param {object} body `{session_id, position, answer, lease, client_submitted_at?, time_expired?}` */
  submit(body, options = {}) {
    return this.call("submit", { body, ...options });
  }

  /** @param {object} body `{session_id, lease, draft?: {position, text}}` */
  heartbeat(body, options = {}) {
    return this.call("heartbeat", { body, ...options });
  }

  /** @param {object} body `{session_id, lease, outcome: "completed" | "cancelled"}` */
  finish(body, options = {}) {
    return this.call("finish", { body, ...options });
  }

  /** Free the user from the session they are live in, on any device. */
  clearStuckSession() {
    return this.call("clear-stuck-session", { body: {} });
  }

  // Candidates and reviewers -------------------------------------------------------------------

  /** @param {Record<string, any>} [query] `{interview_id?, cursor?, limit?, status?, mode?}` */
  sessions(query) {
    return this.call("sessions", { method: "GET", query });
  }

  /** @param {string} sessionId */
  results(sessionId) {
    return this.call("results", { method: "GET", query: { session_id: sessionId } });
  }

  /** @param {string} [interviewId] */
  analytics(interviewId) {
    return this.call("analytics", { method: "GET", query: { interview_id: interviewId } });
  }

  /** @param {object} body `{session_id, action, reason, …}` */
  review(body) {
    return this.call("review", { body });
  }

  /**
   * A file of results or of a prep session.
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
