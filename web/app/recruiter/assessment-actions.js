// @ts-check
/** A reviewer's actions on the assessment of a conversation. Each resolves with the new results, or with null if cancelled. */
import { h } from "../ui/dom.js";
import { points } from "../ui/labels.js";
import { reviewDialog } from "./review-dialog.js";

/** @import { AssessedCriterion, ReviewerResults } from "../../client/result-types.js" */

const TEXTS = {
  assess: {
    title: "Assess this conversation",
    text: "The whole conversation is assessed by its criteria. What was there before stays in the history.",
    submit: "Assess",
  },
  score: {
    title: "Your scores for this conversation",
    text: "The sum of all criteria counts from now on. The machine's scores stay visible beside yours.",
    hint: (/** @type {number} */ maximum) => `From 0 to ${maximum}.`,
    submit: "Save the scores",
  },
};

/**
 * @param {ReviewerResults} results
 * @param {(body: {action: string, reason: string} & Record<string, any>) => Promise<ReviewerResults>} send
 */
export function assessmentActions({ conversation }, send) {
  const assessment = conversation?.assessment;
  const criteria = assessment && "evaluation" in assessment ? assessment.criteria : [];
  return {
    assess() {
      return reviewDialog({
        ...TEXTS.assess,
        run: ({ reason }) => send({ action: "retry_evaluation", reason }),
      });
    },
    scoreCriteria() {
      return reviewDialog({
        ...TEXTS.score,
        fields: criteria.map(scoreField),
        // A score that was not touched stays the machine's, unless nobody has given one yet.
        run: ({ reason, ...given }) => {
          const changed = criteria.filter(({ id, score }) => score === null || points(score) !== given[`score-${id}`]);
          const scored = (changed.length ? changed : criteria).map(({ id }) => ({
            id,
            score: Number(given[`score-${id}`]),
          }));
          return send({ action: "override_score", criteria: scored, reason });
        },
      });
    },
  };
}

/** @param {AssessedCriterion} criterion */
function scoreField({ id, title, points: most, score, machine_score: machine }) {
  const value = score ?? machine;
  return h(
    "div",
    { class: "field" },
    h("label", { for: `score-${id}`, dir: "auto" }, title),
    h("input", {
      class: "input",
      type: "number",
      id: `score-${id}`,
      name: `score-${id}`,
      min: "0",
      max: String(most),
      step: "0.01",
      required: true,
      value: value === null ? "" : points(value),
      "aria-describedby": `score-${id}-hint`,
      inputmode: "decimal",
    }),
    h("span", { class: "hint", id: `score-${id}-hint` }, TEXTS.score.hint(most)),
  );
}
