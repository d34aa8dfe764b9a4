// @ts-check
/** The form of one question with its key. */

import { withoutKey, wordsOf } from "../authoring/faults.js";
import {
  checkbox,
  clearFaults,
  describe,
  fault,
  field,
  numberIn,
  numberInput,
  select,
  showFault,
  textArea,
  textInput,
} from "../authoring/fields.js";
import { h, replace, setText } from "../ui/dom.js";
import { duration } from "../ui/format.js";
import { KINDS, LEVELS, points as pointsOf, pointsText } from "../ui/labels.js";
import { criterionRows, keywordRows } from "./key-rows.js";
import { optionRows } from "./option-rows.js";

/** @import { KeyRow, QuestionRow } from "../authoring/question-rows.js" */
/** @import { Fault } from "../authoring/faults.js" */
/** @import { RowList } from "../authoring/row-list.js" */

const TEXTS = {
  kind: "Kind of question",
  question: "The question",
  prompt: "Question",
  promptHint:
    "Leave an empty line between paragraphs. `Backticks` show code; three of them on a line of their own, a block of code.",
  answer: "Correct answer",
  options: "Options",
  optionsHint: "Mark the right one. Candidates see the options in this order, unless the interview shuffles them.",
  sample: "Sample solution",
  sampleHint: "Graders compare with it; candidates never see it.",
  keywords: "Keywords",
  keywordsHint:
    "What a good answer mentions, in whole words: “lock” is not found in “deadlock”, and “4” not in “4.5”. A synonym counts as its keyword.",
  needed: "Keywords needed",
  neededHint: "How many of them give all points; empty: all of them. For questions that ask for some of many.",
  criteria: "Criteria",
  criteriaHint: "What graders look for, one by one. Without criteria they compare with the sample solution only.",
  sum: (/** @type {number} */ sum, /** @type {number} */ points) =>
    `${pointsOf(sum)} of ${pointsText(points)} given to criteria.`,
  facts: "Topic, points and time",
  type: "Kind of interview",
  topic: "Topic",
  level: "Level",
  points: "Points",
  time: "Time limit in seconds",
  minimum: "Earliest answer, in seconds",
  minimumHint: "An answer that is sent sooner is refused as too fast. 0: no minimum.",
  explanation: "Explanation",
  explanationHint: "Why the right answer is right. For your reviewers.",
  tags: "Tags",
  tagsHint: "For search. Separate tags with commas.",
  active: "Active",
  activeText: "Can be used in interviews.",
};
const DEFAULTS = {
  interview_type: "",
  domain: "",
  difficulty: "medium",
  points: 10,
  time_limit_seconds: 120,
  min_seconds: 0,
};
/** @type {KeyRow} */
const NO_KEY = { correct_option: null, keywords: [], sample_solution: null, criteria: [] };

