// @ts-check
/** The form with what an interview is called, who may take it, and its rules. */
import {
  checkbox,
  clearFaults,
  field,
  numberIn,
  numberInput,
  select,
  showFault,
  textArea,
  textInput,
} from "../authoring/fields.js";
import { h, setText } from "../ui/dom.js";
import { duration } from "../ui/format.js";

/** @import { AuthoredInterview, InterviewDraft } from "../authoring/interview-rows.js" */

const TEXTS = {
  about: "What candidates read",
  title: "Title",
  description: "Description",
  descriptionHint: "What it is about, and how to prepare.",
  rules: "Rules",
  who: "Who may take it",
  access: { invited: "Invited people", everyone: "Everyone" },
  attempts: "Attempts",
  attemptsHint: "Empty: as many as they like. An invitation has a number of its own.",
  resume: "Minutes to resume",
  grace: "Grace in seconds",
  graceHint: "Added to every time limit, for slow networks.",
  breaks: "Time for breaks, in seconds",
  breaksHint: "Total for one session. 0: no breaks.",
  results: "Candidates see their results",
  resultsText: "Scores and feedback, as soon as everything is graded.",
  shuffle: "Shuffle options",
  shuffleText: "Each session shows the options of a question in an order of its own. Reviewers see the same order.",
  again: "Candidates may start over",
  againText: "A new start gives up the session in progress. Attempts still count.",
  faults: /** @type {Record<string, string>} */ ({
    title: "Enter a title, up to 200 characters.",
    description: "Enter up to 10,000 characters.",
    attempts_allowed: "Enter a whole number from 1, or leave it empty.",
    resume_window_minutes: "Enter a whole number of minutes from 1 to 43,200 (30 days).",
    grace_seconds: "Enter a whole number of seconds from 0 to 60.",
    break_seconds: "Enter a whole number of seconds from 0 to 7,200 (2 hours).",
  }),
};
/** Bounds of the whole numbers; null is allowed for attempts. @type {Record<string, [number, number]>} */
const BOUNDS = {
  attempts_allowed: [1, 2_147_483_647],
  resume_window_minutes: [1, 43_200],
  grace_seconds: [0, 60],
  break_seconds: [0, 7200],
};

export class SettingsForm {
  /** @param {AuthoredInterview} interview @param {boolean} locked only to look at */
  constructor(interview, locked) {
    this._title = textInput("title", interview.title, { maxlength: "200" });
    this._description = textArea("description", interview.description, { rows: "3" });
    this._who = select("is_public", interview.is_public ? "everyone" : "invited", TEXTS.access);
    this._attempts = numberInput("attempts_allowed", interview.attempts_allowed, { min: "1" });
    this._resume = numberInput("resume_window_minutes", interview.resume_window_minutes, { min: "1", max: "43200" });
    this._grace = numberInput("grace_seconds", interview.grace_seconds, { min: "0", max: "60" });
    this._breaks = numberInput("break_seconds", interview.break_seconds, { min: "0", max: "7200" });
    this._results = checkbox(
      "results_visible_to_candidate",
      interview.results_visible_to_candidate,
      TEXTS.results,
      TEXTS.resultsText,
    );
    this._shuffle = checkbox("shuffle_options", interview.shuffle_options, TEXTS.shuffle, TEXTS.shuffleText);
    this._again = checkbox("start_over_allowed", interview.start_over_allowed, TEXTS.again, TEXTS.againText);
    const inWords = h("span", { "aria-live": "polite" });
    const showTime = () => setText(inWords, duration((numberIn(this._resume) || 0) * 60));
    this._resume.addEventListener("input", showTime);
    showTime();
    const timed = interview.mode === "timed";
    this.about = h(
      "section",
      { class: "card", "aria-labelledby": "about-title" },
      h("h2", { id: "about-title" }, TEXTS.about),
      h(
        "fieldset",
        { class: "stack", disabled: locked },
        field(TEXTS.title, this._title),
        field(TEXTS.description, this._description, TEXTS.descriptionHint),
      ),
    );
    this.rules = h(
      "section",
      { class: "card", "aria-labelledby": "rules-title" },
      h("h2", { id: "rules-title" }, TEXTS.rules),
      h(
        "fieldset",
        { class: "stack", disabled: locked },
        h(
          "div",
          { class: "field-grid" },
          field(TEXTS.who, this._who),
          field(TEXTS.attempts, this._attempts, TEXTS.attemptsHint),
          field(TEXTS.resume, this._resume, inWords),
          timed && field(TEXTS.grace, this._grace, TEXTS.graceHint),
          timed && field(TEXTS.breaks, this._breaks, TEXTS.breaksHint),
        ),
        timed && this._shuffle.element,
        this._results.element,
        this._again.element,
      ),
    );
  }

  /** @returns {InterviewDraft} */
  value() {
    return {
      title: this._title.value.trim(),
      description: this._description.value.trim(),
      is_public: this._who.value === "everyone",
      attempts_allowed: numberIn(this._attempts),
      resume_window_minutes: Number(numberIn(this._resume) ?? NaN),
      grace_seconds: Number(numberIn(this._grace) ?? NaN),
      break_seconds: Number(numberIn(this._breaks) ?? NaN),
      results_visible_to_candidate: this._results.input.checked,
      start_over_allowed: this._again.input.checked,
      shuffle_options: this._shuffle.input.checked,
    };
  }

  /** The names of the columns that cannot be saved as they are. */
  ownFaults() {
    const value = this.value();
    const numbers = Object.entries(BOUNDS).filter(([name, [least, most]]) => {
      const number = Reflect.get(value, name);
      return number !== null && !(Number.isInteger(number) && number >= least && number <= most);
    });
    return [...(value.title ? [] : ["title"]), ...numbers.map(([name]) => name)];
  }

  /** Mark these columns, and focus the first. @param {string[]} names */
  show(names) {
    for (const part of [this.about, this.rules]) clearFaults(part);
    const controls = names.map((name) => document.getElementById(name));
    for (const control of controls) if (control) showFault(control, TEXTS.faults[control.id] ?? "");
    controls[0]?.focus();
  }
}
