// @ts-check
/** One result, as its candidate may see it. */

import { recordSection } from "../record/save.js";
import { pageOf } from "../start/start.js";
import { bars, ring } from "../ui/charts.js";
import { h } from "../ui/dom.js";
import { dateTime, duration, plural } from "../ui/format.js";
import {
  endOf,
  GRADERS,
  KINDS,
  labelOf,
  points,
  pointsText,
  SOURCES,
  scoreText,
  shareOf,
  totalText,
} from "../ui/labels.js";
import { answerText, feedbackView, points as list, questionText, spokenText } from "./answers.js";
import { assessmentCard, completeWords } from "./assessment.js";
import { exportButtons } from "./export.js";
import { solutionView } from "./solution.js";
import { Transcript } from "./transcript.js";

/** @import { CandidateAnswer, CandidateAssessment, CandidateResults, ConversationResults, Result } from "../../client/result-types.js" */
/** @import { Session } from "../../client/types.js" */

const TEXTS = {
  back: "My results",
  states: {
    in_progress: {
      title: "This is still in progress",
      text: "You can continue where you left off. The result appears here when you are done.",
    },
    closed: {
      title: "There is no result",
      text: (/** @type {string} */ why) => `This attempt was not completed: ${why}. What you submitted is kept.`,
    },
    grading: {
      title: "Your answers are being graded",
      text: "This page shows the result as soon as it is ready. You can also close it and come back later.",
    },
    hidden: {
      title: "Your answers have arrived",
      text: "The people who invited you look at them and will be in touch. Scores are not shown for this interview.",
    },
  },
  resume: "Continue",
  graded: (/** @type {number} */ graded, /** @type {number} */ total) =>
    `${graded} of ${plural(total, "answer")} graded`,
  score: "Your score",
  taken: "Completed",
  time: "Time taken",
  answered: "Answers submitted",
  partial: (/** @type {number} */ graded, /** @type {number} */ waiting) =>
    `Answers worth ${pointsText(graded)} have a score. Those worth ${pointsText(waiting)} have none yet: a person will review them, and ` +
    "they add nothing to this score until then.",
  inPart: "in part",
  practised: "Some answers have no score, because nobody grades them here. Compare them with their solutions below.",
  noSummary: "There is no written summary for this result. The scores are not affected.",
  advice: "A model's suggestion",
  adviceNote: "People decide; this is only advice to them.",
  strengths: "What went well",
  improvements: "What to work on",
  chart: "Points by question",
  chartSeries: ["Your points", "Points missed", "No score yet"],
  question: "Question",
  questions: "Question by question",
  answers: "Your answers",
  yours: "Your answer",
  preliminary: "Preliminary",
  reviewed: "Reviewed by a person",
  waiting: "A person will review this answer.",
};

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {Omit<CandidateResults, "server_time">} results
 * @returns {import("../ui/dom.js").Child[]}
 */
export function resultView(client, results) {
  const { session, status, result, answers, conversation } = results;
  const assessment = candidates(conversation);
  const scored =
    result !== null &&
    (status === "ready" || status === "failed") &&
    (!conversation || assessment?.status === "assessed");
  return [
    h(
      "div",
      { class: "stack small" },
      h("a", { class: "back", href: "results.html" }, TEXTS.back),
      h("h1", null, session.title),
    ),
    scored ? headline(session, result, status, answers) : standing(results),
    scored && assessment && assessmentCard(assessment),
    scored && answers.length > 1 && pointsChart(answers),
    conversation && talk(client, session, conversation),
    answers.length > 0 &&
      h(
        "section",
        { class: "stack", "aria-labelledby": "questions" },
        h("h2", { id: "questions" }, scored ? TEXTS.questions : TEXTS.answers),
        answers.map((answer) => answerCard(answer, scored, session.status === "in_progress")),
      ),
    (scored || (conversation && session.status === "completed")) && exportButtons(client, { session_id: session.id }),
    !conversation && session.status !== "in_progress" && recordSection(client, session.id),
  ];
}

/** @param {ConversationResults | null | undefined} conversation */
const candidates = (conversation) => /** @type {CandidateAssessment | null | undefined} */ (conversation?.assessment);

/** Why there is no score. @param {Omit<CandidateResults, "server_time">} results */
function standing({ status, session, counts, conversation }) {
  const talked = session.mode === "conversation" && session.status === "completed";
  const words = talked
    ? completeWords(candidates(conversation), session.interview_id !== null)
    : TEXTS.states[/** @type {"in_progress" | "closed" | "grading" | "hidden"} */ (status)];
  const text = typeof words.text === "function" ? words.text(endOf(session)) : words.text;
  const share = counts.total ? counts.graded / counts.total : 0;
  return h(
    "section",
    { class: "card standing", "data-status": status },
    h("h2", null, words.title),
    h("p", { class: "muted" }, text),
    status === "grading" &&
      !talked &&
      h(
        "div",
        { class: "stack small", role: "status" },
        h("div", { class: "progress", "aria-hidden": "true" }, h("span", { style: { width: `${100 * share}%` } })),
        h("p", { class: "small muted numeric" }, TEXTS.graded(counts.graded, counts.total)),
      ),
    facts(session, null),
    status === "in_progress" &&
      h("footer", { class: "row end" }, h("a", { class: "button", href: pageOf(session) }, TEXTS.resume)),
  );
}

