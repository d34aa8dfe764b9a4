// @ts-check
/** What a practice run teaches about a question: a good answer, its criteria, why, and what to read next. */
import { h } from "../ui/dom.js";
import { pointsText } from "../ui/labels.js";
import { inline } from "../ui/prompt-text.js";
import { answerText } from "./answers.js";

/** @import { CandidateAnswer, Solution } from "../../client/result-types.js" */

const TEXTS = {
  sample: "A good answer",
  compare: "Nobody grades this answer here. Compare it with the good answer: which of these points does it make?",
  criteria: "What a good answer does",
  why: "Why",
  next: "Read next",
};

/**
 * @param {CandidateAnswer} answer
 * @param {Solution} solution
 * @param {boolean} ungraded the answer has no score: its author compares it with the criteria
 */
export function solutionView({ kind }, { sample_solution: sample, criteria, explanation, sources }, ungraded) {
  return h(
    "div",
    { class: "solution stack small" },
    ungraded && h("p", { class: "muted" }, TEXTS.compare),
    sample && part(TEXTS.sample, answerText({ kind, answer: sample })),
    criteria.length > 0 &&
      part(
        TEXTS.criteria,
        h(
          "ul",
          { class: "bullets" },
          criteria.map(({ text, points }) =>
            h("li", null, text, " ", h("span", { class: "muted numeric" }, pointsText(points))),
          ),
        ),
      ),
    explanation && part(TEXTS.why, h("p", { class: "preserve" }, inline(explanation))),
    sources.length > 0 &&
      part(
        TEXTS.next,
        h(
          "ul",
          { class: "bullets" },
          sources.map(({ title, url }) =>
            h("li", null, h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, title)),
          ),
        ),
      ),
  );
}

/** @param {string} title @param {HTMLElement} content */
const part = (title, content) => h("div", { class: "stack small" }, h("h4", null, title), content);
