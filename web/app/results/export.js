// @ts-check
/** Buttons that export results and prep workspaces as files. */
import { Problem } from "../../client/http/problems.js";
import { busy, toast } from "../ui/dialog.js";
import { h } from "../ui/dom.js";
import { dateTime } from "../ui/format.js";
import { saveFile } from "../ui/save-file.js";

const TEXTS = {
  title: "Save as a file",
  saved: (/** @type {string} */ name) => `Saved as ${name}.`,
  later: (/** @type {string} */ time) => `You have saved many files in a short time. You can save more from ${time}.`,
  lacks: (/** @type {string} */ name) =>
    `Saved as ${name}. Your last changes are not in it: they could not be saved yet.`,
};
const FORMATS = [
  { format: "pdf", label: "PDF" },
  { format: "docx", label: "Word" },
  { format: "md", label: "Markdown" },
  { format: "json", label: "JSON" },
];

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {{session_id: string} | {prep_session_id: string}} what
 * @param {() => Promise<boolean>} [saveFirst] makes sure that the server has what the page shows; false if it could not
 */
export function exportButtons(client, what, saveFirst = async () => true) {
  return h(
    "div",
    { class: "row export", role: "group", "aria-label": TEXTS.title },
    h("span", { class: "muted small" }, TEXTS.title),
    FORMATS.map(({ format, label }) => {
      const button = h("button", { class: "button secondary small", type: "button", id: `export-${format}` }, label);
      button.addEventListener("click", () =>
        busy(button, async () => save(client, { ...what, format }, await saveFirst())),
      );
      return button;
    }),
  );
}

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {({session_id: string} | {prep_session_id: string}) & {format: string}} what
 * @param {boolean} whole does the server have everything that the page shows?
 */
async function save(client, what, whole) {
  try {
    const { blob, name } = await client.exportFile(what);
    saveFile(blob, name);
    toast(whole ? TEXTS.saved(name) : TEXTS.lacks(name));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const wait = error.code === "rate_limited" ? (error.retryAfterSeconds ?? 0) : 0;
    toast(wait > 60 ? TEXTS.later(dateTime(Date.now() + wait * 1000)) : error.detail);
  }
}
