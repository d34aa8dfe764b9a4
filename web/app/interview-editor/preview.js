// @ts-check
/** Shows an interview as candidates see it, question by question. Nothing can be sent, and no clock runs. */
import { entriesOf, extentOf } from "../authoring/pools.js";
import { questionView } from "../interview/question.js";
import { h, replace } from "../ui/dom.js";
import { duration, plural } from "../ui/format.js";

/** @import { AuthoredInterview, Place } from "../authoring/interview-rows.js" */

const TEXTS = {
  notice: "This is a preview. Candidates see one question at a time, and its clock starts when it appears.",
  back: "Back to the interview",
  shuffled: "Each session shows the options of a question in an order of its own.",
  total: (/** @type {number} */ count, /** @type {number} */ seconds) =>
    `${plural(count, "question")}, ${duration(seconds)} in all`,
  totalOfPools: (/** @type {number} */ count, /** @type {number} */ all, /** @type {number} */ seconds) =>
    `${count} of ${plural(all, "question")}, at most ${duration(seconds)} in all`,
  pool: (/** @type {number} */ draw, /** @type {number} */ count) =>
    `From a pool: each session asks ${draw} of ${plural(count, "question")}, drawn at random.`,
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
  const extent = extentOf(places);
  const pools = new Map(entriesOf(places).map((entry) => [entry.pool, entry]));
  const stage = h("div", { class: "stack large", id: "stage" });
  replace(
    main,
    h(
      "div",
      { class: "notice" },
      h("p", null, h("strong", null, interview.title)),
      interview.description && h("p", { class: "preserve" }, interview.description),
      h(
        "p",
        { class: "small" },
        extent.questions === places.length
          ? TEXTS.total(places.length, extent.seconds)
          : TEXTS.totalOfPools(extent.questions, places.length, extent.seconds),
      ),
      h("p", { class: "small" }, TEXTS.notice),
      interview.shuffle_options && h("p", { class: "small" }, TEXTS.shuffled),
      h("div", null, back),
    ),
    stage,
  );
  show(0);

  /** @param {number} index */
  function show(index) {
    const { question, pool } = places[index];
    const drawn = pool === null ? undefined : pools.get(pool);
    const { kind, prompt, options, points, time_limit_seconds: limit } = question;
    const shown = /** @type {any} */ ({ position: index, kind, prompt, options, points });
    const view = questionView(shown, places.length, "", () => {});
    const previous = step(TEXTS.previous, "secondary", index - 1);
    const next = step(TEXTS.next, "", index + 1);
    replace(
      stage,
      h(
        "div",
        { class: "muted" },
        h("p", null, TEXTS.time(limit)),
        drawn && h("p", null, TEXTS.pool(drawn.draw, drawn.places.length)),
      ),
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
