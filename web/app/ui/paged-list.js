// @ts-check
/** A list that loads page by page. */
import { Problem } from "../../client/http/problems.js";
import { announce, busy } from "./dialog.js";
import { h, replace } from "./dom.js";
import { plural } from "./format.js";

const TEXTS = {
  more: "Show more",
  loaded: (/** @type {number} */ count) => `${plural(count, "more entry", "more entries")} shown.`,
  failed: "This list could not be loaded.",
  again: "Try again",
};

/**
 * @template R
 * @param {object} options
 * @param {(cursor: any) => Promise<{rows: R[], next: any}>} options.load loads the page after a cursor; null means the
 *   first page, and no next page
 * @param {(row: R) => HTMLElement} options.row returns an `li` that contains a link or a button
 * @param {() => HTMLElement} options.empty shown for an empty list
 * @param {string} options.label
 */
export function pagedList({ load, row, empty, label }) {
  const list = h("ul", { class: "card-list", "aria-label": label });
  const foot = h("div", { class: "row list-foot" });
  const element = h(
    "div",
    { class: "stack", "aria-busy": "true" },
    h("div", { class: "skeleton row-skeleton" }),
    h("div", { class: "skeleton row-skeleton" }),
    h("div", { class: "skeleton row-skeleton" }),
  );

  /** @param {any} cursor @param {boolean} first */
  async function show(cursor, first) {
    let page;
    try {
      page = await load(cursor);
    } catch (error) {
      const again = h("button", { class: "button secondary small", type: "button" }, TEXTS.again);
      again.addEventListener("click", () => busy(again, () => show(cursor, first)));
      const held = element.contains(document.activeElement);
      replace(
        first ? element : foot,
        h(
          "div",
          { class: "notice warning", role: "alert" },
          h("p", null, error instanceof Problem ? error.detail : TEXTS.failed),
          h("div", null, again),
        ),
      );
      if (held) again.focus();
      return;
    } finally {
      element.removeAttribute("aria-busy");
    }
    const held = !first || element.contains(document.activeElement);
    if (first) {
      if (!page.rows.length) {
        replace(element, empty());
        return;
      }
      replace(element, list, foot);
    }
    const items = page.rows.map(row);
    list.append(...items);
    replace(foot);
    if (page.next !== null) {
      const more = h("button", { class: "button secondary", type: "button" }, TEXTS.more);
      more.addEventListener("click", () => busy(more, () => show(page.next, false)));
      foot.append(more);
    }
    if (!first) announce(TEXTS.loaded(items.length));
    if (held) items[0]?.querySelector(/** @type {"a"} */ ("a, button"))?.focus();
  }

  show(null, true);
  return element;
}
