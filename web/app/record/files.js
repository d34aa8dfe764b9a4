// @ts-check
/** Tells the files that a person chose apart by their content: a record, a key set, and a JSON export. */
import { isObject } from "./verify.js";

/**
 * @param {Iterable<File>} chosen
 * @returns {Promise<{record?: string, keys?: string, exported?: string}>}
 */
export async function files(chosen) {
  /** @type {{record?: string, keys?: string, exported?: string}} */
  const found = {};
  for (const file of chosen) {
    const text = (await file.text()).trim();
    const content = parsed(text);
    if (!isObject(content)) found.record = text;
    else if (Array.isArray(content.keys)) found.keys = text;
    else if (Array.isArray(content.answers)) {
      found.exported = text;
      if (typeof content.record === "string") found.record ??= content.record;
    } else found.record = text;
  }
  return found;
}

/** @param {string} text @returns {unknown} undefined if it is not JSON */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
