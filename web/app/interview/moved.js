// @ts-check
/** The view that replaces the question after the interview moved to another tab or device. */
import { busy } from "../ui/dialog.js";
import { h } from "../ui/dom.js";

const TEXTS = {
  title: "This interview moved to another tab or device",
  text: "Continue there, or bring it back here. What you had typed on this page is kept:",
  textEmpty: "Continue there, or bring it back here.",
  here: "Continue here",
  home: "Back to home",
  typed: "What you had typed",
};

/**
 * @param {string} text that was typed on this page
 * @param {() => Promise<unknown>} takeOver
 * @returns {{element: HTMLElement, heading: HTMLElement}} the heading is to be focused
 */
export function movedView(text, takeOver) {
  const heading = h("h1", { tabindex: "-1" }, TEXTS.title);
  const here = h("button", { class: "button", type: "button" }, TEXTS.here);
  here.addEventListener("click", () => busy(here, takeOver));
  const element = h(
    "section",
    { class: "card", id: "moved", role: "alert" },
    heading,
    h("p", { class: "muted" }, text ? TEXTS.text : TEXTS.textEmpty),
    text && h("pre", { class: "own-answer", tabindex: "0", "aria-label": TEXTS.typed }, text),
    h("footer", { class: "row end" }, h("a", { class: "button secondary", href: "home.html" }, TEXTS.home), here),
  );
  return { element, heading };
}
