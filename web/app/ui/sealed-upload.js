// @ts-check
/** A form that uploads answers which a device without a network saved as a file. */
import { Problem } from "../../client/http/problems.js";
import { busy } from "./dialog.js";
import { h } from "./dom.js";
import { plural } from "./format.js";

/** @import { Uploaded } from "../../client/types.js" */

/** Larger files are not read: none that a page saves is. */
const MAX_BYTES = 2 ** 20;

const TEXTS = {
  title: "Upload answers that were saved as a file",
  file: "File with saved answers",
  upload: "Upload",
  choose: "Please choose a file first.",
  wrong: "This is not a file with saved answers.",
};

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {string} text explains when to use it
 * @param {(uploaded: Uploaded) => (string | HTMLElement)[]} tell what to show after an upload
 */
export function savedAnswers(client, text, tell) {
  const input = h("input", { type: "file", class: "input", id: "sealed-upload-file" });
  const outcome = h("p", { role: "status", id: "sealed-upload-outcome" });
  const button = h("button", { class: "button secondary", type: "submit" }, TEXTS.upload);
  const form = h(
    "form",
    { class: "stack small", id: "sealed-upload" },
    h("p", { class: "muted" }, text),
    h("div", { class: "field" }, h("label", { for: "sealed-upload-file" }, TEXTS.file), input),
    outcome,
    h("div", null, button),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(button, async () => outcome.replaceChildren(...(await upload(client, input.files?.[0], tell))));
  });
  return h("details", { class: "card", id: "saved-answers" }, h("summary", null, TEXTS.title), form);
}

/** How many texts are stored, in words. @param {Uploaded} uploaded */
export function storedWords({ stored, already_stored: before }) {
  if (!stored) return "Everything in this file was stored already.";
  return `${plural(stored, "text")} stored${before ? `, ${before} stored already` : ""}.`;
}

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {File | undefined} file
 * @param {(uploaded: Uploaded) => (string | HTMLElement)[]} tell
 */
async function upload(client, file, tell) {
  if (!file) return [TEXTS.choose];
  if (file.size > MAX_BYTES) return [TEXTS.wrong];
  try {
    return tell(await client.uploadSealedFile(await file.text()));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [error.code === "invalid_request" ? TEXTS.wrong : error.detail];
  }
}
