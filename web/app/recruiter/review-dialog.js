// @ts-check
/**
 * The dialog of every reviewer action: its effect, its fields, and the reason. On failure it stays open with its input.
 */
import { Problem } from "../../client/http/problems.js";
import { announcer, busy } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";

const TEXTS = {
  reason: "Reason",
  reasonHint: "It is recorded in the audit trail of this session, with your name and the time.",
  cancel: "Cancel",
};

/**
 * @template T
 * @param {object} action
 * @param {string} action.title
 * @param {import("../ui/dom.js").Child} action.text what the action does
 * @param {import("../ui/dom.js").Child} [action.fields] named form fields
 * @param {string} action.submit
 * @param {boolean} [action.danger]
 * @param {(values: Record<string, string>) => Promise<T>} action.run
 * @returns {Promise<T | null>} null if cancelled
 */
export function reviewDialog({ title, text, fields, submit, danger = false, run }) {
  const error = h("div", { role: "alert" });
  const send = h("button", { class: `button ${danger ? "danger" : ""}` }, submit);
  const cancel = h(
    "button",
    { class: "button secondary", type: "button", onclick: () => dialog.close() },
    TEXTS.cancel,
  );
  const form = h(
    "form",
    null,
    h("h2", { id: "review-title" }, title),
    h("div", { class: "stack small" }, typeof text === "string" ? h("p", { class: "muted" }, text) : text),
    fields,
    h(
      "div",
      { class: "field" },
      h("label", { for: "reason" }, TEXTS.reason),
      h("textarea", {
        class: "input short",
        id: "reason",
        name: "reason",
        required: true,
        maxlength: "2000",
        rows: "2",
        "aria-describedby": "reason-hint",
      }),
      h("span", { class: "hint", id: "reason-hint" }, TEXTS.reasonHint),
    ),
    error,
    h("footer", null, cancel, send),
  );
  const dialog = h("dialog", { class: "dialog", id: "review", "aria-labelledby": "review-title" }, announcer(), form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    /** @type {T | null} */
    let result = null;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const values = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
      const reason = form.querySelector("textarea");
      if (!values.reason.trim()) {
        reason?.focus();
        return;
      }
      busy(send, async () => {
        cancel.disabled = true;
        replace(error);
        try {
          result = await run(values);
          dialog.close();
        } catch (refusal) {
          if (!(refusal instanceof Problem)) throw refusal;
          const words = refusal.fields.errors?.map((/** @type {any} */ { msg }) => msg).join(" ") || refusal.detail;
          replace(error, h("p", { class: "notice danger" }, words));
        } finally {
          cancel.disabled = false;
        }
      });
    });
    // A running request cannot be cancelled, and its outcome must be shown. Browsers let a second Escape bypass
    // `cancel`.
    dialog.addEventListener("cancel", (event) => cancel.disabled && event.preventDefault());
    dialog.addEventListener("keydown", (event) => event.key === "Escape" && cancel.disabled && event.preventDefault());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(result);
    });
  });
}
