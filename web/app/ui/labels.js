// @ts-check
/** Labels for the codes in results, for candidates and reviewers. */

/** @type {Record<string, string>} */
export const KINDS = { mcq: "Multiple choice", short_answer: "Short answer", code: "Code", open: "Open question" };

/** How hard a question is. @type {Record<string, string>} */
export const LEVELS = { easy: "Easy", medium: "Medium", hard: "Hard" };

/** @type {Record<string, string>} */
export const MODES = { timed: "Interview", practice: "Practice", conversation: "Conversation" };

/** A session's status: label and badge colour. @type {Record<string, {label: string, kind: string}>} */
export const STATUSES = {
  in_progress: { label: "In progress", kind: "info" },
  completed: { label: "Completed", kind: "success" },
  cancelled: { label: "Given up", kind: "" },
  abandoned: { label: "Not finished", kind: "" },
};

/** An interview's state: label and badge colour. @type {Record<string, {label: string, kind: string}>} */
export const INTERVIEW_STATES = {
  draft: { label: "Draft", kind: "warning" },
  published: { label: "Open", kind: "success" },
  archived: { label: "Archived", kind: "" },
};

/** A candidate's state in an interview: label and badge colour. @type {Record<string, {label: string, kind: string}>} */
export const CANDIDATE_STATES = {
  invited: { label: "Invited", kind: "" },
  opened: { label: "Opened the invitation", kind: "" },
  expired: { label: "Invitation expired", kind: "warning" },
  ...STATUSES,
};

/** What a person decides about a candidate. @type {Record<string, {label: string, kind: string}>} */
export const DECISIONS = {
  advance: { label: "Advance", kind: "success" },
  hold: { label: "Hold", kind: "warning" },
  reject: { label: "Reject", kind: "danger" },
};

/** @type {Record<string, string>} */
export const CLOSED_REASONS = {
  answered: "every question was answered",
  expired: "the time of the last question ran out",
  finished: "it was finished early",
  cancelled: "it was given up",
  start_over: "it was started over",
  cleared: "it was cleared to begin again",
  resume_window_passed: "it was not resumed in time",
  concluded: "the interviewer brought it to its end",
};

/** Why a session ended. @param {{mode: string, closed_reason: string | null, status: string}} session */
export const endOf = ({ mode, closed_reason: reason, status }) =>
  mode === "conversation" && reason === "finished"
    ? "the candidate ended it"
    : labelOf(CLOSED_REASONS, reason ?? status);

/** How an answer came about. @type {Record<string, string>} */
export const SOURCES = {
  submitted: "Submitted",
  draft: "Time ran out; the last saved text was submitted",
  expired: "Time ran out before anything was written",
  skipped: "Not answered",
};

/** What a score is based on. @type {Record<string, string>} */
export const GRADERS = {
  key: "Compared with the right answer",
  none: "There was nothing to grade",
  keywords: "Graded by keywords only, so far",
  "keywords+model": "Graded by keywords and an AI model",
  model: "Graded by an AI model",
};

/** Why an answer has no score yet, by its flag or the start of its error. @type {Record<string, string>} */
export const WAITING = {
  no_model: "No AI model is set up, so a person has to grade it.",
  unusable_key: "The question or its key cannot be used.",
  hidden_characters: "The answer contains characters that people cannot see.",
  fake_message: "The answer imitates a message to the AI model.",
  evidence_missing: "The AI model gave points without quoting the answer.",
  evidence_not_verbatim: "What the AI model quoted is not in the answer.",
  model_refused: "The AI model declined to grade it.",
  budget:
    "The limit for the use of the AI model is reached. Grading resumes automatically, on the next day (UTC) at the latest.",
  retry: "The last attempt failed. It is retried automatically.",
  failed: "Every attempt failed. Have it graded again, or give a score.",
};

/**
 * The reasons why an answer has no score yet.
 * @param {{status: string, flags: string[], error?: string | null}} evaluation
 * @returns {string[]}
 */
export function waitingFor({ status, flags, error }) {
  if (status === "failed") return [WAITING.failed];
  if (status === "needs_review") return flags.map((flag) => WAITING[flag]).filter(Boolean);
  return error ? [error.startsWith("budget") ? WAITING.budget : WAITING.retry] : [];
}

/** @param {Record<string, string>} words @param {string} code */
export const labelOf = (words, code) => words[code] ?? code.replaceAll("_", " ");

/** Points with at most two decimals; number fields accept this format, too. @param {number} value */
export const points = (value) => String(Math.round(value * 100) / 100);

/** `1 point`, `7.5 points`. @param {number} value */
export const pointsText = (value) => `${points(value)} ${points(value) === "1" ? "point" : "points"}`;

/** `7.5 of 10 points`. @param {number | null | undefined} score @param {number} maximum */
export const scoreText = (score, maximum) =>
  score === null || score === undefined ? "No score yet" : `${points(score)} of ${pointsText(maximum)}`;

/**
 * A total; a part score is one of the graded points: `42.5 of 50 graded points, 50 wait`.
 * @param {{total: number | null, maximum: number, waiting_points: number}} result
 */
export const totalText = ({ total, maximum, waiting_points: waiting }) =>
  total === null || !waiting
    ? scoreText(total, maximum)
    : `${points(total)} of ${points(maximum - waiting)} graded points, ${points(waiting)} wait`;

/** The share of the graded points, from 0 to 1; null without any. @param {{total: number | null, maximum: number, waiting_points: number}} result */
export const shareOf = ({ total, maximum, waiting_points: waiting }) =>
  total === null || maximum - waiting <= 0 ? null : total / (maximum - waiting);
