// @ts-check
/** The practice form: type, domain, difficulty, number of questions, and time limits. Offers only what the bank has. */
import { h, replace, setText } from "../ui/dom.js";
import { plural, topic } from "../ui/format.js";
import { LEVELS } from "../ui/labels.js";

const TEXTS = {
  type: "Kind of interview",
  domain: "Topic",
  anyDomain: "All topics",
  difficulty: "Level",
  levels: { "": "Mixed", ...LEVELS },
  count: "Number of questions",
  available: (/** @type {number} */ count) => `${plural(count, "question")} to choose from.`,
  clock: "With the clock",
  clockText: "Each question has its usual time, as in an interview. Without it you take as long as you like.",
};
const MOST = 50;
const USUAL = 5;

/**
 * @typedef {object} Choice
 * @property {string} interview_type
 * @property {string | null} [domain]
 * @property {string | null} [difficulty]
 * @property {number} question_count
 * @property {boolean} time_limits
 */

export class PracticeForm {
  /** @param {import("../rows.js").PracticeType[]} types from GET /questions/facets */
  constructor(types) {
    this._types = types;
    this._kinds = h(
      "div",
      { class: "kinds" },
      types.map(({ interview_type: type, count }, index) =>
        radio("interview_type", type, topic(type), plural(count, "question"), index === 0),
      ),
    );
    this._domain = h("select", { class: "input", id: "domain", name: "domain" });
    this._levels = h(
      "div",
      { class: "levels" },
      Object.entries(TEXTS.levels).map(([value, label]) => radio("difficulty", value, label, "", value === "")),
    );
    this._count = h("input", {
      class: "input",
      type: "number",
      id: "count",
      name: "question_count",
      min: "1",
      step: "1",
      required: true,
      value: String(USUAL),
      inputmode: "numeric",
      "aria-describedby": "available",
    });
    this._available = h("span", { class: "hint", id: "available", "aria-live": "polite" });
    this._clock = h("input", { type: "checkbox", name: "time_limits", checked: true });
    this.element = h(
      "form",
      { class: "stack large" },
      h("fieldset", { class: "field" }, h("legend", null, TEXTS.type), this._kinds),
      h("div", { class: "field" }, h("label", { for: "domain" }, TEXTS.domain), this._domain),
      h("fieldset", { class: "field" }, h("legend", null, TEXTS.difficulty), this._levels),
      h("div", { class: "field" }, h("label", { for: "count" }, TEXTS.count), this._count, this._available),
      h(
        "label",
        { class: "choice" },
        this._clock,
        h("span", null, h("strong", null, TEXTS.clock), h("span", { class: "muted small" }, TEXTS.clockText)),
      ),
    );
    this._kinds.addEventListener("change", () => this._showDomains(""));
    this.element.addEventListener("change", () => this._limit());
    this._showDomains("");
    this._limit();
  }

  /** The choice, as accepted by POST /start and the templates. @returns {Choice} */
  value() {
    const data = new FormData(this.element);
    const domain = String(data.get("domain") ?? "");
    const difficulty = String(data.get("difficulty") ?? "");
    return {
      interview_type: String(data.get("interview_type")),
      ...(domain && { domain }),
      ...(difficulty && { difficulty }),
      question_count: Number(data.get("question_count")),
      time_limits: this._clock.checked,
    };
  }

  /** Validate the form; the browser shows what is wrong. */
  check() {
    return this.element.reportValidity();
  }

  /** @param {Choice} choice */
  choose({ interview_type: type, domain, difficulty, question_count: count, time_limits: clock }) {
    pick(this._kinds, type);
    this._showDomains(domain ?? "");
    this._limit();
    pick(this._levels, difficulty ?? "");
    this._clock.checked = clock;
    this._limit();
    this._count.value = String(count);
  }

  /** @param {number} count */
  setCount(count) {
    this._count.value = String(count);
  }

  focus() {
    this._kinds.querySelector("input")?.focus({ preventScroll: true });
  }

  /** @param {string} chosen */
  _showDomains(chosen) {
    const options = this._type().domains.map(({ domain, count }) =>
      h("option", { value: domain, selected: domain === chosen }, `${topic(domain)} (${count})`),
    );
    replace(this._domain, h("option", { value: "" }, TEXTS.anyDomain), options);
  }

  _type() {
    const { interview_type: type } = this.value();
    return this._types.find((one) => one.interview_type === type) ?? this._types[0];
  }

  /** Limit the levels and the number of questions to what the bank has. */
  _limit() {
    const { domain } = this.value();
    const domains = this._type().domains.filter((one) => !domain || one.domain === domain);
    /** @param {string} level */
    const held = (level) =>
      domains.reduce((sum, { count, difficulties }) => sum + (level ? (difficulties[level] ?? 0) : count), 0);
    for (const input of this._levels.querySelectorAll("input")) {
      input.disabled = held(input.value) === 0;
      if (input.disabled && input.checked) pick(this._levels, "");
    }
    const available = held(this.value().difficulty ?? "");
    this._count.max = String(Math.min(MOST, available));
    if (Number(this._count.value) > Number(this._count.max)) this._count.value = this._count.max;
    setText(this._available, TEXTS.available(available));
  }
}

/** @param {string} name @param {string} value @param {string} label @param {string} note @param {boolean} checked */
const radio = (name, value, label, note, checked) =>
  h(
    "label",
    { class: "choice" },
    h("input", { type: "radio", name, value, checked }),
    h("span", null, h("strong", null, label), note && h("span", { class: "muted small" }, note)),
  );

/** @param {HTMLElement} group @param {string} value */
function pick(group, value) {
  for (const input of group.querySelectorAll("input")) input.checked = input.value === value;
}
