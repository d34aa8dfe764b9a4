// @ts-check
/**
 * What the server refuses, and what happens when it cannot be asked, as one kind of error.
 *
 * Branch on `code`; `detail` is a sentence that may be shown to a person.
 */

/** No server answered: the network is down, the connection broke, or the deadline passed. */
export const NO_ANSWER = "no_answer";
/** Somebody answered, but not the functions: a gateway's page, for example. */
export const UNEXPECTED = "unexpected_answer";

/** Codes after which the identical request may simply be sent again. */
const REPEATABLE = new Set([NO_ANSWER, UNEXPECTED, "rate_limited", "database_unavailable", "internal_error"]);

/** A refusal of the server (RFC 9457), or `no_answer`. */
export class Problem extends Error {
  /**
   * @param {object} document the problem document, or as much as is known of it
   * @param {string} document.code
   * @param {number} [document.status]
   * @param {string} [document.title]
   * @param {string} [document.detail]
   * @param {string} [document.request_id]
   * @param {number} [document.retry_after_seconds]
   * @param {ErrorOptions} [options]
   */
  constructor(document, options) {
    super(document.detail || document.title || document.code, options);
    this.name = "Problem";
    /** The stable name of what happened. */
    this.code = document.code;
    /** The HTTP status; 0 when nobody answered. */
    this.status = document.status ?? 0;
    /** A sentence for a person. */
    this.detail = document.detail || "Something went wrong. Please try again.";
    /** Names the request in the logs of the server. */
    this.requestId = document.request_id ?? "";
    /** Seconds to wait before the next try, if the server said so. @type {number | null} */
    this.retryAfterSeconds = document.retry_after_seconds ?? null;
    /** Everything else the document says. @type {Record<string, any>} */
    this.fields = { ...document };
  }

  /** May the same request be sent again unchanged, later? */
  get repeatable() {
    return REPEATABLE.has(this.code);
  }

  /** Did the server say that the text which was sent is in safe keeping? */
  get kept() {
    return this.fields.kept === true;
  }
}

/**
 * Was it not the functions that answered?
 * @param {Record<string, any> | null} problem a `Problem`, or its document
 */
export function unreachable(problem) {
  return problem !== null && (problem.code === NO_ANSWER || problem.code === UNEXPECTED || problem.status >= 500);
}

/**
 * The problem of a call that got no answer.
 * @param {unknown} [cause]
 */
export function noAnswer(cause) {
  return new Problem(
    { code: NO_ANSWER, detail: "The server cannot be reached right now. Please check your connection." },
    { cause },
  );
}

/**
 * The problem of a success that the functions cannot have meant: a captive portal's page, for example.
 * @param {unknown} [cause]
 */
export function unexpected(cause) {
  return new Problem({ code: UNEXPECTED, status: 200, detail: "The server gave an answer that cannot be read." }, { cause });
}

/**
 * A session view, and nothing else.
 * @template {any} View
 * @param {View} view what start, resume, submit or finish has answered
 * @param {string} [sessionId] of the session that was asked for
 * @returns {View}
 */
export function sessionView(view, sessionId) {
  const session = /** @type {any} */ (view)?.session;
  if (!session?.status || (sessionId && session.id !== sessionId)) throw unexpected();
  return view;
}

/**
 * The problem in an answer that is not a success.
 * @param {Response} response
 */
export async function problemOf(response) {
  /** @type {any} */
  const document = await response.json().catch(() => null);
  const header = Number(response.headers.get("retry-after"));
  const retry = header > 0 ? { retry_after_seconds: header } : {};
  // Other servers have codes of their own, which mean nothing here.
  if (typeof document?.code === "string" && typeof document.request_id === "string") {
    return new Problem({ ...retry, ...document, status: response.status });
  }
  // A proxy's page, or an answer cut short: the call may or may not have taken effect.
  const code = response.status === 401 ? "not_authenticated" : response.status >= 500 ? NO_ANSWER : UNEXPECTED;
  return new Problem({ ...retry, code, status: response.status, detail: "The server gave an answer that cannot be read." });
}
