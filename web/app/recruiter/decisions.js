// @ts-check
/** Decisions of people about candidates: a badge, and the dialog that confirms one. */
import { h } from "../ui/dom.js";
import { formDialog } from "../ui/form-dialog.js";
import { DECISIONS } from "../ui/labels.js";

/** @import { Decision } from "../../client/result-types.js" */

const TEXTS = {
  title: (/** @type {string} */ label, /** @type {string} */ whom) => `${label}: ${whom}`,
  text: "It stands beside the model's advice, and can be changed at any time; earlier decisions stay in the history.",
  reason: "Reason (optional)",
  reasonHint: "Colleagues see it; the candidate does not.",
};

/** @typedef {"advance" | "hold" | "reject"} DecisionName */
export const DECISION_NAMES = /** @type {DecisionName[]} */ (Object.keys(DECISIONS));

/** @param {Pick<Decision, "decision"> | null} decision */
export const decisionBadge = (decision) =>
  decision && h("span", { class: `badge ${DECISIONS[decision.decision].kind}` }, DECISIONS[decision.decision].label);

/**
 * Confirm a decision. The button that decides has the focus, so Enter confirms without a reason.
 * @template T
 * @param {DecisionName} name
 * @param {string} whom
 * @param {(fields: {decision: DecisionName, reason?: string}) => Promise<T>} run
 * @param {import("../ui/dom.js").Child} [more] shown above the reason
 * @returns {Promise<T | null>} null if cancelled
 */
export function decideDialog(name, whom, run, more) {
  const { label } = DECISIONS[name];
  const reason = h("textarea", {
    class: "input short",
    id: "decision-reason",
    name: "reason",
    maxlength: "2000",
    rows: "2",
    "aria-describedby": "decision-reason-hint",
  });
  const decided = formDialog({
    id: "decision",
    title: TEXTS.title(label, whom),
    text: TEXTS.text,
    fields: [
      more,
      h(
        "div",
        { class: "field" },
        h("label", { for: "decision-reason" }, TEXTS.reason),
        reason,
        h("span", { class: "hint", id: "decision-reason-hint" }, TEXTS.reasonHint),
      ),
    ],
    submit: label,
    danger: name === "reject",
    run: ({ reason: given }) => run({ decision: name, ...(given.trim() && { reason: given.trim() }) }),
  });
  const confirm = document.querySelector("#decision footer button:not([type])");
  if (confirm instanceof HTMLElement) confirm.focus();
  return decided;
}