export class QuestionForm {
  /**
   * @param {object} parts
   * @param {Partial<QuestionRow>} parts.question `{}` for a new one
   * @param {KeyRow} [parts.key]
   * @param {import("../ui/dom.js").Child} parts.footer
   * @param {boolean} parts.locked only to look at
   */
  constructor({ question, key = NO_KEY, footer, locked }) {
    this._question = question;
    this._key = key;
    const values = { ...DEFAULTS, ...question };
    this._kind = select("kind", values.kind ?? "mcq", KINDS);
    this._kind.addEventListener("change", () => this._showAnswer());
    this._prompt = textArea("prompt", values.prompt ?? "", { rows: "5" });
    this._type = textInput("interview_type", values.interview_type, { list: "types" });
    this._topic = textInput("domain", values.domain, { list: "topics" });
    this._level = select("difficulty", values.difficulty, LEVELS);
    this._points = numberInput("points", values.points, { min: "1", max: "1000" });
    this._points.addEventListener("input", () => this._showSum());
    this._time = numberInput("time_limit_seconds", values.time_limit_seconds, { min: "5", max: "86400" });
    const inWords = h("span", { "aria-live": "polite" });
    const showTime = () => setText(inWords, numberIn(this._time) ? duration(Number(this._time.value)) : "");
    this._time.addEventListener("input", showTime);
    showTime();
    this._minimum = numberInput("min_seconds", values.min_seconds, { min: "0" });
    this._tags = textInput("tags", (values.tags ?? []).join(", "));
    this._explanation = textArea("explanation", key.explanation ?? "", { rows: "2" });
    this._active = checkbox("is_active", values.is_active ?? true, TEXTS.active, TEXTS.activeText);
    this._sum = h("span", { class: "hint", "aria-live": "polite" });
    /** @type {HTMLTextAreaElement | null} */
    this._sample = null;
    /** @type {RowList | null} */
    this._options = null;
    /** @type {RowList | null} */
    this._keywords = null;
    /** @type {RowList | null} */
    this._criteria = null;
    this._needed = numberInput("keywords_needed", key.keywords_needed ?? null, { min: "1", max: "100" });
    this._answer = h("section", { class: "card", "aria-labelledby": "answer-title" });
    this._types = h("datalist", { id: "types" });
    this._topics = h("datalist", { id: "topics" });
    this.element = h(
      "form",
      { novalidate: true },
      h(
        "fieldset",
        { class: "stack large", disabled: locked },
        h(
          "section",
          { class: "card", "aria-labelledby": "question-title" },
          h("h2", { id: "question-title" }, TEXTS.question),
          !question.id && field(TEXTS.kind, this._kind),
          field(TEXTS.prompt, this._prompt, TEXTS.promptHint),
        ),
        this._answer,
        h(
          "section",
          { class: "card", "aria-labelledby": "facts-title" },
          h("h2", { id: "facts-title" }, TEXTS.facts),
          h(
            "div",
            { class: "field-grid" },
            field(TEXTS.type, this._type),
            field(TEXTS.topic, this._topic),
            field(TEXTS.level, this._level),
            field(TEXTS.points, this._points),
            field(TEXTS.time, this._time, inWords),
            field(TEXTS.minimum, this._minimum, TEXTS.minimumHint),
            field(TEXTS.tags, this._tags, TEXTS.tagsHint),
          ),
          this._types,
          this._topics,
          this._active.element,
        ),
        footer,
      ),
    );
    this._showAnswer();
  }

  /** Mark the question as one that interviews may ask, or not. @param {boolean} on */
  accept(on) {
    this._active.input.checked = on;
  }

  /** Offer what the bank has as kinds of interview and topics. @param {import("../rows.js").PracticeType[]} types */
  suggest(types) {
    const topics = new Set(types.flatMap(({ domains }) => domains.map(({ domain }) => domain)));
    replace(
      this._types,
      types.map(({ interview_type: value }) => h("option", { value })),
    );
    replace(
      this._topics,
      [...topics].map((value) => h("option", { value })),
    );
  }

  /** The question's columns and its key, as `save_question` takes them. */
  value() {
    const kind = this._question.kind ?? this._kind.value;
    const options = kind === "mcq" && this._options ? this._options.values() : null;
    return {
      question: {
        kind,
        prompt: this._prompt.value.trim(),
        options: options?.map(({ id, text }) => ({ id, text })) ?? null,
        interview_type: this._type.value.trim(),
        domain: this._topic.value.trim(),
        difficulty: this._level.value,
        points: numberIn(this._points),
        time_limit_seconds: numberIn(this._time),
        min_seconds: numberIn(this._minimum) ?? 0,
        is_active: this._active.input.checked,
        tags: this._tags.value
          .split(",")
          .map((tag) => tag.trim())
          .filter(Boolean),
      },
      key: {
        ...this._key,
        correct_option: options?.find(({ right }) => right)?.id ?? null,
        sample_solution: this._sample ? this._sample.value.trim() || null : this._key.sample_solution,
        keywords: this._keywords ? this._keywords.values() : this._key.keywords,
        keywords_needed: this._keywords ? numberIn(this._needed) : null,
        criteria: this._criteria ? this._criteria.values() : this._key.criteria,
        explanation: this._explanation.value.trim() || null,
      },
    };
  }

