// @ts-check
/** Decides whether a question can be answered. Tolerates any stored content: no function here throws. */

/** @import { Option } from "../types.js" */

/** A visible character. Must match the database's `reprise_private.is_blank`, so that both judge a text alike. */
const SEEN = new RegExp(
  "[^\\u0000-\\u0020\\u007F-\\u00A0\\u00AD\\u0300-\\u036F\\u061C\\u115F\\u1160\\u1680\\u17B4\\u17B5\\u180B-\\u180F\\u1AB0-\\u1AFF\\u1DC0-\\u1DFF" +
    "\\u2000-\\u200F\\u2028-\\u202F\\u205F-\\u206F\\u20D0-\\u20FF\\u2800\\u3000\\u3164\\uFE00-\\uFE0F\\uFE20-\\uFE2F\\uFEFF\\uFFA0\\uFFF0-\\uFFFB" +
    "\\u{1BCA0}-\\u{1BCA3}\\u{1D159}\\u{1D173}-\\u{1D17A}\\u{E0000}-\\u{E0FFF}]",
  "u",
);

/**
 * Does a text have a visible character?
 * @param {unknown} text
 * @returns {text is string}
 */
export const readable = (text) => typeof text === "string" && SEEN.test(text);

/**
 * The options of a question that can be chosen, as an array of ids and texts; a missing text is empty.
 * @param {any} options as sent by the server, or as stored
 * @returns {Option[]}
 */
export function choicesOf(options) {
  if (!Array.isArray(options)) return [];
  return options
    .filter((option) => readable(option?.id))
    .map(({ id, text }) => ({ id, text: typeof text === "string" ? text : "" }));
}

/**
 * Can this question be answered? Its prompt must be readable; a choice needs at least two options, all readable and
 * with distinct ids.
 * @param {any} question
 */
export function answerable({ kind, prompt, options }) {
  if (!readable(prompt)) return false;
  if (kind !== "mcq") return true;
  const choices = choicesOf(options);
  const ids = new Set(choices.map(({ id }) => id));
  return (
    choices.length > 1 &&
    choices.length === options.length &&
    ids.size === choices.length &&
    choices.every(({ text }) => readable(text))
  );
}
