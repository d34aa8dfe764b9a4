const timers = new Map();
let number = 0;
globalThis.setTimeout = (action) => timers.set(++number, action) && number;
globalThis.clearTimeout = (id) => timers.delete(id);
const fire = () => {
  for (const [id, action] of timers) {
    timers.delete(id);
    action();
  }
};
const field = new Component((value) => useDebouncedValue(value, 300));
field.render("a");
fire();
field.render("ab");
field.render("abc");
assert.deepEqual([field.last, timers.size], ["a", 1]);
fire();
assert.equal(field.last, "abc");
field.render("abcd");
field.unmount();
assert.equal(timers.size, 0);
