// @ts-check
/** The rows of an interview's list: a question, and a pool with its questions. */
import { isUneven } from "../authoring/pools.js";
import { questionFacts } from "../authoring/question-browser.js";
import { h, svg } from "../ui/dom.js";
import { plural } from "../ui/format.js";
import { inline } from "../ui/prompt-text.js";

/** @import { Place } from "../authoring/interview-rows.js" */
/** @import { Entry } from "../authoring/pools.js" */

const TEXTS = {
  up: "Move up",
  down: "Move down",
  remove: "Remove",
  edit: "Edit",
  read: "Read",
  change: "Change",
  dissolve: "Ask all",
  ofQuestion: (/** @type {string} */ action, /** @type {number} */ number) => `${action}: question ${number}`,
  ofPool: (/** @type {string} */ action, /** @type {number} */ pool) => `${action}: pool ${pool}`,
  isPublic: "Public: anybody can practise it and copy its key",
  copied: "Same text as a public question: anybody can practise it",
  inactive: "Inactive",
  pool: (/** @type {number} */ pool) => `Pool ${pool}`,
  draws: (/** @type {number} */ draw, /** @type {number} */ count) =>
    `Each session asks ${draw} of ${plural(count, "question")}, drawn at random.`,
  uneven: "These questions differ in points or time, so what candidates are asked differs, too.",
};

/** @typedef {"up" | "down" | "remove" | "change" | "dissolve"} Action */

/**
 * @typedef {object} RowContext
 * @property {string} interviewId
 * @property {boolean} locked only to look at
 * @property {Map<string, string>} warnings codes by question
 * @property {(question: Place["question"]) => number} numberOf counts from 1
 */

/**
 * A question. Without `moves` it is in a pool, which moves as a whole.
 * @param {Place} place
 * @param {RowContext} context
 * @param {{up: (() => void) | null, down: (() => void) | null} | null} moves null where it cannot move
 * @param {() => void} remove
 */
export function questionRow({ question }, { interviewId, locked, warnings, numberOf }, moves, remove) {
  const number = numberOf(question);
  const label = (/** @type {string} */ action) => TEXTS.ofQuestion(action, number);
  const warning = warnings.get(question.id);
  const open = locked ? TEXTS.read : TEXTS.edit;
  return h(
    "li",
    { class: "card line", draggable: moves && !locked ? "true" : null, "data-key": question.id, tabindex: "-1" },
    moves && !locked && grip(),
    h("span", { class: "numeric number-of" }, String(number)),
    h(
      "div",
      { class: "line-main" },
      h("span", { class: "two-lines" }, inline(question.prompt)),
      h("span", { class: "muted small" }, questionFacts(question)),
      warning && h("span", { class: "warned small" }, warning === "public_question" ? TEXTS.isPublic : TEXTS.copied),
    ),
    !question.is_active && h("span", { class: "badge warning" }, TEXTS.inactive),
    h(
      "div",
      { class: "row" },
      question.organization_id !== null &&
        h(
          "a",
          {
            class: "button quiet small",
            "data-action": "edit",
            href: `questions.html?id=${question.id}&interview=${interviewId}`,
            "aria-label": label(open),
          },
          open,
        ),
      !locked && [
        moves && [action("up", label, moves.up), action("down", label, moves.down)],
        action("remove", label, remove),
      ],
    ),
  );
}

/**
 * @param {Entry & {pool: number}} entry
 * @param {RowContext} context
 * @param {Record<"up" | "down" | "change" | "dissolve", (() => void) | null>} actions null where there is nothing to do
 * @param {(place: Place) => void} remove
 */
export function poolRow(entry, context, actions, remove) {
  const { pool, draw, places } = entry;
  const { locked } = context;
  const id = `pool-${pool}`;
  const label = (/** @type {string} */ name) => TEXTS.ofPool(name, pool);
  return h(
    "li",
    {
      class: "card pool",
      id,
      draggable: locked ? null : "true",
      "data-key": id,
      tabindex: "-1",
      "aria-labelledby": `${id}-title`,
    },
    h(
      "div",
      { class: "pool-heading" },
      !locked && grip(),
      h(
        "div",
        { class: "line-main" },
        h("h3", { id: `${id}-title` }, TEXTS.pool(pool)),
        h("span", { class: "muted small" }, TEXTS.draws(draw, places.length)),
        isUneven(entry) && h("span", { class: "warned small" }, TEXTS.uneven),
      ),
      !locked &&
        h(
          "div",
          { class: "row" },
          action("change", label, actions.change),
          action("dissolve", label, actions.dissolve),
          action("up", label, actions.up),
          action("down", label, actions.down),
        ),
    ),
    h(
      "ol",
      { class: "pool-questions" },
      places.map((place) => questionRow(place, context, null, () => remove(place))),
    ),
  );
}

/**
 * @param {Action} name
 * @param {(action: string) => string} label
 * @param {(() => void) | null} press
 */
function action(name, label, press) {
  const arrowed = name === "up" || name === "down";
  const button = h(
    "button",
    {
      class: arrowed ? "button quiet small arrow" : "button quiet small",
      type: "button",
      "data-action": name,
      "aria-label": label(TEXTS[name]),
      "aria-disabled": press ? null : "true",
    },
    arrowed ? arrow(name) : TEXTS[name],
  );
  button.addEventListener("click", () => press?.());
  return button;
}

function grip() {
  const dots = [4, 8, 12].flatMap((y) => [6, 10].map((x) => svg("circle", { cx: x, cy: y, r: 1.2 })));
  return svg("svg", { viewBox: "0 0 16 16", class: "grip", "aria-hidden": "true", fill: "currentColor" }, dots);
}

/** @param {"up" | "down"} direction */
function arrow(direction) {
  const stroke = { fill: "none", stroke: "currentColor", "stroke-width": 2, "stroke-linecap": "round" };
  const d = direction === "up" ? "M8 13V3M4 7l4-4 4 4" : "M8 3v10M4 9l4 4 4-4";
  return svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d, ...stroke }));
}
