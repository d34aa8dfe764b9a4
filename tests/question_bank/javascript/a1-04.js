const timers = new Map();
let number = 0;
globalThis.setTimeout = (action) => timers.set(++number, action) && number;
globalThis.clearTimeout = (id) => timers.delete(id);
const calls = [];
const log = debounce(function (...values) {
  calls.push([this.name, ...values]);
}, 50);
const owner = { name: "owner", log };
owner.log(1);
owner.log(2, 3);
for (const [id, action] of [...timers]) {
  timers.delete(id);
  action();
}
assert.deepEqual(calls, [["owner", 2, 3]]);
owner.log(4);
log.cancel();
log.cancel();
assert.deepEqual([timers.size, calls.length], [0, 1]);
