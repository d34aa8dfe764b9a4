// @ts-check
/** One answer as reviewers see it: its score, the scores of machine and person, and the key it was graded against. */
import { readable } from "../../client/session/answerable.js";
import { answerText, feedbackView, questionText, spokenText } from "../results/answers.js";
import { h } from "../ui/dom.js";
import { clockTime, dateTime, duration } from "../ui/format.js";
import { GRADERS, KINDS, labelOf, points, pointsText, SOURCES, scoreText, waitingFor } from "../ui/labels.js";
import { actionButton } from "./action-button.js";
import { flagBadges } from "./flags.js";

/** @import { EarlierEvaluation, Evaluation, LateText, ReviewedAnswer } from "../../client/result-types.js" */

const TEXTS = {
  question: "Question",
  answer: "Answer",
  graded: "This late answer was accepted and is what counts",
  machine: "Machine",
  person: "Person",
  none: "none",
  nobody: "Nobody yet",
  proposed: (/** @type {number} */ score) => `A model proposed ${pointsText(score)}. This does not count.`,
  states: /** @type {Record<string, string>} */ ({
    queued: "Waiting to be graded",
    running: "Being graded",
    needs_review: "Needs review",
    failed: "The grading failed",
  }),
  notServed: "Not seen by the candidate yet",
  open: "Being answered now",
  override: "Give your score",
  retry: "Grade again",
  comment: "Comment",
  used: (/** @type {string} */ time, /** @type {string | null} */ limit) =>
    limit ? `${time} of ${limit} used` : `${time} used`,
  right: "A good answer",
  explanation: "Why this score",
  strengths: "Strengths",
  improvements: "To improve",
  key: "Grading key",
  keywords: "Keywords",
  found: "found",
  criteria: "Criteria",
  details: "Details",
  detail: {
    time: "Time for the answer",
    received: "Received",
    grader: "Graded by",
    model: "Model",
    prompt: "Instructions",
    attempts: "Attempts",
    hash: "Fingerprint of the text (SHA-256)",
    error: "Last error",
  },
  history: "Before",
  historyLine: (/** @type {EarlierEvaluation} */ { score, overridden_score: given, status }) =>
    typeof given === "number"
      ? `${pointsText(given)} by a person`
      : typeof score === "number"
        ? pointsText(score)
        : labelOf(TEXTS.states, status),
};

/**
 * @param {ReviewedAnswer} answer
 * @param {object} context
 * @param {LateText[]} context.late
 * @param {(actor: string | null) => string} context.who
 * @param {(button: HTMLElement, name: "retry" | "override", subject: ReviewedAnswer) => void} context.act
 * @param {import("../ui/dom.js").Child} context.comments of colleagues about this question
 * @param {(position: number) => void} context.comment writes one
 */
