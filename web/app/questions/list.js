// @ts-check
/** The question bank: find questions, edit, activate and copy them. */
import { Problem } from "../../client/http/problems.js";
import { questionBrowser } from "../authoring/question-browser.js";
import { copyQuestion, setActive } from "../authoring/question-rows.js";
import { sections } from "../authoring/sections.js";
import { busy, toast } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";
import { exportButton } from "./export.js";

/** @import { QuestionRow } from "../authoring/question-rows.js" */

const TEXTS = {
  title: "Questions",
  lead: "Write a question once, use it in any interview.",
  new: "New question",
  import: "Import",
  draft: "Draft",
  activate: "Activate",
  deactivate: "Deactivate",
  activated: "Active again.",
  deactivated: "Inactive now. It is not offered for interviews any more.",
  copy: "Copy",
  copyTo: "Copy to",
  of: (/** @type {string} */ action, /** @type {string} */ prompt) => `${action}: ${prompt.slice(0, 80)}`,
};

/**
 * @param {import("../ui/page.js").Page} page
 * @param {{id: string, name: string, role: string}[]} organizations of the user
 * @param {URLSearchParams} asked
 */
export function showBank({ client, main }, organizations, asked) {
  const writing = organizations.filter(({ role }) => role !== "reviewer");
  let into = writing.find(({ id }) => id === asked.get("bank")) ?? writing[0];
  const browser = questionBrowser({
    organizations,
    asked,
    onFilter: (filters) => {
      const address = new URLSearchParams(Object.entries(filters).filter(([, value]) => value));
      history.replaceState(null, "", `questions.html?${address}`);
      into = writing.find(({ id }) => id === filters.bank) ?? into;
      if (into) create.href = `questions.html?new&organization=${into.id}`;
    },
    href: ({ id, organization_id: owner }) => (owner === null ? null : `questions.html?id=${id}`),
    actions: (question) =>
      question.organization_id === null
        ? writing.map((organization) => copyButton(question, organization, writing.length > 1))
        : writing.some(({ id }) => id === question.organization_id) && activeButton(question),
  });
  replace(
    main,
    h(
      "div",
      { class: "page-title" },
      h("div", null, h("h1", null, TEXTS.title), h("p", null, TEXTS.lead)),
      into &&
        h(
          "span",
          { class: "row" },
          exportButton(client, () => into.id),
          h("a", { class: "button secondary", href: "questions.html?import" }, TEXTS.import),
          h("a", { class: "button secondary", href: "questions.html?draft" }, TEXTS.draft),
          create,
        ),
    ),
    sections(),
    browser.element,
  );
}

/** The link to a new question, in the organization whose bank is shown. */
const create = h("a", { class: "button", href: "questions.html?new" }, TEXTS.new);

/** @param {QuestionRow} question */
function activeButton(question) {
  const button = h("button", { class: "button quiet small", type: "button" });
  label();
  button.addEventListener("click", () =>
    busy(button, () =>
      tried(async () => {
        await setActive(question.id, !question.is_active);
        question.is_active = !question.is_active;
        label();
        button.closest("li")?.querySelector(".badge")?.toggleAttribute("hidden", question.is_active);
        toast(question.is_active ? TEXTS.activated : TEXTS.deactivated);
      }),
    ),
  );
  return button;

  function label() {
    const words = question.is_active ? TEXTS.deactivate : TEXTS.activate;
    replace(button, words);
    button.setAttribute("aria-label", TEXTS.of(words, question.prompt));
  }
}

/** @param {QuestionRow} question @param {{id: string, name: string}} organization @param {boolean} named */
function copyButton({ id, prompt }, organization, named) {
  const words = named ? `${TEXTS.copyTo} ${organization.name}` : TEXTS.copy;
  const button = h(
    "button",
    { class: "button quiet small", type: "button", "aria-label": TEXTS.of(words, prompt) },
    words,
  );
  button.addEventListener("click", () =>
    busy(button, () =>
      tried(async () => {
        const copy = await copyQuestion(id, organization.id);
        location.assign(`questions.html?id=${copy.question_id}`);
      }),
    ),
  );
  return button;
}

/** Show a refusal as its sentence. @param {() => Promise<void>} work */
async function tried(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    toast(error.detail);
  }
}
