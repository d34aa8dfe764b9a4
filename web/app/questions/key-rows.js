// @ts-check
/** Keywords of a short answer, and criteria of code and open questions. */
import { describe, fault, numberIn, numberInput, select } from "../authoring/fields.js";
import { RowList } from "../authoring/row-list.js";
import { h, setText } from "../ui/dom.js";
import { INFLECTIONS } from "./inflections.js";

/** @import { KeyRow } from "../authoring/question-rows.js" */

const TEXTS = {
  keyword: {
    what: "Keyword",
    add: "Add a keyword",
    label: (/** @type {number} */ number) => `Keyword ${number}`,
    synonyms: "Synonyms, one a line",
    synonymsOf: (/** @type {number} */ number) => `Synonyms of keyword ${number}, one a line`,
    formsOf: (/** @type {number} */ number) => `Other forms of keyword ${number}`,
    asWritten: "Only as written",
    formsIn: (/** @type {string} */ language) => `Any form in ${language}`,
    example: (/** @type {typeof INFLECTIONS[string]} */ { word, found, not }) =>
      `For example, “${word}” is also found as ${found.map((form) => `“${form}”`).join(", ")}, but not as “${not}”.`,
  },
  criterion: {
    what: "Criterion",
    add: "Add a criterion",
    label: (/** @type {number} */ number) => `Criterion ${number}`,
    points: "Points",
    pointsOf: (/** @type {number} */ number) => `Points of criterion ${number}`,
  },
};

/** @param {KeyRow["keywords"]} keywords */
export function keywordRows(keywords) {
  return new RowList({
    what: TEXTS.keyword.what,
    add: TEXTS.keyword.add,
    most: 100,
    rows: keywords.map((one) => (typeof one === "string" ? { keyword: one } : one)),
    make: (one) => keywordRow(one ?? { keyword: "" }),
  });
}

/** @param {{keyword: string, synonyms?: string[], inflections?: string | null}} entry */
function keywordRow({ keyword, synonyms = [], inflections }) {
  const id = crypto.randomUUID();
  const word = h("input", { class: "input", id: `keyword-${id}`, value: keyword, autocomplete: "off" });
  const others = h("textarea", {
    class: "input growing",
    id: `synonyms-${id}`,
    rows: "1",
    value: synonyms.join("\n"),
    placeholder: TEXTS.keyword.synonyms,
  });
  const forms = select(`inflections-${id}`, inflections ?? "", [
    ["", TEXTS.keyword.asWritten],
    ...Object.entries(INFLECTIONS).map(([code, { name }]) => [code, TEXTS.keyword.formsIn(name)]),
  ]);
  const example = h("span", { class: "muted small", id: `inflections-${id}-hint` });
  const showExample = () => setText(example, forms.value ? TEXTS.keyword.example(INFLECTIONS[forms.value]) : "");
  forms.addEventListener("change", showExample);
  showExample();
  describe(word);
  describe(others);
  describe(forms, example.id);
  return {
    cells: [
      h("span", { class: "stack small" }, word, fault(word), forms, example, fault(forms)),
      h("span", { class: "stack small" }, others, fault(others)),
    ],
    controls: { keyword: word, synonyms: others, inflections: forms },
    value: () => ({
      keyword: word.value.trim(),
      synonyms: others.value
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean),
      ...(forms.value ? { inflections: forms.value } : {}),
    }),
    renumber: (/** @type {number} */ number) => {
      forms.setAttribute("aria-label", TEXTS.keyword.formsOf(number));
      word.setAttribute("aria-label", TEXTS.keyword.label(number));
      word.placeholder = TEXTS.keyword.label(number);
      others.setAttribute("aria-label", TEXTS.keyword.synonymsOf(number));
    },
  };
}

/** @param {KeyRow["criteria"]} criteria @param {() => void} onChange called after any change of points */
export function criterionRows(criteria, onChange) {
  return new RowList({
    what: TEXTS.criterion.what,
    add: TEXTS.criterion.add,
    most: 50,
    rows: criteria,
    make: (one, others) => criterionRow(one ?? { id: freeId(others), text: "", points: null }, onChange),
    onChange,
  });
}

/** @param {{id: string}[]} others */
function freeId(others) {
  const taken = new Set(others.map(({ id }) => id.toLowerCase()));
  for (let number = 1; ; number += 1) if (!taken.has(`c${number}`)) return `c${number}`;
}

/** @param {{id: string, text: string, points: number | null}} criterion @param {() => void} onChange */
function criterionRow({ id, text, points }, onChange) {
  const own = crypto.randomUUID();
  const what = h("textarea", { class: "input growing", id: `criterion-${own}`, rows: "1", value: text });
  const worth = numberInput(`criterion-points-${own}`, points, { min: "0.01", max: "1000", step: "any" });
  worth.setAttribute("inputmode", "decimal");
  worth.placeholder = TEXTS.criterion.points;
  worth.addEventListener("input", onChange);
  describe(what);
  describe(worth);
  return {
    cells: [
      h("span", { class: "stack small" }, what, fault(what)),
      h("span", { class: "stack small points" }, worth, fault(worth)),
    ],
    controls: { text: what, points: worth },
    value: () => ({ id, text: what.value.trim(), points: numberIn(worth) }),
    renumber: (/** @type {number} */ number) => {
      what.setAttribute("aria-label", TEXTS.criterion.label(number));
      what.placeholder = TEXTS.criterion.label(number);
      worth.setAttribute("aria-label", TEXTS.criterion.pointsOf(number));
    },
  };
}
