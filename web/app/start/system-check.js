// @ts-check
/** Checks the browser, the clock and the network of this device, and says what each means for an interview. */
import { Problem } from "../../client/http/problems.js";
import { DeviceStore } from "../../client/storage/device-store.js";
import { h, replace } from "../ui/dom.js";
import { duration } from "../ui/format.js";

const TEXTS = {
  title: "This device",
  checking: ["Browser: checking …", "Clock: checking …", "Network: checking …"],
  browser: "Browser: stores what you type, also when it crashes.",
  noStore: "Browser: it stores nothing on this device. Keep the page open until an answer has been sent.",
  noLocks: "Browser: it cannot coordinate tabs. Use only one.",
  clock: "Clock: agrees with the server’s.",
  wrong: (/** @type {number} */ seconds, /** @type {boolean} */ behind) =>
    `Clock: ${duration(seconds)} ${behind ? "behind" : "ahead"}. That changes nothing: the server’s clock counts.`,
  network: (/** @type {number} */ ms) => `Network: the server answers in ${ms} ms.`,
  slow: (/** @type {number} */ ms) =>
    `Network: slow, the server answers in ${ms} ms. Answers are kept on this device until they have arrived.`,
  none: "Network: the server cannot be reached. You cannot start now.",
};
/** A difference of the clocks (s), and an answer's time (ms), that are worth a word. */
const CLOCK_SECONDS = 5;
const SLOW_MS = 1000;

/**
 * A list that fills itself.
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {() => Promise<unknown>} call a call that the user may make; its response sets the server's clock
 */
export function systemCheck(client, call) {
  // The list has all its lines from the start: a button below must not move away from under a pointer.
  const list = h(
    "ul",
    { class: "checks small" },
    TEXTS.checking.map((text) => h("li", { class: "status" }, text)),
  );
  check(client, call).then((results) =>
    replace(
      list,
      results.map(({ text, good }) => h("li", { class: "status", "data-state": good ? "online" : "offline" }, text)),
    ),
  );
  return h(
    "section",
    { class: "stack small", "aria-label": TEXTS.title },
    h("h3", { class: "small" }, TEXTS.title),
    list,
  );
}

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {() => Promise<unknown>} call
 * @returns {Promise<{text: string, good: boolean}[]>}
 */
async function check(client, call) {
  const [store, network] = await Promise.all([DeviceStore.open(), measure(call)]);
  const locks = "locks" in navigator && "BroadcastChannel" in globalThis;
  return [
    { text: !store.durable ? TEXTS.noStore : locks ? TEXTS.browser : TEXTS.noLocks, good: store.durable && locks },
    ...(network.good ? [clock(client)] : []),
    network,
  ];
}

/** Measures how fast the call is answered. @param {() => Promise<unknown>} call */
async function measure(call) {
  const began = performance.now();
  try {
    await call();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { text: TEXTS.none, good: false };
  }
  const ms = Math.round(performance.now() - began);
  return { text: ms > SLOW_MS ? TEXTS.slow(ms) : TEXTS.network(ms), good: true };
}

/** @param {import("../../client/http/client.js").Reprise} client */
function clock(client) {
  const seconds = client.clock.ahead / 1000;
  const text = Math.abs(seconds) < CLOCK_SECONDS ? TEXTS.clock : TEXTS.wrong(Math.abs(seconds), seconds > 0);
  return { text, good: true };
}
