// @ts-check
/** Labelled form fields that say at their place what is wrong with them. */
import { h, setText } from "../ui/dom.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

/**
 * A field: label, control, hint, and room for a fault.
 * @param {string} label
 * @param {Control} control has an id
 * @param {import("../ui/dom.js").Child} [hint]
 * @returns {HTMLDivElement}
 */
export function field(label, control, hint) {
  describe(control, hint ? `${control.id}-hint` : "");
  return h(
    "div",
    { class: "field" },
    h("label", { for: control.id }, label),
    control,
    hint && h("span", { class: "hint", id: `${control.id}-hint` }, hint),
    fault(control),
  );
}

/**
 * The place for a control's fault, empty while there is none. Point the control's description at it with `describe`.
 * @param {{id: string}} control
 */
export const fault = ({ id }) => h("span", { class: "error", id: `${id}-fault` });

/** @param {HTMLElement} control @param {string} [hintId] */
export function describe(control, hintId = "") {
  control.setAttribute("aria-describedby", `${hintId} ${control.id}-fault`.trim());
  control.addEventListener("input", () => showFault(control, ""));
}

/**
 * Show what is wrong with a control; an empty text takes it back.
 * @param {HTMLElement} control
 * @param {string} text
 */
export function showFault(control, text) {
  const place = document.getElementById(`${control.id}-fault`);
  if (!place || (!text && !place.textContent)) return;
  setText(place, text);
  if (text) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
}

/** Take back every fault in a form. @param {Element} form */
export function clearFaults(form) {
  for (const control of form.querySelectorAll("[aria-invalid]")) showFault(/** @type {HTMLElement} */ (control), "");
}

/**
 * @param {string} id
 * @param {string} value
 * @param {Record<string, any>} [properties]
 */
export const textInput = (id, value, properties) =>
  h("input", { class: "input", id, value, autocomplete: "off", ...properties });

/**
 * @param {string} id
 * @param {string} value
 * @param {Record<string, any>} [properties]
 */
export const textArea = (id, value, properties) => h("textarea", { class: "input growing", id, value, ...properties });

/**
 * @param {string} id
 * @param {number | null} value
 * @param {Record<string, any>} [properties]
 */
export const numberInput = (id, value, properties) =>
  h("input", {
    class: "input number",
    type: "number",
    id,
    value: value === null ? "" : String(value),
    inputmode: "numeric",
    step: "1",
    ...properties,
  });

/**
 * @param {string} id
 * @param {string} value
 * @param {Record<string, string> | string[][]} choices labels by value, or pairs of both
 */
export const select = (id, value, choices) =>
  h(
    "select",
    { class: "input", id },
    (Array.isArray(choices) ? choices : Object.entries(choices)).map(([name, label]) =>
      h("option", { value: name, selected: name === value }, label),
    ),
  );

/**
 * A checkbox with a label and an explanation.
 * @param {string} id
 * @param {boolean} checked
 * @param {string} label
 * @param {string} [text]
 */
export function checkbox(id, checked, label, text) {
  const input = h("input", { type: "checkbox", id, checked });
  return {
    input,
    element: h(
      "label",
      { class: "choice" },
      input,
      h("span", null, h("strong", null, label), text && h("span", { class: "muted small" }, text)),
    ),
  };
}

/** A whole or decimal number; null for an empty field, NaN for anything else. @param {HTMLInputElement} input */
export const numberIn = (input) => (input.value.trim() ? Number(input.value) : input.validity.badInput ? NaN : null);
