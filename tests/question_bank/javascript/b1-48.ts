const groups: Map<"even" | "odd", number[]> = groupBy([1, 2, 3], (n) => (n % 2 ? "odd" : "even"));
assert.deepEqual(
  [...groups],
  [
    ["odd", [1, 3]],
    ["even", [2]],
  ],
);
const frozen: readonly string[] = Object.freeze(["__proto__", "a"]);
assert.deepEqual(groupBy(frozen, (text) => text).get("__proto__"), ["__proto__"]);
// @ts-expect-error: the key is one of the returned literals
groups.get("neither");
