// @ts-check
/** Buttons that save an interview's candidates as files. */
import { Problem } from "../../client/http/problems.js";
import { busy, toast } from "../ui/dialog.js";
import { h } from "../ui/dom.js";
import { saveFile } from "../ui/save-file.js";

const TEXTS = {
  title: "Save all candidates",
  formats: /** @type {Record<string, string>} */ ({ csv: "CSV", xlsx: "Excel", zip: "Reports (ZIP)" }),
  saved: (/** @type {string} */ name, /** @type {number} */ parts) =>
    `Saved as ${name}${parts > 1 ? ` and ${parts - 1} more` : ""}.`,
};
/** A file of a hundred reports takes minutes. */
const DEADLINE_SECONDS = 900;

/** @param {import("../../client/http/client.js").Reprise} client @param {string} interviewId */
export function exportTable(client, interviewId) {
  return h(
    "div",
    { class: "row export", role: "group", "aria-label": TEXTS.title },
    Object.entries(TEXTS.formats).map(([format, label]) => {
      const button = h("button", { class: "button secondary small", type: "button", id: `export-${format}` }, label);
      button.addEventListener("click", () => busy(button, () => save(client, interviewId, format)));
      return button;
    }),
  );
}

/** @param {import("../../client/http/client.js").Reprise} client @param {string} interviewId @param {string} format */
async function save(client, interviewId, format) {
  try {
    let parts = 0;
    let first = "";
    /** @type {string | null} */
    let cursor = null;
    do {
      const query = { interview_id: interviewId, format, ...(cursor && { cursor }) };
      const { blob, name, next } = await client.exportFile(query, { deadlineSeconds: DEADLINE_SECONDS });
      parts += 1;
      first ||= name;
      saveFile(blob, parts === 1 ? name : name.replace(/(\.\w+)$/, ` ${parts}$1`));
      cursor = next;
    } while (cursor !== null);
    toast(TEXTS.saved(first, parts));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    toast(error.detail);
  }
}
