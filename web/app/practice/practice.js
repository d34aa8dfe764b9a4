// @ts-check
/** Practice: choose questions, start, and save choices for later. */
import { Problem } from "../../client/http/problems.js";
import { Tabs } from "../../client/session/tabs.js";
import { begin, fromJson } from "../start/start.js";
import { busy, toast } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";
import { plural } from "../ui/format.js";
import { startPage } from "../ui/page.js";
import { PracticeForm } from "./form.js";
import { askName, describe, PracticeTemplates } from "./templates.js";

const TEXTS = {
  title: "Practice",
  lead: "Questions like the real ones, picked at random. Only you see how you do.",
  none: "There is nothing to practise yet",
  noneText: "The question bank is empty.",
  failed: "The questions could not be loaded",
  again: "Try again",
  setUp: "What would you like to practise?",
  start: "Start practising",
  save: "Save for later",
  change: "Save the changes",
  stop: "Leave it as it was",
  changing: (/** @type {string} */ name) => `You are changing “${name}”.`,
  saved: (/** @type {string} */ name) => `Saved as “${name}”.`,
  tooFew: (/** @type {number} */ available) =>
    `There are only ${plural(available, "question")} like this. The number is set to that; press start again.`,
  tooFewSaved: "There are not enough questions like this any more. Choose more kinds, or fewer questions.",
};

const { client, user, main } = await startPage();
const tabs = await Tabs.open(user.id);
const head = h("div", { class: "page-title" }, h("div", null, h("h1", null, TEXTS.title), h("p", null, TEXTS.lead)));
replace(main, head, h("div", { class: "skeleton tall-skeleton" }));
await show();

async function show() {
  /** @type {import("../rows.js").PracticeType[]} */
  let types;
  try {
    ({ types } = await client.call("questions/facets", { method: "GET" }));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    replace(
      main,
      head,
      h(
        "div",
        { class: "empty" },
        h("h2", null, TEXTS.failed),
        h("p", null, error.detail),
        h("button", { class: "button", type: "button", onclick: show }, TEXTS.again),
      ),
    );
    return;
  }
  if (!types.length) {
    replace(main, head, h("div", { class: "empty" }, h("h2", null, TEXTS.none), h("p", null, TEXTS.noneText)));
    return;
  }
  setUp(types);
}

/** @param {import("../rows.js").PracticeType[]} types */
function setUp(types) {
  const form = new PracticeForm(types);
  const templates = new PracticeTemplates({
    start: (template) => start({ template_id: template.id }),
    change: (template) => {
      form.choose(template);
      foot(template);
      form.element.scrollIntoView({ block: "start" });
      form.focus();
    },
  });
  const message = h("div", { role: "alert" });
  const buttons = h("footer", null);
  form.element.append(message, buttons);
  form.element.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = buttons.querySelector(".button:not(.secondary, .quiet)");
    if (button instanceof HTMLElement && button.dataset.does === "start") busy(button, () => start(form.value()));
  });
  form.element.addEventListener("change", () => replace(message));
  foot(null);
  comeBack(form, message);
  replace(
    main,
    head,
    h(
      "div",
      { class: "practice" },
      h(
        "section",
        { class: "card", "aria-labelledby": "set-up" },
        h("h2", { id: "set-up" }, TEXTS.setUp),
        form.element,
      ),
      templates.element,
    ),
  );

  /** The buttons: start and save, or save the template being edited. @param {import("../rows.js").TemplateRow | null} template */
  function foot(template) {
    const cancel = h("button", { class: "button secondary", type: "button", onclick: () => foot(null) }, TEXTS.stop);
    const change = h("button", { class: "button", type: "button" }, TEXTS.change);
    change.addEventListener("click", () =>
      busy(change, async () => {
        if (!template || !form.check() || !(await templates.change(template.id, form.value()))) return;
        foot(null);
      }),
    );
    const save = h("button", { class: "button secondary", type: "button" }, TEXTS.save);
    save.addEventListener("click", () =>
      busy(save, async () => {
        if (!form.check()) return;
        const name = await askName(describe(form.value()));
        if (name && (await templates.add({ ...form.value(), name }))) toast(TEXTS.saved(name));
      }),
    );
    replace(
      buttons,
      ...(template
        ? [h("p", { class: "muted" }, TEXTS.changing(template.name)), h("div", { class: "row" }, cancel, change)]
        : [save, h("button", { class: "button", "data-does": "start" }, TEXTS.start)]),
    );
  }

  /** @param {object} practice */
  async function start(practice) {
    await begin(client, tabs, { practice });
  }
}

/**
 * Restore the choice after the start page returned here: the user changed their mind, or there are too few questions.
 * @param {PracticeForm} form
 * @param {HTMLElement} message
 */
function comeBack(form, message) {
  const query = new URLSearchParams(location.search);
  const practice = fromJson(query.get("practice"));
  if (!practice) return;
  history.replaceState(null, "", location.pathname);
  const own = !("template_id" in practice);
  if (own) form.choose(practice);
  if (!query.has("available")) return;
  const available = Number(query.get("available"));
  if (own && available) form.setCount(available);
  replace(message, h("p", { class: "notice warning" }, own && available ? TEXTS.tooFew(available) : TEXTS.tooFewSaved));
}
