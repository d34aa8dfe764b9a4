// @ts-check
/** Renders a question's text: paragraphs, `code` in backticks, and fenced code blocks. Nothing else is markup. */
import { readable } from "../../client/session/answerable.js";
import { h } from "./dom.js";

const TEXTS = { prompt: "This question has no text.", option: "This choice has no text." };

/**
 * @param {unknown} text
 * @returns {HTMLElement[]}
 */
export function promptText(text) {
  return String(text ?? "")
    .split(/^```.*$/m)
    .flatMap((part, index) => (index % 2 ? [codeBlock(part)] : paragraphs(part)));
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
 * One line of text with `code` in it; also used for options.
 * @param {unknown} text
 */
export function inline(text) {
  return String(text ?? "")
    .split(/`([^`\n]+)`/)
    .map((part, index) => (index % 2 ? h("code", null, part) : part));
}

/** A question's text, or a placeholder. @param {unknown} text */
export const promptOrNone = (text) => (readable(text) ? promptText(text) : h("p", { class: "muted" }, TEXTS.prompt));

/** An option's text, or a placeholder. @param {unknown} text */
export const optionOrNone = (text) => (readable(text) ? inline(text) : h("span", { class: "muted" }, TEXTS.option));
