// @ts-check
/** Import questions from a file or from pasted text: all of them, or none and what is wrong. */
import { Problem } from "../../client/http/problems.js";
import { field, select, textArea, textInput } from "../authoring/fields.js";
import { done, refused, showFormPage } from "../authoring/form-page.js";
import { h } from "../ui/dom.js";
import { plural } from "../ui/format.js";

const TEXTS = {
  title: "Import questions",
  lead: "All questions of a file are imported, or none: then you see what to correct, and where.",
  organization: "Into",
  format: "Format",
  formats: { json: "JSON", csv: "CSV", moodle_xml: "Moodle XML" },
  file: "Choose a file",
  fileHint: "Or paste its text below.",
  content: "Text",
  submit: "Import",
  empty: "Choose a file, or paste its text.",
  imported: (/** @type {number} */ count) => `${plural(count, "question")} imported.`,
  known: (/** @type {number} */ count) => ` ${plural(count, "question was", "questions were")} there already.`,
  defaults: "Defaults for missing values",
  type: "Kind of interview",
  topic: "Topic",
  look: "Show the questions",
  faults: (/** @type {number} */ count) =>
    `Nothing was imported: ${plural(count, "place needs", "places need")} your attention.`,
};
/** File name endings of the formats. @type {Record<string, string>} */
const ENDINGS = { json: "json", csv: "csv", xml: "moodle_xml" };
const DEADLINE_SECONDS = 60;

/**
 * @param {import("../ui/page.js").Page} page
 * @param {{id: string, name: string, role: string}[]} organizations of the user
 */
export function showImport({ client, main }, organizations) {
  const writing = organizations.filter(({ role }) => role !== "reviewer");
  const into = select(
    "organization",
    "",
    writing.map(({ id, name }) => [id, name]),
  );
  const format = select("format", "json", TEXTS.formats);
  const file = h("input", { class: "input", type: "file", id: "file", accept: ".json,.csv,.xml" });
  const content = textArea("content", "", { rows: "12", spellcheck: "false", class: "input code-text" });
  const [type, topic] = [textInput("interview_type", ""), textInput("domain", "")];
  const defaults = h(
    "fieldset",
    { class: "field", hidden: true },
    h("legend", null, TEXTS.defaults),
    h("div", { class: "field-grid" }, field(TEXTS.type, type), field(TEXTS.topic, topic)),
  );
  // A JSON file says everything.
  const showDefaults = () => (defaults.hidden = format.value === "json");
  format.addEventListener("change", showDefaults);
  file.addEventListener("change", async () => {
    const chosen = file.files?.[0];
    if (!chosen) return;
    format.value = ENDINGS[chosen.name.split(".").pop()?.toLowerCase() ?? ""] ?? format.value;
    showDefaults();
    content.value = await chosen.text();
  });
  const fields = [
    writing.length > 1 && field(TEXTS.organization, into),
    field(TEXTS.file, file, TEXTS.fileHint),
    field(TEXTS.format, format),
    defaults,
    field(TEXTS.content, content),
  ];
  showFormPage(main, { ...TEXTS, locked: !writing.length }, fields, async () => {
    if (!content.value.trim()) return refused(TEXTS.empty);
    const body = {
      organization_id: into.value,
      format: format.value,
      content: content.value,
      defaults: format.value === "json" ? undefined : given(),
    };
    try {
      const { imported, already_there: known } = await client.call("questions/import", {
        body,
        deadlineSeconds: DEADLINE_SECONDS,
      });
      content.value = file.value = "";
      const words = TEXTS.imported(imported) + (known ? TEXTS.known(known) : "");
      return done(words, `questions.html?bank=${into.value}`, TEXTS.look);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return refusedFile(error);
    }
  });

  /** The defaults that are given. */
  function given() {
    const all = { interview_type: type.value.trim(), domain: topic.value.trim() };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
  }
}

/** @param {string} words what something must be */
const sentence = (words) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

/** @param {Problem} problem */
function refusedFile({ detail, fields: { faults } }) {
  if (!Array.isArray(faults) || !faults.length) return refused(detail);
  return h(
    "div",
    { class: "notice danger" },
    h("strong", null, TEXTS.faults(faults.length)),
    h(
      "ol",
      { class: "bullets" },
      faults.map(({ where, detail: words }) => h("li", null, h("strong", null, where), ": ", sentence(words))),
    ),
  );
}
