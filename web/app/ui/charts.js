// @ts-check
/**
 * Small charts as inline SVG. Screen readers skip the drawing and get the same numbers as a table.
 *
 * Everything is positioned in percentages, so a chart fits any width without scaling its text.
 */
import { h, svg } from "./dom.js";
import { number } from "./format.js";

/**
 * @typedef {object} Row
 * @property {string} label
 * @property {number | null} value null if there is nothing to draw
 * @property {string} text the value as text
 * @property {string} [note] extra text under the label
 * @property {1 | 2 | 3 | 4} [tone] index of the chart colour
 */

/**
 * Horizontal bars, one per row.
 * @param {object} chart
 * @param {string} chart.title
 * @param {[string, string]} chart.columns headings of the table
 * @param {Row[]} chart.rows
 * @param {number} [chart.maximum] the value of a full track; the largest value by default
 * @param {string} [chart.note] shown under the title
 */
export function horizontalBars({ title, columns, rows, maximum, note }) {
  const whole = maximum ?? Math.max(...rows.map(({ value }) => value ?? 0), 0);
  return figure(
    {
      title,
      note,
      columns,
      cells: rows.map(({ label, note: more, text }) => [more ? `${label}, ${more}` : label, text]),
    },
    rows.map(({ label, value, text, note: more, tone = 1 }) =>
      h(
        "div",
        { class: "chart-row" },
        h("span", { class: "chart-label" }, label, more && h("span", { class: "muted small" }, more)),
        h("span", { class: "chart-value" }, text),
        track([{ share: share(value, whole), tone }]),
      ),
    ),
  );
}

/**
 * How many remain after each step. The lighter part of a bar is the loss since the step before.
 * @param {object} chart
 * @param {string} chart.title
 * @param {[string, string, string]} chart.columns
 * @param {{label: string, count: number}[]} chart.steps
 * @param {number} chart.whole the total that percentages refer to
 * @param {string} [chart.note]
 */
export function funnel({ title, columns, steps, whole: of, note }) {
  const whole = Math.max(...steps.map(({ count }) => count), 0);
  const kept = steps.map(({ count }) => (of ? `${Math.round((100 * count) / of)} %` : "–"));
  return figure(
    { title, note, columns, cells: steps.map(({ label, count }, index) => [label, number(count), kept[index]]) },
    steps.map(({ label, count }, index) =>
      h(
        "div",
        { class: "chart-row" },
        h("span", { class: "chart-label" }, label),
        h("span", { class: "chart-value" }, number(count), h("span", { class: "muted small" }, kept[index])),
        track([
          { share: share(steps[Math.max(0, index - 1)].count, whole), tone: 1, faint: true },
          { share: share(count, whole), tone: 1 },
        ]),
      ),
    ),
  );
}

/**
 * Vertical bars of stacked parts.
 * @param {object} chart
 * @param {string} chart.title
 * @param {string} chart.heading heading of the table's first column
 * @param {{name: string, tone: 1 | 2 | 3 | 4}[]} chart.series
 * @param {{label: string, values: number[]}[]} chart.rows
 * @param {(value: number) => string} [chart.format]
 * @param {string} [chart.note]
 * @param {number} [chart.maximum]
 */
