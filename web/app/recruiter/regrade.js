// @ts-check
/** Grades an interview again after its keys changed: first what that would do to each answer, then the change. */
import { Problem } from "../../client/http/problems.js";
import { toast } from "../ui/dialog.js";
import { h } from "../ui/dom.js";
import { plural } from "../ui/format.js";
import { points } from "../ui/labels.js";
import { reviewDialog } from "./review-dialog.js";

/** @import { Regraded, RegradedAnswer } from "../../client/result-types.js" */
/** @typedef {Omit<Regraded, "done" | "next_cursor" | "dry_run" | "server_time">} Total */

const TEXTS = {
  regrade: "Grade again",
  title: "Grade this interview again",
  text:
    "Every session gets the current keys, and the answers whose key has changed are graded again. Scores that a person gave " +
    "to those answers move to their history.",
  look: "Preview the changes",
  none: "No key has changed, so there is nothing to grade again.",
  changes: (/** @type {number} */ answers, /** @type {number} */ sessions) =>
    `${plural(answers, "answer")} of ${plural(sessions, "session")}`,
  more: (/** @type {number} */ answers) => `and ${plural(answers, "answer")} more`,
  unfit: (/** @type {number} */ questions) =>
    `${plural(questions, "question")} stay as they are: the new correct option was not among their options, or the question moved. Score them by hand.`,
  own: (/** @type {number} */ sessions) =>
    `${plural(sessions, "session")} of your own: a colleague has to grade them again.`,
  question: (/** @type {number} */ position) => `Question ${position + 1}`,
  noScore: "no score",
  grader: "graded again",
  person: "waits for a person",
  given: "a person’s score",
  byKeywords: (/** @type {number} */ score) => `${points(score)} by keywords`,
  done: (/** @type {number} */ answers, /** @type {number} */ sessions) =>
    `${plural(answers, "answer")} of ${plural(sessions, "session")} are being graded again.`,
};
const MOST_SHOWN = 100;

/** @param {import("../../client/http/client.js").Reprise} client @param {string} id */
export function regradeButton(client, id) {
  const button = h("button", { class: "button secondary small", type: "button" }, TEXTS.regrade);
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await askAndRegrade(client, id);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      toast(error.detail);
    } finally {
      button.disabled = false;
    }
  });
  return button;
}

/** @param {import("../../client/http/client.js").Reprise} client @param {string} id */
async function askAndRegrade(client, id) {
  const foreseen = await regrade(client, id, TEXTS.look, true);
  if (!foreseen.sessions && !foreseen.skipped.questions && !foreseen.skipped.own_sessions) return toast(TEXTS.none);
  const done = await reviewDialog({
    title: TEXTS.title,
    text: TEXTS.text,
    fields: changesView(foreseen),
    submit: TEXTS.regrade,
    run: ({ reason }) => regrade(client, id, reason, false),
  });
  if (done) toast(done.answers ? TEXTS.done(done.answers, done.sessions) : TEXTS.none);
}

/** @param {Total} foreseen */
function changesView({ changes, answers, sessions, skipped }) {
  const rest = changes.length - MOST_SHOWN;
  return h(
    "div",
    { class: "stack small", id: "regrade-changes" },
    h("h3", null, TEXTS.changes(answers, sessions)),
    changes.length > 0 &&
      h(
        "ul",
        { class: "changes", tabindex: "0", "aria-label": TEXTS.changes(answers, sessions) },
        changes.slice(0, MOST_SHOWN).map(changeLine),
        rest > 0 && h("li", { class: "muted" }, TEXTS.more(rest)),
      ),
    skipped.questions > 0 && h("p", { class: "muted small" }, TEXTS.unfit(skipped.questions)),
    skipped.own_sessions > 0 && h("p", { class: "muted small" }, TEXTS.own(skipped.own_sessions)),
  );
}

/** @param {RegradedAnswer} change */
function changeLine({ candidate, position, score, given_by_a_person: given, ...after }) {
  const before = score === null ? TEXTS.noScore : points(score) + (given ? ` (${TEXTS.given})` : "");
  return h(
    "li",
    { class: "row between" },
    h(
      "span",
      null,
      h("strong", { dir: "auto" }, candidate.name ?? candidate.email),
      h("span", { class: "muted small" }, ` · ${TEXTS.question(position)}`),
    ),
    h("span", { class: "numeric" }, `${before} → ${outcome(after)}`),
  );
}

/** @param {Pick<RegradedAnswer, "new_status" | "new_score" | "score_by_keywords">} after */
function outcome({ new_status: status, new_score: score, score_by_keywords: byKeywords }) {
  if (score !== null) return points(score);
  if (status === "needs_review") return TEXTS.person;
  return typeof byKeywords === "number" ? `${TEXTS.grader} (${TEXTS.byKeywords(byKeywords)})` : TEXTS.grader;
}

/**
 * Regrade all sessions. A large interview takes several calls; each is safe to repeat.
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {string} id
 * @param {string} reason
 * @param {boolean} dryRun
 */
async function regrade(client, id, reason, dryRun) {
  /** @type {Total} */
  const total = { answers: 0, sessions: 0, changes: [], unchanged: 0, skipped: { own_sessions: 0, questions: 0 } };
  /** @type {string | undefined} */
  let cursor;
  for (;;) {
    const batch = await client.review(
      { action: "regrade", interview_id: id, reason, dry_run: dryRun, cursor },
      { tries: 3, deadlineSeconds: 30 },
    );
    total.answers += batch.answers;
    total.sessions += batch.sessions;
    total.unchanged += batch.unchanged;
    total.changes.push(...batch.changes);
    total.skipped.own_sessions += batch.skipped.own_sessions;
    total.skipped.questions += batch.skipped.questions;
    if (batch.done) return total;
    cursor = batch.next_cursor ?? undefined;
  }
}
