// @ts-check
/** Import questions from a file or from pasted text: all of them, or none and what is wrong. */
import { Problem } from "../../client/http/problems.js";
import { field, select, textArea, textInput } from "../authoring/fields.js";
import { busy } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";
import { plural } from "../ui/format.js";

const TEXTS = {
  title: "Import questions",
  lead: "All questions of a file are imported, or none: then you see what to correct, and where.",
  back: "All questions",
  organization: "Into",
  format: "Format",
  formats: { json: "JSON", csv: "CSV", moodle_xml: "Moodle XML" },
  file: "Choose a file",
  fileHint: "Or paste its text below.",
  content: "Text",
  submit: "Import",
  empty: "Choose a file, or paste its text.",
  imported: (/** @type {number} */ count) => `${plural(count, "question")} imported.`,
  known: (/** @type {number} */ count) => `${plural(count, "question was", "questions were")} there already.`,
  defaults: "Where the file does not say it",
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
  document.title = `${TEXTS.title} · Reprise`;
  const writing = organizations.filter(({ role }) => role !== "reviewer");
  const into = select(
    "organization",
    "",
    writing.map(({ id, name }) => [id, name]),
  );
  const format = select("format", "json", TEXTS.formats);
  const file = h("input", { class: "input", type: "file", id: "file", accept: ".json,.csv,.xml" });
  const content = textArea("content", "", { rows: "12", spellcheck: "false", class: "input code-text" });
  const told = h("div", { class: "told", id: "told", tabindex: "-1" });
  const submit = h("button", { class: "button", disabled: !writing.length }, TEXTS.submit);
  file.addEventListener("change", async () => {
    const chosen = file.files?.[0];
    if (!chosen) return;
    format.value = ENDINGS[chosen.name.split(".").pop()?.toLowerCase() ?? ""] ?? format.value;
    showDefaults();
    content.value = await chosen.text();
  });
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
  const form = h(
    "form",
    { class: "card" },
    writing.length > 1 && field(TEXTS.organization, into),
    field(TEXTS.file, file, TEXTS.fileHint),
    field(TEXTS.format, format),
    defaults,
    field(TEXTS.content, content),
    h("div", { class: "row" }, submit),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(submit, send);
  });
  replace(
    main,
    h(
      "div",
      { class: "stack small" },
      h("a", { class: "back", href: "questions.html" }, TEXTS.back),
      h("h1", null, TEXTS.title),
      h("p", { class: "muted" }, TEXTS.lead),
    ),
    told,
    form,
  );

  async function send() {
    if (!content.value.trim()) {
      tell(h("p", { class: "notice danger" }, TEXTS.empty));
      return;
    }
    try {
      const body = {
        organization_id: into.value,
        format: format.value,
        content: content.value,
        defaults: format.value === "json" ? undefined : given(),
      };
      const done = await client.call("questions/import", { body, deadlineSeconds: DEADLINE_SECONDS });
      tell(
        h(
          "div",
          { class: "notice success" },
          h("p", null, TEXTS.imported(done.imported), " ", done.already_there ? TEXTS.known(done.already_there) : null),
          h(
            "div",
            null,
            h("a", { class: "button secondary small", href: `questions.html?bank=${into.value}` }, TEXTS.look),
          ),
        ),
      );
      content.value = file.value = "";
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      tell(refused(error));
    }
  }

  /** The defaults that are given. */
  function given() {
    const all = { interview_type: type.value.trim(), domain: topic.value.trim() };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
  }

  /** @param {HTMLElement} words */
  function tell(words) {
    replace(told, words);
    told.focus();
  }
}

/** @param {string} words what something must be */
const sentence = (words) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

/** @param {Problem} problem */
function refused({ detail, fields: { faults } }) {
  if (!Array.isArray(faults) || !faults.length) return h("p", { class: "notice danger" }, detail);
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
