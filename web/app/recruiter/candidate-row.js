// @ts-check
/** One row of the candidates' table. The roles say that it is a table also where a phone shows it as cards. */
import { h } from "../ui/dom.js";
import { dateTime } from "../ui/format.js";
import { CANDIDATE_STATES, points, shareOf } from "../ui/labels.js";
import { decisionBadge } from "./decisions.js";
import { flagBadges } from "./flags.js";

/** @import { InvitedLine, ResultLine } from "../../client/result-types.js" */
/** @typedef {ResultLine | InvitedLine} Line */

const TEXTS = {
  select: (/** @type {string} */ name) => `Select ${name}`,
  live: "Answering now",
  at: (/** @type {number} */ number, /** @type {number} */ count) => `question ${number} of ${count}`,
  grading: "Being graded",
  none: "No score yet",
  of: (/** @type {string} */ score, /** @type {string} */ maximum) => `${score} of ${maximum}`,
  wait: (/** @type {string} */ score, /** @type {string} */ graded, /** @type {string} */ waiting) =>
    `${score} of ${graded} graded points, ${waiting} wait`,
  advice: (/** @type {string} */ advice) => `Advice: ${advice}`,
  hidden: "Hidden until you have rated",
  undecided: "Undecided",
};

/** The name of the column for people who hear or see one cell at a time. */
export const COLUMNS = {
  name: "Candidate",
  state: "State",
  score: "Score",
  flags: "Needs a person",
  decision: "Decision",
  since: "Started",
};

/** A key that stays when the row changes. @param {Line} line */
export const keyOf = (line) => line.id ?? line.invitation_id ?? `user-${line.candidate.user_id}`;

/**
 * @param {Line} line
 * @param {{selectable: boolean, selected: boolean, onselect: (selected: boolean) => void}} choice
 */
export function candidateRow(line, { selectable, selected, onselect }) {
  const { candidate } = line;
  const name = candidate.name ?? candidate.email ?? "";
  const { label, kind } = CANDIDATE_STATES[line.state];
  /** @param {keyof typeof COLUMNS} column @param {import("../ui/dom.js").Child} content */
  const cell = (column, content) =>
    h("td", { role: "cell", class: `cell-${column}`, "data-label": COLUMNS[column] }, content);
  return h(
    "tr",
    { role: "row", "data-key": keyOf(line), "data-state": line.state },
    selectable &&
      h(
        "td",
        { role: "cell", class: "cell-select" },
        line.id !== null &&
          h("input", {
            type: "checkbox",
            id: `select-${line.id}`,
            "aria-label": TEXTS.select(name),
            checked: selected,
            onchange: (/** @type {{currentTarget: HTMLInputElement}} */ { currentTarget }) =>
              onselect(currentTarget.checked),
          }),
      ),
    h(
      "th",
      { role: "rowheader", scope: "row", class: "cell-name" },
      line.id === null
        ? h("span", { dir: "auto" }, name)
        : h("a", { id: `open-${line.id}`, href: `recruiter.html?session=${line.id}`, dir: "auto" }, name),
      candidate.email && candidate.email !== name && h("span", { class: "muted small" }, candidate.email),
    ),
    cell("state", [
      line.id !== null && line.live
        ? h("span", { class: "status", "data-state": "saved" }, TEXTS.live)
        : h("span", { class: `badge ${kind}` }, label),
      line.id !== null &&
        line.status === "in_progress" &&
        line.question_count > 0 &&
        h("span", { class: "muted small" }, TEXTS.at(line.position + 1, line.question_count)),
    ]),
    cell("score", line.id === null ? null : score(line)),
    cell("flags", line.id === null ? null : h("span", { class: "row" }, flagBadges(line.flags))),
    cell("decision", line.id === null ? null : decision(line)),
    cell("since", h("span", { class: "muted small" }, dateTime(line.id === null ? line.invited_at : line.started_at))),
  );
}

/** @param {ResultLine} line */
function score(line) {
  if (line.results_status === "grading") return h("span", { class: "badge info" }, TEXTS.grading);
  if (line.score === null || line.maximum === null) {
    const pending = line.status === "completed" && line.mode !== "conversation";
    return pending && h("span", { class: "muted small" }, TEXTS.none);
  }
  const { score: total, maximum, waiting_points: waiting, recommendation } = line;
  const share = shareOf({ total, maximum, waiting_points: waiting });
  return [
    h("strong", { class: "numeric" }, share === null ? points(total) : `${Math.round(100 * share)} %`),
    h(
      "span",
      { class: "muted small" },
      waiting
        ? TEXTS.wait(points(total), points(maximum - waiting), points(waiting))
        : TEXTS.of(points(total), points(maximum)),
    ),
    recommendation && h("span", { class: "muted small" }, TEXTS.advice(recommendation)),
  ];
}

/** @param {ResultLine} line */
function decision({ decision: made, reviews_hidden: hidden, status }) {
  if (made)
    return [
      decisionBadge(made),
      made.decided_by &&
        h("span", { class: "muted small", dir: "auto" }, made.decided_by.name ?? made.decided_by.email),
    ];
  if (status === "in_progress") return null;
  return h("span", { class: "muted small" }, hidden ? TEXTS.hidden : TEXTS.undecided);
}