/**
 * @param {Session} session
 * @param {Result} result
 * @param {string} status
 * @param {CandidateAnswer[]} answers
 */
function headline(session, result, status, answers) {
  const { maximum, waiting_points: waiting } = result;
  const share = shareOf(result);
  return h(
    "section",
    { class: "card", "aria-label": TEXTS.score, "data-status": status },
    h(
      "div",
      { class: "headline" },
      ring(share, share === null ? (result.all_graded ? "–" : TEXTS.inPart) : `${Math.round(100 * share)} %`),
      h(
        "div",
        { class: "stack small" },
        h("p", { class: "muted" }, TEXTS.score),
        h("p", { class: "big-score" }, totalText(result)),
        result.summary && h("p", { class: "preserve" }, result.summary),
        status === "failed" && h("p", { class: "muted" }, TEXTS.noSummary),
      ),
    ),
    !result.all_graded &&
      h(
        "div",
        { class: "notice warning" },
        h("p", null, session.mode === "practice" ? TEXTS.practised : TEXTS.partial(maximum - waiting, waiting)),
      ),
    (result.strengths.length > 0 || result.improvements.length > 0) &&
      h(
        "div",
        { class: "columns" },
        list(TEXTS.strengths, result.strengths),
        list(TEXTS.improvements, result.improvements),
      ),
    facts(session, session.mode === "conversation" ? null : answers),
    result.recommendation &&
      (session.mode !== "conversation" || session.interview_id !== null) &&
      h(
        "p",
        { class: "advice" },
        `${TEXTS.advice}: `,
        h("strong", null, result.recommendation),
        h("span", { class: "muted small" }, TEXTS.adviceNote),
      ),
  );
}

/** @param {Session} session @param {CandidateAnswer[] | null} answers */
function facts({ completed_at: completed, started_at: started }, answers) {
  if (!completed) return null;
  const entries = [
    [TEXTS.taken, dateTime(completed)],
    [TEXTS.time, duration((Date.parse(completed) - Date.parse(started)) / 1000)],
  ];
  if (answers) entries.push([TEXTS.answered, `${answers.filter(({ answer }) => answer).length} of ${answers.length}`]);
  return h(
    "dl",
    { class: "facts" },
    entries.map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value))),
  );
}

/** @param {CandidateAnswer[]} answers */
function pointsChart(answers) {
  const open = answers.some(({ score }) => typeof score !== "number");
  const tones = /** @type {const} */ ([1, 4, 2]);
  const names = open ? TEXTS.chartSeries : TEXTS.chartSeries.slice(0, 2);
  const chart = bars({
    title: TEXTS.chart,
    heading: TEXTS.question,
    series: names.map((name, index) => ({ name, tone: tones[index] })),
    rows: answers.map(({ position, score, max_score: maximum }) => {
      const values = typeof score === "number" ? [score, maximum - score, 0] : [0, 0, maximum];
      return { label: String(position + 1), values: values.slice(0, names.length) };
    }),
    format: points,
  });
  chart.classList.add("card");
  return chart;
}

/** @param {CandidateAnswer} answer @param {boolean} scored @param {boolean} running */
function answerCard(answer, scored, running) {
  const {
    position,
    kind,
    source,
    score,
    max_score: maximum,
    grader,
    provisional,
    reviewed,
    feedback,
    solution,
  } = answer;
  const heading = `question-${position}`;
  const waiting = scored && score === null;
  return h(
    "article",
    { class: "card answer", "aria-labelledby": heading },
    h(
      "header",
      { class: "row between" },
      h(
        "h3",
        { id: heading },
        `${TEXTS.question} ${position + 1}`,
        h("span", { class: "muted small" }, labelOf(KINDS, kind)),
      ),
      scored &&
        h(
          "span",
          { class: "row" },
          reviewed && h("span", { class: "badge info" }, TEXTS.reviewed),
          provisional && score !== null && h("span", { class: "badge warning" }, TEXTS.preliminary),
          h("span", { class: waiting ? "muted numeric" : "score numeric" }, scoreText(score, maximum)),
        ),
    ),
    questionText(answer),
    running && !source
      ? null
      : h(
          "div",
          { class: "stack small" },
          h("h4", null, TEXTS.yours),
          answer.answer || answer.options ? answerText(answer, answer.solution?.correct_option ?? null) : null,
          spokenText(answer.transcription),
          source &&
            (source !== "submitted" || !answer.answer) &&
            h("p", { class: "muted small" }, labelOf(SOURCES, source === "submitted" ? "skipped" : source)),
        ),
    scored && feedback && feedbackView(feedback, TEXTS),
    scored && !feedback?.text && waiting && !solution && h("p", { class: "muted" }, TEXTS.waiting),
    solution && solutionView(answer, solution, waiting),
    scored && score !== null && grader && !reviewed && h("p", { class: "muted small" }, labelOf(GRADERS, grader)),
  );
}

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {Session} session
 * @param {ConversationResults} conversation
 */
function talk(client, session, conversation) {
  const transcript = new Transcript(client, session.id, { own: true });
  transcript.update(conversation);
  return transcript.element;
}
