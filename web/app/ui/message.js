// @ts-check
/** A page that shows nothing but a message: why there is nothing to see, and what can be done. */
import { h, replace } from "./dom.js";

/**
 * Replace the content of the page with a message.
 * @param {HTMLElement} main
 * @param {string} title
 * @param {string} text
 * @param {...import("./dom.js").Child} actions links and buttons
 */
export function showMessage(main, title, text, ...actions) {
  replace(
    main,
    h(
      "div",
      { class: "empty" },
      h("h1", null, title),
      h("p", { dir: "auto" }, text),
      actions.some(Boolean) && h("div", { class: "row" }, actions),
    ),
  );
}
