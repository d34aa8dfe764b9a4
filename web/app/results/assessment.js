// @ts-check
/** The assessment of a conversation, as its candidate reads it. */
import { h } from "../ui/dom.js";
import { scoreText } from "../ui/labels.js";
import { feedbackView } from "./answers.js";

/** @import { CandidateAssessment } from "../../client/result-types.js" */

const TEXTS = {
  title: "This conversation is complete",
  states: /** @type {Record<string, string>} */ ({
    grading: "It is being assessed. The result appears here as soon as it is ready; you can also come back later.",
    too_short: "It was too short to be assessed. What was said is below, word for word.",
    hidden:
      "The people who invited you look at it and will be in touch. Scores are not shown for this interview. What was " +
      "said is below, word for word.",
    person: "A person will assess it. What was said is below, word for word.",
    practice: "It could not be assessed. What was said is below, word for word.",
    none: "What was said is below, word for word.",
  }),
  criteria: "How it was assessed",
  person: "Reviewed by a person",
  strengths: "What went well",
  improvements: "What to work on",
};

/**
 * What to say about a completed conversation that has no score to show.
 * @param {CandidateAssessment | null | undefined} assessment
 * @param {boolean} invited does it belong to an interview?
 */
export function completeWords(assessment, invited) {
  const status = assessment?.status === "not_assessed" ? (invited ? "person" : "practice") : assessment?.status;
  return { title: TEXTS.title, text: TEXTS.states[status ?? "none"] ?? TEXTS.states.none };
}

/** Feedback, and the criteria with their scores. @param {CandidateAssessment} assessment */
export function assessmentCard({ criteria, feedback, reviewed }) {
  return h(
    "section",
    { class: "card stack", "aria-labelledby": "assessment" },
    h(
      "div",
      { class: "row between" },
      h("h2", { id: "assessment" }, TEXTS.criteria),
      reviewed && h("span", { class: "badge info" }, TEXTS.person),
    ),
    feedbackView(feedback ?? {}, TEXTS),
    h(
      "dl",
      { class: "criterion-scores" },
      (criteria ?? []).map(({ title, points, score }) =>
        h("div", null, h("dt", { dir: "auto" }, title), h("dd", { class: "numeric" }, scoreText(score, points))),
      ),
    ),
  );
}
