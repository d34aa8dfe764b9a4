// @ts-check
/** The ordered questions and pools of an interview: moved by dragging, by buttons, or with Alt and the arrow keys. */
import { Problem } from "../../client/http/problems.js";
import { placesOf, putPlaces, removePlace } from "../authoring/interview-rows.js";
import { entriesOf, extentOf, freePool } from "../authoring/pools.js";
import { announce, toast } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";
import { duration, plural } from "../ui/format.js";
import { poolRow, questionRow } from "./entry-rows.js";
import { poolForm } from "./pool-form.js";

/** @import { Place } from "../authoring/interview-rows.js" */
/** @import { Entry } from "../authoring/pools.js" */

const TEXTS = {
  title: "Questions",
  hint: "Drag a question, use its arrows, or press Alt and an arrow key on one of its buttons.",
  total: (/** @type {number} */ count, /** @type {number} */ seconds, /** @type {number} */ points) =>
    `${plural(count, "question")}, ${duration(seconds)} in all, ${plural(points, "point")}.`,
  drawn: (
    /** @type {number} */ asked,
    /** @type {number} */ all,
    /** @type {string} */ time,
    /** @type {string} */ points,
  ) => `Each session asks ${asked} of ${plural(all, "question")}: ${time} in all, ${points}.`,
  atMost: (/** @type {string} */ amount) => `at most ${amount}`,
  none: "No question yet",
  noneText: "Add questions from the bank, or write new ones.",
  pool: "Make a pool",
  waiting: (/** @type {number} */ count) =>
    `${plural(count, "question waits", "questions wait")} to be accepted. Read each with its key, and correct what is wrong.`,
  read: "Read the first",
  moved: (/** @type {number} */ from, /** @type {number} */ to) => `Question ${from} is now question ${to}.`,
  poolMoved: (/** @type {number} */ pool, /** @type {number} */ to) => `Pool ${pool} begins with question ${to} now.`,
  removed: (/** @type {number} */ number) => `Question ${number} was removed.`,
  poolSaved: (/** @type {number} */ pool, /** @type {number} */ draw, /** @type {number} */ count) =>
    `Each session asks ${draw} of ${plural(count, "question")} of pool ${pool}.`,
  dissolved: (/** @type {number} */ pool) => `Pool ${pool} is gone. Every session asks its questions.`,
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
    this._waiting = h("div");
    this._list = h("ol", { class: "question-order" });
    this._pooling = h("button", { class: "button secondary", type: "button" }, TEXTS.pool);
    this._pooling.addEventListener("click", () => this._changePool(null));
    this.element = h(
      "section",
      { class: "card", id: "questions", tabindex: "-1", "aria-labelledby": "questions-title" },
      h("div", { class: "row between" }, h("h2", { id: "questions-title" }, TEXTS.title), this._total),
      !locked && h("p", { class: "hint muted small" }, TEXTS.hint),
      this._waiting,
      this._list,
      !locked && h("div", { class: "row" }, actions, this._pooling),
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
    const entries = entriesOf(this._places);
    const focused = document.activeElement;
    const held = this._list.contains(focused) && focused?.closest("[data-key]");
    replace(this._total, this._places.length > 0 && totalOf(this._places));
    this._pooling.hidden = entries.filter(({ pool }) => pool === null).length < 2;
    this._drawWaiting();
    replace(
      this._list,
      entries.length
        ? entries.map((entry, index) => this._row(entry, index, entries.length - 1))
        : h("li", { class: "empty" }, h("h3", null, TEXTS.none), h("p", null, TEXTS.noneText)),
    );
    // The focus goes with its question or pool.
    if (held) {
      const { key = "" } = /** @type {HTMLElement} */ (held).dataset;
      this._focus(key, /** @type {HTMLElement} */ (focused).dataset.action);
    }
  }

  /** Questions that nobody has accepted yet, such as drafts of a model. */
  _drawWaiting() {
    const waiting = this._places.filter(({ question }) => !question.is_active && question.organization_id !== null);
    this._waiting.hidden = this._locked || !waiting.length;
    replace(
      this._waiting,
      !this._waiting.hidden &&
        h(
          "div",
          { class: "notice warning" },
          h("p", null, TEXTS.waiting(waiting.length)),
          h(
            "div",
            null,
            h(
              "a",
              {
                class: "button secondary small",
                href: `questions.html?id=${waiting[0].question.id}&interview=${this._id}`,
              },
              TEXTS.read,
            ),
          ),
        ),
    );
  }

  /** @param {Entry} entry @param {number} index @param {number} last */
  _row(entry, index, last) {
    const { pool, places } = entry;
    const context = {
      interviewId: this._id,
      locked: this._locked,
      warnings: this._warnings,
      numberOf: (/** @type {Place["question"]} */ { id }) => this._numberOf(id),
    };
    const moves = {
      up: index > 0 ? () => this._move(index, index - 1) : null,
      down: index < last ? () => this._move(index, index + 1) : null,
    };
    const row =
      pool === null
        ? questionRow(places[0], context, moves, () => this._remove(places[0]))
        : poolRow(
            { ...entry, pool },
            context,
            { ...moves, change: () => this._changePool(pool), dissolve: () => this._dissolve(pool) },
            (place) => this._remove(place),
          );
    if (!this._locked) this._listen(row, index, moves);
    return row;
  }

  /** @param {string} questionId */
  _numberOf(questionId) {
    return this._places.findIndex(({ question }) => question.id === questionId) + 1;
  }

  /** @param {HTMLElement} row @param {number} index @param {{up: (() => void) | null, down: (() => void) | null}} moves */
  _listen(row, index, { up, down }) {
    row.addEventListener("keydown", (event) => {
      const move = event.key === "ArrowUp" ? up : event.key === "ArrowDown" ? down : undefined;
      if (move === undefined || !event.altKey) return;
      event.preventDefault();
      move?.();
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

  /** Move an entry. @param {number} from @param {number} to */
  _move(from, to) {
    const entries = entriesOf(this._places);
    const { pool, places } = entries[from];
    const before = this._numberOf(places[0].question.id);
    entries.splice(to, 0, ...entries.splice(from, 1));
    this._arrange(entries);
    const after = this._numberOf(places[0].question.id);
    announce(pool === null ? TEXTS.moved(before, after) : TEXTS.poolMoved(pool, after));
  }

  /**
   * Make a pool of single questions, or change one. It is where its first question was.
   * @param {number | null} pool
   */
  async _changePool(pool) {
    const entries = entriesOf(this._places);
    const choices = this._places
      .map((place, index) => ({ place, number: index + 1, chosen: pool !== null && place.pool === pool }))
      .filter(({ place }) => place.pool === null || place.pool === pool);
    const draw = entries.find((entry) => pool !== null && entry.pool === pool)?.draw ?? 1;
    const answer = await poolForm({ number: pool, draw, choices });
    if (!answer) return;
    const { ids } = answer;
    const number = pool ?? freePool(this._places);
    const chosen = this._places.filter(({ question }) => ids.has(question.id));
    /** @type {Entry[]} */
    const arranged = [];
    for (const entry of entries) {
      if (entry.pool === number || (entry.pool === null && ids.has(entry.places[0].question.id))) {
        if (!arranged.some((one) => one.pool === number))
          arranged.push({ pool: number, draw: answer.draw, places: chosen });
        for (const place of entry.places)
          if (!ids.has(place.question.id)) arranged.push({ pool: null, draw: 1, places: [place] });
      } else arranged.push(entry);
    }
    this._arrange(arranged);
    this._focus(`pool-${number}`, "change");
    announce(TEXTS.poolSaved(number, answer.draw, chosen.length));
  }

  /** Let every session ask the questions of a pool. @param {number} pool */
  _dissolve(pool) {
    const entries = entriesOf(this._places);
    const first = entries.find((entry) => entry.pool === pool)?.places[0].question.id ?? "";
    this._arrange(
      entries.flatMap((entry) =>
        entry.pool === pool ? entry.places.map((place) => ({ pool: null, draw: 1, places: [place] })) : [entry],
      ),
    );
    this._focus(first);
    announce(TEXTS.dissolved(pool));
  }

  /** Store the entries in this order; the positions stay. @param {Entry[]} entries */
  _arrange(entries) {
    const before = this._places;
    this._places = entries
      .flatMap(({ pool, draw, places }) =>
        places.map(({ question }) => ({ question, pool, draw: pool === null ? null : draw })),
      )
      .map((place, index) => ({ ...place, position: before[index].position }));
    const changed = this._places.filter(
      ({ question, pool, draw }, index) =>
        question !== before[index].question || pool !== before[index].pool || draw !== before[index].draw,
    );
    this._draw();
    this._send(() => putPlaces(this._id, changed));
  }

  /** @param {Place} place */
  _remove({ question, position, pool, draw }) {
    const index = this._numberOf(question.id) - 1;
    const others = this._places.filter((one) => one.question.id !== question.id);
    const left = pool === null ? [] : others.filter((one) => one.pool === pool);
    // A pool never draws more than it has, also not between the two changes.
    const fewer = left.length > 0 && draw !== null && draw > left.length;
    if (fewer) for (const one of left) one.draw = left.length;
    this._places = others;
    this._draw();
    const next = others[Math.min(index, others.length - 1)];
    if (next) this._focus(next.question.id, "remove");
    else this.element.focus();
    announce(TEXTS.removed(index + 1));
    this._send(async () => {
      if (fewer) await putPlaces(this._id, [...left, { question, position, pool, draw: left.length }]);
      await removePlace(this._id, position);
    });
  }

  /** @param {string} key of a question or pool @param {string} [action] the control; by default the row itself */
  _focus(key, action) {
    const row = /** @type {HTMLElement | null} */ (this._list.querySelector(`[data-key="${CSS.escape(key)}"]`));
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

/** How much a session asks, in words. @param {Place[]} places */
function totalOf(places) {
  const { questions, seconds, points } = extentOf(places);
  if (questions === places.length) return TEXTS.total(questions, seconds, points);
  const least = extentOf(places.map((place) => ({ ...place, question: negative(place.question) })));
  const amount = (/** @type {string} */ text, /** @type {boolean} */ fixed) => (fixed ? text : TEXTS.atMost(text));
  return TEXTS.drawn(
    questions,
    places.length,
    amount(duration(seconds), seconds === -least.seconds),
    amount(plural(points, "point"), points === -least.points),
  );
}

/** The most of these is the least of the question. @param {Place["question"]} question */
const negative = (question) => ({
  ...question,
  points: -question.points,
  time_limit_seconds: -question.time_limit_seconds,
});
