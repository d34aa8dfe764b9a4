// @ts-check
/** The questions of a workspace: the user's answers, how well each is practised, and a sample answer. */
import { h, replace, setText } from "../ui/dom.js";
import { plural } from "../ui/format.js";
import { entryIds, newEntryId, sure } from "./fields.js";
import { generateView } from "./generate.js";
import { DIFFICULTIES, listOf, STATUSES, statusBadge, textOf } from "./labels.js";

const TEXTS = {
  add: "Add a question",
  none: "No questions yet",
  noneText: "Add your own, or have some written for you.",
  progress: (/** @type {number} */ confident, /** @type {number} */ count) =>
    `Confident with ${confident} of ${plural(count, "question")}`,
  untitled: "New question",
  gone: (/** @type {string} */ question) =>
    question ? `${question} (removed elsewhere)` : "A question that was removed",
  question: "Question",
  edit: "Edit the question",
  questionPlaceholder: "What could they ask?",
  answer: "Your answer",
  answerPlaceholder: "In your own words …",
  status: "How well do you know it?",
  sample: "Sample answer and tips",
  sampleLabel: "Sample answer",
  tips: "Tips",
  remove: "Remove this question",
  removeTitle: "Remove this question?",
  removeText: "Your own answer to it is removed as well.",
};
const STATUS_CHOICES = Object.entries(STATUSES).map(([value, { label }]) => ({ value, label }));

/** @param {import("./workspace.js").Workspace} workspace */
export function questionsPanel(workspace) {
  const { autosave, fields } = workspace;
  const words = h("p", { class: "small muted", id: "practised" });
  const bar = h("span");
  const progress = h(
    "div",
    { class: "stack small" },
    words,
    h("div", { class: "progress", "aria-hidden": "true" }, bar),
  );
  const { list, show, made } = fields.entries(
    ["document", "questions"],
    (id) => questionCard(workspace, id),
    () => h("div", { class: "empty" }, h("h2", null, TEXTS.none), h("p", null, TEXTS.noneText)),
    // A question may be removed elsewhere while its answer is being written here. Keep the answer visible.
    () => fields.get(["document", "user_answers"]) ?? {},
  );
  const count = () => {
    const ids = entryIds(fields.get(["document", "questions"]));
    const confident = ids.filter((id) => fields.get(["document", "practice_status", id]) === "confident").length;
    progress.hidden = !ids.length;
    setText(words, TEXTS.progress(confident, ids.length));
    bar.style.setProperty("width", `${ids.length ? (confident / ids.length) * 100 : 0}%`);
  };
  autosave.addEventListener("change", count);
  autosave.addEventListener("merged", count);
  count();
  const add = h("button", { class: "button secondary", type: "button" }, TEXTS.add);
  add.addEventListener("click", () => {
    const id = newEntryId();
    autosave.set(["document", "questions", id], { question: "" });
    show();
    const card = made.get(id);
    if (card instanceof HTMLDetailsElement) card.open = true;
    card?.querySelector("textarea")?.focus();
  });
  return h(
    "div",
    { class: "stack large" },
    progress,
    list,
    h("div", { class: "row" }, add),
    generateView(workspace, "questions"),
  );
}

/**
 * @param {import("./workspace.js").Workspace} workspace
 * @param {string} id
 */
function questionCard({ autosave, fields }, id) {
  const path = ["document", "questions", id];
  const title = h("span", { class: "question-title" });
  let before = "";
  const marks = h("span", { class: "row marks" });
  const remove = h("button", { class: "button quiet small", type: "button" }, TEXTS.remove);
  remove.addEventListener("click", async () => {
    const written = fields.get(["document", "user_answers", id]) || textOf(fields.get(path)?.question);
    if (written && !(await sure(TEXTS.removeTitle, TEXTS.removeText))) return;
    autosave.set(["document", "user_answers", id], undefined);
    autosave.set(["document", "practice_status", id], undefined);
    autosave.set(path, undefined);
    fields.refresh();
  });
  const wording = fields.text([...path, "question"], { label: TEXTS.question, placeholder: TEXTS.questionPlaceholder });
  wording.hidden = textOf(fields.get(path)?.question) !== "";
  const edit = h("button", { class: "button quiet small", type: "button" }, TEXTS.edit);
  edit.addEventListener("click", () => {
    wording.hidden = false;
    wording.querySelector("textarea")?.focus();
  });
  const tips = h("div", { class: "stack small" });
  const card = h(
    "details",
    { class: "card entry", "data-entry": id },
    h("summary", null, title, marks),
    h(
      "div",
      { class: "stack large" },
      wording,
      fields.text(["document", "user_answers", id], {
        label: TEXTS.answer,
        placeholder: TEXTS.answerPlaceholder,
        removable: true,
        kind: "own",
      }),
      fields.choice(["document", "practice_status", id], {
        label: TEXTS.status,
        choices: STATUS_CHOICES,
        initial: "new",
      }),
      h(
        "details",
        { class: "sample" },
        h("summary", null, TEXTS.sample),
        h(
          "div",
          { class: "stack" },
          fields.text([...path, "answer"], {
            label: TEXTS.sampleLabel,
            quiet: true,
            removable: true,
            placeholder: TEXTS.sampleLabel,
          }),
          tips,
        ),
      ),
      h("footer", { class: "row end" }, edit, remove),
    ),
  );
  const show = () => {
    const entry = fields.get(path);
    const { question, category, difficulty, tips: advice } = entry ?? {};
    if (entry) before = textOf(question);
    setText(title, entry ? before || TEXTS.untitled : TEXTS.gone(before));
    replace(
      marks,
      h(
        "span",
        { class: "muted small" },
        [textOf(category), DIFFICULTIES[textOf(difficulty)]].filter(Boolean).join(" · "),
      ),
      statusBadge(fields.get(["document", "practice_status", id])),
    );
    const items = listOf(advice);
    replace(
      tips,
      items.length > 0 && h("h3", { class: "small-title" }, TEXTS.tips),
      items.length > 0 &&
        h(
          "ul",
          { class: "bullets" },
          items.map((tip) => h("li", null, tip)),
        ),
    );
  };
  show();
  card.addEventListener("input", show);
  card.addEventListener("change", show);
  fields.bind(card, show);
  return card;
}
