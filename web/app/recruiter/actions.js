// @ts-check
/** A reviewer's actions on a session. Each resolves with the new results, or with null if cancelled. */
import { h } from "../ui/dom.js";
import { duration, plural } from "../ui/format.js";
import { points, scoreText } from "../ui/labels.js";
import { assessmentActions } from "./assessment-actions.js";
import { reviewDialog } from "./review-dialog.js";
import { sender } from "./review-request.js";

/** @import { GradingCounts, LateText, ReviewedAnswer, ReviewerResults } from "../../client/result-types.js" */

const TEXTS = {
  extend: {
    title: "Give extra time",
    text: "Counts for every question from the open one on. The candidate's clock shows it within half a minute.",
    label: "Total extra time",
    hint: (/** @type {number} */ percent) =>
      percent
        ? `This session has ${percent} % already; it can only be increased.`
        : "In percent of every question's time, up to 400.",
    gain: (/** @type {number} */ seconds) => `The open question gets ${duration(seconds)} more.`,
    submit: "Give the time",
  },
  reopen: {
    title: "Reopen this session",
    text:
      "The candidate continues at the first question without an answer, with a fresh clock. Everything " +
      "submitted stays; the result is made anew when the session is completed again.",
    submit: "Reopen",
  },
  override: {
    title: (/** @type {number} */ number) => `Your score for question ${number}`,
    text: "Your score counts from now on. The machine's stays visible beside it.",
    label: "Points",
    hint: (/** @type {number} */ maximum) => `From 0 to ${maximum}.`,
    submit: "Save the score",
  },
  late: {
    title: (/** @type {number} */ number) => `Accept the late answer to question ${number}`,
    text: "It is graded in place of what was stored in time, and counts. The stored answer stays as it is.",
    submit: "Accept it",
  },
  retry: {
    title: (/** @type {number | null} */ number) =>
      number === null ? "Grade unfinished answers again" : `Grade question ${number} again`,
    text: (/** @type {boolean} */ one) =>
      one ? "The answer is graded again." : "Every answer whose grading failed, or that needs review, is graded again.",
    submit: "Grade again",
  },
  revoke: {
    title: "Revoke this time",
    text: "What has been used of it stays used: no clock jumps into the past. The ledger keeps the entry and shows who revoked it.",
    submit: "Revoke it",
  },
  given: (/** @type {string} */ who, /** @type {string} */ score) => `${who} gave ${score}: “`,
  moves: "” After this, that score no longer counts; it stays in the history.",
};

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {ReviewerResults} results the reviewer's current results
 * @param {object} page
 * @param {string} page.userId the reviewer
 * @param {(actor: string | null) => string} page.who
 * @param {() => Promise<ReviewerResults>} page.look fetches and shows the results
 */
