// @ts-check
/** The criteria by which the conversations of an interview are assessed. */
import { clearFaults, describe, fault, numberIn, numberInput, showFault } from "../authoring/fields.js";
import { RowList } from "../authoring/row-list.js";
import { h, setText } from "../ui/dom.js";

/** @import { ConversationCriterion } from "../authoring/criteria-rows.js" */

const TEXTS = {
  title: "Criteria",
  hint:
    "Finished conversations are assessed by these. Candidates see the titles with their results if the interview " +
    "shows results. They never see the descriptions.",
  defaults: "Without any, four criteria with 10 points each apply: knowledge, own experience, reasoning and clarity.",
  sum: (/** @type {number} */ points) => `${points} points in all.`,
  what: "Criterion",
  add: "Add a criterion",
  name: (/** @type {number} */ number) => `Title of criterion ${number}`,
  description: (/** @type {number} */ number) => `What to look for in criterion ${number}`,
  look: "What to look for",
  points: (/** @type {number} */ number) => `Points of criterion ${number}`,
  worth: "Points",
  faults: {
    title: "Enter a title of up to 200 characters that no other criterion has.",
    description: "Enter up to 2,000 characters.",
    points: "Enter a whole number from 1 to 100.",
  },
};

export class CriteriaForm {
  /** @param {ConversationCriterion[]} criteria */
  constructor(criteria) {
    this._note = h("p", { class: "muted small" });
    this._rows = new RowList({
      what: TEXTS.what,
      add: TEXTS.add,
      most: 20,
      rows: criteria,
      make: (one, others) =>
        criterionRow(one ?? { id: freeId(others), title: "", description: "", points: 10 }, () => this._count()),
      onChange: () => this._count(),
    });
    this.element = h(
      "div",
      { class: "stack small", role: "group", "aria-labelledby": "criteria-title", "aria-describedby": "criteria-hint" },
      h("h3", { id: "criteria-title" }, TEXTS.title),
      h("p", { class: "muted small", id: "criteria-hint" }, TEXTS.hint),
      this._rows.element,
      this._note,
    );
    this._count();
  }

  /** @returns {ConversationCriterion[]} */
  value() {
    return this._rows.values();
  }

  /** Mark what cannot be saved as it is. */
  showFaults() {
    clearFaults(this.element);
    const values = this.value();
    const titles = values.map(({ title }) => title.toLowerCase().replace(/\s+/g, " "));
    for (const [index, { title, description, points }] of values.entries()) {
      const wrong = {
        title: !title || title.length > 200 || titles.indexOf(titles[index]) < index,
        description: description.length > 2000,
        points: !Number.isInteger(points) || points < 1 || points > 100,
      };
      for (const name of /** @type {(keyof typeof wrong)[]} */ (Object.keys(wrong)))
        if (wrong[name]) showFault(this._rows.control(index, name), TEXTS.faults[name]);
    }
  }

  _count() {
    const values = this._rows ? this.value() : [];
    const sum = values.reduce((total, { points }) => total + (points || 0), 0);
    setText(this._note, values.length ? TEXTS.sum(sum) : TEXTS.defaults);
  }
}

/** @param {{id: string}[]} others */
function freeId(others) {
  const taken = new Set(others.map(({ id }) => id.toLowerCase()));
  for (let number = 1; ; number += 1) if (!taken.has(`c${number}`)) return `c${number}`;
}

/** @param {ConversationCriterion} criterion @param {() => void} onChange */
function criterionRow({ id, title, description, points }, onChange) {
  const own = crypto.randomUUID();
  const name = h("input", { class: "input", id: `criterion-title-${own}`, value: title, autocomplete: "off" });
  const look = h("textarea", {
    class: "input growing",
    id: `criterion-look-${own}`,
    rows: "1",
    value: description ?? "",
    placeholder: TEXTS.look,
  });
  const worth = numberInput(`criterion-worth-${own}`, points, { min: "1", max: "100" });
  worth.placeholder = TEXTS.worth;
  worth.addEventListener("input", onChange);
  for (const control of [name, look, worth]) describe(control);
  return {
    cells: [
      h("span", { class: "stack small" }, name, fault(name), look, fault(look)),
      h("span", { class: "stack small points" }, worth, fault(worth)),
    ],
    controls: { title: name, description: look, points: worth },
    value: () => ({ id, title: name.value.trim(), description: look.value.trim(), points: numberIn(worth) ?? NaN }),
    renumber: (/** @type {number} */ number) => {
      name.setAttribute("aria-label", TEXTS.name(number));
      name.placeholder = TEXTS.name(number);
      look.setAttribute("aria-label", TEXTS.description(number));
      worth.setAttribute("aria-label", TEXTS.points(number));
    },
  };
}