export function answerDetail(answer, { late, who, act, comments, comment }) {
  const {
    position,
    kind,
    source,
    score,
    max_score: maximum,
    provisional,
    evaluation,
    key,
    history,
    served_at: served,
    closed_at: closed,
  } = answer;
  const heading = `answer-${position}`;
  const accepted = late.find(({ id }) => id === evaluation?.late_answer_id);
  const { overridden_score: given, machine_score: machine, feedback = {}, flags = [] } = evaluation ?? {};
  const busy = evaluation?.status === "queued" || evaluation?.status === "running";
  return h(
    "article",
    { class: "card answer", "aria-labelledby": heading, "data-position": position },
    h(
      "header",
      { class: "row between" },
      h(
        "h3",
        { id: heading },
        `${TEXTS.question} ${position + 1}`,
        h("span", { class: "muted small" }, labelOf(KINDS, kind)),
      ),
      h(
        "span",
        { class: "row" },
        flagBadges(flags),
        provisional && score !== null && h("span", { class: "badge warning" }, labelOf(GRADERS, "keywords")),
        evaluation &&
          score === null &&
          h("span", { class: `badge ${busy ? "info" : "warning"}` }, TEXTS.states[evaluation.status]),
        score !== null && h("span", { class: "score numeric" }, scoreText(score, maximum)),
        !served && h("span", { class: "badge" }, TEXTS.notServed),
        served && !closed && h("span", { class: "badge info" }, TEXTS.open),
      ),
    ),
    evaluation &&
      score === null &&
      waitingFor(evaluation).map((reason) => h("p", { class: "muted small waiting" }, reason)),
    questionText(answer),
    (source || answer.options) &&
      h(
        "div",
        { class: "stack small" },
        source &&
          h(
            "h4",
            { class: "row between" },
            `${TEXTS.answer}: ${labelOf(SOURCES, source)}`,
            h("span", { class: "muted small", "data-used": "" }, timeUsed(answer)),
          ),
        key?.sample_solution && (answer.answer || answer.options)
          ? h(
              "div",
              { class: "beside" },
              answerText(answer, key.correct_option ?? null),
              h(
                "div",
                { class: "stack small right-answer" },
                h("h5", null, TEXTS.right),
                answerText({ kind, answer: key.sample_solution }),
              ),
            )
          : (answer.answer || answer.options) && answerText(answer, key?.correct_option ?? null),
        spokenText(answer.transcription),
      ),
    accepted &&
      h(
        "div",
        { class: "stack small" },
        h("h4", null, TEXTS.graded),
        answerText({ ...answer, answer: accepted.answer, options: null }),
        spokenText(accepted.transcription),
      ),
    evaluation &&
      h(
        "dl",
        { class: "facts scores" },
        h(
          "div",
          null,
          h("dt", null, TEXTS.machine),
          h(
            "dd",
            { "data-score": "machine" },
            typeof machine === "number" ? points(machine) : h("span", { class: "muted none" }, TEXTS.none),
          ),
        ),
        h(
          "div",
          null,
          h("dt", null, TEXTS.person),
          h(
            "dd",
            { "data-score": "person" },
            typeof given === "number"
              ? [
                  points(given),
                  h(
                    "span",
                    { class: "muted small why" },
                    h("bdi", null, who(evaluation.overridden_by)),
                    ": “",
                    h("bdi", null, evaluation.override_reason),
                    "”",
                  ),
                ]
              : h("span", { class: "muted none" }, TEXTS.none),
          ),
        ),
      ),
    typeof feedback.explanation === "string" &&
      h(
        "div",
        { class: "stack small" },
        h("h4", null, TEXTS.explanation),
        h("p", { class: "preserve explanation" }, feedback.explanation),
      ),
    feedbackView(feedback, TEXTS),
    typeof feedback.proposed_score === "number" && h("p", { class: "muted" }, TEXTS.proposed(feedback.proposed_score)),
    keyDetails(answer, feedback),
    evaluation && technical({ ...answer, evaluation }, who, history),
    comments,
    h(
      "footer",
      { class: "row end" },
      actionButton(`comment-${position}`, TEXTS.comment, () => comment(position), {
        look: "quiet",
        about: `${TEXTS.question} ${position + 1}`,
      }),
      evaluation && [
        actionButton(`retry-${position}`, TEXTS.retry, (button) => act(button, "retry", answer), {
          look: "quiet",
          about: `${TEXTS.question} ${position + 1}`,
        }),
        actionButton(`override-${position}`, TEXTS.override, (button) => act(button, "override", answer), {
          about: `${TEXTS.question} ${position + 1}`,
        }),
      ],
    ),
  );
}

/** `40 seconds of 2 minutes used`; nothing while the question is open. @param {ReviewedAnswer} answer */
function timeUsed({ source, served_at: served, closed_at: closed, received_at: received, time_limit_seconds: limit }) {
  const end = source === "submitted" ? received : closed;
  if (!served || !end) return null;
  return TEXTS.used(duration((Date.parse(end) - Date.parse(served)) / 1000), limit ? duration(limit) : null);
}

/** @typedef {{id: string, score: number, evidence?: string, comment?: string}} GradedCriterion */

/** A model's score for each criterion. @param {GradedCriterion[] | undefined} graded @param {ReturnType<typeof criteriaOf> | undefined} criteria */
function criteriaTable(graded, criteria) {
  if (!graded?.length) return null;
  return h(
    "div",
    { class: "stack small" },
    h("h4", null, TEXTS.criteria),
    h(
      "ul",
      { class: "criteria" },
      graded.map(({ id, score, evidence, comment }) => {
        const { text, points: maximum } = criteria?.find((one) => one.id === id) ?? { text: id, points: null };
        return h(
          "li",
          null,
          h(
            "span",
            { class: "row between" },
            h("span", null, text),
            h(
              "strong",
              { class: "numeric" },
              maximum === null ? points(score) : `${points(score)} of ${points(maximum)}`,
            ),
          ),
          comment && h("span", { class: "small" }, comment),
          evidence && h("q", { class: "muted small" }, evidence),
        );
      }),
    ),
  );
}

