// @ts-check
/** A page with one form, and above it the result of sending it. */
import { busy } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";

const QUESTIONS = { href: "questions.html", label: "All questions" };

/**
 * @param {HTMLElement} main
 * @param {object} texts
 * @param {string} texts.title
 * @param {string} texts.lead
 * @param {string} texts.submit
 * @param {boolean} texts.locked nothing can be sent
 * @param {{href: string, label: string}} [texts.back]
 * @param {import("../ui/dom.js").Child[]} fields
 * @param {() => Promise<import("../ui/dom.js").Child>} send resolves with the result to show, which gets the focus
 */
export function showFormPage(main, { title, lead, submit, locked, back = QUESTIONS }, fields, send) {
  document.title = `${title} · Reprise`;
  const status = h("div", { class: "form-status", id: "form-status", tabindex: "-1" });
  const button = h("button", { class: "button", disabled: locked }, submit);
  const form = h("form", { class: "card" }, fields, h("div", { class: "row" }, button));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(button, async () => {
      replace(status, await send());
      status.focus();
    });
  });
  replace(
    main,
    h(
      "div",
      { class: "stack small" },
      h("a", { class: "back", href: back.href }, back.label),
      h("h1", null, title),
      h("p", { class: "muted" }, lead),
    ),
    status,
    form,
  );
}

/** The result of a success, with a link to it. @param {import("../ui/dom.js").Child} text @param {string} href @param {string} label */
export const done = (text, href, label) =>
  h(
    "div",
    { class: "notice success" },
    h("p", null, text),
    h("div", null, h("a", { class: "button secondary small", href }, label)),
  );

/** @param {string} text */
export const refused = (text) => h("p", { class: "notice danger" }, text);
