// @ts-check
/** The terms of an interview or an invitation as short facts, and the fields that set them. */
import { field, numberInput, textInput } from "../authoring/fields.js";
import { date, dateTime, duration, plural } from "../ui/format.js";

const TEXTS = {
  conversation: "Conversation",
  untimed: "no time limit",
  left: (/** @type {number} */ count) => `${plural(count, "attempt")} left`,
  attempts: (/** @type {number} */ count) => plural(count, "attempt"),
  anyAttempts: "as many attempts as you like",
  extra: (/** @type {number} */ percent) => `${percent} % extra time`,
  until: (/** @type {string} */ moment) => `until ${dateTime(moment)}`,
  days: "Ends on",
  daysHint: "At the end of that day. Until then it can be accepted and the interview started.",
  extraLabel: "Extra time (%)",
  extraHint: "25 makes every time limit a quarter longer.",
  attemptsLabel: "Attempts",
  attemptsHint: "Empty: no limit.",
};
const USUAL_DAYS = 30;

/**
 * Questions and time, extra time included.
 * @param {{kind: string, question_count: number, total_seconds: number | null}} interview
 * @param {number} extra percent
 */
export function extentOf({ kind, question_count: count, total_seconds: seconds }, extra) {
  if (kind === "conversation") return TEXTS.conversation;
  const time = seconds === null ? TEXTS.untimed : duration(Math.round((seconds * (100 + extra)) / 100));
  return `${plural(count, "question")}, ${time}`;
}

/**
 * Attempts, extra time and end, for candidates.
 * @param {import("./people.js").InterviewItem} interview
 */
export function remainingOf({ attempts_left: attempts, extra_time_percent: extra, expires_at: end }) {
  return [attempts !== null && TEXTS.left(attempts), extra > 0 && TEXTS.extra(extra), end && TEXTS.until(end)].filter(
    (fact) => fact !== false && fact !== null,
  );
}

/** @param {{attempts_allowed: number | null, extra_time_percent: number}} terms */
export const termsOf = ({ attempts_allowed: attempts, extra_time_percent: extra }) => [
  attempts === null ? TEXTS.anyAttempts : TEXTS.attempts(attempts),
  ...(extra ? [TEXTS.extra(extra)] : []),
];

/** `2026-11-03`, in the user's time zone. @param {Date} moment */
const dayOf = (moment) =>
  [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");

/** The end of a day in the user's time zone, RFC 3339. @param {string} day */
export const endOf = (day) => new Date(`${day}T23:59:59`).toISOString();

/** @param {string} prefix of the id @param {string | null} end RFC 3339; null: in 30 days */
export function endField(prefix, end) {
  const today = new Date();
  const later = new Date(today.getFullYear(), today.getMonth(), today.getDate() + USUAL_DAYS);
  const year = new Date(today.getFullYear(), today.getMonth(), today.getDate() + 364);
  const input = textInput(`${prefix}-end`, dayOf(end ? new Date(end) : later), {
    type: "date",
    name: "end",
    required: true,
    min: dayOf(today),
    max: dayOf(year),
  });
  return field(TEXTS.days, input, TEXTS.daysHint);
}

/**
 * The attempts and the extra time of an invitation to an interview.
 * @param {string} prefix of the ids
 * @param {{extra_time_percent: number, attempts_allowed: number | null}} terms
 */
export const termFields = (prefix, { extra_time_percent: extra, attempts_allowed: attempts }) => [
  field(
    TEXTS.attemptsLabel,
    numberInput(`${prefix}-attempts`, attempts, { name: "attempts", min: "1", max: "100" }),
    TEXTS.attemptsHint,
  ),
  field(
    TEXTS.extraLabel,
    numberInput(`${prefix}-extra`, extra, { name: "extra", min: "0", max: "400" }),
    TEXTS.extraHint,
  ),
];

/** The terms in the fields of a form. @param {Record<string, string>} values */
export const termsIn = ({ extra, attempts }) => ({
  extra_time_percent: Number(extra || 0),
  attempts_allowed: attempts ? Number(attempts) : null,
});

/** @param {string} end RFC 3339 */
export const endsWords = (end) => `ends ${date(end)}`;
