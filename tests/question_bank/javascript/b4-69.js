const response = (status, headers = {}) => ({ status, headers: new Headers(headers) });
async function run(outcomes, options = {}) {
  const waits = [];
  let calls = 0;
  const fetch = async (url, { signal }) => {
    assert.ok(url === "https://example.com" && signal instanceof AbortSignal);
    const outcome = outcomes[calls++];
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
  const sleep = async (ms) => waits.push(ms);
  const settled = await fetchWithRetry("https://example.com", { fetch, sleep, random: () => 0.5, ...options }).then(
    ({ status }) => status,
    (error) => error.message,
  );
  return [settled, calls, waits];
}
const lost = new Error("lost");
assert.deepEqual(await run([response(404)]), [404, 1, []]);
assert.deepEqual(await run([lost, response(503), response(200)]), [200, 3, [100, 200]]);
assert.deepEqual(await run([response(429, { "retry-after": "3" }), response(200)]), [200, 2, [3000]]);
assert.deepEqual(await run([response(500), response(503)], { attempts: 2 }), [503, 2, [100]]);
assert.deepEqual(await run([lost, lost], { attempts: 2 }), ["lost", 2, [100]]);
