// @ts-check
/** The result of a verification: a verdict, the facts of the record, and its receipts. */
import { h } from "../ui/dom.js";

const TEXTS = {
  right: "The record is right",
  wrong: "The record is wrong",
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
};
/** @type {Record<string, string>} */
const KINDS = { answer: "Answer", late_text: "Late text" };

/** @param {import("./verify.js").Verified} verified @param {boolean} withExport */
export function verifiedView({ kid, statement, faults }, withExport) {
  const sentences = [TEXTS.rightText(statement.receipts.length), ...(withExport ? [TEXTS.rightExport] : [])];
  const head = faults.length
    ? wrong(faults.map(({ sentence }) => sentence))
    : notice("success", TEXTS.right, sentences);
  return [head, facts(statement, kid), receipts(statement, new Set(faults.map(({ receipt }) => receipt)))];
}

/** @param {readonly string[]} sentences */
export function wrong(sentences) {
  return notice("danger", TEXTS.wrong, sentences);
}

/** @param {string} kind @param {string} title @param {readonly string[]} sentences */
export function notice(kind, title, sentences) {
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
