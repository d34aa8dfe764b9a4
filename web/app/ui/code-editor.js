// @ts-check
/**
 * A text area for code: monospace, line numbers, Tab and Shift+Tab indent, Enter keeps the indentation. After Escape,
 * the next Tab leaves the editor, so that keyboard users are not trapped.
 */
import { h } from "./dom.js";

const INDENT = "  ";

/**
 * @param {Record<string, any>} properties attributes of the text area
 * @returns {{element: HTMLElement, input: HTMLTextAreaElement}}
 */
export function codeEditor(properties) {
  const input = h("textarea", {
    ...properties,
    class: "code-input",
    spellcheck: "false",
    autocapitalize: "off",
    autocomplete: "off",
    autocorrect: "off",
    wrap: "off",
    rows: "12",
  });
  const numbers = h("div", { class: "code-numbers", "aria-hidden": "true" });
  const element = h("div", { class: "code-editor" }, numbers, input);
  let lines = 0;
  let leaving = false;

  function number() {
    const count = input.value.split("\n").length;
    if (count === lines) return;
    lines = count;
    numbers.textContent = Array.from({ length: count }, (_, index) => index + 1).join("\n");
  }

  input.addEventListener("input", number);
  input.addEventListener("scroll", () => (numbers.scrollTop = input.scrollTop));
  input.addEventListener("focus", () => (leaving = false));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leaving = true;
    else if (event.key === "Tab" && !leaving && !event.ctrlKey && !event.altKey && !event.metaKey && !input.readOnly) {
      event.preventDefault();
      indent(input, event.shiftKey);
    } else if (event.key === "Enter" && !event.isComposing && !event.ctrlKey && !event.metaKey && !input.readOnly) {
      event.preventDefault();
      const line = input.value.slice(0, input.selectionStart).split("\n").pop() ?? "";
      const deeper = /[{([:]\s*$/.test(line) ? INDENT : "";
      insert(input, `\n${/^\s*/.exec(line)?.[0] ?? ""}${deeper}`);
    } else if (event.key !== "Tab" && event.key !== "Shift") leaving = false;
  });
  queueMicrotask(number);
  return { element, input };
}

/**
 * Insert text at the cursor so that Ctrl+Z undoes it.
 * @param {HTMLTextAreaElement} input
 * @param {string} text
 */
function insert(input, text) {
  // `execCommand` is the only way to add to a text area's undo history.
  if (document.execCommand("insertText", false, text)) return;
  input.setRangeText(text, input.selectionStart, input.selectionEnd, "end");
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/**
 * @param {HTMLTextAreaElement} input
 * @param {boolean} back
 */
function indent(input, back) {
  const { value, selectionStart, selectionEnd } = input;
  const first = value.lastIndexOf("\n", selectionStart - 1) + 1;
  if (!back && selectionStart === selectionEnd) {
    insert(input, INDENT);
    return;
  }
  const block = value.slice(first, selectionEnd);
  const changed = back ? block.replace(/^ {1,2}/gm, "") : block.replace(/^(?=[^\n])/gm, INDENT);
  if (changed === block) return;
  input.setSelectionRange(first, selectionEnd);
  if (changed) insert(input, changed);
  else {
    input.setRangeText("");
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (selectionStart !== selectionEnd) input.setSelectionRange(first, first + changed.length);
  else {
    const moved = Math.max(first, selectionStart - (block.length - changed.length));
    input.setSelectionRange(moved, moved);
  }
}
