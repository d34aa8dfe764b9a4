// @ts-check
/** What a text has to be like for the server to store it as an answer. */

/** Bytes of UTF-8 an answer may have. */
const ANSWER_BYTES = 65_536;

/**
 * As much of the beginning of a text as an answer may have.
 * @param {string} text
 */
export function fitting(text) {
  // Three bytes are the most that one unit of a JavaScript string needs.
  if (text.length * 3 <= ANSWER_BYTES) return text;
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= ANSWER_BYTES) return text;
  let end = ANSWER_BYTES;
  while ((bytes[end] & 0xc0) === 0x80) end -= 1;
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, end));
}

/** How many characters have to go from the end of a text for it to fit; 0 when it does. @param {string} text */
export function excessCharacters(text) {
  return [...text.slice(fitting(text).length)].length;
}

/**
 * A text without NUL, and without halves of characters, which come from broken clipboards.
 * @param {string} text
 */
export function withoutFragments(text) {
  return text.replaceAll("\0", "").replace(/\p{Surrogate}/gu, "\uFFFD");
}
