// @ts-check
/** One question with its options and its answer, for candidates and reviewers. */
import { choicesOf } from "../../client/session/answerable.js";
import { h } from "../ui/dom.js";
import { duration } from "../ui/format.js";
import { optionOrNone, promptOrNone } from "../ui/prompt-text.js";

/** @import { CandidateAnswer } from "../../client/result-types.js" */

const TEXTS = {
  chosen: "Chosen",
  correct: "Right answer",
  wrong: "Not right",
  none: "No answer",
  spoken: (/** @type {number} */ seconds) => `Spoken, ${duration(seconds)}`,
};

/**
 * @param {{prompt: string}} answer
 */
export const questionText = ({ prompt }) => h("div", { class: "prompt" }, promptOrNone(prompt));

/**
 * The answer: the options with the chosen one marked, or the text.
 * @param {Pick<CandidateAnswer, "kind" | "answer"> & {options?: CandidateAnswer["options"]}} answer
 * @param {string | null} [correct] the correct option, for readers who may see it
 */
export function answerText({ kind, options, answer }, correct = null) {
  const choices = choicesOf(options);
  const list =
    choices.length > 0 &&
    h(
      "ul",
      { class: "options" },
      choices.map(({ id, text }) =>
        h(
          "li",
          {
            "data-chosen": id === answer,
            "data-correct": id === correct,
            "data-wrong": id === answer && correct !== null && id !== correct,
          },
          h("span", null, optionOrNone(text)),
          h(
            "span",
            { class: "row" },
            id === answer && h("span", { class: "badge accent" }, TEXTS.chosen),
            id === answer && correct !== null && id !== correct && h("span", { class: "badge danger" }, TEXTS.wrong),
            id === correct && h("span", { class: "badge success" }, TEXTS.correct),
          ),
        ),
      ),
    );
  // Show what was answered, even if it is not among the options.
  if (list && (!answer || choices.some(({ id }) => id === answer))) return list;
  if (!answer) return h("p", { class: "muted" }, TEXTS.none);
  const text =
    kind === "code"
      ? h("pre", { class: "given", tabindex: "0" }, h("code", null, answer))
      : h("p", { class: "given preserve" }, answer);
  return list ? h("div", { class: "stack small" }, list, text) : text;
}

/**
 * The transcript of a spoken answer; nothing for a typed one.
 * @param {{text: string, duration_seconds: number} | null | undefined} transcription
 */
export const spokenText = (transcription) =>
  transcription &&
  h(
    "div",
    { class: "stack small" },
    h("h4", null, TEXTS.spoken(transcription.duration_seconds)),
    h("p", { class: "given preserve" }, transcription.text),
  );

/**
 * The grader's feedback.
 * @param {{text?: string, strengths?: string[], improvements?: string[]}} feedback
 * @param {{strengths: string, improvements: string}} titles
 */
export function feedbackView({ text, strengths = [], improvements = [] }, titles) {
  if (!text && !strengths.length && !improvements.length) return null;
  return h(
    "div",
    { class: "feedback" },
    text && h("p", { class: "preserve" }, text),
    (strengths.length > 0 || improvements.length > 0) &&
      h("div", { class: "columns" }, points(titles.strengths, strengths), points(titles.improvements, improvements)),
  );
}

/**
 * A short list under a heading; nothing if there are no entries.
 * @param {string} title
 * @param {string[]} entries
 */
export function points(title, entries) {
  return (
    entries.length > 0 &&
    h(
      "div",
      { class: "stack small" },
      h("h4", null, title),
      h(
        "ul",
        { class: "bullets" },
        entries.map((text) => h("li", null, text)),
      ),
    )
  );
}
