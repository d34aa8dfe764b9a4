// @ts-check
/** The invitations to one interview: invite people, and see how far they have come. */
import { Problem } from "../../client/http/problems.js";
import { interviewOf, organizationsOf } from "../recruiter/tables.js";
import { h, replace } from "../ui/dom.js";
import { showMessage } from "../ui/message.js";
import { startPage } from "../ui/page.js";
import { invitationList } from "./invitation-list.js";
import { inviteForm } from "./invite-form.js";

const TEXTS = {
  back: "All interviews",
  lead: "Invited people take the interview once they have accepted. You see here how far each has come.",
  results: "Candidates and results",
  invite: "Invite candidates",
  list: "Invitations",
  draft: "Publish this interview before you invite people to it.",
  edit: "Edit the interview",
  reviewer: "Owners and recruiters of your organization invite candidates.",
  missing: "Interview not found",
  missingText:
    "The address may be incomplete, or the interview belongs to an organization of which you are not a member.",
  failed: "This could not be loaded",
  again: "Try again",
};

const { client, main, user } = await startPage();
const id = new URLSearchParams(location.search).get("id") ?? "";
await show();

async function show() {
  replace(main, h("div", { class: "skeleton row-skeleton" }), h("div", { class: "skeleton tall-skeleton" }));
  try {
    const [interview, organizations] = await Promise.all([interviewOf(id), organizationsOf(user.id)]);
    const organization = organizations.find((one) => one.id === interview?.organization_id);
    if (organization) showInvitations(interview, organization);
    else nothing(TEXTS.missing, TEXTS.missingText);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.status >= 400 && error.status < 500) nothing(TEXTS.missing, TEXTS.missingText);
    else
      nothing(TEXTS.failed, error.detail, h("button", { class: "button", type: "button", onclick: show }, TEXTS.again));
  }
}

/**
 * @param {import("../rows.js").MemberInterviewRow} interview
 * @param {{name: string, role: string}} organization
 */
function showInvitations(interview, organization) {
  document.title = `${interview.title} · Reprise`;
  const manages = organization.role !== "reviewer";
  const list = invitationList(client, { interview_id: id }, manages);
  replace(
    main,
    h(
      "div",
      { class: "stack small" },
      h("a", { class: "back", href: "recruiter.html" }, TEXTS.back),
      h(
        "div",
        { class: "row between" },
        h("h1", { dir: "auto" }, interview.title),
        h("a", { class: "button secondary small", href: `recruiter.html?interview=${id}` }, TEXTS.results),
      ),
      h("p", { class: "muted" }, `${organization.name} · ${TEXTS.lead}`),
    ),
    h("section", { class: "stack", "aria-labelledby": "invite" }, h("h2", { id: "invite" }, TEXTS.invite), form()),
    h("section", { class: "stack", "aria-labelledby": "list" }, h("h2", { id: "list" }, TEXTS.list), list.element),
  );

  function form() {
    if (!manages) return h("p", { class: "notice" }, TEXTS.reviewer);
    if (interview.status === "published") return inviteForm(client, { interview_id: id }, list.load);
    return h(
      "div",
      { class: "notice warning" },
      h("p", null, TEXTS.draft),
      h("p", null, h("a", { href: `interview-editor.html?id=${id}` }, TEXTS.edit)),
    );
  }
}

/** @param {string} title @param {string} text @param {HTMLElement} [button] */
function nothing(title, text, button) {
  const back = h("a", { class: "button secondary", href: "recruiter.html" }, TEXTS.back);
  showMessage(main, title, text, back, button);
}
