// @ts-check
/** Saved practice choices: rows of `practice_templates`, readable and writable by their owner only. */

import { supabase } from "../sign-in/account.js";
import { ask, busy, toast } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";
import { plural, topic } from "../ui/format.js";

/** @import { TemplateRow } from "../rows.js" */
/** @import { Choice } from "./form.js" */

const TEXTS = {
  title: "Saved choices",
  none: "Saved choices appear here.",
  failed: "Your saved choices could not be loaded.",
  notSaved: "This could not be saved. Please check your connection and try again.",
  full: "You have all the choices that can be saved. Delete one first.",
  again: "Try again",
  mixed: "all topics",
  clock: "with the clock",
  noClock: "no clock",
  start: "Start",
  change: "Change",
  rename: "Rename",
  delete: "Delete",
  deleteTitle: (/** @type {string} */ name) => `Delete “${name}”?`,
  deleteText: "Runs you have done with it stay in your results.",
  keep: "Keep it",
  nameTitle: "A name for it",
  name: "Name",
  save: "Save",
  cancel: "Cancel",
};

/** A short description of a choice. @param {Pick<Choice, "interview_type" | "domain" | "difficulty">} choice */
export const describe = ({ interview_type: type, domain, difficulty }) =>
  [topic(type), domain && topic(domain), difficulty].filter(Boolean).join(" · ");

/**
 * Ask for a name; empty if cancelled.
 * @param {string} proposed
 */
export async function askName(proposed) {
  const input = h("input", {
    class: "input",
    id: "template-name",
    maxlength: "200",
    value: proposed,
    autocomplete: "off",
  });
  const opened = ask({
    title: TEXTS.nameTitle,
    body: h("div", { class: "field" }, h("label", { for: "template-name" }, TEXTS.name), input),
    actions: [
      { value: "", label: TEXTS.cancel, kind: "secondary" },
      { value: "save", label: TEXTS.save },
    ],
  });
  input.focus();
  input.select();
  // Enter would press the form's first button, which cancels.
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    input.closest("dialog")?.close("save");
  });
  return (await opened) === "save" ? input.value.trim() : "";
}

export class PracticeTemplates {
  /** @param {{start: (template: TemplateRow) => Promise<void>, change: (template: TemplateRow) => void}} does */
  constructor(does) {
    this._does = does;
    this._list = h("div", { "aria-busy": "true" }, h("div", { class: "skeleton" }));
    this.element = h(
      "section",
      { class: "stack", "aria-labelledby": "templates" },
      h("h2", { id: "templates" }, TEXTS.title),
      this._list,
    );
    this._show();
  }

  /** @param {Choice & {name: string}} choice resolves with true when saved */
  add(choice) {
    return this._write((table) => table.insert(choice));
  }

  /** @param {string} id @param {Choice} choice resolves with true when saved */
  change(id, choice) {
    return this._write((table) => table.update({ domain: null, difficulty: null, ...choice }).eq("id", id));
  }

  async _show() {
    const { data, error } = await (await supabase())
      .from("practice_templates")
      .select("*")
      .order("created_at", { ascending: false });
    this._list.removeAttribute("aria-busy");
    if (error) {
      replace(
        this._list,
        h(
          "div",
          { class: "notice warning" },
          h("p", null, TEXTS.failed),
          h(
            "div",
            null,
            h("button", { class: "button secondary small", type: "button", onclick: () => this._show() }, TEXTS.again),
          ),
        ),
      );
    } else if (data.length)
      replace(
        this._list,
        h(
          "ul",
          { class: "card-list" },
          data.map((/** @type {TemplateRow} */ template) => h("li", null, this._card(template))),
        ),
      );
    else replace(this._list, h("p", { class: "empty" }, TEXTS.none));
  }

  /** @param {(table: any) => any} build @returns {Promise<boolean>} */
  async _write(build) {
    const { error } = await build((await supabase()).from("practice_templates"));
    // The Data API sends a refusal's code as the message.
    if (error) toast(error.message === "limit_reached" ? TEXTS.full : TEXTS.notSaved);
    await this._show();
    return !error;
  }

  /** @param {TemplateRow} template */
  _card(template) {
    const { id, name, question_count: count, time_limits: clock } = template;
    const facts = [
      describe(template),
      template.domain ? null : TEXTS.mixed,
      plural(count, "question"),
      clock ? TEXTS.clock : TEXTS.noClock,
    ];
    const start = h(
      "button",
      { class: "button small", type: "button", "aria-label": `${TEXTS.start} ${name}` },
      TEXTS.start,
    );
    start.addEventListener("click", () => busy(start, () => this._does.start(template)));
    /** @param {string} label @param {() => void} onclick */
    const quiet = (label, onclick) =>
      h("button", { class: "button quiet small", type: "button", "aria-label": `${label} ${name}`, onclick }, label);
    return h(
      "article",
      { class: "card template" },
      h("div", null, h("h3", null, name), h("p", { class: "muted small" }, facts.filter(Boolean).join(" · "))),
      h(
        "footer",
        null,
        h(
          "div",
          { class: "row quiet-row" },
          quiet(TEXTS.change, () => this._does.change(template)),
          quiet(TEXTS.rename, () => this._rename(template)),
          quiet(TEXTS.delete, () => this._delete(id, name)),
        ),
        start,
      ),
    );
  }

  /** @param {TemplateRow} template */
  async _rename({ id, name }) {
    const chosen = await askName(name);
    if (chosen && chosen !== name) await this._write((table) => table.update({ name: chosen }).eq("id", id));
  }

  /** @param {string} id @param {string} name */
  async _delete(id, name) {
    const answer = await ask({
      title: TEXTS.deleteTitle(name),
      body: h("p", { class: "muted" }, TEXTS.deleteText),
      actions: [
        { value: "delete", label: TEXTS.delete, kind: "danger" },
        { value: "", label: TEXTS.keep, kind: "secondary" },
      ],
    });
    if (answer === "delete") await this._write((table) => table.delete().eq("id", id));
  }
}
