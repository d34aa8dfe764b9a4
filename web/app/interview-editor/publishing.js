// @ts-check
/** What keeps an interview from being published, each with a link to its place, and what to know about it. */
import { h } from "../ui/dom.js";
import { plural } from "../ui/format.js";

/** @import { Place } from "../authoring/rows.js" */

/** @typedef {{where: string, code: string, detail: string}} PublishFault */

const TEXTS = {
  title: (/** @type {number} */ count) =>
    `Not published: ${plural(count, "place needs", "places need")} your attention`,
  question: (/** @type {number} */ number) => `Question ${number}`,
  interview: "The interview",
  practisable: (/** @type {number} */ count) =>
    `Anybody can practise ${plural(count, "question")} of this interview beforehand. Replace public questions ` +
    "with questions of your own.",
};
const QUESTION = /^questions\[(\d+)\]\.?/;

/**
 * @param {PublishFault[]} faults
 * @param {Place[]} places
 * @param {string} interviewId
 */
export function faultList(faults, places, interviewId) {
  return h(
    "div",
    { class: "notice danger", id: "faults", tabindex: "-1" },
    h("h2", null, TEXTS.title(faults.length)),
    h(
      "ol",
      { class: "bullets" },
      faults.map((fault) => h("li", null, link(fault, places, interviewId), ": ", fault.detail)),
    ),
  );
}

/** @param {PublishFault} fault @param {Place[]} places @param {string} interviewId */
function link({ where }, places, interviewId) {
  const index = Number(QUESTION.exec(where)?.[1] ?? NaN);
  const question = places[index]?.question;
  if (!question) return h("a", { href: `#${where.split(/[.[]/)[0] || "title"}` }, TEXTS.interview);
  const within = encodeURIComponent(where.replace(QUESTION, "").replace(/^key\./, ""));
  const href = question.organization_id
    ? `questions.html?id=${question.id}&interview=${interviewId}#${within}`
    : "#questions";
  return h("a", { href }, TEXTS.question(index + 1));
}

/** @param {unknown[]} warnings */
export function warningNotice(warnings) {
  return warnings.length > 0 && h("div", { class: "notice warning" }, h("p", null, TEXTS.practisable(warnings.length)));
}
