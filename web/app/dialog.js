// @ts-check
/** Modal questions, toasts, and words for screen readers. */
import { h } from "./dom.js";

/**
 * Ask something; resolves with the `value` of the button pressed, or `""` after Escape.
 * @param {object} question
 * @param {string} question.title
 * @param {import("./dom.js").Child} [question.body]
 * @param {{value: string, label: string, kind?: "" | "secondary" | "quiet" | "danger", disabled?: boolean}[]} question.actions the
 *   last one is the main one: it stands on the right and gets the focus
 * @param {string} [question.id] of the dialog element
 * @param {boolean} [question.closable] false: Escape does nothing
 * @returns {Promise<string>}
 */
export function ask({ title, body, actions, id, closable = true }) {
  const heading = `${id ?? "dialog"}-title`;
  const dialog = h(
    "dialog",
    { class: "dialog", id, "aria-labelledby": heading },
    h(
      "form",
      { method: "dialog" },
      h("h2", { id: heading }, title),
      body,
      h(
        "footer",
        null,
        actions.map(({ value, label, kind = "", disabled }, index) =>
          h("button", { class: `button ${kind}`, value, disabled, autofocus: index === actions.length - 1 }, label),
        ),
      ),
    ),
  );
  dialog.addEventListener("cancel", (event) => {
    if (!closable) event.preventDefault();
  });
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue);
      dialog.remove();
    });
  });
}

/**
 * A sentence at the foot of the page for a few seconds; read out politely.
 * @param {string} text
 */
export function toast(text) {
  const toasts = document.querySelector(".toasts") ?? h("div", { class: "toasts", role: "status" });
  if (!toasts.isConnected) document.body.append(toasts);
  const element = h("p", { class: "toast" }, text);
  toasts.append(element);
  setTimeout(() => element.remove(), 6000);
}

/**
 * Say something to screen readers only, without moving the focus.
 * @param {string} text
 */
export function announce(text) {
  const region = document.getElementById("announcements") ?? h("div", { id: "announcements", class: "visually-hidden", "aria-live": "polite" });
  if (!region.isConnected) document.body.append(region);
  region.textContent = "";
  setTimeout(() => (region.textContent = text), 50);
}

/**
 * Run something while its button shows that it is busy; a second press meanwhile does nothing.
 * @template T
 * @param {HTMLElement} button
 * @param {() => Promise<T>} work
 * @returns {Promise<T | undefined>}
 */
export async function busy(button, work) {
  if (button.getAttribute("aria-busy") === "true") return undefined;
  button.setAttribute("aria-busy", "true");
  try {
    return await work();
  } finally {
    button.removeAttribute("aria-busy");
  }
}
