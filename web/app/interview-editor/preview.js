// @ts-check
/** Shows an interview as candidates see it, question by question. Nothing can be sent, and no clock runs. */
import { questionView } from "../interview/question.js";
import { h, replace } from "../ui/dom.js";
import { duration, plural } from "../ui/format.js";

/** @import { AuthoredInterview, Place } from "../authoring/interview-rows.js" */

const TEXTS = {
  notice: "This is a preview. Candidates see one question at a time, and its clock starts when it appears.",
  back: "Back to the interview",
  total: (/** @type {number} */ count, /** @type {number} */ seconds) =>
    `${plural(count, "question")}, ${duration(seconds)} in all`,
  time: (/** @type {number} */ seconds) => `${duration(seconds)} for this question`,
  previous: "Previous question",
  next: "Next question",
  none: "There is nothing to preview yet",
  noneText: "Add a question first.",
};

/**
 * @param {import("../ui/page.js").Page} page
 * @param {AuthoredInterview} interview
 * @param {Place[]} places
 */
export function showPreview({ main }, interview, places) {
  document.title = `${interview.title} · Reprise`;
  main.classList.add("narrow");
  const back = h("a", { class: "back", href: `interview-editor.html?id=${interview.id}` }, TEXTS.back);
  if (!places.length) {
    replace(main, h("div", { class: "empty" }, h("h1", null, TEXTS.none), h("p", null, TEXTS.noneText), back));
    return;
  }
  const seconds = places.reduce((sum, { question }) => sum + question.time_limit_seconds, 0);
  const stage = h("div", { class: "stack large", id: "stage" });
  replace(
    main,
    h(
      "div",
      { class: "notice" },
      h("p", null, h("strong", null, interview.title)),
      interview.description && h("p", { class: "preserve" }, interview.description),
      h("p", { class: "small" }, TEXTS.total(places.length, seconds)),
      h("p", { class: "small" }, TEXTS.notice),
      h("div", null, back),
    ),
    stage,
  );
  show(0);

  /** @param {number} index */
  function show(index) {
    const { question } = places[index];
    const { kind, prompt, options, points, time_limit_seconds: limit } = question;
    const shown = /** @type {any} */ ({ position: index, kind, prompt, options, points });
    const view = questionView(shown, places.length, "", () => {});
    const previous = step(TEXTS.previous, "secondary", index - 1);
    const next = step(TEXTS.next, "", index + 1);
    replace(
      stage,
      h("p", { class: "muted" }, TEXTS.time(limit)),
      view.element,
      h("div", { class: "row between" }, previous, next),
    );
    if (index > 0 || document.activeElement !== document.body) view.heading.focus();
  }

  /** @param {string} label @param {string} kind @param {number} to */
  function step(label, kind, to) {
    return places[to] && h("button", { class: `button ${kind}`, type: "button", onclick: () => show(to) }, label);
  }
}
