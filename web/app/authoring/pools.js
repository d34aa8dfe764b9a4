// @ts-check
/** Pools of an interview: groups of its questions, of which each session asks some, drawn at random. */

/** @import { Place } from "./interview-rows.js" */

/**
 * @typedef {object} Entry what an interview asks at one place: a question, or some of a pool
 * @property {number | null} pool its number; null for a single question
 * @property {number} draw how many of the questions a session asks
 * @property {Place[]} places
 */

/**
 * The entries of an interview in their order. A pool is where its first question is.
 * @param {Place[]} places in the order of positions
 * @returns {Entry[]}
 */
export function entriesOf(places) {
  /** @type {Entry[]} */
  const entries = [];
  for (const place of places) {
    const { pool, draw } = place;
    const there = pool === null ? undefined : entries.find((entry) => entry.pool === pool);
    if (there) there.places.push(place);
    else entries.push({ pool, draw: draw ?? 1, places: [place] });
  }
  return entries;
}

/**
 * How much a session asks, at most: members of a pool may differ.
 * @param {Place[]} places
 */
export function extentOf(places) {
  const extent = { questions: 0, seconds: 0, points: 0 };
  for (const { draw, places: some } of entriesOf(places)) {
    const most = (/** @type {(place: Place) => number} */ of) =>
      some
        .map(of)
        .sort((a, b) => b - a)
        .slice(0, draw)
        .reduce((sum, one) => sum + one, 0);
    extent.questions += Math.min(draw, some.length);
    extent.seconds += most(({ question }) => question.time_limit_seconds);
    extent.points += most(({ question }) => question.points);
  }
  return extent;
}

/** Whether it matters for a candidate's time or points which questions are drawn. @param {Entry} entry */
export const isUneven = ({ places: [first, ...others], draw }) =>
  draw <= others.length &&
  others.some(
    ({ question }) =>
      question.points !== first.question.points || question.time_limit_seconds !== first.question.time_limit_seconds,
  );

/** The smallest number that no pool has. @param {Place[]} places */
export function freePool(places) {
  const taken = new Set(places.map(({ pool }) => pool));
  let number = 1;
  while (taken.has(number)) number++;
  return number;
}
