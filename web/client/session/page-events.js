// @ts-check
/** Watches the page: visibility, network, and whether the device slept or its clock was changed. */

/** If two clocks drift apart by more than this, the device slept or a clock was set. */
const JUMP_MS = 1500;

/**
 * @param {object} told
 * @param {() => void} told.onBack the user or the network is back
 * @param {() => void} told.onOffline the network went away
 * @param {() => void} told.onLeaving the page is hidden or closing; this may be the last chance to act
 * @param {AbortSignal} signal stops watching
 */
export function watchPage({ onBack, onOffline, onLeaving }, signal) {
  globalThis.addEventListener("online", onBack, { signal });
  globalThis.addEventListener("offline", onOffline, { signal });
  globalThis.addEventListener("pagehide", onLeaving, { signal });
  const onVisibility = () => (document.visibilityState === "hidden" ? onLeaving() : onBack());
  globalThis.document?.addEventListener("visibilitychange", onVisibility, { signal });
}

/**
 * A check to repeat: has the device slept, or was its clock set, since the last call?
 * @param {import("../http/clock.js").ServerClock} clock
 * @returns {() => boolean}
 */
export function clockWatch(clock) {
  let before = Date.now() - clock.monotonic();
  return () => {
    const drift = Date.now() - clock.monotonic();
    if (Math.abs(drift - before) < JUMP_MS) return false;
    before = drift;
    return true;
  };
}
