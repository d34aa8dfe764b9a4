// @ts-check
/** What a reviewer may do to a session. Each resolves with the results afterwards, or null when it was given up. */
import { h } from "./dom.js";
import { duration, plural } from "./format.js";
import { reviewDialog } from "./recruiter-dialog.js";
import { points } from "./results-words.js";

const TEXTS = {
  extend: {
    title: "Give extra time",
    text: "Counts for every question from the open one on. The candidate's clock shows it within half a minute.",
    label: "Extra time in all",
    hint: (/** @type {number} */ percent) => (percent ? `This session has ${percent} % already; it can only become more.` : "In percent of every question's time, up to 400."),
    gain: (/** @type {number} */ seconds) => `The open question gets ${duration(seconds)} more.`,
    submit: "Give the time",
  },
  reopen: {
    title: "Reopen this session",
    text: "The candidate can go on at the first question without an answer, with a fresh clock. Everything handed in stays; the result is made anew when the session is completed again.",
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
    title: (/** @type {number | null} */ number) => (number === null ? "Grade the open ones again" : `Grade question ${number} again`),
    text: (/** @type {boolean} */ one, /** @type {boolean} */ overridden) =>
      (one ? "The answer goes to the grader once more." : "Every answer whose grading failed, or that waits for a person, goes to the grader once more.") + (overridden ? " The score a person gave moves to the history." : ""),
    submit: "Grade again",
  },
};

/**
 * @param {import("../reprise/client.js").Reprise} client
 * @param {any} results a reviewer's
 */
export function actionsOn(client, { session, answers }) {
  const of = { session_id: session.id };
  return {
    extendTime() {
      const { extend } = TEXTS;
      const open = answers.find((/** @type {any} */ one) => one.served_at && !one.closed_at);
      const input = h("input", { class: "input", type: "number", id: "percent", name: "percent", min: String(session.extra_time_percent), max: "400", step: "1", required: true, value: String(Math.min(400, session.extra_time_percent + 25)), "aria-describedby": "percent-hint gain", inputmode: "numeric" });
      const gain = h("span", { class: "hint", id: "gain", "aria-live": "polite" });
      const tell = () => {
        const more = (open?.time_limit_seconds ?? 0) * (Number(input.value) - session.extra_time_percent) / 100;
        gain.textContent = more > 0 ? extend.gain(more) : "";
      };
      input.addEventListener("input", tell);
      tell();
      const presets = [10, 25, 50, 100]
        .map((step) => session.extra_time_percent + step)
        .filter((percent) => percent <= 400)
        .map((percent) =>
          h("button", { class: "button secondary small", type: "button", onclick: () => ((input.value = String(percent)), tell()) }, `${percent} %`),
        );
      return reviewDialog({
        ...extend,
        fields: h("div", { class: "field" }, h("label", { for: "percent" }, extend.label), input, h("div", { class: "row" }, presets), h("span", { class: "hint", id: "percent-hint" }, extend.hint(session.extra_time_percent)), gain),
        run: ({ percent, reason }) => client.review({ ...of, action: "extend_time", extra_time_percent: Number(percent), reason }),
      });
    },
    reopen() {
      return reviewDialog({ ...TEXTS.reopen, run: ({ reason }) => client.review({ ...of, action: "reopen", reason }) });
    },
    /** @param {any} answer */
    override({ position, max_score: maximum, score, evaluation }) {
      const { override } = TEXTS;
      const value = score ?? evaluation?.feedback?.proposed_score ?? "";
      return reviewDialog({
        ...override,
        title: override.title(position + 1),
        fields: h(
          "div",
          { class: "field" },
          h("label", { for: "score" }, override.label),
          h("input", { class: "input", type: "number", id: "score", name: "score", min: "0", max: String(maximum), step: "0.01", required: true, value: value === "" ? "" : points(value), "aria-describedby": "score-hint", inputmode: "decimal" }),
          h("span", { class: "hint", id: "score-hint" }, override.hint(maximum)),
        ),
        run: ({ score: given, reason }) => client.review({ ...of, action: "override_score", position, score: Number(given), reason }),
      });
    },
    /** @param {any} late */
    acceptLate({ id, position, answer }) {
      const { late } = TEXTS;
      return reviewDialog({
        ...late,
        title: late.title(position + 1),
        fields: h("p", { class: "given preserve excerpt" }, answer),
        run: ({ reason }) => client.review({ ...of, action: "accept_late", late_answer_id: id, reason }),
      });
    },
    /** One answer, or with null all that failed or wait. @param {any | null} answer */
    retry(answer) {
      const { retry } = TEXTS;
      const overridden = typeof answer?.evaluation?.overridden_score === "number";
      return reviewDialog({
        title: retry.title(answer === null ? null : answer.position + 1),
        text: retry.text(answer !== null, overridden),
        submit: retry.submit,
        run: ({ reason }) => client.review({ ...of, action: "retry_evaluation", ...(answer && { position: answer.position }), reason }),
      });
    },
  };
}

/** What stands out in a session, in one line. @param {any} counts */
export function openWork({ needs_review: review, failed }) {
  const parts = [review && `${plural(review, "answer")} ${review === 1 ? "needs" : "need"} a person`, failed && `the grading of ${plural(failed, "answer")} failed`].filter(Boolean);
  return parts.length ? `${parts.join(", and ")}.` : "";
}
