// @ts-check
import { svg } from "./dom.js";

/** The logo. */
export function mark() {
  return svg(
    "svg",
    { viewBox: "0 0 28 28", "aria-hidden": "true" },
    svg("rect", { width: 28, height: 28, rx: 8, fill: "currentColor" }),
    svg("path", {
      d: "M9 7v14M12.5 14 19 9v10z",
      fill: "var(--surface)",
      stroke: "var(--surface)",
      "stroke-width": 2.4,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    }),
  );
}
