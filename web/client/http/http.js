// @ts-check
/**
 * Requests to the endpoints: deadlines, retries, a fresh token when the old one is refused, typed problems.
 *
 * Nearly every endpoint is safe to call again with the same request, so a request without a response is retried with
 * growing, jittered pauses (at least `Retry-After`). Pass `tries: 1` if the caller retries by itself, and for `review`,
 * which is not idempotent.
 */
import { noAnswer, Problem, problemOf, unexpected } from "./problems.js";

/**
 * @typedef {object} RequestOptions
 * @property {"GET" | "POST" | "PATCH" | "DELETE"} [method] POST by default
 * @property {Record<string, string | number | boolean | null | undefined>} [query] null and undefined are omitted
 * @property {unknown} [body] sent as JSON
 * @property {Record<string, string>} [headers]
 * @property {number} [tries] attempts in all; 3 by default
 * @property {number} [deadlineSeconds] per attempt; 10 by default
 * @property {boolean} [keepalive] lets the request outlive the page (body up to 64 KiB)
 * @property {AbortSignal} [signal] cancels the request
 */

/** Time limit for getting a token. */
const TOKEN_SECONDS = 15;

/** @typedef {(options?: {refresh?: boolean}) => Promise<string>} GetAccessToken the token; a new one with `refresh` */

/**
 * @param {object} settings
 * @param {string} settings.functionsUrl
 * @param {GetAccessToken} settings.getAccessToken
 * @param {import("./clock.js").ServerClock} settings.clock
 * @param {(reachable: boolean) => void} [settings.onReachable] called after each attempt
 * @param {typeof fetch} [settings.fetch]
 */
export function createHttp({
  functionsUrl,
  getAccessToken,
  clock,
  onReachable,
  fetch = globalThis.fetch.bind(globalThis),
}) {
  const base = functionsUrl.replace(/\/$/, "");
  let lastToken = "";

  /** @param {string} path @param {RequestOptions} options @param {string} token */
  async function attempt(path, options, token) {
    const { method = "POST", query, body, headers, deadlineSeconds = 10, keepalive = false, signal } = options;
    const url = new URL(`${base}/${path}`);
    for (const [name, value] of Object.entries(query ?? {})) {
      if (value !== null && value !== undefined) url.searchParams.set(name, String(value));
    }
    const deadline = AbortSignal.timeout(deadlineSeconds * 1000);
    const sent = clock.monotonic();
    try {
      const response = await fetch(url, {
        method,
        keepalive,
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
        body: body === undefined ? undefined : JSON.stringify(body),
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
      });
      const received = clock.monotonic();
      if (!response.ok) throw await problemOf(response);
      onReachable?.(true);
      return { response, sent, received };
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      const problem = error instanceof Problem ? error : noAnswer(error);
      onReachable?.(problem.status !== 0 && problem.status !== 502 && problem.status !== 503);
      throw problem;
    }
  }

  /**
   * Send until there is a response or `tries` are used up; returns the response of a success.
   * @param {string} path below `functionsUrl`, without a leading slash
   * @param {RequestOptions} [options]
   */
  async function send(path, options = {}) {
    const { tries = 3, signal } = options;
    let refresh = false;
    for (let number = 1; ; number += 1) {
      try {
        // A closing page cannot await anything before its request leaves.
        const atOnce = options.keepalive && lastToken && !refresh;
        const token = atOnce ? lastToken : await soon(getAccessToken({ refresh }));
        lastToken = token;
        return await attempt(path, options, token);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        if (error.code === "not_authenticated" && !refresh) {
          refresh = true;
          number -= 1;
        } else if (number < tries && error.repeatable) {
          await pause(Math.max(backoff(number), error.retryAfterSeconds ?? 0), signal);
        } else {
          throw error;
        }
      }
    }
  }

  /**
   * Send, and parse the response as JSON. A `server_time` in it sets the clock.
   * @param {string} path
   * @param {RequestOptions} [options]
   * @returns {Promise<any>}
   */
  async function call(path, options = {}) {
    const { response, sent, received } = await send(path, options);
    if (response.status === 204) return null;
    let body;
    try {
      body = await response.json();
    } catch (error) {
      throw noAnswer(error); // cut off in transit
    }
    if (body === null || typeof body !== "object") throw unexpected();
    if (typeof body.server_time === "string") clock.observe(sent, received, body.server_time);
    return body;
  }

  return { call, send };
}

/**
 * Get the token, with a time limit: callers that retry must not wait forever for the sign-in service.
 * @param {Promise<string>} token
 */
async function soon(token) {
  const ending = new AbortController();
  try {
    return await Promise.race([token, pause(TOKEN_SECONDS, ending.signal).then(() => Promise.reject(noAnswer()))]);
  } catch (error) {
    throw error instanceof Problem ? error : noAnswer(error);
  } finally {
    ending.abort();
  }
}

/**
 * Seconds to wait after the given attempt: 1, 2, 4, 8, then 15, each with jitter.
 * @param {number} number
 */
export function backoff(number) {
  return Math.min(15, 2 ** (number - 1)) * (0.75 + Math.random() / 2);
}

/**
 * @param {number} seconds
 * @param {AbortSignal} [signal] rejects immediately when aborted
 * @returns {Promise<void>}
 */
export function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal?.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}