export function actionsOn(client, results, { userId, who, look }) {
  const { session, answers, events } = results;
  const send = sender(client, session.id, { userId, events, look });
  /** @param {{position: number}} of */
  const answerAt = ({ position }) => /** @type {ReviewedAnswer} */ (answers.find((one) => one.position === position));
  /**
   * The action's effect, and the human score it replaces.
   * @param {string} text
   * @param {ReviewedAnswer | null} answer
   */
  const about = (text, answer) => [h("p", { class: "muted" }, text), standing(answer, who)];
  return {
    ...assessmentActions(results, send),
    extendTime() {
      const { extend } = TEXTS;
      const open = answers.find((one) => one.served_at && !one.closed_at);
      const input = h("input", {
        class: "input",
        type: "number",
        id: "percent",
        name: "percent",
        min: String(session.extra_time_percent),
        max: "400",
        step: "1",
        required: true,
        value: String(Math.min(400, session.extra_time_percent + 25)),
        "aria-describedby": "percent-hint gain",
        inputmode: "numeric",
      });
      const gain = h("span", { class: "hint", id: "gain", "aria-live": "polite" });
      const showGain = () => {
        const more = ((open?.time_limit_seconds ?? 0) * (Number(input.value) - session.extra_time_percent)) / 100;
        gain.textContent = more > 0 ? extend.gain(more) : "";
      };
      input.addEventListener("input", showGain);
      showGain();
      const presets = [10, 25, 50, 100]
        .map((step) => session.extra_time_percent + step)
        .filter((percent) => percent <= 400)
        .map((percent) =>
          h(
            "button",
            {
              class: "button secondary small",
              type: "button",
              onclick: () => {
                input.value = String(percent);
                showGain();
              },
            },
            `${percent} %`,
          ),
        );
      return reviewDialog({
        ...extend,
        fields: h(
          "div",
          { class: "field" },
          h("label", { for: "percent" }, extend.label),
          input,
          h("div", { class: "row" }, presets),
          h("span", { class: "hint", id: "percent-hint" }, extend.hint(session.extra_time_percent)),
          gain,
        ),
        run: ({ percent, reason }) => send({ action: "extend_time", extra_time_percent: Number(percent), reason }),
      });
    },
    /** @param {{id: string}} credit */
    revokeCredit({ id }) {
      const text = h("p", { class: "muted" }, TEXTS.revoke.text);
      return reviewDialog({
        ...TEXTS.revoke,
        text,
        run: ({ reason }) => send({ action: "revoke_credit", credit_id: id, reason }),
      });
    },
    reopen() {
      return reviewDialog({ ...TEXTS.reopen, run: ({ reason }) => send({ action: "reopen", reason }) });
    },
    /** @param {{position: number}} of the answer's position */
    override({ position }) {
      const { override } = TEXTS;
      const answer = answerAt({ position });
      const { max_score: maximum, score, evaluation } = answer;
      const value = score ?? evaluation?.feedback?.proposed_score ?? "";
      return reviewDialog({
        ...override,
        title: override.title(position + 1),
        text: about(override.text, answer),
        fields: h(
          "div",
          { class: "field" },
          h("label", { for: "score" }, override.label),
          h("input", {
            class: "input",
            type: "number",
            id: "score",
            name: "score",
            min: "0",
            max: String(maximum),
            step: "0.01",
            required: true,
            value: value === "" ? "" : points(value),
            "aria-describedby": "score-hint",
            inputmode: "decimal",
          }),
          h("span", { class: "hint", id: "score-hint" }, override.hint(maximum)),
        ),
        run: ({ score: given, reason }) => send({ action: "override_score", position, score: Number(given), reason }),
      });
    },
    /** @param {LateText} late */
    acceptLate({ id, position, answer }) {
      const { late } = TEXTS;
      return reviewDialog({
        ...late,
        title: late.title(position + 1),
        text: about(late.text, answerAt({ position })),
        fields: h("p", { class: "given preserve excerpt" }, answer),
        run: ({ reason }) => send({ action: "accept_late", late_answer_id: id, reason }),
      });
    },
    /**
     * Retry one answer, or with null all that failed or wait, except those scored by a person.
     * @param {{position: number} | null} of
     */
    retry(of) {
      const { retry } = TEXTS;
      return reviewDialog({
        title: retry.title(of && of.position + 1),
        text: about(retry.text(of !== null), of && answerAt(of)),
        submit: retry.submit,
        run: ({ reason }) => send({ action: "retry_evaluation", ...(of && { position: of.position }), reason }),
      });
    },
  };
}

/**
 * The human score in effect, if there is one.
 * @param {ReviewedAnswer | null} answer
 * @param {(actor: string | null) => string} who
 */
function standing(answer, who) {
  const evaluation = answer?.evaluation;
  if (!evaluation || typeof evaluation.overridden_score !== "number") return null;
  const { overridden_score: given, overridden_by: by, override_reason: reason } = evaluation;
  return h(
    "div",
    { class: "notice warning" },
    h("p", null, TEXTS.given(who(by), scoreText(given, answer.max_score)), h("bdi", null, reason), TEXTS.moves),
  );
}

/** One line on what needs attention in a session. @param {GradingCounts} counts */
export function openWork({ needs_review: review, failed }) {
  const parts = [
    review && `${plural(review, "answer")} ${review === 1 ? "needs" : "need"} review`,
    failed && `the grading of ${plural(failed, "answer")} failed`,
  ].filter(Boolean);
  return parts.length ? `${parts.join(", and ")}.` : "";
}
