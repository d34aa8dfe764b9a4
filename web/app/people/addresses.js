// @ts-check
/** Finds e-mail addresses in pasted text. */

const AROUND = /^[<("'[]+|[>)"'\].]+$/g;

/**
 * Every word with an at sign, once, in the order of the text: a list, a CSV file, or lines copied from an e-mail program. The
 * server says which of them are not addresses.
 * @param {string} text
 */
export function addressesIn(text) {
  const words = text.split(/[\s,;|]+/).map((word) => word.replace(/^mailto:/i, "").replace(AROUND, ""));
  const found = words.filter((word) => word.includes("@"));
  return [...new Map(found.map((word) => [word.toLowerCase(), word])).values()];
}
