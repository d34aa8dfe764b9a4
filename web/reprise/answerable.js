// @ts-check
/** What of a question can be read and chosen, whatever its author has stored: nothing here throws. */

/** Anything that shows: no space, control or format character, no accent without a letter, none of the fillers that look like nothing. */
const SEEN = /[^\p{Z}\p{Cc}\p{Cf}\p{M}\u115f\u1160\u2800\u3164\uffa0]/u;

/**
 * Does a text show something to a reader?
 * @param {unknown} text
 * @returns {text is string}
 */
export const readable = (text) => typeof text === "string" && SEEN.test(text);

/**
 * The options of a question that can be chosen, always an array of ids and texts; the text of one without is empty.
 * @param {any} options as a server hands them out, or as they are stored
 * @returns {import("./types.js").Option[]}
 */
export function choicesOf(options) {
  if (!Array.isArray(options)) return [];
  return options.filter((option) => readable(option?.id)).map(({ id, text }) => ({ id, text: typeof text === "string" ? text : "" }));
}

/**
 * Can somebody answer this question? Its prompt shows something, and a choice is between two options or more that can be read and told apart.
 * @param {any} question
 */
export function answerable({ kind, prompt, options }) {
  if (!readable(prompt)) return false;
  if (kind !== "mcq") return true;
  const choices = choicesOf(options);
  const ids = new Set(choices.map(({ id }) => id));
  return choices.length > 1 && choices.length === options.length && ids.size === choices.length && choices.every(({ text }) => readable(text));
}
