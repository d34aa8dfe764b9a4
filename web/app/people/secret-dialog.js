// @ts-check
/** Shows a secret that the server returns once, with a button that copies it. */
import { ask, toast } from "../ui/dialog.js";
import { h } from "../ui/dom.js";

const TEXTS = {
  title: "The secret of the webhook",
  text: "Store it where your receiver verifies deliveries. It is shown only once.",
  label: "Secret",
  copy: "Copy",
  copied: "The secret is copied.",
  select: "Please press Ctrl+C (⌘+C) to copy the secret.",
  done: "I have stored it",
};

/** @param {string} secret */
export function secretDialog(secret) {
  const input = h("input", { class: "input", readonly: true, value: secret, "aria-label": TEXTS.label });
  const copy = h("button", { class: "button secondary", type: "button" }, TEXTS.copy);
  copy.addEventListener("click", async () => {
    input.select();
    // Without permission, the selected text can be copied with the keyboard.
    toast(
      await navigator.clipboard.writeText(secret).then(
        () => TEXTS.copied,
        () => TEXTS.select,
      ),
    );
  });
  return ask({
    id: "secret",
    title: TEXTS.title,
    body: h(
      "div",
      { class: "stack small" },
      h("p", { class: "muted" }, TEXTS.text),
      h("div", { class: "copy-row" }, input, copy),
    ),
    actions: [{ value: "", label: TEXTS.done }],
    closable: false,
  });
}
