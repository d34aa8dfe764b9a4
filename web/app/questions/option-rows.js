// @ts-check
/** The options of a multiple choice question; one of them is marked as right. */
import { describe, fault } from "../authoring/fields.js";
import { RowList } from "../authoring/row-list.js";
import { h } from "../ui/dom.js";

const TEXTS = {
  what: "Option",
  add: "Add an option",
  label: (/** @type {number} */ number) => `Option ${number}`,
  right: (/** @type {number} */ number) => `Option ${number} is right`,
};
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/**
 * @param {{id: string, text: string}[]} options
 * @param {string | null | undefined} right the id of the right one
 */
export function optionRows(options, right) {
  return new RowList({
    what: TEXTS.what,
    add: TEXTS.add,
    least: 2,
    most: 20,
    rows: options.length ? options : [undefined, undefined],
    make: (option, others) => optionRow(option ?? { id: freeId(others), text: "" }, option && option.id === right),
  });
}

/** An id that no option has: candidates' answers are ids, so an option keeps its own. @param {{id: string}[]} others */
function freeId(others) {
  return [...LETTERS].find((letter) => !others.some(({ id }) => id === letter)) ?? crypto.randomUUID();
}

/** @param {{id: string, text: string}} option @param {boolean} isRight */
function optionRow({ id, text }, isRight) {
  const radio = h("input", { type: "radio", name: "correct_option", value: id, checked: isRight });
  const input = h("textarea", {
    class: "input growing",
    id: `option-${crypto.randomUUID()}`,
    rows: "1",
    value: text,
  });
  describe(input);
  return {
    cells: [h("span", { class: "mark-right" }, radio), h("span", { class: "stack small" }, input, fault(input))],
    controls: { text: input, right: radio },
    value: () => ({ id, text: input.value, right: radio.checked }),
    renumber: (/** @type {number} */ number) => {
      input.setAttribute("aria-label", TEXTS.label(number));
      input.placeholder = TEXTS.label(number);
      radio.setAttribute("aria-label", TEXTS.right(number));
    },
  };
}
