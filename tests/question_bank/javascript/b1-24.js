const requests = [];
globalThis.fetch = (url, { signal }) =>
  new Promise((resolve, reject) => {
    requests.push({ url, signal, resolve, reject });
    signal.addEventListener("abort", () => reject(signal.reason));
  });
const turn = () => new Promise((resolve) => setImmediate(resolve));
const page = new Component((url) => useJson(url));
page.render("/a");
assert.equal(page.last.status, "loading");
requests[0].resolve({ ok: true, json: async () => "A" });
await turn();
assert.deepEqual(page.last, { status: "success", data: "A", error: null });
const before = page.results.length;
page.render("/b");
assert.deepEqual([page.results[before].status, page.results[before].data], ["loading", null]);
page.render("/c");
assert.ok(requests[1].signal.aborted);
requests[1].resolve({ ok: true, json: async () => "B" });
requests[2].resolve({ ok: false, status: 500 });
await turn();
assert.deepEqual([page.last.status, page.last.data], ["error", null]);
assert.match(page.last.error.message, /500/);
page.render("/d");
page.unmount();
const renders = page.results.length;
requests[3].resolve({ ok: true, json: async () => "D" });
await turn();
assert.equal(page.results.length, renders);
