// @ts-check
/** Makes texts storable as answers: removes what the server rejects and enforces the size limit. */

/** Largest answer, in bytes of UTF-8. */
const ANSWER_BYTES = 65_536;

/**
 * The longest beginning of a text that fits the limit.
 * @param {string} text
 */
export function fitting(text) {
  // One unit of a JavaScript string takes at most three bytes.
  if (text.length * 3 <= ANSWER_BYTES) return text;
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= ANSWER_BYTES) return text;
  let end = ANSWER_BYTES;
  while ((bytes[end] & 0xc0) === 0x80) end -= 1;
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(0, end));
}

/** How many characters to remove from the end of a text so that it fits; 0 if it does. @param {string} text */
export function excessCharacters(text) {
  return [...text.slice(fitting(text).length)].length;
}

/**
 * A text without NUL and with lone surrogates replaced; broken clipboards produce them.
 * @param {string} text
 */
export function withoutFragments(text) {
  return text.replaceAll("\0", "").replace(/\p{Surrogate}/gu, "\uFFFD");
}
