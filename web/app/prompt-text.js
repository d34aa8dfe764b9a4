// @ts-check
/** A question's words: paragraphs, `code` between backticks, and fenced blocks of code. Nothing else is markup. */
import { readable } from "../reprise/answerable.js";
import { h } from "./dom.js";

const TEXTS = { prompt: "This question has no text.", option: "This choice has no text." };

/**
 * @param {unknown} text
 * @returns {HTMLElement[]}
 */
export function promptText(text) {
  return String(text ?? "").split(/^```.*$/m).flatMap((part, index) => (index % 2 ? [codeBlock(part)] : paragraphs(part)));
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
 * @param {unknown} text
 */
export function inline(text) {
  return String(text ?? "").split(/`([^`\n]+)`/).map((part, index) => (index % 2 ? h("code", null, part) : part));
}

/** A question's words, or that it has none. @param {unknown} text */
export const promptOrNone = (text) => (readable(text) ? promptText(text) : h("p", { class: "muted" }, TEXTS.prompt));

/** An option's words, or that it has none. @param {unknown} text */
export const optionOrNone = (text) => (readable(text) ? inline(text) : h("span", { class: "muted" }, TEXTS.option));
