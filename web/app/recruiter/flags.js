// @ts-check
/** Badges for answers that a person should look at. */
import { h } from "../ui/dom.js";
import { labelOf } from "../ui/labels.js";

/** @type {Record<string, {label: string, kind: string}>} */
const FLAGS = {
  late_answers: { label: "Late answer", kind: "warning" },
  needs_review: { label: "Needs review", kind: "warning" },
  failed: { label: "Grading failed", kind: "danger" },
  too_short: { label: "Too short to assess", kind: "warning" },
  no_model: { label: "No AI model set up", kind: "" },
  model_refused: { label: "The AI model declined", kind: "warning" },
  unusable_key: { label: "Question or key cannot be used", kind: "danger" },
  evidence_missing: { label: "Score without evidence", kind: "warning" },
  evidence_not_verbatim: { label: "Evidence not in the answer", kind: "warning" },
  hidden_characters: { label: "Hides characters", kind: "danger" },
  fake_message: { label: "Imitates a message to the AI model", kind: "danger" },
  // Hints beside a score; honest answers raise them too.
  addresses_grader: { label: "May address its grader", kind: "" },
  manipulation_reported: { label: "AI model: tries to influence its grading", kind: "" },
};
/** @param {string[]} flags */
export function flagBadges(flags) {
  const shown = new Map();
  for (const flag of flags) {
    const { label, kind } = FLAGS[flag] ?? { label: labelOf({}, flag), kind: "warning" };
    shown.set(label, kind);
  }
  // If a person is needed anyway, a missing model is no extra information.
  if (shown.has(FLAGS.needs_review.label)) shown.delete(FLAGS.no_model.label);
  return [...shown].map(([label, kind]) => h("span", { class: `badge ${kind}` }, label));
}
