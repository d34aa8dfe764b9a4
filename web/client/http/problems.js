// @ts-check
/**
 * One error type for the server's refusals and for calls that could not reach the server.
 *
 * Branch on `code`; `detail` is a sentence that can be shown to users.
 */

/** No server answered: the network is down, the connection broke, or the deadline passed. */
export const NO_ANSWER = "no_answer";
/** The response did not come from the endpoints; it may be a gateway's page, for example. */
export const UNEXPECTED = "unexpected_answer";

/** Codes after which the identical request can be sent again. */
const REPEATABLE = new Set([
  NO_ANSWER,
  UNEXPECTED,
  "request_timeout",
  "rate_limited",
  "database_unavailable",
  "internal_error",
]);

/** A refusal of the server (RFC 9457), or a client-side code such as `no_answer`. */
export class Problem extends Error {
  /**
   * @param {object} document the problem document, or the known part of it
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
    /** The stable error code. */
    this.code = document.code;
    /** The HTTP status; 0 without a response. */
    this.status = document.status ?? 0;
    /** A sentence for users. */
    this.detail = document.detail || "Something went wrong. Please try again.";
    /** Identifies the request in the server's logs. */
    this.requestId = document.request_id ?? "";
    /** Seconds to wait before the next try, if the server sent them. @type {number | null} */
    this.retryAfterSeconds = document.retry_after_seconds ?? null;
    /** All fields of the document. @type {Record<string, any>} */
    this.fields = { ...document };
  }

  /** Can the same request be sent again later, unchanged? */
  get repeatable() {
    return REPEATABLE.has(this.code);
  }

  /** Did the server store the text that was sent? */
  get kept() {
    return this.fields.kept === true;
  }
}

/**
 * Did the call fail to reach the endpoints?
 * @param {Record<string, any> | null} problem a `Problem` or its document
 */
export function unreachable(problem) {
  return problem !== null && (problem.code === NO_ANSWER || problem.code === UNEXPECTED || problem.status >= 500);
}

/**
 * The problem of a call without a response.
 * @param {unknown} [cause]
 */
export function noAnswer(cause) {
  return new Problem(
    { code: NO_ANSWER, detail: "The server cannot be reached right now. Please check your connection." },
    { cause },
  );
}

/**
 * The problem of a success response that cannot be from the endpoints: a captive portal's page, for example.
 * @param {unknown} [cause]
 */
export function unexpected(cause) {
  return new Problem(
    { code: UNEXPECTED, status: 200, detail: "The server gave an answer that cannot be read." },
    { cause },
  );
}

/**
 * Check that a response is a session view.
 * @template {any} View
 * @param {View} view the response of start, resume, submit or finish
 * @param {string} [sessionId] id of the requested session
 * @returns {View}
 */
export function sessionView(view, sessionId) {
  const session = /** @type {any} */ (view)?.session;
  if (!session?.status || (sessionId && session.id !== sessionId)) throw unexpected();
  return view;
}

/**
 * The problem in an error response.
 * @param {Response} response
 */
export async function problemOf(response) {
  /** @type {any} */
  const document = await response.json().catch(() => null);
  const header = Number(response.headers.get("retry-after"));
  const retry = header > 0 ? { retry_after_seconds: header } : {};
  // Other servers use codes of their own, which have no meaning here.
  if (typeof document?.code === "string" && typeof document.request_id === "string") {
    return new Problem({ ...retry, ...document, status: response.status });
  }
  // A proxy's page, or a truncated response: the call may or may not have taken effect.
  const code = response.status === 401 ? "not_authenticated" : response.status >= 500 ? NO_ANSWER : UNEXPECTED;
  return new Problem({
    ...retry,
    code,
    status: response.status,
    detail: "The server gave an answer that cannot be read.",
  });
}
