// Storms over the autosave: three people type in one workspace, answers get lost, tabs go down, conflicts are resolved by
// keeping both. At the end every text must be stored, and no tab may ever have said "saved" about what was not.
// Usage: node autosave_storms.mjs <folder of the client library> <storms>. Prints how many storms went wrong.
import { pathToFileURL } from "node:url";

const folder = pathToFileURL(`${process.argv[2]}/`);
const { Autosave } = await import(new URL("workspace/autosave.js", folder).href);
const { fieldAt, patched, same } = await import(new URL("workspace/merge.js", folder).href);
const { Problem, noAnswer } = await import(new URL("http/problems.js", folder).href);

const FIELDS = [
  ["document", "notes"],
  ["document", "user_answers", "q1"],
  ["document", "user_answers", "q2"],
  ["document", "questions", "q1", "question"],
  ["document", "questions", "q1", "answer"],
  ["name"],
];
const LOSS = 0.3;
const both = ({ theirs, mine }) => [theirs, mine].filter((text) => typeof text === "string").join("|");

// Time stands still but for what is planned.
let now = 0;
let planned = [];
let timers = 0;
globalThis.setTimeout = (work, ms = 0) => {
  timers += 1;
  planned.push({ id: timers, at: now + ms, work });
  return timers;
};
globalThis.clearTimeout = (id) => {
  planned = planned.filter((timer) => timer.id !== id);
};
Object.defineProperty(globalThis, "performance", { value: { now: () => now } });
globalThis.addEventListener = () => {};

/** Run the next planned work if it is due by then; false when there is none. */
async function step(until) {
  planned.sort((a, b) => a.at - b.at || a.id - b.id);
  if (!planned.length || planned[0].at > until) return false;
  const { at, work } = planned.shift();
  now = Math.max(now, at);
  work();
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
  return true;
}

class Storm {
  constructor(seed) {
    this.seed = seed;
    this.loss = LOSS;
    this.server = { version: 1, content: { name: "n", document: {} } };
    this.devices = new Map();
    this.written = [];
    this.lies = 0;
    [now, planned] = [0, []];
  }

  random() {
    this.seed = (this.seed * 1103515245 + 12345) & 0x7fffffff;
    return this.seed / 0x7fffffff;
  }

  saved() {
    return { content: structuredClone(this.server.content), version: this.server.version };
  }

  /** As PATCH /prep-sessions/{id}: whose effect is there already is answered whatever version it names. */
  async save(patch, version) {
    const luck = this.random();
    if (luck < this.loss / 2) throw noAnswer();
    const next = patched(this.server.content, structuredClone(patch));
    if (!same(next, this.server.content)) {
      if (version !== this.server.version)
        throw new Problem({ code: "version_conflict", status: 412, prep_session: this.saved() });
      this.server = { content: next, version: this.server.version + 1 };
    }
    const answer = this.saved();
    await new Promise((resolve) => setTimeout(resolve, this.random() * 300));
    if (luck < this.loss) throw noAnswer();
    return answer;
  }

  open(device) {
    const kept = this.devices.get(device) ?? new Map();
    this.devices.set(device, kept);
    timers += 1;
    const key = String(timers);
    let alive = true;
    const unsaved = {
      write: (value) => {
        if (!alive) return false;
        if (value === undefined) kept.delete(key);
        else kept.set(key, JSON.stringify(value));
        return true;
      },
      leftBehind: async () =>
        [...kept]
          .filter(([other]) => other !== key)
          .map(([other, value]) => ({ key: other, value: JSON.parse(value) })),
      forget: (other) => kept.delete(other),
    };
    const autosave = new Autosave({
      saved: this.saved(),
      unsaved,
      load: async () => this.saved(),
      save: (patch, version) => (alive ? this.save(patch, version) : new Promise(() => {})),
      conflicting: (problem) => (problem.code === "version_conflict" ? problem.fields.prep_session : null),
    });
    autosave.addEventListener("change", () => {
      this.lies += Number(alive && autosave.state === "saved" && autosave.dirty);
    });
    const kill = () => {
      alive = false;
    };
    return { autosave, kill };
  }

  async run() {
    const tabs = ["laptop", "phone", "desk"].map((device) => this.open(device));
    for (let number = 0; number < 60; number += 1) {
      const index = Math.floor(this.random() * tabs.length);
      const { autosave } = tabs[index];
      const what = this.random();
      if (what < 0.6) {
        const path = FIELDS[Math.floor(this.random() * FIELDS.length)];
        const text = `<${number}>`;
        this.written.push({ path, text });
        autosave.set(path, (fieldAt(autosave.content, path) ?? "") + text);
      } else if (what < 0.72) {
        tabs[index].kill();
        tabs[index] = this.open([...this.devices.keys()][index]);
        await tabs[index].autosave.recover();
      } else if (what < 0.8 && autosave.conflicts.length) {
        autosave.resolve(autosave.conflicts[0].path, both(autosave.conflicts[0]));
      } else if (what < 0.85) await autosave.refresh();
      const until = now + this.random() * 1500;
      while (await step(until));
      now = until;
    }
    this.loss = 0;
    do {
      for (const { autosave } of tabs)
        for (const conflict of autosave.conflicts) autosave.resolve(conflict.path, both(conflict));
    } while (await step(Infinity));
    const lost = this.written.filter(({ path, text }) => !(fieldAt(this.server.content, path) ?? "").includes(text));
    const unsettled = tabs.filter(({ autosave }) => autosave.state !== "saved");
    const left = [...this.devices.values()].reduce((count, kept) => count + kept.size, 0);
    return lost.length + this.lies + unsettled.length + left === 0;
  }
}

let wrong = 0;
for (let number = 1; number <= Number(process.argv[3]); number += 1)
  wrong += Number(!(await new Storm(number * 7919).run()));
console.log(wrong);
