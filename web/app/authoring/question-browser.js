// @ts-check
/** The question bank with search and filters, page by page. */
import { h, replace } from "../ui/dom.js";
import { duration, topic } from "../ui/format.js";
import { KINDS, LEVELS, pointsText } from "../ui/labels.js";
import { pagedList } from "../ui/paged-list.js";
import { inline } from "../ui/prompt-text.js";
import { questionsOf } from "./question-rows.js";

/** @import { QuestionRow } from "./question-rows.js" */

const TEXTS = {
  search: "Search",
  searchHint: "Text, topic or tag",
  bank: "Bank",
  publicBank: "Public bank",
  kind: "Kind",
  anyKind: "All kinds",
  level: "Level",
  anyLevel: "All levels",
  state: "Show",
  states: { active: "Active", inactive: "Inactive", all: "Active and inactive" },
  list: "Questions",
  none: "No question found",
  noneText: "Try fewer filters, or another word.",
  inactive: "Inactive",
};
const PAGE = 20;
const TYPING_MS = 350;

/**
 * @param {object} parts
 * @param {{id: string, name: string}[]} parts.organizations
 * @param {URLSearchParams} [parts.asked] the filters at first
 * @param {(filters: Record<string, string>) => void} [parts.onFilter]
 * @param {(question: QuestionRow) => import("../ui/dom.js").Child} parts.actions buttons at the end of a row
 * @param {(question: QuestionRow) => string | null} [parts.href] where the question's text leads
 * @param {boolean} [parts.activeOnly] offer no inactive questions
 */
export function questionBrowser({
  organizations,
  asked = new URLSearchParams(),
  onFilter,
  actions,
  href = () => null,
  activeOnly = false,
}) {
  const search = h("input", {
    class: "input",
    type: "search",
    id: "bank-search",
    value: asked.get("q") ?? "",
    placeholder: TEXTS.searchHint,
    autocomplete: "off",
    maxlength: "100",
  });
  const bank = filter("bank", TEXTS.bank, [
    ...organizations.map(({ id, name }) => /** @type {[string, string]} */ ([id, name])),
    ["public", TEXTS.publicBank],
  ]);
  const kind = filter("kind", TEXTS.kind, [["", TEXTS.anyKind], ...Object.entries(KINDS)]);
  const level = filter("level", TEXTS.level, [["", TEXTS.anyLevel], ...Object.entries(LEVELS)]);
  const state = filter(
    "state",
    TEXTS.state,
    Object.entries(TEXTS.states).map(([value, label]) => [value, label]),
  );
  const list = h("div", null);
  const form = h(
    "form",
    { class: "filters", role: "search" },
    h("div", { class: "field" }, h("label", { for: "bank-search" }, TEXTS.search), search),
    [bank, kind, level, ...(activeOnly ? [] : [state])].map(({ element }) => element),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  form.addEventListener("change", show);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typing;
  search.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(show, TYPING_MS);
  });
  let shown = "";
  show();
  return { element: h("div", { class: "stack" }, form, list), reload };

  function show() {
    clearTimeout(typing);
    const filters = {
      q: search.value.trim(),
      bank: bank.select.value,
      kind: kind.select.value,
      level: level.select.value,
      state: state.select.value,
    };
    const now = JSON.stringify(filters);
    if (now === shown) return;
    shown = now;
    onFilter?.(filters);
    replace(
      list,
      pagedList({
        label: TEXTS.list,
        load: async (from) => {
          const found = await questionsOf(
            {
              organizationId: filters.bank === "public" ? null : filters.bank,
              text: filters.q,
              kind: filters.kind,
              difficulty: filters.level,
              state: filters.state,
            },
            from ?? 0,
            PAGE + 1,
          );
          return { rows: found.slice(0, PAGE), next: found.length > PAGE ? (from ?? 0) + PAGE : null };
        },
        row: (question) => questionRow(question, actions(question), href(question)),
        empty: () => h("div", { class: "empty" }, h("h2", null, TEXTS.none), h("p", null, TEXTS.noneText)),
      }),
    );
  }

  function reload() {
    shown = "";
    show();
  }

  /** @param {string} name @param {string} label @param {[string, string][]} choices */
  function filter(name, label, choices) {
    const wanted = asked.get(name) ?? choices[0][0];
    const select = h(
      "select",
      { class: "input", id: `bank-${name}` },
      choices.map(([value, text]) => h("option", { value, selected: value === wanted }, text)),
    );
    return { select, element: h("div", { class: "field" }, h("label", { for: select.id }, label), select) };
  }
}

/** One line on a question. @param {QuestionRow} question */
export const questionFacts = ({ kind, domain, difficulty, points, time_limit_seconds: seconds, tags }) =>
  [KINDS[kind], topic(domain), LEVELS[difficulty], pointsText(points), duration(seconds), ...tags].join(" · ");

/**
 * @param {QuestionRow} question
 * @param {import("../ui/dom.js").Child} actions
 * @param {string | null} href
 */
function questionRow(question, actions, href) {
  const text = inline(question.prompt);
  return h(
    "li",
    { class: "card line", "data-question": question.id },
    h(
      "div",
      { class: "line-main" },
      href ? h("a", { class: "two-lines", href }, text) : h("span", { class: "two-lines" }, text),
      h("span", { class: "muted small" }, questionFacts(question)),
    ),
    h("span", { class: "badge warning", hidden: question.is_active }, TEXTS.inactive),
    h("div", { class: "row" }, actions),
  );
}
