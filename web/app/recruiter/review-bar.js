// @ts-check
/** The bar of a review, always in sight: neighbours, score, the model's advice, and the decision. */
import { h } from "../ui/dom.js";
import { DECISIONS, labelOf, shareOf, totalText } from "../ui/labels.js";
import { DECISION_NAMES, decisionBadge } from "./decisions.js";

/** @import { ReviewerResults } from "../../client/result-types.js" */
/** @typedef {Awaited<ReturnType<typeof import("./queue.js").neighbours>>} Neighbours */

const TEXTS = {
  bar: "Review",
  previous: "Previous candidate",
  next: "Next candidate",
  place: (/** @type {number} */ number, /** @type {number} */ count, /** @type {boolean} */ more) =>
    `${number} of ${count}${more ? "+" : ""}`,
  score: "Score",
  advice: "Advice",
  decision: "Decision",
  undecided: "Undecided",
  hidden: "Hidden until you have rated",
  none: "–",
  decide: (/** @type {string} */ label) => `Decide: ${label}`,
  keys: "Keyboard",
  statuses: /** @type {Record<string, string>} */ ({
    in_progress: "In progress",
    grading: "Being graded",
    closed: "No result",
    failed: "–",
    ready: "–",
  }),
  questions: "Questions",
  question: "Question ",
};

/**
 * @param {ReviewerResults} results
 * @param {Neighbours | null} around null while they are being loaded
 * @param {{decide: (name: import("./decisions.js").DecisionName) => void, keys: () => void}} on
 */
export function reviewBar(results, around, on) {
  const { result, decision, session, reviews_hidden: hidden } = results;
  const share = result && shareOf(result);
  const running = session.status === "in_progress";
  /** @param {string} label @param {import("../ui/dom.js").Child} content @param {string} id */
  const fact = (label, content, id) => h("div", { id }, h("dt", null, label), h("dd", null, content));
  return h(
    "section",
    { class: "review-bar", "aria-label": TEXTS.bar, id: "review-bar" },
    h(
      "div",
      { class: "row review-steps" },
      step("previous", "‹", around?.previous ?? null),
      h(
        "span",
        { class: "muted small numeric" },
        around?.number ? TEXTS.place(around.number, around.count, around.more) : "",
      ),
      step("next", "›", around?.next ?? null),
    ),
    h(
      "dl",
      { class: "review-facts" },
      fact(
        TEXTS.score,
        result
          ? [
              h("strong", { class: "numeric" }, share === null ? TEXTS.none : `${Math.round(100 * share)} %`),
              h("span", { class: "muted small" }, totalText(result)),
            ]
          : h("span", { class: "muted" }, labelOf(TEXTS.statuses, results.status)),
        "bar-score",
      ),
      fact(TEXTS.advice, result?.recommendation ?? h("span", { class: "muted" }, TEXTS.none), "bar-advice"),
      fact(
        TEXTS.decision,
        decision ? decisionBadge(decision) : h("span", { class: "muted" }, hidden ? TEXTS.hidden : TEXTS.undecided),
        "bar-decision",
      ),
    ),
    h(
      "div",
      { class: "row review-decide" },
      !running &&
        DECISION_NAMES.map((name) =>
          h(
            "button",
            {
              class: "button secondary small",
              type: "button",
              id: `decide-${name}`,
              "aria-label": TEXTS.decide(DECISIONS[name].label),
              "aria-pressed": String(decision?.decision === name),
              onclick: () => on.decide(name),
            },
            DECISIONS[name].label,
          ),
        ),
      h("button", { class: "button quiet small", type: "button", id: "keys", onclick: on.keys }, TEXTS.keys),
    ),
  );
}

/** @param {"previous" | "next"} name @param {string} sign @param {string | null} id */
function step(name, sign, id) {
  const label = TEXTS[name];
  return id
    ? h(
        "a",
        {
          class: "button secondary small",
          id: `go-${name}`,
          href: `recruiter.html?session=${id}`,
          "aria-label": label,
          title: label,
        },
        sign,
      )
    : h(
        "span",
        {
          class: "button secondary small",
          id: `go-${name}`,
          "aria-disabled": "true",
          role: "link",
          "aria-label": label,
        },
        sign,
      );
}

/** Links to the questions, each with its score. @param {ReviewerResults["answers"]} answers */
export function questionIndex(answers) {
  return h(
    "nav",
    { class: "question-index", "aria-label": TEXTS.questions, id: "question-index" },
    h(
      "ol",
      null,
      answers.map(({ position, score, max_score: maximum, evaluation }) => {
        const waits = evaluation && score === null;
        return h(
          "li",
          null,
          h(
            "a",
            {
              href: `#answer-${position}`,
              "data-waits": waits ? "" : null,
            },
            h("strong", null, h("span", { class: "visually-hidden" }, TEXTS.question), position + 1),
            h(
              "span",
              { class: "small numeric" },
              score === null ? (waits ? "?" : TEXTS.none) : `${score} / ${maximum}`,
            ),
          ),
        );
      }),
    ),
  );
}
