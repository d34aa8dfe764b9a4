// @ts-check
/** The faults that keep an interview from being published, each with a link to its place, and what to know before publishing. */
import { faultOf, placeWithin, questionIndex, wordsOf } from "../authoring/faults.js";
import { h } from "../ui/dom.js";
import { plural } from "../ui/format.js";

/** @import { PublishFault } from "../authoring/faults.js" */
/** @import { Place } from "../authoring/interview-rows.js" */

const TEXTS = {
  title: (/** @type {number} */ count) =>
    `Not published: ${plural(count, "place needs", "places need")} your attention`,
  question: (/** @type {number} */ number) => `Question ${number}`,
  pool: (/** @type {number | null} */ pool) => `Pool ${pool}`,
  interview: "The interview",
  practisable: (/** @type {number} */ count) =>
    `Anybody can practise ${plural(count, "question")} of this interview beforehand, and copy the key. Replace public questions ` +
    "with questions of your own.",
};

/**
 * @param {PublishFault[]} faults
 * @param {Place[]} places
 * @param {string} interviewId
 */
export function faultList(faults, places, interviewId) {
  return h(
    "div",
    { class: "notice danger", id: "faults", role: "group", tabindex: "-1", "aria-labelledby": "faults-title" },
    h("h2", { id: "faults-title" }, TEXTS.title(faults.length)),
    h(
      "ol",
      { class: "bullets" },
      faults.map((fault) => h("li", null, link(fault, places, interviewId), ": ", wordsOf(faultOf(fault)))),
    ),
  );
}

/** @param {PublishFault} fault @param {Place[]} places @param {string} interviewId */
function link(fault, places, interviewId) {
  const index = questionIndex(fault);
  const { question, pool = null } = places[index] ?? {};
  if (placeWithin(fault) === "draw_count") return h("a", { href: `#pool-${pool}` }, TEXTS.pool(pool));
  if (!question) return h("a", { href: `#${fault.where}` }, TEXTS.interview);
  const within = encodeURIComponent(placeWithin(fault));
  const href = question.organization_id
    ? `questions.html?id=${question.id}&interview=${interviewId}#${within}`
    : "#questions";
  return h("a", { href }, TEXTS.question(index + 1));
}

/** @param {unknown[]} warnings */
export function warningNotice(warnings) {
  return warnings.length > 0 && h("div", { class: "notice warning" }, h("p", null, TEXTS.practisable(warnings.length)));
}
