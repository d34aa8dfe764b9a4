// @ts-check
/** Saves the questions of an organization, with their keys, as JSON files that can be imported. */
import { Problem } from "../../client/http/problems.js";
import { busy, toast } from "../ui/dialog.js";
import { h } from "../ui/dom.js";
import { plural } from "../ui/format.js";
import { saveFile } from "../ui/save-file.js";

const TEXTS = { export: "Export", saved: (/** @type {number} */ files) => `Saved as ${plural(files, "file")}.` };
const DEADLINE_SECONDS = 30;
/** The link to the next file: `<?organization_id=…&cursor=…>; rel="next"`. */
const NEXT = /<\?([^>]+)>; rel="next"/;

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {() => string} organizationId whose questions are exported when the button is pressed
 */
export function exportButton(client, organizationId) {
  const button = h("button", { class: "button secondary", type: "button" }, TEXTS.export);
  button.addEventListener("click", () => busy(button, save));
  return button;

  async function save() {
    /** @type {Record<string, string> | null} */
    let query = { organization_id: organizationId(), format: "json" };
    let files = 0;
    try {
      while (query) {
        const options = { method: /** @type {const} */ ("GET"), query, deadlineSeconds: DEADLINE_SECONDS };
        const response = await client.send("questions/export", options);
        files += 1;
        saveFile(await response.blob(), `questions-${files}.json`);
        const next = NEXT.exec(response.headers.get("link") ?? "")?.[1];
        query = next ? Object.fromEntries(new URLSearchParams(next)) : null;
      }
      toast(TEXTS.saved(files));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      toast(error.detail);
    }
  }
}
