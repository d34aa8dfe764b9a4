// @ts-check
/** The facts of an invitation, which a person should know before they accept it. */
import { extentOf, termsOf } from "../people/terms.js";
import { h } from "../ui/dom.js";
import { dateTime, plural } from "../ui/format.js";

/** @import { Role } from "../people/people.js" */

/**
 * @typedef {object} Shown what GET /invitation returns
 * @property {string | null} email
 * @property {string} organization
 * @property {Role | null} role
 * @property {{title: string, description: string, kind: string, question_count: number, total_seconds: number | null, results_visible: boolean} | null} interview
 * @property {string} note
 * @property {number} extra_time_percent
 * @property {number | null} attempts_allowed
 * @property {string} expires_at
 * @property {number | null} places_left
 * @property {string[]} recorded
 */

const TEXTS = {
  extent: "Length",
  terms: "Terms",
  until: "Until",
  untilText: (/** @type {string} */ end) => `${dateTime(end)}. You choose when to start; no clock runs before.`,
  places: "Places left",
  results: "Result",
  resultsText: (/** @type {boolean} */ shown) =>
    shown ? "You see it here, with feedback." : "The organization sees it; you do not see it here.",
  recorded: "Recorded data",
  kinds: /** @type {Record<string, string>} */ ({
    account: "your name and e-mail address",
    answers: "your answers",
    drafts: "what you write before you send it, every few seconds",
    times: "when you saw and answered each question",
    devices: "when you continued on another tab or device",
  }),
  noCamera: "No camera, no microphone, no screen.",
};

/** @param {Shown} invitation */
export function particulars(invitation) {
  const { interview, expires_at: end, places_left: places, recorded, extra_time_percent: extra } = invitation;
  const facts = [
    ...(interview
      ? [
          [TEXTS.extent, extentOf(interview, extra)],
          [TEXTS.terms, termsOf(invitation).join(", ")],
        ]
      : []),
    [TEXTS.until, interview ? TEXTS.untilText(end) : dateTime(end)],
    ...(places === null ? [] : [[TEXTS.places, plural(places, "place")]]),
    ...(interview ? [[TEXTS.results, TEXTS.resultsText(interview.results_visible)]] : []),
    [
      TEXTS.recorded,
      `${sentence(recorded.map((kind) => TEXTS.kinds[kind] ?? kind))}${interview ? ` ${TEXTS.noCamera}` : ""}`,
    ],
  ];
  return h(
    "dl",
    { class: "particulars" },
    facts.map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value))),
  );
}

/** `One, two and three.` @param {string[]} parts */
function sentence(parts) {
  const text = new Intl.ListFormat("en-GB").format(parts);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
