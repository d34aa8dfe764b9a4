// @ts-check
/** The interviews of the user's organizations, with what is open in each. */
import { openWorkOf } from "../authoring/interview-rows.js";
import { h } from "../ui/dom.js";
import { date, number } from "../ui/format.js";
import { INTERVIEW_STATES } from "../ui/labels.js";
import { pagedList } from "../ui/paged-list.js";
import { interviewsOf } from "./tables.js";

/** @import { MemberInterviewRow } from "../rows.js" */

const TEXTS = {
  list: "Interviews",
  none: "There is no interview yet",
  noneText: "Create the first one, add questions, and publish it.",
  noneToSee: "Owners and recruiters of your organization create interviews; they appear here.",
  open: "For everyone",
  invited: "By invitation",
  talk: "Conversation",
  running: (/** @type {number} */ count) => `${number(count)} in progress`,
  waiting: (/** @type {number} */ count) => `${number(count)} waiting for review`,
};
const PAGE = 20;

/** @param {{id: string, name: string, role: string}[]} organizations of the user */
export function interviewList(organizations) {
  const ids = organizations.map(({ id }) => id);
  const names = new Map(organizations.map(({ id, name }) => [id, name]));
  return pagedList({
    label: TEXTS.list,
    load: async (after) => {
      const found = await interviewsOf(ids, after, PAGE + 1);
      const rows = found.slice(0, PAGE);
      const work = await openWorkOf(rows.map(({ id }) => id));
      return {
        rows: rows.map((interview) => ({ interview, work: work.get(interview.id) })),
        next: found.length > PAGE ? rows[PAGE - 1] : null,
      };
    },
    row: ({ interview, work }) =>
      row(interview, work, organizations.length > 1 ? names.get(interview.organization_id) : undefined),
    empty: () =>
      h(
        "div",
        { class: "empty" },
        h("h2", null, TEXTS.none),
        h("p", null, organizations.some(({ role }) => role !== "reviewer") ? TEXTS.noneText : TEXTS.noneToSee),
      ),
  });
}

/**
 * A draft leads to its editor, any other interview to its candidates.
 * @param {MemberInterviewRow} interview
 * @param {{in_progress: number, needs_review: number} | undefined} work
 * @param {string} [organization]
 */
function row({ id, title, status, mode, is_public: open, created_at: created }, work, organization) {
  const { label, kind } = INTERVIEW_STATES[status];
  const facts = [organization, date(created), open ? TEXTS.open : TEXTS.invited, mode === "conversation" && TEXTS.talk];
  return h(
    "li",
    null,
    h(
      "a",
      {
        class: "card line",
        href: status === "draft" ? `interview-editor.html?id=${id}` : `recruiter.html?interview=${id}`,
      },
      h(
        "span",
        { class: "line-main" },
        h("strong", null, title),
        h("span", { class: "muted small" }, facts.filter(Boolean).join(" · ")),
      ),
      h(
        "span",
        { class: "row" },
        work && work.in_progress > 0 && h("span", { class: "badge info" }, TEXTS.running(work.in_progress)),
        work && work.needs_review > 0 && h("span", { class: "badge warning" }, TEXTS.waiting(work.needs_review)),
        h("span", { class: `badge ${kind}` }, label),
      ),
    ),
  );
}
