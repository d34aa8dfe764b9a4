// @ts-check
/**
 * A `fetch` that fails as networks and proxies do, to test that a front end loses nothing.
 *
 * Pass it to the client: `createReprise({ ...settings, fetch: faults.fetch })`. Then say which calls fail and how:
 * `faults.next("submit", "cut")`. All other calls pass through unchanged.
 */

/**
 * - `drop`: the request does not reach the server
 * - `cut`: the server handles the request, and its response breaks off on the way
 * - `double`: the server gets the request twice, as from a proxy that repeats it
 * - `too-large`: a proxy refuses the body with its own page and status 413
 * - `page`: something on the way answers with an HTML page and status 200, as a captive portal does
 * - `bad-gateway`: a proxy answers with its own page and status 502
 * @typedef {"drop" | "cut" | "double" | "too-large" | "page" | "bad-gateway"} Fault
 */

/** @typedef {{path: string, method: string, fault: Fault | null, status: number | null}} Call the outcome of a call */

/** Status and page of what answers instead of the server. @type {Partial<Record<Fault, [number, string]>>} */
const PAGES = {
  "too-large": [413, "<html><h1>413 Request Entity Too Large</h1></html>"],
  page: [200, "<!doctype html><title>Welcome to the Wi-Fi</title><p>Please accept the terms.</p>"],
  "bad-gateway": [502, "<html><h1>502 Bad Gateway</h1></html>"],
};

export class Faults {
  /** @param {typeof globalThis.fetch} [fetch] sends what is not broken; by default the global one */
  constructor(fetch = (input, init) => globalThis.fetch(input, init)) {
    this._fetch = fetch;
    /** Every call so far. @type {Call[]} */
    this.calls = [];
    /** @type {{path: string | RegExp, fault: Fault, left: number}[]} */
    this._plans = [];
    /** The function to pass to `createReprise`. @type {typeof globalThis.fetch} */
    this.fetch = (input, init) => this._call(input, init);
  }

  /**
   * Break the next calls of an endpoint.
   * @param {string | RegExp} path the end of the address without its query, for example `submit`
   * @param {Fault} fault
   * @param {number} [times] how many calls; `Infinity`: until `clear`
   */
  next(path, fault, times = 1) {
    this._plans.push({ path, fault, left: times });
  }

  /** The network is down: every call is dropped until `clear`. */
  offline() {
    this.next(/./, "drop", Infinity);
  }

  /** Break nothing any more. */
  clear() {
    this._plans = [];
  }

  /** Resolves when a call of an endpoint has ended. @param {string | RegExp} path @returns {Promise<Call>} */
  async called(path) {
    const from = this.calls.length;
    for (;;) {
      const call = this.calls.slice(from).find((one) => matches(path, one.path));
      if (call) return call;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** @param {Parameters<typeof globalThis.fetch>[0]} input @param {RequestInit} [init] */
  async _call(input, init) {
    const request = new Request(input, init);
    const path = new URL(request.url).pathname;
    const plan = this._plans.find((one) => one.left > 0 && matches(one.path, path));
    if (plan) plan.left -= 1;
    const fault = plan?.fault ?? null;
    const { method } = request;
    try {
      const response = await this._answer(request, fault);
      this.calls.push({ path, method, fault, status: response.status });
      return response;
    } catch (error) {
      this.calls.push({ path, method, fault, status: null });
      throw error;
    }
  }

  /** @param {Request} request @param {Fault | null} fault */
  async _answer(request, fault) {
    if (fault === "drop") throw new TypeError("Failed to fetch");
    const page = fault && PAGES[fault];
    if (page) return new Response(page[1], { status: page[0], headers: { "content-type": "text/html" } });
    if (fault === "double") await (await this._fetch(request.clone())).arrayBuffer();
    const response = await this._fetch(request);
    return fault === "cut" ? cutShort(response) : response;
  }
}

/** Make faults. @param {typeof globalThis.fetch} [fetch] */
export function createFaults(fetch) {
  return new Faults(fetch);
}

/** @param {string | RegExp} pattern @param {string} path */
function matches(pattern, path) {
  return typeof pattern === "string" ? path.endsWith(`/${pattern}`) : pattern.test(path);
}

/** The response with the first half of its body, then a broken connection. @param {Response} response */
async function cutShort(response) {
  const body = new Uint8Array(await response.arrayBuffer());
  const parts = [body.slice(0, Math.floor(body.length / 2))].filter(({ length }) => length);
  const stream = new ReadableStream({
    pull(controller) {
      const part = parts.pop();
      if (part) controller.enqueue(part);
      else controller.error(new TypeError("network error"));
    },
  });
  return new Response(stream, { status: response.status, headers: response.headers });
}