/**
 * A key's keywords: strings, or objects with synonyms. Keys older than their validation may contain anything.
 * @param {ReviewedAnswer["key"]} key
 * @returns {string[]}
 */
const keywordsOf = (key) =>
  (Array.isArray(key?.keywords) ? key.keywords : [])
    .map((/** @type {any} */ one) => one?.keyword ?? one)
    .filter(readable);

/** @param {ReviewedAnswer["key"]} key @returns {{id: unknown, text: string, points: number}[]} */
const criteriaOf = (key) =>
  (Array.isArray(key?.criteria) ? key.criteria : []).filter(
    (/** @type {any} */ one) => readable(one?.text) && typeof one.points === "number",
  );

/** @param {ReviewedAnswer} answer @param {Evaluation["feedback"]} feedback */
function keyDetails({ position, key }, { keywords_found: found = [], criteria: graded }) {
  const keywords = keywordsOf(key);
  const allCriteria = criteriaOf(key);
  const criteria = graded?.length ? [] : allCriteria;
  if (!keywords.length && !criteria.length && !graded?.length) return null;
  return h(
    "details",
    { id: `key-${position}` },
    h("summary", null, TEXTS.key),
    h(
      "div",
      { class: "stack" },
      keywords.length > 0 &&
        h(
          "div",
          { class: "stack small" },
          h("h4", null, TEXTS.keywords),
          h(
            "div",
            { class: "row" },
            keywords.map((keyword) =>
              h(
                "span",
                { class: `badge ${found.includes(keyword) ? "success" : ""}` },
                found.includes(keyword) ? `${keyword}: ${TEXTS.found}` : keyword,
              ),
            ),
          ),
        ),
      criteriaTable(graded, allCriteria),
      criteria.length > 0 &&
        h(
          "div",
          { class: "stack small" },
          h("h4", null, TEXTS.criteria),
          h(
            "ul",
            { class: "bullets" },
            criteria.map(({ text, points: worth }) => h("li", null, `${text} (${points(worth)})`)),
          ),
        ),
    ),
  );
}

/**
 * Technical details: how, when and by what the answer was graded.
 * @param {Omit<ReviewedAnswer, "evaluation"> & {evaluation: Evaluation}} answer
 * @param {(actor: string | null) => string} who
 * @param {EarlierEvaluation[]} history
 */
function technical({ position, evaluation, received_at: received, served_at: served, sha256, source }, who, history) {
  const { detail } = TEXTS;
  const {
    grader,
    model,
    prompt_version: prompt,
    attempts,
    max_attempts: most,
    error,
    finished_at: finished,
  } = evaluation;
  /** @type {[string, import("../ui/dom.js").Child][]} */
  const entries = [
    [
      detail.time,
      source === "submitted" && served && received
        ? duration((Date.parse(received) - Date.parse(served)) / 1000)
        : null,
    ],
    [detail.received, received && dateTime(received)],
    [
      detail.grader,
      grader && grader === "none" && evaluation.status === "needs_review"
        ? TEXTS.nobody
        : grader && `${labelOf(GRADERS, grader)}${finished ? `, at ${clockTime(finished)}` : ""}`,
    ],
    [detail.model, model],
    [detail.prompt, prompt],
    [detail.attempts, attempts > 0 ? `${attempts} of ${most}` : null],
    [detail.error, error],
    [detail.hash, sha256 && h("code", null, sha256)],
  ];
  return h(
    "details",
    { id: `details-${position}` },
    h("summary", null, TEXTS.details),
    h(
      "div",
      { class: "stack" },
      h(
        "dl",
        { class: "particulars" },
        entries
          .filter(([, value]) => value)
          .map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value))),
      ),
      history.length > 0 &&
        h(
          "div",
          { class: "stack small" },
          h("h4", null, TEXTS.history),
          h(
            "ol",
            { class: "history" },
            history.map((line) =>
              h(
                "li",
                null,
                `${TEXTS.historyLine(line)} `,
                h(
                  "span",
                  { class: "muted small" },
                  `${dateTime(line.replaced_at)}, ${who(line.actor)}: “${line.reason.replace(/^[a-z_]+: /, "")}”`,
                ),
              ),
            ),
          ),
        ),
    ),
  );
}
