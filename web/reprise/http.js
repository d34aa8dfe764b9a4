// @ts-check
/**
 * One request to the functions: deadline, retries, a fresh token when the old one is refused, typed problems.
 *
 * Nearly every function of the contract may be called again unchanged, so a request that got no answer is repeated with
 * growing, jittered pauses (at least `Retry-After`). Pass `tries: 1` where the caller repeats by itself, and for `review`,
 * which would be done again.
 */
import { Problem, noAnswer, problemOf, unexpected } from "./problems.js";

/**
 * @typedef {object} RequestOptions
 * @property {"GET" | "POST" | "PATCH" | "DELETE"} [method] POST by default
 * @property {Record<string, string | number | boolean | null | undefined>} [query] null and undefined are left out
 * @property {unknown} [body] sent as JSON
 * @property {Record<string, string>} [headers]
 * @property {number} [tries] how often in all; 3 by default
 * @property {number} [deadlineSeconds] for one try; 10 by default
 * @property {boolean} [keepalive] lets the request outlive the page (body up to 64 KiB)
 * @property {AbortSignal} [signal] gives up at once
 */

/** How long a sign-in service may take. */
const TOKEN_SECONDS = 15;

/** @typedef {(options?: {refresh?: boolean}) => Promise<string>} GetAccessToken the token, a new one with `refresh` */

/**
 * @param {object} settings
 * @param {string} settings.functionsUrl
 * @param {GetAccessToken} settings.getAccessToken
 * @param {import("./clock.js").ServerClock} settings.clock
 * @param {(reachable: boolean) => void} [settings.onReachable] told after each try whether a server answered
 * @param {typeof fetch} [settings.fetch]
 */
export function createHttp({ functionsUrl, getAccessToken, clock, onReachable, fetch = globalThis.fetch.bind(globalThis) }) {
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
   * Send until answered or `tries` are used up; returns the response of a success.
   * @param {string} path below the functions' address, without the first slash
   * @param {RequestOptions} [options]
   */
  async function send(path, options = {}) {
    const { tries = 3, signal } = options;
    let refresh = false;
    for (let number = 1; ; number += 1) {
      try {
        // A page that is being closed has no time to wait for anything before the request leaves.
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
   * Send, and read the answer as JSON; a `server_time` in it sets the clock.
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
      throw noAnswer(error); // cut off on the way
    }
    if (body === null || typeof body !== "object") throw unexpected();
    if (typeof body.server_time === "string") clock.observe(sent, received, body.server_time);
    return body;
  }

  return { call, send };
}

/**
 * A token, or no answer: whoever repeats a call must not wait for a sign-in service for ever.
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
 * Seconds to wait after the try with this number: 1, 2, 4, 8, then 15, each with some randomness.
 * @param {number} number
 */
export function backoff(number) {
  return Math.min(15, 2 ** (number - 1)) * (0.75 + Math.random() / 2);
}

/**
 * @param {number} seconds
 * @param {AbortSignal} [signal] rejects at once when aborted
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
