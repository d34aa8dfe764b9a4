// @ts-check
/** The page that verifies a record. It sends nothing anywhere, and works without a network once it is open. */
import { h, replace } from "../ui/dom.js";
import { mark } from "../ui/mark.js";
import { keepOnDevice } from "../ui/on-device.js";
import { files } from "./files.js";
import { RecordError } from "./jws.js";
import { notice, verifiedView, wrong } from "./result.js";
import { isObject, verifyRecord } from "./verify.js";

const TEXTS = {
  skip: "Skip to the content",
  title: "Verify a record",
  intro:
    "A record proves which answers were stored in a session, in which order and when. This page checks it on your device: nothing that you paste or choose leaves it.",
  choose: "Choose files",
  chooseHint: "The record, the key set and, if you like, the JSON export. You can also drop them here.",
  record: "Record",
  recordHint: "From GET /record, or the field record of a JSON export.",
  keys: "Key set",
  keysHint: "From /.well-known/jwks.json of the service that issued the record. Get it from that service yourself.",
  exported: "JSON export",
  exportedHint: "Optional: its texts are compared with the record.",
  notJson: (/** @type {string} */ name) => `${name}: this is not JSON.`,
  noKeys: "Key set: this is not a JWK Set.",
  noRecord: "Record: this JSON has no record.",
  unsupported:
    "This browser cannot verify Ed25519 signatures. Use a newer one, or the command python -m shared.record verify.",
  waiting: "Paste a record and the key set to verify it.",
  unverified: "This could not be verified",
  proves: "What a record does not prove",
  limits: [
    "That there were no other sessions: a record is about one.",
    "That nothing was stored after it was issued.",
    "That the candidate typed the texts, or wrote them without help.",
    "That the server's clock was right: times are the server's own.",
    "That the operator did not write the whole chain anew. A receipt or an older record that you kept shows that.",
  ],
};
/** Content that is no record, key set or export; the message says so. */
class Unusable extends Error {}

/** @param {string} name @param {string} label @param {string} hint */
function field(name, label, hint) {
  const properties = { class: "input pasted", id: name, spellcheck: "false", "aria-describedby": `${name}-hint` };
  const input = h("textarea", { ...properties, autocomplete: "off", oninput: verify });
  const parts = [h("label", { for: name }, label), input, h("p", { class: "hint", id: `${name}-hint` }, hint)];
  return { input, shown: h("div", { class: "field" }, parts) };
}

const record = field("record", TEXTS.record, TEXTS.recordHint);
const keys = field("keys", TEXTS.keys, TEXTS.keysHint);
const exported = field("export", TEXTS.exported, TEXTS.exportedHint);
const result = h("section", { class: "stack", id: "result", "aria-live": "polite" });
/** Grows with each change, so that a slower verification of older content shows nothing. */
let version = 0;

await keepOnDevice({ replace: true });
const main = /** @type {HTMLElement} */ (document.getElementById("main"));
main.before(
  h("a", { class: "skip-link", href: "#main" }, TEXTS.skip),
  h("header", { class: "site-header" }, h("div", null, h("a", { class: "brand", href: "./" }, mark(), "Reprise"))),
);
replace(
  main,
  h("div", { class: "page-title" }, h("div", null, h("h1", null, TEXTS.title), h("p", null, TEXTS.intro))),
  form(),
  result,
  h(
    "section",
    { class: "card stack small" },
    h("h2", null, TEXTS.proves),
    h(
      "ul",
      { class: "bullets" },
      TEXTS.limits.map((limit) => h("li", null, limit)),
    ),
  ),
);
await verify();

function form() {
  const input = h("input", {
    class: "input",
    type: "file",
    id: "files",
    multiple: true,
    "aria-describedby": "files-hint",
  });
  const made = h(
    "form",
    { class: "card stack" },
    h(
      "div",
      { class: "field" },
      h("label", { for: "files" }, TEXTS.choose),
      input,
      h("p", { class: "hint", id: "files-hint" }, TEXTS.chooseHint),
    ),
    record.shown,
    keys.shown,
    exported.shown,
  );
  input.addEventListener("change", () => take(input.files));
  made.addEventListener("submit", (event) => event.preventDefault());
  made.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    made.classList.add("dropping");
  });
  made.addEventListener("dragleave", () => made.classList.remove("dropping"));
  made.addEventListener("drop", (event) => {
    made.classList.remove("dropping");
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    take(event.dataTransfer.files);
  });
  return made;
}

/** Put each file where it belongs. @param {FileList | null} chosen */
async function take(chosen) {
  const found = await files(chosen ?? []);
  if (found.record !== undefined) record.input.value = found.record;
  if (found.keys !== undefined) keys.input.value = found.keys;
  if (found.exported !== undefined) exported.input.value = found.exported;
  await verify();
}

async function verify() {
  version += 1;
  const own = version;
  const shown = await outcome();
  if (own === version) replace(result, shown);
}

/** @returns {Promise<import("../ui/dom.js").Child>} */
async function outcome() {
  const [text, keySet, whole] = [record, keys, exported].map(({ input }) => input.value.trim());
  if (!text || !keySet) return h("p", { class: "muted" }, TEXTS.waiting);
  try {
    const content = whole ? json(whole, TEXTS.exported) : undefined;
    return verifiedView(await verifyRecord(recordIn(text), keysIn(keySet), content), content !== undefined);
  } catch (error) {
    if (error instanceof RecordError) return wrong([error.message]);
    if (error instanceof Unusable) return notice("warning", TEXTS.unverified, [error.message]);
    if (error instanceof DOMException && error.name === "NotSupportedError")
      return notice("warning", TEXTS.unverified, [TEXTS.unsupported]);
    throw error;
  }
}

/** @param {string} text @param {string} name @returns {unknown} */
function json(text, name) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unusable(TEXTS.notJson(name));
  }
}

/** @param {string} text */
function recordIn(text) {
  if (!text.startsWith("{")) return text;
  const content = json(text, TEXTS.record);
  if (!isObject(content) || typeof content.record !== "string") throw new Unusable(TEXTS.noRecord);
  return content.record;
}

/** @param {string} text @returns {import("./jws.js").Jwk[]} */
function keysIn(text) {
  const content = json(text, TEXTS.keys);
  if (!isObject(content) || !Array.isArray(content.keys) || !content.keys.every(isObject))
    throw new Unusable(TEXTS.noKeys);
  return content.keys;
}
