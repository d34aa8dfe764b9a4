// @ts-check
/** Shows links that somebody has to send themselves, with buttons that copy them. */
import { ask, toast } from "../ui/dialog.js";
import { h } from "../ui/dom.js";

const TEXTS = {
  title: (/** @type {string} */ name) => `Link for ${name}`,
  text: "Send it to this person yourself. It is shown only now; you can make another one at any time.",
  label: "Link",
  copy: "Copy",
  copyOf: (/** @type {string} */ name) => `Copy the link for ${name}`,
  copyAll: "Copy all, with their addresses",
  copied: "The link is copied.",
  copiedAll: "The addresses and links are copied: one person a line, ready for a table.",
  notCopied: "This browser does not let us copy. Please copy the links one by one.",
  select: "Please press Ctrl+C (⌘+C) to copy the link.",
  done: "Done",
};

/** @param {string} url @param {string} name whom or what it is for */
export function copyRow(url, name) {
  const input = h("input", { class: "input", readonly: true, value: url, "aria-label": TEXTS.title(name) });
  const copy = h("button", { class: "button secondary", type: "button", "aria-label": TEXTS.copyOf(name) }, TEXTS.copy);
  copy.addEventListener("click", async () => {
    input.select();
    // Without permission, the selected text can be copied with the keyboard.
    toast(
      await navigator.clipboard.writeText(url).then(
        () => TEXTS.copied,
        () => TEXTS.select,
      ),
    );
  });
  return h("div", { class: "copy-row" }, input, copy);
}

/** A button that copies all lines. @param {string[]} lines */
export function copyAll(lines) {
  const copy = h("button", { class: "button secondary small", type: "button" }, TEXTS.copyAll);
  copy.addEventListener("click", async () =>
    toast(
      await navigator.clipboard.writeText(lines.join("\n")).then(
        () => TEXTS.copiedAll,
        () => TEXTS.notCopied,
      ),
    ),
  );
  return h("div", { class: "row" }, copy);
}

/** @param {string} url @param {string} name */
export function showLink(url, name) {
  return ask({
    id: "link",
    title: TEXTS.title(name),
    body: h("div", { class: "stack small" }, h("p", { class: "muted" }, TEXTS.text), copyRow(url, name)),
    actions: [{ value: "", label: TEXTS.done }],
  });
}
