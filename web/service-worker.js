/**
 * Stores the client's files on the device, so that its pages open without a network.
 *
 * A version is stored whole or not at all, and a page gets all its files from one version. A new version waits until a
 * page asks for it while no other page is open, or until all pages are closed. Requests to Supabase and to the functions
 * pass through. `shell.js` lists the files of a version; without it, no version is stored.
 */
importScripts("shell.js");

const { version, files } = self.SHELL;
const CACHES = "reprise-shell-";
const CACHE = CACHES + version;

self.addEventListener("install", (event) => event.waitUntil(store()));
self.addEventListener("activate", (event) => event.waitUntil(deleteOtherVersions()));
self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const file = fileAt(url);
  if (method === "GET" && file !== null) event.respondWith(stored(file, event.request));
});
self.addEventListener("message", ({ data }) => {
  if (data === "replace") replaceIfAlone();
});

/** Store every file of this version; fails if one is missing or belongs to another version. */
async function store() {
  const fetched = await Promise.all(
    Object.entries(files).map(async ([file, sha256]) => {
      const response = await fetch(file, { cache: "no-cache", redirect: "error" });
      const digest = await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer());
      if (!response.ok || hex(digest) !== sha256) throw new Error(`${file} is not of version ${version}`);
      return { file, response };
    }),
  );
  const cache = await caches.open(CACHE);
  await Promise.all(fetched.map(({ file, response }) => cache.put(file, response)));
}

async function deleteOtherVersions() {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(CACHES) && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
}

/** The file at an address, or null if this version has none. The query of a page is for its script. */
function fileAt(url) {
  const { scope } = self.registration;
  const [address] = url.split(/[?#]/);
  if (!address.startsWith(scope)) return null;
  const file = address.slice(scope.length) || "index.html";
  return Object.hasOwn(files, file) ? file : null;
}

/** The stored file; from the network if the browser has deleted it. */
async function stored(file, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(file)) ?? fetch(request);
}

async function replaceIfAlone() {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.length === 1) await self.skipWaiting();
}

function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
