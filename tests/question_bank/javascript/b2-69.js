let clock = 0;
let calls = 0;
let settle;
const load = (key) => {
  calls += 1;
  return new Promise((resolve, reject) => {
    settle = { resolve: () => resolve(`${key}${calls}`), reject: () => reject(new Error("down")) };
  });
};
const turn = () => new Promise((resolve) => setImmediate(resolve));
const get = cached(load, { ttlMs: 100, now: () => clock });
const both = Promise.all([get("a"), get("a")]);
await turn();
clock = 500; // A slow load: the value counts from its end.
settle.resolve();
assert.deepEqual([await both, calls], [["a1", "a1"], 1]);
await turn();
clock = 599;
assert.equal(await get("a"), "a1");
clock = 600;
const failed = [get("a"), get("a")];
await turn();
settle.reject();
for (const one of failed) await assert.rejects(one, /down/);
await turn();
const again = get("a");
await turn();
settle.resolve();
assert.deepEqual([await again, calls], ["a3", 3]);
get("b");
await turn();
assert.equal(calls, 4);
