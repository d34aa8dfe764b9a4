// @ts-check
/** Modal questions, toasts, and announcements for screen readers. */
import { h, svg } from "./dom.js";

const TEXTS = { close: "Close this message" };
/** Minimum seconds a toast stays; time to read it slowly is added. */
const TOAST_SECONDS = 4;
const TOAST_SECONDS_PER_LETTER = 0.06;
const MOST_TOASTS = 3;
const ANNOUNCED_SECONDS = 10;

const toasts = h("div", { class: "toasts", role: "status" });
const announcements = announcer("announcements");
document.body.append(toasts, announcements);

/**
 * Ask a question. Resolves with the `value` of the pressed button, or with `""` after Escape or when `signal` aborts.
 * @param {object} question
 * @param {string} question.title
 * @param {import("./dom.js").Child} [question.body]
 * @param {{value: string, label: string, kind?: "" | "secondary" | "quiet" | "danger", disabled?: boolean}[]} question.actions
 *   the last one is the primary action: it is on the right and focused
 * @param {string} [question.id] of the dialog element
 * @param {boolean} [question.closable] false: Escape does nothing
 * @param {AbortSignal} [question.signal] closes the dialog
 * @returns {Promise<string>}
 */
export async function ask({ title, body, actions, id, closable = true, signal }) {
  if (signal?.aborted) return "";
  const heading = `${id ?? "dialog"}-title`;
  const dialog = h(
    "dialog",
    { class: "dialog", id, "aria-labelledby": heading },
    announcer(),
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
  signal?.addEventListener("abort", () => dialog.close(), { once: true });
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
 * Show a sentence at the bottom of the page, announced politely. It stays long enough to read, and does not disappear
 * while it is hovered or focused, or while another tab is visible.
 * @param {string} text
 */
export function toast(text) {
  const close = h(
    "button",
    { class: "toast-close", type: "button", "aria-label": TEXTS.close, onclick: gone },
    closeMark(),
  );
  const element = h("div", { class: "toast" }, h("p", { dir: "auto" }, text), close);
  /** Where the focus returns when the toast is closed. @type {Element | null} */
  let from = null;
  let left = TOAST_SECONDS + text.length * TOAST_SECONDS_PER_LETTER;
  const timer = setInterval(() => {
    if (document.hidden || element.matches(":hover, :focus-within")) return;
    left -= 0.5;
    if (left <= 0) gone();
  }, 500);
  element.addEventListener("focusin", ({ relatedTarget }) => (from ??= /** @type {Element | null} */ (relatedTarget)));
  element.addEventListener("keydown", ({ key }) => key === "Escape" && gone());
  while (toasts.children.length >= MOST_TOASTS) toasts.firstElementChild?.remove();
  toasts.append(element);
  // The toast covers part of the page: scroll the focused element out from under it.
  const focused = document.activeElement;
  if (focused && focused !== document.body && overlap(focused, element)) focused.scrollIntoView({ block: "nearest" });

  function gone() {
    clearInterval(timer);
    const within = element.contains(document.activeElement);
    element.remove();
    if (within && from instanceof HTMLElement && from.isConnected) from.focus();
  }
}

/** Remove toasts about something that is over. */
export function clearToasts() {
  toasts.replaceChildren();
}

/** @param {Element} one @param {Element} other */
function overlap(one, other) {
  const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
  return a.bottom > b.top && a.top < b.bottom && a.right > b.left && a.left < b.right;
}

/** A close icon. */
function closeMark() {
  const stroke = { fill: "none", stroke: "currentColor", "stroke-width": 2, "stroke-linecap": "round" };
  return svg(
    "svg",
    { viewBox: "0 0 16 16", "aria-hidden": "true" },
    svg("path", { d: "M4 4l8 8M12 4l-8 8", ...stroke }),
  );
}

/**
 * Announce text to screen readers only, without moving the focus.
 * @param {string} text
 */
export function announce(text) {
  // Screen readers ignore regions behind a modal dialog, so use the region in the dialog.
  const region = document.querySelector("dialog:modal > .announcements") ?? announcements;
  const words = h("p", null, text);
  region.append(words);
  // Remove the text, so that someone who reads through the page does not find it.
  setTimeout(() => words.remove(), ANNOUNCED_SECONDS * 1000);
}

/** A region for `announce`. Screen readers only watch regions that existed before their text. @param {string} [id] */
export function announcer(id) {
  return h("div", { id, class: "announcements visually-hidden", "aria-live": "polite" });
}

/**
 * Run `work` while its button shows that it is busy; further presses do nothing meanwhile.
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
