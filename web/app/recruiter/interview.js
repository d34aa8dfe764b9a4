// @ts-check
/** One interview: its candidates, newest first, and its analytics. */
import { Problem } from "../../client/http/problems.js";
import { h, replace } from "../ui/dom.js";
import { dateTime, plural } from "../ui/format.js";
import { points, STATUSES } from "../ui/labels.js";
import { pagedList } from "../ui/paged-list.js";
import { showNumbers } from "./analytics.js";
import { flagBadges } from "./flags.js";
import { regradeButton } from "./regrade.js";
import { interviewOf, organizationsOf } from "./tables.js";

/** @import { ResultLine } from "../../client/result-types.js" */

const TEXTS = {
  back: "All interviews",
  edit: "Edit",
  invite: "Invite",
  tabs: { candidates: "Candidates", numbers: "Numbers" },
  sections: "Views of this interview",
  all: "All sessions",
  filter: "Show",
  none: "No candidates yet",
  noneText: "Candidates appear here as soon as they start.",
  practisable: (/** @type {number} */ questions) =>
    `Anybody can practise ${plural(questions, "question")} of this interview beforehand, and copy the key. Replace public questions ` +
    "with questions of your own.",
  grading: "Being graded",
  failed: "No summary",
  noScore: "No score yet",
  partial: "in part",
};

/** @param {import("../ui/page.js").Page} page @param {string} id */
export async function showInterview({ client, main, user }, id) {
  replace(main, h("div", { class: "skeleton row-skeleton" }), h("div", { class: "skeleton tall-skeleton" }));
  const [interview, organizations] = await Promise.all([interviewOf(id), organizationsOf(user.id)]);
  const organization = organizations.find((one) => one.id === interview?.organization_id);
  if (!organization) throw new Problem({ code: "interview_not_found", status: 404 });
  document.title = `${interview.title} · Reprise`;
  const query = new URLSearchParams(location.search);
  const tab = query.get("tab") === "numbers" ? "numbers" : "candidates";
  const body = h("div", { class: "stack large", id: tab });
  replace(
    main,
    h(
      "div",
      { class: "stack small" },
      h("a", { class: "back", href: "recruiter.html" }, TEXTS.back),
      h(
        "div",
        { class: "row between" },
        h("h1", null, interview.title),
        organization.role !== "reviewer" &&
          h(
            "div",
            { class: "row" },
            h("a", { class: "button small", href: `invite.html?id=${id}` }, TEXTS.invite),
            h("a", { class: "button secondary small", href: `interview-editor.html?id=${id}` }, TEXTS.edit),
            interview.mode === "timed" && regradeButton(client, id),
          ),
      ),
      organizations.length > 1 && h("p", { class: "muted" }, organization.name),
    ),
    h(
      "nav",
      { class: "tabs", "aria-label": TEXTS.sections },
      Object.entries(TEXTS.tabs).map(([name, label]) =>
        h(
          "a",
          { href: `recruiter.html?interview=${id}&tab=${name}`, "aria-current": name === tab ? "page" : null },
          label,
        ),
      ),
    ),
    body,
  );
  if (tab === "numbers") await showNumbers(client, body, id);
  else showCandidates(client, body, id, query.get("status") ?? "");
}

/**
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {HTMLElement} body
 * @param {string} id
 * @param {string} asked
 */
function showCandidates(client, body, id, asked) {
  const list = h("div", null);
  const warning = h("div", { class: "notice warning", hidden: true });
  const choices = [["", TEXTS.all], ...Object.entries(STATUSES).map(([value, { label }]) => [value, label])];
  const select = h(
    "select",
    { class: "input filter", "aria-label": TEXTS.filter },
    choices.map(([value, label]) => h("option", { value, selected: value === asked }, label)),
  );
  select.addEventListener("change", () => {
    const url = new URL(location.href);
    if (select.value) url.searchParams.set("status", select.value);
    else url.searchParams.delete("status");
    history.replaceState(null, "", url);
    load();
  });
  replace(body, warning, h("div", { class: "row" }, select), list);
  load();

  function load() {
    replace(
      list,
      pagedList({
        label: TEXTS.tabs.candidates,
        load: async (cursor) => {
          const page = await client.sessions({ interview_id: id, cursor, limit: 20, status: select.value || null });
          warning.hidden = !page.warnings.length;
          replace(warning, h("p", null, TEXTS.practisable(page.warnings.length)));
          return { rows: page.sessions, next: page.next_cursor };
        },
        row,
        empty: () => h("div", { class: "empty" }, h("h2", null, TEXTS.none), h("p", null, TEXTS.noneText)),
      }),
    );
  }
}

/** @param {ResultLine} session */
function row(session) {
  const {
    id,
    candidate,
    status,
    results_status: results,
    started_at: started,
    question_count: count,
    position,
    flags,
  } = session;
  const running = status === "in_progress";
  const { label, kind } = STATUSES[status];
  const facts = [
    candidate.name === candidate.email ? null : candidate.email,
    dateTime(started),
    running && count ? `question ${position + 1} of ${count}` : null,
  ];
  return h(
    "li",
    null,
    h(
      "a",
      { class: "card line candidate", href: `recruiter.html?session=${id}` },
      h(
        "span",
        { class: "line-main" },
        h("strong", { dir: "auto" }, candidate.name ?? candidate.email),
        h("span", { class: "muted small" }, facts.filter(Boolean).join(" · ")),
      ),
      flags.length > 0 && h("span", { class: "row" }, flagBadges(flags)),
      h(
        "span",
        { class: "line-score" },
        running || results === "closed" || session.mode === "conversation"
          ? h("span", { class: `badge ${kind}` }, label)
          : results === "grading"
            ? h("span", { class: "badge info" }, TEXTS.grading)
            : score(session),
      ),
    ),
  );
}

/** @param {ResultLine} session */
function score({ score: total, maximum, percentage, all_graded: all, recommendation }) {
  if (total === null) return h("span", { class: "muted small" }, TEXTS.noScore);
  return [
    h("strong", { class: "numeric" }, percentage === null ? points(total) : `${Math.round(percentage)} %`),
    h(
      "span",
      { class: "muted small" },
      [`${points(total)} of ${maximum}`, all ? recommendation : TEXTS.partial].filter(Boolean).join(" · "),
    ),
  ];
}
