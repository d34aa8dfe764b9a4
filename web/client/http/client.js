// @ts-check
/**
 * The endpoints of Reprise for one signed-in user, as methods.
 *
 * Request and response bodies are those of docs/api.md (types in types.js). Refusals are thrown as `Problem`.
 */
import { browserStorage } from "../storage/web-storage.js";
import { ServerClock } from "./clock.js";
import { createHttp } from "./http.js";

/** @import { CandidateAnalytics, InterviewAnalytics } from "../analytics-types.js" */
/** @import { EventsPage, InterviewWarning, Regraded, ResultLine, Results, ReviewedMany, ReviewerResults } from "../result-types.js" */
/** @import { InvitedLine } from "../result-types.js" */
/** @import { SealingKey } from "../session/seal.js" */
/** @import { ActiveSession, Beaten, Cleared, Resumed, Session, SessionView, Started, Submitted, Uploaded } from "../types.js" */
/** @import { FinishBody, HeartbeatBody, ResumeBody, SessionsQuery, StartBody, SubmitBody } from "../types.js" */

const SEALING_KEY = "reprise-sealing-key";

/**
 * @typedef {object} Settings
 * @property {string} functionsUrl
 * @property {import("./http.js").GetAccessToken} getAccessToken
 * @property {string} [userId] owner of the texts stored on this device; needed for interviews
 * @property {typeof fetch} [fetch]
 */

