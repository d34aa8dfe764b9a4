// @ts-check
/** The dialog that makes a pool of questions, or changes one. */
import { Problem } from "../../client/http/problems.js";
import { field, numberInput } from "../authoring/fields.js";
import { h } from "../ui/dom.js";
import { formDialog } from "../ui/form-dialog.js";
import { inline } from "../ui/prompt-text.js";

/** @import { Place } from "../authoring/interview-rows.js" */

const TEXTS = {
  make: "Make a pool",
  change: (/** @type {number} */ pool) => `Change pool ${pool}`,
  text: "Each session asks some questions of a pool. They are drawn at random, and each is equally likely.",
  draw: "How many to ask",
  members: "Questions of the pool",
  submit: "Save pool",
  none: "Choose at least one question.",
  bounds: (/** @type {number} */ most) => `Enter a whole number from 1 to ${most}, the number of questions you chose.`,
};

/**
 * @param {object} pool
 * @param {number | null} pool.number null: a new one
 * @param {number} pool.draw
 * @param {{place: Place, number: number, chosen: boolean}[]} pool.choices the questions that can be in it, with their numbers
 * @returns {Promise<{ids: Set<string>, draw: number} | null>} null if cancelled
 */
export function poolForm({ number, draw, choices }) {
  const count = numberInput("draw", draw, { min: "1", max: "100", name: "draw", required: true });
  const boxes = choices.map(({ place, number: shown, chosen }) => {
    const input = h("input", { type: "checkbox", checked: chosen, value: place.question.id });
    const label = h(
      "label",
      { class: "choice" },
      input,
      h("span", null, h("strong", null, `${shown}. `, inline(place.question.prompt))),
    );
    return { input, label };
  });
  return formDialog({
    id: "pool-form",
    title: number === null ? TEXTS.make : TEXTS.change(number),
    text: TEXTS.text,
    fields: [
      field(TEXTS.draw, count),
      h(
        "fieldset",
        { class: "field pool-choices" },
        h("legend", null, TEXTS.members),
        boxes.map(({ label }) => label),
      ),
    ],
    submit: TEXTS.submit,
    run: async () => {
      const ids = new Set(boxes.filter(({ input }) => input.checked).map(({ input }) => input.value));
      const asked = Number(count.value);
      if (!ids.size) throw new Problem({ code: "invalid_request", status: 422, detail: TEXTS.none });
      if (!(Number.isInteger(asked) && asked >= 1 && asked <= ids.size))
        throw new Problem({ code: "invalid_request", status: 422, detail: TEXTS.bounds(ids.size) });
      return { ids, draw: asked };
    },
  });
}
