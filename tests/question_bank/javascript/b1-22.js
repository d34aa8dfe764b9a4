let running = 0;
let most = 0;
const started = [];
const release = [];
const worker = async (item, index) => {
  started.push(index);
  running += 1;
  most = Math.max(most, running);
  await new Promise((resolve) => (release[index] = resolve));
  running -= 1;
  if (item === "bad") throw new Error("bad");
  return item + item;
};
const turn = () => new Promise((resolve) => setImmediate(resolve));
const result = mapLimit(["a", "b", "c", "d"], 2, worker);
await turn();
assert.deepEqual(started, [0, 1]);
release[1]();
await turn();
assert.deepEqual(started, [0, 1, 2]);
for (const index of [2, 3, 0]) {
  release[index]();
  await turn();
}
assert.deepEqual([await result, most], [["aa", "bb", "cc", "dd"], 2]);
assert.deepEqual(await mapLimit([], 3, worker), []);
started.length = 0;
const failed = mapLimit(["bad", "b", "c"], 2, worker);
await turn();
release[0]();
await assert.rejects(failed, /bad/);
release[1]();
await turn();
assert.deepEqual(started, [0, 1]);
