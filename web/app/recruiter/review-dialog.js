// @ts-check
/** The dialog of every reviewer action: its effect, its fields, and the reason. */
import { h } from "../ui/dom.js";
import { formDialog } from "../ui/form-dialog.js";

const TEXTS = {
  reason: "Reason",
  reasonHint: "It is recorded in the audit trail of this session, with your name and the time.",
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
export function reviewDialog({ fields, ...action }) {
  const reason = h(
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
  );
  return formDialog({ id: "review", fields: [fields, reason], ...action });
}
