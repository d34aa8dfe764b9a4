const waits = [];
globalThis.setTimeout = (resolve, delay) => {
  waits.push(delay);
  queueMicrotask(resolve);
};
let calls = 0;
const failing = (times) => async () => {
  calls += 1;
  if (calls <= times) throw new Error(`failure ${calls}`);
  return "done";
};
assert.equal(await retry(failing(2), 4, 100), "done");
assert.deepEqual([calls, waits], [3, [100, 200]]);
calls = waits.length = 0;
await assert.rejects(retry(failing(9), 3, 10), /failure 3/);
assert.deepEqual([calls, waits], [3, [10, 20]]);
const throwing = () => {
  throw new Error("at once");
};
await assert.rejects(retry(throwing, 1, 10), /at once/);
assert.equal(waits.length, 2);
