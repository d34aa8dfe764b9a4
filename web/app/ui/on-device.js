// @ts-check
/** Stores the pages on the device (service-worker.js), so that they open without a network. */

/** How long a page waits for a new version to take over (ms). */
const REPLACED_MS = 1000;

/**
 * Register the service worker. With `replace`, a new version that is stored already takes over now, and the page is
 * loaded again from it; only while no other page is open.
 * @param {{replace: boolean}} options
 */
export async function keepOnDevice({ replace }) {
  const worker = navigator.serviceWorker;
  // Browsers offer it on https and on this machine only.
  if (!worker) return;
  const known = await worker.getRegistration();
  if (replace && known?.waiting && worker.controller) await replaceWith(known.waiting);
  worker.register("service-worker.js").catch((error) => console.warn("This page is not kept on the device.", error));
}

/** @param {ServiceWorker} waiting */
async function replaceWith(waiting) {
  const replaced = new Promise((resolve) =>
    navigator.serviceWorker.addEventListener("controllerchange", () => resolve(true), { once: true }),
  );
  waiting.postMessage("replace");
  const late = new Promise((resolve) => setTimeout(() => resolve(false), REPLACED_MS));
  if (!(await Promise.race([replaced, late]))) return;
  location.reload();
  await new Promise(() => {});
}
