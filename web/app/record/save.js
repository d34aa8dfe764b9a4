// @ts-check
/** Saves the signed record of a session as a file, and leads to the page that verifies it. */
import { Problem } from "../../client/http/problems.js";
import { busy, toast } from "../ui/dialog.js";
import { h } from "../ui/dom.js";
import { saveFile } from "../ui/save-file.js";

const TEXTS = {
  title: "Signed record",
  text: "It proves which answers were stored, in which order and when, without showing them.",
  save: "Save the record",
  verify: "Verify a record",
  saved: (/** @type {string} */ name) => `Saved as ${name}.`,
};

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {string} sessionId
 */
export function recordSection(client, sessionId) {
  const button = h("button", { class: "button secondary small", type: "button", id: "save-record" }, TEXTS.save);
  button.addEventListener("click", () => busy(button, () => save(client, sessionId)));
  return h(
    "section",
    { class: "stack small", "aria-labelledby": "signed-record" },
    h("h2", { id: "signed-record" }, TEXTS.title),
    h("p", { class: "muted small" }, TEXTS.text),
    h("div", { class: "row" }, button, h("a", { href: "record.html" }, TEXTS.verify)),
  );
}

/** @param {import("../../client/http/client.js").Reprise} client @param {string} sessionId */
async function save(client, sessionId) {
  try {
    const name = `record-${sessionId.slice(0, 8)}.jws`;
    saveFile(new Blob([await client.record(sessionId)], { type: "application/jose" }), name);
    toast(TEXTS.saved(name));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    toast(error.detail);
  }
}
