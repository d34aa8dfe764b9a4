// @ts-check
/** The page that verifies a record. It sends nothing anywhere, and works without a network once it is open. */
import { h, replace } from "../ui/dom.js";
import { mark } from "../ui/mark.js";
import { keepOnDevice } from "../ui/on-device.js";
import { files } from "./files.js";
import { RecordError } from "./jws.js";
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
  right: "The record is right",
  wrong: "The record is wrong",
  unverified: "This could not be verified",
  rightText: (/** @type {number} */ count) =>
    `The signature is valid, and the chain of ${count === 1 ? "1 receipt" : `${count} receipts`} is unbroken.`,
  rightExport: "The texts of the export are those of the record.",
  issuer: "Issued by",
  issued: "Issued at",
  session: "Session",
  interview: "Interview",
  candidate: "Candidate",
  status: "Status",
  key: "Key",
  head: "Hash of the last receipt",
  receipts: "Receipts, in the order in which the texts were stored",
  rightMark: "Right",
  wrongMark: "Wrong",
  question: (/** @type {number} */ position) => `Question ${position + 1}`,
  late: (/** @type {number} */ seconds) => `${seconds} s late`,
  withdrawn: "withdrawn",
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

/** @type {Record<string, string>} */
const KINDS = { answer: "Answer", late_text: "Late text" };

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
    return shown(await verifyRecord(recordIn(text), keysIn(keySet), content), content !== undefined);
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

/** @param {import("./verify.js").Verified} verified @param {boolean} withExport */
function shown({ kid, statement, faults }, withExport) {
  const sentences = [TEXTS.rightText(statement.receipts.length), ...(withExport ? [TEXTS.rightExport] : [])];
  const head = faults.length
    ? wrong(faults.map(({ sentence }) => sentence))
    : notice("success", TEXTS.right, sentences);
  return [head, facts(statement, kid), receipts(statement, new Set(faults.map(({ receipt }) => receipt)))];
}

/** @param {readonly string[]} sentences */
function wrong(sentences) {
  return notice("danger", TEXTS.wrong, sentences);
}

/** @param {string} kind @param {string} title @param {readonly string[]} sentences */
function notice(kind, title, sentences) {
  const lines = sentences.map((sentence) => h("p", { class: "preserve" }, sentence));
  return h("div", { class: `notice ${kind}`, id: "verdict" }, h("h2", null, title), lines);
}

/** @param {import("./verify.js").Statement} statement @param {string} kid */
function facts(statement, kid) {
  const { title, session_id: session, candidate_id: candidate, status, iss, issued_at: issued, head } = statement;
  /** @type {[string, string | null][]} */
  const rows = [
    [TEXTS.interview, title],
    [TEXTS.status, status.replaceAll("_", " ")],
    [TEXTS.session, session],
    [TEXTS.candidate, candidate],
    [TEXTS.issuer, iss],
    [TEXTS.issued, issued],
    [TEXTS.key, kid],
    [TEXTS.head, head],
  ];
  return h(
    "dl",
    { class: "card stack small" },
    rows.map(([name, value]) =>
      h("div", null, h("dt", { class: "muted small" }, name), h("dd", { class: "hash" }, value ?? "–")),
    ),
  );
}

/** @param {import("./verify.js").Statement} statement @param {Set<unknown>} faulty */
function receipts({ receipts: texts }, faulty) {
  const items = texts.map((text) => {
    const { position, kind, source, withdrawn, receipt } = text;
    const [look, label] = faulty.has(text) ? ["danger", TEXTS.wrongMark] : ["success", TEXTS.rightMark];
    const late = receipt.late_by_seconds ? TEXTS.late(receipt.late_by_seconds) : null;
    const what = [KINDS[kind], source.replaceAll("_", " "), late, withdrawn && TEXTS.withdrawn];
    return h(
      "li",
      { class: "receipt" },
      h(
        "div",
        { class: "row between" },
        h("strong", null, TEXTS.question(position)),
        h("span", { class: `badge ${look}` }, label),
      ),
      h("p", { class: "small" }, `${what.filter(Boolean).join(" · ")} · ${receipt.received_at}`),
      h("p", { class: "hash muted" }, receipt.sha256),
    );
  });
  return items.length
    ? h("section", { class: "stack small" }, h("h2", null, TEXTS.receipts), h("ol", { class: "receipts" }, items))
    : null;
}
