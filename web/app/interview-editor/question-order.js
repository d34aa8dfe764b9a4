// @ts-check
/** The ordered questions of an interview: moved by dragging, by buttons, or with Alt and the arrow keys. */
import { Problem } from "../../client/http/problems.js";
import { placesOf, putPlaces, removePlace } from "../authoring/interview-rows.js";
import { questionFacts } from "../authoring/question-browser.js";
import { announce, toast } from "../ui/dialog.js";
import { h, replace, svg } from "../ui/dom.js";
import { duration, plural } from "../ui/format.js";
import { inline } from "../ui/prompt-text.js";

/** @import { Place } from "../authoring/interview-rows.js" */

const TEXTS = {
  title: "Questions",
  hint: "Drag a question, use its arrows, or press Alt and an arrow key on one of its buttons.",
  total: (/** @type {number} */ count, /** @type {number} */ seconds, /** @type {number} */ points) =>
    `${plural(count, "question")}, ${duration(seconds)} in all, ${plural(points, "point")}.`,
  none: "No question yet",
  noneText: "Add questions from the bank, or write new ones.",
  up: "Move up",
  down: "Move down",
  remove: "Remove",
  edit: "Edit",
  read: "Read",
  of: (/** @type {string} */ action, /** @type {number} */ number) => `${action}: question ${number}`,
  moved: (/** @type {number} */ from, /** @type {number} */ to) => `Question ${from} is now question ${to}.`,
  removed: (/** @type {number} */ number) => `Question ${number} was removed.`,
  isPublic: "Public: anybody can practise it and copy its key",
  copied: "Same text as a public question: anybody can practise it",
  inactive: "Inactive",
};

export class QuestionOrder {
  /**
   * @param {object} parts
   * @param {string} parts.interviewId
   * @param {Place[]} parts.places
   * @param {boolean} parts.locked only to look at
   * @param {import("../ui/dom.js").Child} parts.actions how questions are added
   */
  constructor({ interviewId, places, locked, actions }) {
    this._id = interviewId;
    this._places = places;
    this._locked = locked;
    /** Codes of warnings by question. @type {Map<string, string>} */
    this._warnings = new Map();
    /** Changes are sent one after the other, each with what the one before has left. @type {Promise<void>} */
    this._sent = Promise.resolve();
    this._total = h("p", { class: "muted", id: "total", "aria-live": "polite" });
    this._list = h("ol", { class: "question-order" });
    this.element = h(
      "section",
      { class: "card", id: "questions", tabindex: "-1", "aria-labelledby": "questions-title" },
      h("div", { class: "row between" }, h("h2", { id: "questions-title" }, TEXTS.title), this._total),
      !locked && h("p", { class: "hint muted small" }, TEXTS.hint),
      this._list,
      !locked && h("div", { class: "row" }, actions),
    );
    this._draw();
  }

  /** Whether a question is in the interview. @param {string} questionId */
  has(questionId) {
    return this._places.some(({ question }) => question.id === questionId);
  }

  /** Read the questions again, after some were added. */
  async reload() {
    this._places = await placesOf(this._id);
    this._draw();
  }

  /** Mark questions that anybody can practise. @param {{code: string, question_id: string}[]} warnings */
  warn(warnings) {
    this._warnings = new Map(warnings.map(({ question_id: id, code }) => [id, code]));
    this._draw();
  }

  _draw() {
    const questions = this._places.map(({ question }) => question);
    const seconds = questions.reduce((sum, { time_limit_seconds: limit }) => sum + limit, 0);
    const points = questions.reduce((sum, { points: some }) => sum + some, 0);
    const focused = document.activeElement;
    const held = this._list.contains(focused) && focused?.closest("li");
    replace(this._total, questions.length > 0 && TEXTS.total(questions.length, seconds, points));
    replace(
      this._list,
      this._places.length
        ? this._places.map((place, index) => this._row(place, index))
        : h("li", { class: "empty" }, h("h3", null, TEXTS.none), h("p", null, TEXTS.noneText)),
    );
    // The focus goes with its question.
    if (held) {
      const { action } = /** @type {HTMLElement} */ (focused).dataset;
      this._focus(
        questions.findIndex(({ id }) => id === held.dataset.question),
        action,
      );
    }
  }

