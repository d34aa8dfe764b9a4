// @ts-check
/** The assessment of a conversation as reviewers see it: criteria with scores, and quotes that lead to the messages. */
import { h } from "../ui/dom.js";
import { dateTime } from "../ui/format.js";
import { GRADERS, labelOf, points, pointsText, scoreText } from "../ui/labels.js";
import { actionButton } from "./action-button.js";
import { flagBadges } from "./flags.js";

/** @import { AssessedCriterion, Assessment, EarlierEvaluation, Quote } from "../../client/result-types.js" */

const TEXTS = {
  title: "Assessment",
  none: "This conversation was not completed, so it was not assessed. You can still have it assessed.",
  begin: "Assess it",
  states: /** @type {Record<string, string>} */ ({
    queued: "Waiting to be assessed",
    running: "Being assessed",
    needs_review: "Needs review",
    failed: "The assessment failed",
  }),
  short: "The candidate wrote too little for an assessment. No AI model was asked.",
  proposed: (/** @type {number} */ score) => `A model proposed ${pointsText(score)}. This does not count.`,
  machine: (/** @type {number} */ score) => `Machine: ${points(score)}`,
  person: "Scored by a person",
  whole: "A person scored the conversation as a whole.",
  evidence: "Evidence",
  message: (/** @type {number} */ number) => `Message ${number}`,
  explanation: "Explanation",
  looked: "What to look for",
  left: (/** @type {number} */ messages, /** @type {number} */ characters) =>
    `The transcript was too long for the model: ${characters} characters at the end of ` +
    `${messages === 1 ? "one message" : `${messages} messages`} were left out.`,
  override: "Give your scores",
  again: "Assess again",
  details: "Details",
  detail: { grader: "Assessed by", model: "Model", prompt: "Instructions", attempts: "Attempts", error: "Last error" },
  history: "Earlier assessments",
  by: (/** @type {string} */ who) => `${who}: “`,
};

/**
 * @param {Assessment | null} assessment null for a conversation that was not completed
 * @param {object} context
 * @param {(actor: string | null) => string} context.who
 * @param {(button: HTMLElement, name: "assess" | "scoreCriteria") => void} context.act
 */
export function assessmentView(assessment, { who, act }) {
  if (!assessment)
    return section(
      h("p", { class: "muted" }, TEXTS.none),
      h(
        "div",
        null,
        actionButton("assess", TEXTS.begin, (button) => act(button, "assess")),
      ),
    );
  const { score, max_score: maximum, criteria, evaluation, history } = assessment;
  const { feedback, flags, status } = evaluation;
  const waiting = status === "queued" || status === "running";
  const scored = typeof evaluation.overridden_score === "number";
  return section(
    h(
      "p",
      { class: "row" },
      h("strong", { class: "score numeric", id: "assessed-score" }, scoreText(score, maximum)),
      score === null && h("span", { class: `badge ${waiting ? "info" : "warning"}` }, TEXTS.states[status]),
      flagBadges(flags),
    ),
    scored &&
      h(
        "p",
        { class: "small" },
        TEXTS.by(who(evaluation.overridden_by)),
        h("bdi", null, evaluation.override_reason),
        "”",
      ),
    scored && !criteria.some((one) => one.reviewed) && h("p", { class: "muted small" }, TEXTS.whole),
    flags.includes("too_short") && h("p", { class: "muted" }, TEXTS.short),
    typeof feedback.proposed_score === "number" && h("p", { class: "muted" }, TEXTS.proposed(feedback.proposed_score)),
    feedback.explanation &&
      h(
        "div",
        { class: "stack small" },
        h("h3", null, TEXTS.explanation),
        h("p", { class: "preserve explanation" }, feedback.explanation),
      ),
    feedback.characters_left_out > 0 &&
      h("p", { class: "notice" }, TEXTS.left(feedback.messages_cut, feedback.characters_left_out)),
    h("ul", { class: "criteria assessed-criteria" }, criteria.map(criterionView)),
    details(assessment, who, history),
    !waiting &&
      h(
        "footer",
        { class: "row end" },
        !scored &&
          !flags.includes("too_short") &&
          actionButton("assess", TEXTS.again, (button) => act(button, "assess"), { look: "quiet" }),
        actionButton("score-criteria", TEXTS.override, (button) => act(button, "scoreCriteria")),
      ),
  );
}

/** @param {import("../ui/dom.js").Child[]} parts */
const section = (...parts) =>
  h(
    "section",
    { class: "card assessment", "aria-labelledby": "assessment" },
    h("h2", { id: "assessment" }, TEXTS.title),
    parts,
  );

/** @param {AssessedCriterion} criterion */
function criterionView({ id, title, description, points: most, score, machine_score, reviewed, evidence, comment }) {
  const heading = `criterion-${id}`;
  return h(
    "li",
    { "aria-labelledby": heading },
    h(
      "span",
      { class: "row between" },
      h("strong", { id: heading, dir: "auto" }, title),
      h("strong", { class: score === null ? "muted numeric" : "numeric" }, scoreText(score, most)),
    ),
    reviewed &&
      h(
        "span",
        { class: "row" },
        h("span", { class: "badge info" }, TEXTS.person),
        machine_score !== null && h("span", { class: "muted small" }, TEXTS.machine(machine_score)),
      ),
    comment && h("span", { class: "preserve" }, comment),
    evidence.length > 0 && h("ul", { class: "quotes", "aria-label": TEXTS.evidence }, evidence.map(quoteView)),
    description &&
      h(
        "details",
        { id: `look-for-${id}` },
        h("summary", null, TEXTS.looked),
        h("p", { class: "muted preserve", dir: "auto" }, description),
      ),
  );
}

/** @param {Quote} quote */
const quoteView = ({ seq, quote }) =>
  h(
    "li",
    null,
    h("q", { dir: "auto" }, quote),
    " ",
    h("a", { class: "small", href: `#message-${seq}` }, TEXTS.message(seq)),
  );

/** @param {Assessment} assessment @param {(actor: string | null) => string} who @param {EarlierEvaluation[]} history */
function details({ evaluation }, who, history) {
  const { detail: names } = TEXTS;
  const facts = [
    [names.grader, evaluation.grader && labelOf(GRADERS, evaluation.grader)],
    [names.model, evaluation.model],
    [names.prompt, evaluation.prompt_version],
    [names.attempts, `${evaluation.attempts} of ${evaluation.max_attempts}`],
    [names.error, evaluation.error],
  ].filter(([, value]) => value);
  return h(
    "details",
    { id: "assessment-details" },
    h("summary", null, TEXTS.details),
    h(
      "div",
      { class: "stack small" },
      h(
        "dl",
        { class: "particulars" },
        facts.map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value))),
      ),
      history.length > 0 && h("h3", null, TEXTS.history),
      history.length > 0 &&
        h(
          "ul",
          { class: "history" },
          history.map((earlier) =>
            h("li", null, `${before(earlier)} · ${dateTime(earlier.replaced_at)} · ${who(earlier.actor)}`),
          ),
        ),
    ),
  );
}

/** @param {EarlierEvaluation} earlier */
const before = ({ score, overridden_score: given, status }) =>
  typeof given === "number"
    ? `${pointsText(given)} by a person`
    : typeof score === "number"
      ? pointsText(score)
      : labelOf(TEXTS.states, status);
