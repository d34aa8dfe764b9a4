// @ts-check
/** A card that summarizes a session. */

import { points as list } from "../results/answers.js";
import { ring } from "../ui/charts.js";
import { h } from "../ui/dom.js";
import { dateTime, duration } from "../ui/format.js";
import { endOf, pointsText, shareOf, totalText } from "../ui/labels.js";

/** @import { GradingCounts, ReviewerResults } from "../../client/result-types.js" */
/** @import { Session } from "../../client/types.js" */

const TEXTS = {
  grading: "Being graded",
  gradingText: (/** @type {GradingCounts} */ { graded, total }) =>
    `${graded} of ${total} answers are graded. This page updates automatically.`,
  partial: (/** @type {number} */ graded, /** @type {number} */ waiting) =>
    `Answers worth ${pointsText(graded)} have a score. Those worth ${pointsText(waiting)} wait for one, and add nothing until then.`,
  inPart: "in part",
  assessing: "The conversation is being assessed. This page updates automatically.",
  noSummary: "No summary could be written. The scores are not affected.",
  advice: "A model's suggestion",
  adviceNote: "People decide.",
  strengths: "Strengths",
  improvements: "To improve",
  facts: {
    started: "Began",
    time: "Time taken",
    extra: "Extra time",
    question: "Now at",
    left: "Time left",
    why: "How it ended",
  },
  at: (/** @type {number} */ number, /** @type {number} */ count) => `Question ${number} of ${count}`,
};

/** The score and summary, or the progress of grading; nothing before that. @param {ReviewerResults} results */
export function overview({ session, status, result, counts }) {
  const talked = session.mode === "conversation";
  if (status === "grading") {
    return h(
      "div",
      { class: "stack small", role: "status" },
      h("h2", null, TEXTS.grading),
      h(
        "div",
        { class: "progress", "aria-hidden": "true" },
        h("span", { style: { width: `${counts.total ? (100 * counts.graded) / counts.total : 0}%` } }),
      ),
      h("p", { class: "muted small" }, talked ? TEXTS.assessing : TEXTS.gradingText(counts)),
    );
  }
  if (!result) return null;
  // Nobody has assessed it: there is no score to show, and the assessment says why.
  if (talked && !result.all_graded) return null;
  const { maximum, waiting_points: waiting } = result;
  const share = shareOf(result);
  return [
    h(
      "div",
      { class: "headline" },
      ring(share, share === null ? (result.all_graded ? "–" : TEXTS.inPart) : `${Math.round(100 * share)} %`),
      h(
        "div",
        { class: "stack small" },
        h("p", { class: "big-score", id: "total" }, totalText(result)),
        result.summary && h("p", { class: "preserve" }, result.summary),
        !result.all_graded &&
          h("p", { class: "muted small", id: "in-part" }, TEXTS.partial(maximum - waiting, waiting)),
        status === "failed" && h("p", { class: "muted small" }, TEXTS.noSummary),
        result.recommendation &&
          h(
            "p",
            { class: "advice" },
            `${TEXTS.advice}: `,
            h("strong", null, result.recommendation),
            h("span", { class: "muted small" }, TEXTS.adviceNote),
          ),
      ),
    ),
    (result.strengths.length > 0 || result.improvements.length > 0) &&
      h(
        "div",
        { class: "columns" },
        list(TEXTS.strengths, result.strengths),
        list(TEXTS.improvements, result.improvements),
      ),
  ];
}

/**
 * When it started, how long it took, how it ended.
 * @param {Session} session
 * @param {HTMLElement} left shows the time left
 * @returns {[string, import("../ui/dom.js").Child][]}
 */
export function facts(session, left) {
  const { facts: names } = TEXTS;
  const { started_at: started, completed_at: completed, extra_time_percent: extra, closed_reason: why } = session;
  /** @type {[string, import("../ui/dom.js").Child][]} */
  const entries = [[names.started, dateTime(started)]];
  if (session.status === "in_progress") {
    if (session.question_count > 0)
      entries.push([names.question, TEXTS.at(session.position + 1, session.question_count)], [names.left, left]);
  } else {
    if (completed) entries.push([names.time, duration((Date.parse(completed) - Date.parse(started)) / 1000)]);
    if (why) entries.push([names.why, capital(endOf(session))]);
  }
  if (extra > 0 || session.status === "in_progress") entries.push([names.extra, `${extra} %`]);
  return entries;
}

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
