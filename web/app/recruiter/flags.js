// @ts-check
/** Badges for answers that a person should look at. */
import { h } from "../ui/dom.js";
import { labelOf } from "../ui/labels.js";

/** @type {Record<string, {label: string, kind: string}>} */
const FLAGS = {
  late_answers: { label: "Late answer", kind: "warning" },
  needs_review: { label: "Needs review", kind: "warning" },
  failed: { label: "Grading failed", kind: "danger" },
  no_model: { label: "No AI model set up", kind: "" },
  model_refused: { label: "The AI model declined", kind: "warning" },
  unusable_key: { label: "Question or key cannot be used", kind: "danger" },
  evidence_missing: { label: "Score without evidence", kind: "warning" },
  evidence_not_verbatim: { label: "Evidence not in the answer", kind: "warning" },
  key_recited: { label: "Feedback repeats the key", kind: "warning" },
  key_words_withheld: { label: "Feedback shortened", kind: "" },
  withheld: { label: "Feedback withheld", kind: "" },
  manipulation_reported: { label: "Tries to influence its grading", kind: "danger" },
};
/** Flags with the same meaning for a reviewer: the answer addresses its grader. */
const SPEAKS = [
  "role_override",
  "score_demand",
  "fake_message",
  "fake_output",
  "key_request",
  "addresses_grader",
  "false_authority",
  "foreign_language",
  "disguised",
  "hidden_characters",
  "in_code_comment",
];
const SPEAKING = { label: "Speaks to its grader", kind: "danger" };

/** @param {string[]} flags */
export function flagBadges(flags) {
  const shown = new Map();
  for (const flag of flags) {
    const { label, kind } = SPEAKS.includes(flag)
      ? SPEAKING
      : (FLAGS[flag] ?? { label: labelOf({}, flag), kind: "warning" });
    shown.set(label, kind);
  }
  // If a person is needed anyway, a missing model is no extra information.
  if (shown.has(FLAGS.needs_review.label)) shown.delete(FLAGS.no_model.label);
  return [...shown].map(([label, kind]) => h("span", { class: `badge ${kind}` }, label));
}
