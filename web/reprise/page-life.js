// @ts-check
/** What the page itself notices: that it comes and goes, that its network does, and that its device slept or was set to another time. */

/** Two clocks that differ by more than this have not been ticking side by side. */
const JUMP_MS = 1500;

/**
 * @param {object} told
 * @param {() => void} told.onBack the person or the network is back
 * @param {() => void} told.onOffline the network went away
 * @param {() => void} told.onLeaving the page is hidden or closed; there may not be another chance
 * @param {AbortSignal} signal ends the telling
 */
export function watchPage({ onBack, onOffline, onLeaving }, signal) {
  globalThis.addEventListener("online", onBack, { signal });
  globalThis.addEventListener("offline", onOffline, { signal });
  globalThis.addEventListener("pagehide", onLeaving, { signal });
  const onVisibility = () => (document.visibilityState === "hidden" ? onLeaving() : onBack());
  globalThis.document?.addEventListener("visibilitychange", onVisibility, { signal });
}

/**
 * A question to ask now and then: did the device sleep, or was its clock set, since it was asked last?
 * @param {import("./clock.js").ServerClock} clock
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