  /**
   * Faults that are found without the database, and those that it would store: a key may wait there for its right option.
   * @returns {Fault[]}
   */
  ownFaults() {
    const { question, key } = this.value();
    /** @type {Fault[]} */
    const faults = [];
    const missing = "is missing";
    for (const name of /** @type {const} */ (["prompt", "interview_type", "domain"]))
      if (!question[name]) faults.push({ loc: [name], msg: missing });
    for (const [index, { text }] of (question.options ?? []).entries())
      if (!text.trim()) faults.push({ loc: ["options", index, "text"], msg: missing });
    for (const name of /** @type {const} */ (["points", "time_limit_seconds", "min_seconds"]))
      if (!Number.isInteger(question[name])) faults.push({ loc: [name], msg: "must be a whole number" });
    if (question.kind === "mcq" && key.correct_option === null) faults.push({ loc: ["correct_option"], msg: missing });
    return faults;
  }

  /**
   * Show faults at their fields and focus the first, or a place.
   * @param {Fault[]} faults
   * @param {(string | number)[]} [place]
   * @returns {string[]} the words of those that no field of this form holds
   */
  show(faults, place) {
    clearFaults(this.element);
    const elsewhere = [];
    /** @type {HTMLElement[]} */
    const marked = [];
    for (const one of faults) {
      const control = this.controlAt(one.loc);
      if (!control) elsewhere.push(wordsOf(one));
      else if (!marked.includes(control)) {
        marked.push(control);
        showFault(control, wordsOf(one));
      }
    }
    marked.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    ((place && this.controlAt(place)) ?? marked[0])?.focus();
    return elsewhere;
  }

  /** The control that holds a place. @param {(string | number)[]} loc @returns {HTMLElement | undefined} */
  controlAt(loc) {
    const [part, index, member] = withoutKey(loc);
    if (part === "correct_option" || (part === "options" && typeof index !== "number"))
      return this._options ? (this._answer.querySelector("fieldset") ?? undefined) : undefined;
    /** @type {Record<string, RowList | null>} */
    const lists = { options: this._options, keywords: this._keywords, criteria: this._criteria };
    if (part in lists && typeof index === "number")
      return lists[part]?.control(index, member === undefined ? member : String(member));
    return /** @type {HTMLElement | null} */ (this.element.querySelector(`#${CSS.escape(String(part))}`)) ?? undefined;
  }

  /** The key's fields for the kind of question. */
  _showAnswer() {
    const kind = this._question.kind ?? this._kind.value;
    this._options = this._keywords = this._criteria = this._sample = null;
    if (kind === "mcq") this._options = optionRows(this._question.options ?? [], this._key.correct_option);
    else this._sample = textArea("sample_solution", this._key.sample_solution ?? "", { rows: "5" });
    if (kind === "short_answer") this._keywords = keywordRows(this._key.keywords);
    if (kind === "code" || kind === "open") this._criteria = criterionRows(this._key.criteria, () => this._showSum());
    replace(
      this._answer,
      h("h2", { id: "answer-title" }, TEXTS.answer),
      this._options && group("correct_option", TEXTS.options, TEXTS.optionsHint, this._options.element),
      this._sample && field(TEXTS.sample, this._sample, TEXTS.sampleHint),
      this._keywords && group("keywords", TEXTS.keywords, TEXTS.keywordsHint, this._keywords.element),
      this._keywords && field(TEXTS.needed, this._needed, TEXTS.neededHint),
      this._criteria && group("criteria", TEXTS.criteria, TEXTS.criteriaHint, this._criteria.element, this._sum),
      field(TEXTS.explanation, this._explanation, TEXTS.explanationHint),
    );
    this._showSum();
  }

  _showSum() {
    const values = this._criteria?.values() ?? [];
    const sum = values.reduce((all, { points }) => all + (points || 0), 0);
    setText(this._sum, values.length ? TEXTS.sum(sum, numberIn(this._points) || 0) : "");
  }
}

/**
 * Rows under one legend; focusable by script, for a fault of the whole group.
 * @param {string} id
 * @param {string} legend
 * @param {string} hint
 * @param {...import("../ui/dom.js").Child} rows
 */
function group(id, legend, hint, ...rows) {
  const element = h(
    "fieldset",
    { class: "field", id, tabindex: "-1" },
    h("legend", null, legend),
    h("span", { class: "hint", id: `${id}-hint` }, hint),
    fault({ id }),
    rows,
  );
  describe(element, `${id}-hint`);
  return element;
}
