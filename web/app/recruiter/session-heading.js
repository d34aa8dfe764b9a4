// @ts-check
/** The heading of a session's page, and the whole page for reviewers who open their own session. */
import { h, replace } from "../ui/dom.js";
import { STATUSES } from "../ui/labels.js";

/** @import { ReviewerResults } from "../../client/result-types.js" */
/** @import { Session } from "../../client/types.js" */

const TEXTS = {
  back: "All candidates",
  own: "This is your own session. Nobody reviews their own work; ask a colleague.",
  yours: "See it as its candidate",
};

/** The address of an interview's table. @param {string | null} interviewId @param {Record<string, string>} filters */
export const tableOf = (interviewId, filters) =>
  `recruiter.html?${new URLSearchParams({ interview: String(interviewId), ...filters })}`;

/** @param {ReviewerResults} results @param {Record<string, string>} filters of the table that led here */
export function heading({ session, candidate }, filters) {
  const { label, kind } = STATUSES[session.status];
  return h(
    "div",
    { class: "stack small" },
    h("a", { class: "back", id: "all-candidates", href: tableOf(session.interview_id, filters) }, TEXTS.back),
    h(
      "div",
      { class: "row between" },
      h("h1", { id: "title", tabindex: "-1", dir: "auto" }, candidate.name ?? candidate.email),
      h("span", { class: `badge ${kind}` }, label),
    ),
    h(
      "p",
      { class: "muted" },
      [session.title, candidate.name === candidate.email ? null : candidate.email].filter(Boolean).join(" · "),
    ),
  );
}

/**
 * Shown to reviewers who open their own session: no one reviews themselves.
 * @param {HTMLElement} main
 * @param {Session} session
 */
export function showOwn(main, session) {
  replace(
    main,
    h(
      "div",
      { class: "stack small" },
      h("a", { class: "back", href: `recruiter.html?interview=${session.interview_id}` }, TEXTS.back),
      h("h1", null, session.title),
    ),
    h(
      "div",
      { class: "notice" },
      h("p", null, TEXTS.own),
      h(
        "div",
        null,
        h("a", { class: "button secondary small", href: `results.html?session=${session.id}` }, TEXTS.yours),
      ),
    ),
  );
}
