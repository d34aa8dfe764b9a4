// @ts-check
/** Redraws a page that changes while somebody reads it. */
import { replace } from "./dom.js";

/**
 * Redraw without disturbing the reader: open details stay open, the focus stays, and visible content keeps its place on
 * the screen even if content above it grew.
 * @param {HTMLElement} main
 * @param {import("./dom.js").Child[]} children
 */
export function redraw(main, children) {
  const unfolded = [...main.querySelectorAll("details[open]")].map(({ id }) => id);
  const focused = document.activeElement?.id;
  const held = focused && main.contains(document.activeElement);
  /** @param {Element} one */
  const top = (one) => one.getBoundingClientRect().top;
  /** @param {Element} one */
  const ahead = (one) => one.checkVisibility() && top(one) >= 0;
  const seen =
    held && document.activeElement && ahead(document.activeElement) && top(document.activeElement) < innerHeight;
  const mark = seen ? document.activeElement : [...main.querySelectorAll("[id]")].find(ahead);
  const stood = mark ? top(mark) : 0;
  replace(main, ...children);
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  if (held) (document.getElementById(focused) ?? document.getElementById("title"))?.focus({ preventScroll: true });
  const stands = mark && document.getElementById(mark.id);
  if (stands) scrollBy({ top: top(stands) - stood, behavior: "instant" });
}
