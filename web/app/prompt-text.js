// @ts-check
/** A question's words: paragraphs, `code` between backticks, and fenced blocks of code. Nothing else is markup. */
import { h } from "./dom.js";

/**
 * @param {string} text
 * @returns {HTMLElement[]}
 */
export function promptText(text) {
  return text.split(/^```.*$/m).flatMap((part, index) => (index % 2 ? [codeBlock(part)] : paragraphs(part)));
}

/** @param {string} text @returns {HTMLElement} */
function codeBlock(text) {
  return h("pre", { class: "code-block", tabindex: "0" }, h("code", null, text.replace(/^\n|\n$/g, "")));
}

/** @param {string} text @returns {HTMLElement[]} */
function paragraphs(text) {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean)
    .map((paragraph) => h("p", null, inline(paragraph)));
}

/**
 * One line of words with `code` in it; for options too.
 * @param {string} text
 */
export function inline(text) {
  return text.split(/`([^`\n]+)`/).map((part, index) => (index % 2 ? h("code", null, part) : part));
}