  /** @param {Place} place @param {number} index */
  _row({ question }, index) {
    const last = this._places.length - 1;
    const warning = this._warnings.get(question.id);
    const up = this._button("up", index, index === 0, () => this._move(index, index - 1));
    const down = this._button("down", index, index === last, () => this._move(index, index + 1));
    const remove = this._button("remove", index, false, () => this._remove(index));
    const own = question.organization_id !== null;
    const open = this._locked ? TEXTS.read : TEXTS.edit;
    const row = h(
      "li",
      { class: "card line", draggable: this._locked ? null : "true", "data-question": question.id, tabindex: "-1" },
      !this._locked && grip(),
      h("span", { class: "numeric number-of" }, String(index + 1)),
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
        own &&
          h(
            "a",
            {
              class: "button quiet small",
              "data-action": "edit",
              href: `questions.html?id=${question.id}&interview=${this._id}`,
              "aria-label": TEXTS.of(open, index + 1),
            },
            open,
          ),
        !this._locked && [up, down, remove],
      ),
    );
    if (!this._locked) this._listen(row, index);
    return row;
  }

  /** @param {"up" | "down" | "remove"} name @param {number} index @param {boolean} off @param {() => void} press */
  _button(name, index, off, press) {
    const button = h(
      "button",
      {
        class: name === "remove" ? "button quiet small" : "button quiet small arrow",
        type: "button",
        "data-action": name,
        "aria-label": TEXTS.of(TEXTS[name], index + 1),
        "aria-disabled": off ? "true" : null,
      },
      name === "remove" ? TEXTS.remove : arrow(name),
    );
    button.addEventListener("click", () => !off && press());
    return button;
  }

  /** @param {HTMLElement} row @param {number} index */
  _listen(row, index) {
    row.addEventListener("keydown", (event) => {
      const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
      if (!step || !event.altKey) return;
      event.preventDefault();
      if (this._places[index + step]) this._move(index, index + step);
    });
    row.addEventListener("dragstart", (event) => {
      event.dataTransfer?.setData("text/plain", String(index));
      row.classList.add("dragged");
    });
    row.addEventListener("dragend", () => row.classList.remove("dragged"));
    row.addEventListener("dragover", (event) => {
      if (!this._list.querySelector(".dragged")) return;
      event.preventDefault();
      row.classList.add("under");
    });
    row.addEventListener("dragleave", () => row.classList.remove("under"));
    row.addEventListener("drop", (event) => {
      const dragged = this._list.querySelector(".dragged");
      if (!dragged) return;
      event.preventDefault();
      const from = [...this._list.children].indexOf(dragged);
      if (from === index) row.classList.remove("under");
      else this._move(from, index);
    });
  }

  /**
   * Move a question; the positions stay, and the questions between move up or down.
   * @param {number} from
   * @param {number} to
   */
  _move(from, to) {
    const before = this._places;
    const questions = before.map(({ question }) => question);
    questions.splice(to, 0, ...questions.splice(from, 1));
    this._places = before.map(({ position }, index) => ({ position, question: questions[index] }));
    const changed = this._places.filter(({ question }, index) => question !== before[index].question);
    this._draw();
    announce(TEXTS.moved(from + 1, to + 1));
    this._send(() => putPlaces(this._id, changed));
  }

  /** @param {number} index */
  _remove(index) {
    const { position } = this._places[index];
    this._places = this._places.filter((_, other) => other !== index);
    this._draw();
    if (this._places.length) this._focus(Math.min(index, this._places.length - 1), "remove");
    else this.element.focus();
    announce(TEXTS.removed(index + 1));
    this._send(() => removePlace(this._id, position));
  }

  /** @param {number} index @param {string} [action] the control; by default the row itself */
  _focus(index, action) {
    const row = /** @type {HTMLElement | undefined} */ (this._list.children[index]);
    const control = action && row?.querySelector(`[data-action=${action}]`);
    (control instanceof HTMLElement ? control : row)?.focus();
  }

  /** Store a change. If it is refused, say so and show what is stored. @param {() => Promise<void>} change */
  _send(change) {
    this._sent = this._sent.then(change).catch(async (error) => {
      if (!(error instanceof Problem)) throw error;
      toast(error.detail);
      await this.reload();
    });
  }

  /** Resolves once every change has been stored or refused. */
  settled() {
    return this._sent;
  }
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
