// @ts-check
/** Results and prep workspaces as files. */
import { Problem } from "../reprise/problems.js";
import { busy, toast } from "./dialog.js";
import { h } from "./dom.js";

const TEXTS = { title: "Save as a file", saved: (/** @type {string} */ name) => `Saved as ${name}.` };
const FORMATS = [
  { format: "pdf", label: "PDF" },
  { format: "docx", label: "Word" },
  { format: "md", label: "Markdown" },
  { format: "json", label: "JSON" },
];

/**
 * @param {import("../reprise/client.js").Reprise} client
 * @param {{session_id: string} | {prep_session_id: string}} what
 */
export function exportButtons(client, what) {
  return h(
    "div",
    { class: "row export", role: "group", "aria-label": TEXTS.title },
    h("span", { class: "muted small" }, TEXTS.title),
    FORMATS.map(({ format, label }) => {
      const button = h("button", { class: "button secondary small", type: "button", id: `export-${format}` }, label);
      button.addEventListener("click", () => busy(button, () => save(client, what, format)));
      return button;
    }),
  );
}

/**
 * @param {import("../reprise/client.js").Reprise} client
 * @param {{session_id: string} | {prep_session_id: string}} what
 * @param {string} format
 */
async function save(client, what, format) {
  try {
    const { blob, name } = await client.exportFile({ ...what, format });
    const href = URL.createObjectURL(blob);
    h("a", { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
    toast(TEXTS.saved(name));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    toast(error.detail);
  }
}
