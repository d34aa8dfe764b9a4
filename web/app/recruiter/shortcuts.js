// @ts-check
/** Keys of the review page, which can be turned off: single letters are pressed by accident, and by speech input. */
import { browserStorage } from "../../client/storage/web-storage.js";
import { ask } from "../ui/dialog.js";
import { h } from "../ui/dom.js";

const TEXTS = {
  title: "Keyboard",
  keys: /** @type {[string, string][]} */ ([
    ["j", "Next candidate"],
    ["k", "Previous candidate"],
    ["n", "Next question"],
    ["p", "Previous question"],
    ["a", "Advance"],
    ["h", "Hold"],
    ["r", "Reject"],
    ["c", "Write a comment"],
    ["s", "Write your scorecard"],
    ["?", "Show these keys"],
  ]),
  use: "Use these keys on this device",
  close: "Close",
};
const STORED = "reprise-review-keys";
const isOn = () => browserStorage.get(STORED) !== "off";

/**
 * Run an action for each key until the page is left; keys that are typed into a field are text.
 * @param {Record<string, () => void>} actions by key
 */
export function listenForKeys(actions) {
  addEventListener("keydown", (event) => {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    const typing =
      target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
    if (ctrlKey || metaKey || altKey || typing || document.querySelector("dialog[open]")) return;
    const action = Object.hasOwn(actions, key) ? actions[key] : null;
    if (!action || !(isOn() || key === "?")) return;
    event.preventDefault();
    action();
  });
}

/** Show the keys, and the switch that turns them off. */
export async function showKeys() {
  const use = h("input", { type: "checkbox", id: "use-keys", checked: isOn() });
  use.addEventListener("change", () => browserStorage.set(STORED, use.checked ? "on" : "off"));
  await ask({
    id: "shortcuts",
    title: TEXTS.title,
    body: [
      h(
        "dl",
        { class: "particulars keys" },
        TEXTS.keys.map(([key, what]) => h("div", null, h("dt", null, h("kbd", null, key)), h("dd", null, what))),
      ),
      h("label", { class: "row check", for: "use-keys" }, use, TEXTS.use),
    ],
    actions: [{ value: "close", label: TEXTS.close }],
  });
}
