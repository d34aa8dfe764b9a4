// @ts-check
/** One interview: its candidates and its analytics. */
import { Problem } from "../../client/http/problems.js";
import { toast } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";
import { plural } from "../ui/format.js";
import { showNumbers } from "./analytics.js";
import { CandidatesTable } from "./candidates.js";
import { reviewDialog } from "./review-dialog.js";
import { interviewOf, organizationsOf } from "./tables.js";

const TEXTS = {
  back: "All interviews",
  edit: "Edit",
  invite: "Invite",
  tabs: { candidates: "Candidates", numbers: "Numbers" },
  sections: "Views of this interview",
  regrade: "Grade again",
  regradeTitle: "Grade this interview again",
  regradeText:
    "For after you have corrected a right answer, keywords or criteria: every session gets the current key, " +
    "and the answers whose key has changed are graded again. Scores that a person gave to those answers " +
    "move to their history.",
  regraded: (/** @type {number} */ answers, /** @type {number} */ sessions) =>
    answers
      ? `${plural(answers, "answer")} of ${plural(sessions, "session")} are being graded again.`
      : "No key has changed since: nothing had to be graded again.",
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
  else {
    const table = new CandidatesTable(client, id, {
      mayAct: organization.role !== "reviewer",
      timed: interview.mode === "timed",
    });
    replace(body, table.element);
    await table.run();
  }
}

/** @param {import("../../client/http/client.js").Reprise} client @param {string} id */
function regradeButton(client, id) {
  return h(
    "button",
    {
      class: "button secondary small",
      type: "button",
      onclick: async () => {
        const run = (/** @type {Record<string, string>} */ { reason }) => regrade(client, id, reason);
        const done = await reviewDialog({
          title: TEXTS.regradeTitle,
          text: TEXTS.regradeText,
          submit: TEXTS.regrade,
          run,
        });
        if (done) toast(TEXTS.regraded(done.answers, done.sessions));
      },
    },
    TEXTS.regrade,
  );
}

/**
 * Regrade all sessions. A large interview takes several calls; each is safe to repeat.
 * @param {import("../../client/http/client.js").Reprise} client
 * @param {string} id
 * @param {string} reason
 */
async function regrade(client, id, reason) {
  const counts = { answers: 0, sessions: 0 };
  /** @type {string | undefined} */
  let cursor;
  for (;;) {
    const batch = await client.review(
      { action: "regrade", interview_id: id, reason, cursor },
      { tries: 3, deadlineSeconds: 30 },
    );
    counts.answers += batch.answers;
    counts.sessions += batch.sessions;
    if (batch.done) return counts;
    cursor = batch.next_cursor ?? undefined;
  }
}
