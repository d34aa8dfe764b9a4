// @ts-check
/** Fields that were changed both here and elsewhere: shows both versions and asks which to use. */
import { fieldAt, same } from "../../client/workspace/merge.js";
import { byId, h, replace } from "../ui/dom.js";
import { STATUSES, STORY, textOf } from "./labels.js";

const TEXTS = {
  title: "Changed in two places",
  text:
    "Someone, perhaps you in another tab, changed the same text. Everything else is merged already. " +
    "Both versions are safe: choose what to keep.",
  mine: "Written here",
  theirs: "Saved elsewhere",
  keepMine: "Keep this one",
  takeTheirs: "Take this one",
  both: "Keep both",
  empty: "Empty",
  removed: "Removed",
  entry: "An entry that was removed in one place and changed in the other",
  names: /** @type {Record<string, string>} */ ({
    name: "Name of the workspace",
    skill: "Skill or subject",
    notes: "Your notes",
  }),
  answer: "Your answer",
  status: "How well you know it",
  fields: /** @type {Record<string, string>} */ ({
    question: "Question",
    answer: "Sample answer",
    title: "Title",
    explanation: "Explanation",
    ...Object.fromEntries(STORY.map(({ name, label }) => [name, label])),
  }),
};

/** @typedef {import("../../client/workspace/merge.js").Conflict} Conflict */

/** @param {import("./fields.js").Fields} fields */
export function conflictsView(fields) {
  const { autosave } = fields;
  const element = h("section", { class: "notice warning conflicts", "aria-labelledby": "conflicts", hidden: true });
  const list = h("div", { class: "stack" });
  replace(element, h("h2", { id: "conflicts" }, TEXTS.title), h("p", null, TEXTS.text), list);
  /** @type {Conflict[]} */
  let shown = [];
  const show = () => {
    const { conflicts } = autosave;
    if (same(conflicts, shown)) return;
    const held = list.contains(document.activeElement);
    // Don't rebuild the buttons while the user is typing in a field in conflict.
    if (conflicts.length !== shown.length || conflicts.some(({ path }, index) => !same(path, shown[index].path))) {
      replace(
        list,
        conflicts.map((conflict) => conflictView(fields, conflict.path)),
      );
    }
    for (const [index, conflict] of conflicts.entries()) fill(list.children[index], conflict);
    const [settled] = shown;
    shown = conflicts;
    element.hidden = !conflicts.length;
    // The pressed button is gone: focus the next conflict, or the field with the chosen text.
    if (held && !list.contains(document.activeElement)) (list.querySelector("h3") ?? fieldOf(settled.path)).focus();
  };
  autosave.addEventListener("change", show);
  autosave.addEventListener("merged", show);
  show();
  return element;
}

/**
 * The element where a text is edited, or the save state if that element is not visible.
 * @param {string[]} path
 * @returns {HTMLElement}
 */
function fieldOf(path) {
  const field = /** @type {HTMLElement | null} */ (
    document.querySelector(`[data-path="${CSS.escape(path.join("/"))}"]`)
  );
  return field?.checkVisibility() ? field : byId("saved");
}

/**
 * @param {import("./fields.js").Fields} fields
 * @param {string[]} path
 */
function conflictView({ autosave }, path) {
  const now = () => autosave.conflicts.find((conflict) => same(conflict.path, path));
  /** @param {(conflict: Conflict) => any} chosen */
  const choose = (chosen) => () => {
    const conflict = now();
    if (conflict) autosave.resolve(path, chosen(conflict));
  };
  const both = h(
    "button",
    {
      class: "button quiet small",
      type: "button",
      "data-choice": "both",
      onclick: choose(({ mine, theirs }) => `${theirs}\n\n${mine}`),
    },
    TEXTS.both,
  );
  return h(
    "article",
    { class: "conflict", "aria-label": nameOf(autosave.content, path) },
    h("h3", { tabindex: "-1" }, nameOf(autosave.content, path)),
    h(
      "div",
      { class: "versions" },
      version(
        "mine",
        TEXTS.mine,
        TEXTS.keepMine,
        choose(({ mine }) => mine),
      ),
      version(
        "theirs",
        TEXTS.theirs,
        TEXTS.takeTheirs,
        choose(({ theirs }) => theirs),
      ),
    ),
    h("div", { class: "row end" }, both),
  );
}

/** @param {string} side @param {string} label @param {string} action @param {() => void} onclick */
function version(side, label, action, onclick) {
  return h(
    "div",
    { class: "version", "data-side": side },
    h("strong", { class: "small" }, label),
    h("div", { class: "preserve version-text", tabindex: 0, role: "region", "aria-label": label }),
    h("button", { class: "button secondary small", type: "button", onclick }, action),
  );
}

/** @param {Element} element @param {Conflict} conflict */
function fill(element, { mine, theirs, path }) {
  const [ours, others] = element.querySelectorAll(".version-text");
  replace(ours, shownAs(mine, path));
  replace(others, shownAs(theirs, path));
  const texts =
    textOf(mine) !== "" && textOf(theirs) !== "" && path.at(-2) !== "practice_status" && path[0] === "document";
  element.querySelector("[data-choice=both]")?.toggleAttribute("hidden", !texts);
}

/** @param {any} value @param {string[]} path @returns {import("../ui/dom.js").Child} */
function shownAs(value, path) {
  if (value === undefined)
    return h("span", { class: "muted" }, path.length > 3 || path[1] === "user_answers" ? TEXTS.empty : TEXTS.removed);
  if (value === "") return h("span", { class: "muted" }, TEXTS.empty);
  if (path.at(-2) === "practice_status") return STATUSES[value]?.label ?? value;
  if (typeof value === "string") return value;
  return Object.values(value)
    .flat()
    .filter((text) => typeof text === "string")
    .join("\n\n");
}

/** A field's name on the page. @param {any} content @param {string[]} path */
function nameOf(content, path) {
  const [, part, id, field] = path;
  if (path.length === 1) return TEXTS.names[path[0]] ?? path[0];
  if (part === "notes") return TEXTS.names.notes;
  const question = textOf(fieldAt(content, ["document", "questions", id])?.question);
  const about = (/** @type {string} */ label, /** @type {string} */ of) => (of ? `${label}: “${of}”` : label);
  if (part === "user_answers") return about(TEXTS.answer, question);
  if (part === "practice_status") return about(TEXTS.status, question);
  const entry = fieldAt(content, ["document", part, id]) ?? {};
  return about(field ? (TEXTS.fields[field] ?? field) : TEXTS.entry, textOf(entry.title) || question);
}