export function bars({ title, heading, series, rows, format = number, note, maximum }) {
  const sums = rows.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
  const top = ceiling(maximum ?? Math.max(...sums, 1));
  const step = 100 / rows.length;
  const width = Math.min(step * 0.6, 12);
  const every = Math.ceil(rows.length / 12);
  const drawn = rows.flatMap(({ values }, index) => {
    let below = 0;
    return values.map((value, part) => {
      const height = (100 * value) / top;
      below += height;
      return svg("rect", {
        class: `tone-${series[part].tone}`,
        x: `${step * index + (step - width) / 2}%`,
        y: `${100 - below}%`,
        width: `${width}%`,
        height: `${height}%`,
        rx: 2,
      });
    });
  });
  const lines = [0, 50, 100].map((y) =>
    svg("line", { class: "chart-line", x1: "0", x2: "100%", y1: `${y}%`, y2: `${y}%` }),
  );
  return figure(
    {
      title,
      note,
      columns: [heading, ...series.map(({ name }) => name)],
      cells: rows.map(({ label, values }) => [label, ...values.map(format)]),
    },
    series.length > 1 &&
      h(
        "div",
        { class: "chart-legend" },
        series.map(({ name, tone }) => h("span", null, h("i", { class: `tone-${tone}` }), name)),
      ),
    h(
      "div",
      { class: "chart-plot" },
      h(
        "div",
        { class: "chart-axis" },
        [top, top / 2, 0].map((value) => h("span", null, format(value))),
      ),
      svg("svg", { class: "chart-bars", width: "100%", height: "144" }, lines, drawn),
      h(
        "div",
        { class: "chart-labels", style: { "grid-template-columns": `repeat(${rows.length}, minmax(0, 1fr))` } },
        rows.map(({ label }, index) => h("span", null, index % every ? "" : label)),
      ),
    ),
  );
}

/**
 * A share as a ring with a short text in the middle. The surrounding text says the same; the ring is decorative.
 * @param {number | null} part 0 to 1
 * @param {string} text
 */
export function ring(part, text) {
  const length = 100 * Math.min(1, Math.max(0, part ?? 0));
  const circle = { cx: 60, cy: 60, r: 50, fill: "none", "stroke-width": 10, pathLength: 100 };
  return svg(
    "svg",
    { class: "ring", viewBox: "0 0 120 120", "aria-hidden": "true" },
    svg("circle", { ...circle, class: "ring-track" }),
    length > 0 &&
      svg("circle", {
        ...circle,
        class: "ring-part",
        "stroke-dasharray": `${length} 100`,
        transform: "rotate(-90 60 60)",
      }),
    svg("text", { x: 60, y: 61, "text-anchor": "middle", "dominant-baseline": "central" }, text),
  );
}

let figures = 0;

/**
 * @param {{title: string, note?: string, columns: string[], cells: string[][]}} table
 * @param {...import("./dom.js").Child} drawing
 */
function figure({ title, note, columns, cells }, ...drawing) {
  figures += 1;
  const id = `chart-${figures}`;
  const [first, ...rest] = columns;
  return h(
    "figure",
    { class: "chart", "aria-labelledby": id },
    h("figcaption", null, h("h3", { id }, title), note && h("p", { class: "muted small" }, note)),
    h("div", { class: "chart-drawing", "aria-hidden": "true" }, ...drawing),
    h(
      "div",
      { class: "visually-hidden" },
      h(
        "table",
        null,
        h("caption", null, title),
        h(
          "thead",
          null,
          h(
            "tr",
            null,
            h("th", { scope: "col" }, first),
            rest.map((name) => h("th", { scope: "col" }, name)),
          ),
        ),
        h(
          "tbody",
          null,
          cells.map(([label, ...values]) =>
            h(
              "tr",
              null,
              h("th", { scope: "row" }, label),
              values.map((value) => h("td", null, value)),
            ),
          ),
        ),
      ),
    ),
  );
}

/** @param {{share: number, tone: number, faint?: boolean}[]} parts later parts are drawn on top */
function track(parts) {
  return svg(
    "svg",
    { class: "chart-track", width: "100%", height: "10" },
    svg("rect", { class: "chart-ground", width: "100%", height: 10, rx: 5 }),
    parts.map(
      ({ share: part, tone, faint }) =>
        part > 0 &&
        svg("rect", { class: `tone-${tone}${faint ? " faint" : ""}`, width: `${100 * part}%`, height: 10, rx: 5 }),
    ),
  );
}

/** @param {number | null} value @param {number} whole */
const share = (value, whole) => (value && whole > 0 ? Math.min(1, Math.max(0, value / whole)) : 0);

/** The next round number whose half is round, too. @param {number} value */
function ceiling(value) {
  const size = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  const steps = size === 1 ? [2, 4, 6, 8, 10] : [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10];
  return Math.round(size * (steps.find((step) => step * size >= value) ?? 10));
}
