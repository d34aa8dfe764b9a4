const emitter = new Emitter<{ saved: { id: number }; closed: undefined }>();
const seen: string[] = [];
const listener = ({ id }: { id: number }): void => void seen.push(`a${id}`);
const off = emitter.on("saved", listener);
const offOnce = emitter.on("saved", ({ id }) => {
  seen.push(`once${id}`);
  offOnce();
});
emitter.on("saved", ({ id }) => void seen.push(`b${id}`));
emitter.on("saved", listener);
emitter.emit("saved", { id: 1 });
off();
off();
emitter.emit("saved", { id: 2 });
emitter.emit("closed", undefined);
assert.deepEqual(seen, ["a1", "once1", "b1", "a1", "b2", "a2"]);
// @ts-expect-error: the payload has another type
emitter.emit("saved", { id: "1" });
// @ts-expect-error: there is no such name
emitter.on("saves", listener);
