// @ts-check
/** One interview: its candidates and its analytics. */
import { Problem } from "../../client/http/problems.js";
import { h, replace } from "../ui/dom.js";
import { showNumbers } from "./analytics.js";
import { CandidatesTable } from "./candidates.js";
import { regradeButton } from "./regrade.js";
import { interviewOf, organizationsOf } from "./tables.js";

const TEXTS = {
  back: "All interviews",
  edit: "Edit",
  invite: "Invite",
  tabs: { candidates: "Candidates", numbers: "Numbers" },
  sections: "Views of this interview",
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
            regradeButton(client, id),
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
  else {
    const table = new CandidatesTable(client, id, {
      mayAct: organization.role !== "reviewer",
      timed: interview.mode === "timed",
    });
    replace(body, table.element);
    await table.run();
  }
}
