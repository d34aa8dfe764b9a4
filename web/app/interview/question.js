// @ts-check
/** One question with the field for its kind. */
import { answerable, choicesOf } from "../../client/session/answerable.js";
import { codeEditor } from "../ui/code-editor.js";
import { h } from "../ui/dom.js";
import { plural } from "../ui/format.js";
import { optionOrNone, promptOrNone } from "../ui/prompt-text.js";

/** @import { Question } from "../../client/types.js" */

const TEXTS = {
  kinds: /** @type {Record<string, string>} */ ({
    mcq: "Choose one",
    short_answer: "Short answer",
    open: "Open question",
    code: "Code",
  }),
  labels: /** @type {Record<string, string>} */ ({
    mcq: "Your choice",
    short_answer: "Your answer",
    open: "Your answer",
    code: "Your code",
  }),
  kind: "Question",
  unanswerable: {
    title: "This question cannot be answered as it is",
    choices: "Some of its choices are missing. ",
    prompt: "Its text is missing. ",
    text:
      "That is not your fault, and it does not count as a wrong answer. You can skip it at once, or answer " +
      "what you can; nothing else is lost.",
  },
  hints: /** @type {Record<string, string>} */ ({
    short_answer: "Two or three sentences are enough.",
    code: "Tab indents. To leave the editor with the keyboard, press Escape, then Tab.",
  }),
};

/**
 * @typedef {object} QuestionView
 * @property {HTMLElement} element
 * @property {HTMLElement} heading focused when the question appears
 * @property {(text: string) => void} show sets the field's text
 * @property {(on: boolean) => void} lock while locked, the field accepts no input
 */

/**
 * @param {Question} question as sent by the server
 * @param {number} count number of questions in the session
 * @param {string} text
 * @param {(text: string) => void} onInput
 * @returns {QuestionView}
 */
export function questionView(question, count, text, onInput) {
  const { kind, position, points } = question;
  const heading = h(
    "h1",
    { class: "question-number", tabindex: "-1", id: "question-title" },
    `Question ${position + 1} of ${count}`,
  );
  const prompt = h("div", { class: "prompt", id: "prompt" }, promptOrNone(question.prompt));
  const field = kind === "mcq" ? choices(question, onInput) : writing(kind, onInput);
  field.show(text);
  const element = h(
    "div",
    { class: "question stack large" },
    h(
      "header",
      { class: "row between" },
      heading,
      h(
        "p",
        { class: "row" },
        h("span", { class: "badge accent" }, TEXTS.kinds[kind] ?? TEXTS.kind),
        Number.isFinite(points) && h("span", { class: "badge" }, plural(points, "point")),
      ),
    ),
    prompt,
    !answerable(question) && unanswerable(question),
    field.element,
  );
  return { element, heading, show: field.show, lock: field.lock };
}

/** What is wrong with a question, and what the candidate can do. @param {Question} question */
function unanswerable({ kind, prompt, options }) {
  const { title, choices: missing, prompt: blank, text } = TEXTS.unanswerable;
  const why = answerable({ kind: "open", prompt }) && !answerable({ kind, prompt, options }) ? missing : blank;
  return h("div", { class: "notice warning", id: "unanswerable" }, h("strong", null, title), h("p", null, why + text));
}

/**
 * @param {Question} question
 * @param {(text: string) => void} onInput
 */
function choices(question, onInput) {
  const radios = choicesOf(question.options).map((option) => ({
    option,
    input: h("input", { type: "radio", name: "answer", value: option.id, onchange: () => onInput(option.id) }),
  }));
  const element =
    radios.length > 0 &&
    h(
      "fieldset",
      { class: "stack small", "aria-describedby": "prompt" },
      h("legend", { class: "visually-hidden" }, TEXTS.labels.mcq),
      radios.map(({ option, input }) =>
        h("label", { class: "choice" }, input, h("span", null, optionOrNone(option.text))),
      ),
    );
  return {
    element,
    // If two options share an id, keep the one that was chosen.
    show: (/** @type {string} */ text) => {
      if (radios.some(({ option, input }) => input.checked && option.id === text)) return;
      const chosen = radios.find(({ option }) => option.id === text);
      for (const radio of radios) radio.input.checked = radio === chosen;
    },
    lock: (/** @type {boolean} */ on) => {
      for (const { input } of radios) input.disabled = on;
    },
  };
}

/**
 * @param {string} kind
 * @param {(text: string) => void} onInput
 */
function writing(kind, onInput) {
  const hint = TEXTS.hints[kind];
  const properties = { id: "answer", "aria-describedby": hint ? "prompt answer-hint" : "prompt" };
  const editor = kind === "code" ? codeEditor(properties) : null;
  const input =
    editor?.input ??
    h("textarea", { ...properties, class: "input", rows: kind === "open" ? "10" : "5", spellcheck: "true" });
  input.addEventListener("input", () => onInput(input.value));
  const element = h(
    "div",
    { class: "field" },
    h("label", { for: "answer" }, TEXTS.labels[kind] ?? TEXTS.labels.open),
    editor?.element ?? input,
    hint && h("p", { class: "hint", id: "answer-hint" }, hint),
  );
  return {
    element,
    show: (/** @type {string} */ text) => {
      if (input.value === text) return;
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: false }));
    },
    lock: (/** @type {boolean} */ on) => (input.readOnly = on),
  };
}
