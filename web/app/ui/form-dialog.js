// @ts-check
/** A dialog with a form that is sent to the server. On failure it stays open with its input. */
import { Problem } from "../../client/http/problems.js";
import { announcer, busy } from "./dialog.js";
import { h, replace } from "./dom.js";

const TEXTS = { cancel: "Cancel" };

/**
 * @template T
 * @param {object} form
 * @param {string} form.id of the dialog element
 * @param {string} form.title
 * @param {import("./dom.js").Child} form.text what it does
 * @param {import("./dom.js").Child} [form.fields] named form fields; a `required` one also counts blanks as empty
 * @param {string} form.submit
 * @param {boolean} [form.danger]
 * @param {(values: Record<string, string>) => Promise<T>} form.run
 * @returns {Promise<T | null>} null if cancelled
 */
export function formDialog({ id, title, text, fields, submit, danger = false, run }) {
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
    h("h2", { id: `${id}-title` }, title),
    h("div", { class: "stack small" }, typeof text === "string" ? h("p", { class: "muted" }, text) : text),
    fields,
    error,
    h("footer", null, cancel, send),
  );
  const dialog = h("dialog", { class: "dialog", id, "aria-labelledby": `${id}-title` }, announcer(), form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    /** @type {T | null} */
    let result = null;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const values = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
      const needed = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("[required]")]);
      const blank = needed.find(({ value }) => !value.trim());
      if (blank) {
        blank.focus();
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
