const values = new Map();
const storage = { getItem: (key) => values.get(key) ?? null, setItem: (key, text) => values.set(key, text) };
const outbox = new Outbox(storage);
outbox.add("a");
outbox.add("b");
const sent = [];
const send = async (item) => {
  sent.push(item);
  if (item === "a") outbox.add("c");
  await null;
};
await Promise.all([outbox.flush(send), outbox.flush(send)]);
assert.deepEqual(sent, ["a", "b", "c"]);
outbox.add("d");
outbox.add("e");
const failing = async () => {
  throw new Error("offline");
};
await assert.rejects(outbox.flush(failing), /offline/);
sent.length = 0;
await new Outbox(storage).flush(send); // After a reload.
assert.deepEqual(sent, ["d", "e"]);
