// @ts-check
/** Modal questions, toasts, and words for screen readers. */
import { h, svg } from "./dom.js";

const TEXTS = { close: "Close this message" };
/** How long a toast stays: a while to notice it, and the time to read it slowly. */
const TOAST_SECONDS = 4;
const TOAST_SECONDS_PER_LETTER = 0.06;
const MOST_TOASTS = 3;
const ANNOUNCED_SECONDS = 10;

const toasts = h("div", { class: "toasts", role: "status" });
const announcements = announcer("announcements");
document.body.append(toasts, announcements);

/**
 * Ask something; resolves with the `value` of the button pressed, or `""` after Escape and when the question is withdrawn.
 * @param {object} question
 * @param {string} question.title
 * @param {import("./dom.js").Child} [question.body]
 * @param {{value: string, label: string, kind?: "" | "secondary" | "quiet" | "danger", disabled?: boolean}[]} question.actions the
 *   last one is the main one: it stands on the right and gets the focus
 * @param {string} [question.id] of the dialog element
 * @param {boolean} [question.closable] false: Escape does nothing
 * @param {AbortSignal} [question.signal] withdraws the question
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
 * A sentence at the foot of the page, read out politely. It stays as long as it takes to read it, and does not go while somebody
 * points at it, has the focus in it, or looks at another tab.
 * @param {string} text
 */
export function toast(text) {
  const close = h("button", { class: "toast-close", type: "button", "aria-label": TEXTS.close, onclick: gone }, closeMark());
  const element = h("div", { class: "toast" }, h("p", { dir: "auto" }, text), close);
  /** Who leaves the toast by closing it goes on where they were. @type {Element | null} */
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
  // It lies over the page: what has the focus comes out from under it.
  const focused = document.activeElement;
  if (focused && focused !== document.body && overlap(focused, element)) focused.scrollIntoView({ block: "nearest" });

  function gone() {
    clearInterval(timer);
    const within = element.contains(document.activeElement);
    element.remove();
    if (within && from instanceof HTMLElement && from.isConnected) from.focus();
  }
}

/** Take away what is said about something that is over. */
export function clearToasts() {
  toasts.replaceChildren();
}

/** @param {Element} one @param {Element} other */
function overlap(one, other) {
  const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
  return a.bottom > b.top && a.top < b.bottom && a.right > b.left && a.left < b.right;
}

/** A cross. */
function closeMark() {
  const stroke = { fill: "none", stroke: "currentColor", "stroke-width": 2, "stroke-linecap": "round" };
  return svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: "M4 4l8 8M12 4l-8 8", ...stroke }));
}

/**
 * Say something to screen readers only, without moving the focus.
 * @param {string} text
 */
export function announce(text) {
  // Behind a modal dialog nothing is read out: so it is said in there.
  const region = document.querySelector("dialog:modal > .announcements") ?? announcements;
  const words = h("p", null, text);
  region.append(words);
  // Who reads through the page later shall not find it.
  setTimeout(() => words.remove(), ANNOUNCED_SECONDS * 1000);
}

/** A region in which `announce` speaks; screen readers know only regions that were there before the words. @param {string} [id] */
export function announcer(id) {
  return h("div", { id, class: "announcements visually-hidden", "aria-live": "polite" });
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
