// @ts-check
/** The interviews of the user's organizations. */
import { h, replace } from "../ui/dom.js";
import { date } from "../ui/format.js";
import { pagedList } from "../ui/paged-list.js";
import { interviewsOf, organizationsOf } from "./tables.js";

const TEXTS = {
  title: "Recruiting",
  lead: "Choose an interview to see its candidates, their answers and the numbers.",
  list: "Interviews",
  noMember: "You do not belong to an organization",
  noMemberText: "Ask an owner of your organization to add you. Until then there is nothing to review.",
  home: "Back to home",
  none: "There is no interview yet",
  noneText: "Interviews are set up in the database; the first one appears here.",
  status: /** @type {Record<string, {label: string, kind: string}>} */ ({
    draft: { label: "Draft", kind: "warning" },
    published: { label: "Open", kind: "success" },
    archived: { label: "Archived", kind: "" },
  }),
  open: "For everyone",
  invited: "By invitation",
  talk: "Conversation",
};
const PAGE = 20;

/** @param {import("../ui/page.js").Page} page */
export async function showInterviews({ main, user }) {
  const head = h("div", { class: "page-title" }, h("div", null, h("h1", null, TEXTS.title), h("p", null, TEXTS.lead)));
  replace(main, head, h("div", { class: "skeleton row-skeleton" }));
  const organizations = await organizationsOf(user.id);
  if (!organizations.length) {
    replace(
      main,
      h(
        "div",
        { class: "empty" },
        h("h1", null, TEXTS.noMember),
        h("p", null, TEXTS.noMemberText),
        h("a", { class: "button", href: "home.html" }, TEXTS.home),
      ),
    );
    return;
  }
  const ids = organizations.map(({ id }) => id);
  const names = new Map(organizations.map(({ id, name }) => [id, name]));
  replace(
    main,
    head,
    pagedList({
      label: TEXTS.list,
      load: async (after) => {
        const found = await interviewsOf(ids, after, PAGE + 1);
        const rows = found.slice(0, PAGE);
        return { rows, next: found.length > PAGE ? rows[PAGE - 1] : null };
      },
      row: (interview) => row(interview, organizations.length > 1 ? names.get(interview.organization_id) : undefined),
      empty: () => h("div", { class: "empty" }, h("h2", null, TEXTS.none), h("p", null, TEXTS.noneText)),
    }),
  );
}

/** @param {import("../rows.js").MemberInterviewRow} interview @param {string} [organization] */
function row({ id, title, status, mode, is_public: open, created_at: created }, organization) {
  const { label, kind } = TEXTS.status[status];
  const facts = [organization, date(created), open ? TEXTS.open : TEXTS.invited, mode === "conversation" && TEXTS.talk];
  return h(
    "li",
    null,
    h(
      "a",
      { class: "card line", href: `recruiter.html?interview=${id}` },
      h(
        "span",
        { class: "line-main" },
        h("strong", null, title),
        h("span", { class: "muted small" }, facts.filter(Boolean).join(" · ")),
      ),
      h("span", { class: `badge ${kind}` }, label),
    ),
  );
}