/**
 * @template Row
 * @typedef {{sessions: Row[], next_cursor: string | null, server_time: string}} Page `next_cursor` is null on the last one
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
    /** @type {ReturnType<typeof createHttp>} */
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
   * The public key for files with unsent answers, as the server last published it to this browser; null if it has none.
   * @returns {SealingKey | null}
   */
  get sealingKey() {
    return JSON.parse(browserStorage.get(`${SEALING_KEY}:${this.functionsUrl}`) ?? "null");
  }

  /**
   * Store the key of a response on this device, for when there is no network.
   * @template {{sealed_file_key?: SealingKey | null}} View
   * @param {View} view
   * @returns {View}
   */
  _withKey(view) {
    const key = view?.sealed_file_key;
    if (key !== undefined) browserStorage.set(`${SEALING_KEY}:${this.functionsUrl}`, JSON.stringify(key));
    return view;
  }

  /**
   * The session that can be resumed, with the `server_time` of that state; null if there is none.
   * @param {string} [clientId] keeps this tab from counting as elsewhere
   * @returns {Promise<(ActiveSession & {server_time: string}) | null>}
   */
  async activeSession(clientId) {
    const view = await this.call("resume", { method: "GET", query: { client_id: clientId } });
    const { active_session, server_time } = this._withKey(view);
    return active_session && { ...active_session, server_time };
  }

  /**
   * @param {StartBody} body
   * @param {import("./http.js").RequestOptions} [options]
   * @returns {Promise<Started>}
   */
  async start(body, options = {}) {
    return this._withKey(await this.call("start", { body, ...options }));
  }

  /**
   * @param {ResumeBody} body
   * @param {import("./http.js").RequestOptions} [options]
   * @returns {Promise<Resumed>}
   */
  async resume(body, options = {}) {
    return this._withKey(await this.call("resume", { body, ...options }));
  }

  /**
   * @param {SubmitBody} body
   * @param {import("./http.js").RequestOptions} [options]
   * @returns {Promise<Submitted>}
   */
  async submit(body, options = {}) {
    return this._withKey(await this.call("submit", { body, ...options }));
  }

  /**
   * @param {HeartbeatBody} body
   * @param {import("./http.js").RequestOptions} [options]
   * @returns {Promise<Beaten>}
   */
  heartbeat(body, options = {}) {
    return this.call("heartbeat", { body, ...options });
  }

  /**
   * @param {FinishBody} body
   * @param {import("./http.js").RequestOptions} [options]
   * @returns {Promise<SessionView>}
   */
  finish(body, options = {}) {
    return this.call("finish", { body, ...options });
  }

  /** Release the user's live session, on any device. @returns {Promise<Cleared>} */
  clearStuckSession() {
    return this.call("clear-stuck-session", { body: {} });
  }

  // Candidates and reviewers -------------------------------------------------------------------

  /**
   * Upload a file with unsent answers, as its candidate or as a member of the organization. Safe to repeat.
   * @param {string} file the content of the file
   * @param {import("./http.js").RequestOptions} [options]
   * @returns {Promise<Uploaded>}
   */
  uploadSealedFile(file, options = {}) {
    return this.call("sealed-files", { body: { file }, ...options });
  }

  /**
   * A page of the caller's own sessions.
   * @overload
   * @param {Omit<SessionsQuery, "interview_id">} [query]
   * @returns {Promise<Page<Session>>}
   */
  /**
   * A page of an interview's candidates: sessions with their results, and who has not started; for members.
   * @overload
   * @param {SessionsQuery & {interview_id: string}} query
   * @returns {Promise<Page<ResultLine | InvitedLine> & {warnings: InterviewWarning[]}>}
   */
  /** @param {SessionsQuery} [query] */
  sessions(query) {
    return this.call("sessions", { method: "GET", query: { ...query } });
  }

  /**
   * A session's results, as far as the caller may see them.
   * @param {string} sessionId
   * @returns {Promise<Results>}
   */
  results(sessionId) {
    return this.call("results", { method: "GET", query: { session_id: sessionId } });
  }

  /**
   * A page of a session's audit trail, for members of its organization.
   * @param {string} sessionId
   * @param {number | null} before `events_next` of the results or of the previous page
   * @returns {Promise<EventsPage>}
   */
  events(sessionId, before) {
    return this.call(`results/${sessionId}/events`, { method: "GET", query: { before: before ?? undefined } });
  }

  /**
   * Statistics of the caller's own sessions.
   * @overload
   * @returns {Promise<CandidateAnalytics>}
   */
  /**
   * Statistics of an interview, for members of its organization.
   * @overload
   * @param {string} interviewId
   * @returns {Promise<InterviewAnalytics>}
   */
  /** @param {string} [interviewId] */
  analytics(interviewId) {
    return this.call("analytics", { method: "GET", query: { interview_id: interviewId } });
  }

  /**
   * Never retried: a repeat would count twice, or be refused because the first one succeeded. If no response arrives,
   * check the `events` of the results.
   * @overload
   * @param {{session_id: string, action: string, reason?: string} & Record<string, any>} body
   * @param {import("./http.js").RequestOptions} [options]
   * @returns {Promise<ReviewerResults>}
   */
  /**
   * Act on many sessions, or with `dry_run` only say whom it would concern; safe to repeat.
   * @overload
   * @param {{session_ids: string[], action: string, reason?: string, dry_run?: boolean} & Record<string, any>} body
   * @param {import("./http.js").RequestOptions} [options]
   * @returns {Promise<ReviewedMany>}
   */
  /**
   * Regrade an interview, or with `dry_run` see what that would change; safe to repeat.
   * @overload
   * @param {{interview_id: string, action: "regrade", reason: string, dry_run?: boolean, cursor?: string}} body
   * @param {import("./http.js").RequestOptions} [options]
   * @returns {Promise<Regraded>}
   */
  /** @param {object} body @param {import("./http.js").RequestOptions} [options] */
  review(body, options = {}) {
    return this.call("review", { body, tries: 1, ...options });
  }

  /**
   * The signed record of a session, a compact JWS.
   * @param {string} sessionId
   * @returns {Promise<string>}
   */
  async record(sessionId) {
    return (await this.call("record", { method: "GET", query: { session_id: sessionId } })).record;
  }

  /**
   * Download results, a prep session or an interview's candidates as a file.
   * @param {Record<string, any>} query `{session_id | prep_session_id | interview_id, format}`
   * @param {import("./http.js").RequestOptions} [options]
   * @returns {Promise<{blob: Blob, name: string, next: string | null}>} `next` is the cursor of a next file
   */
  async exportFile(query, options = {}) {
    const response = await this.send("export", { method: "GET", query, deadlineSeconds: 30, ...options });
    const disposition = response.headers.get("content-disposition") ?? "";
    const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
    const plain = /filename="?([^";]+)"?/i.exec(disposition)?.[1];
    const next = /[?&]cursor=([^&>]+)/.exec(response.headers.get("link") ?? "")?.[1];
    return {
      blob: await response.blob(),
      next: next ? decodeURIComponent(next) : null,
      name: encoded ? decodeURIComponent(encoded) : (plain ?? "reprise"),
    };
  }
}

/**
 * @param {Settings} settings
 */
export function createReprise(settings) {
  return new Reprise(settings);
}
