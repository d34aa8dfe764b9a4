// @ts-check
/** Organizations: create one, its members and their roles, invitations of colleagues, and invitations that wait for oneself. */
import { Problem } from "../../client/http/problems.js";
import { field, textInput } from "../authoring/fields.js";
import { sections } from "../authoring/sections.js";
import { forgetMembership } from "../sign-in/account.js";
import { busy, toast } from "../ui/dialog.js";
import { h, replace } from "../ui/dom.js";
import { date } from "../ui/format.js";
import { showMessage } from "../ui/message.js";
import { startPage } from "../ui/page.js";
import { invitationList } from "./invitation-list.js";
import { inviteForm } from "./invite-form.js";
import { ROLES } from "./labels.js";
import { memberList } from "./members.js";
import { createOrganization, myOrganizations } from "./people.js";
import { webhookList } from "./webhooks.js";

/** @import { Organization } from "./people.js" */

const TEXTS = {
  title: "Your organization",
  lead: "Interviews belong to an organization. Its members write them, invite candidates and review what they answered.",
  none: "Create an organization",
  noneText: "You need one to write interviews and invite people. You will be its owner.",
  another: "Create another organization",
  name: "Name",
  nameHint: "Candidates see it with every invitation.",
  create: "Create organization",
  choose: "Your organizations",
  your: (/** @type {string} */ role) => `You are ${role === "owner" ? "an owner" : `a ${role}`}`,
  members: "Members",
  invite: "Invite colleagues",
  pending: "Invitations",
  webhooks: "Webhooks",
  waiting: (/** @type {string} */ name) => `${name} invites you`,
  waitingText: (/** @type {string} */ role, /** @type {string} */ end) => `As ${role}, until ${date(end)}.`,
  join: "Join",
  failed: "This could not be loaded",
  again: "Try again",
};

const { client, main, user } = await startPage();
await show();

/** @param {string} [chosen] id of the organization to show */
async function show(chosen = new URLSearchParams(location.search).get("id") ?? "") {
  replace(main, h("div", { class: "skeleton row-skeleton" }), h("div", { class: "skeleton tall-skeleton" }));
  try {
    const { organizations, invitations } = await myOrganizations(client);
    const organization = organizations.find(({ id }) => id === chosen) ?? organizations[0];
    const waiting = invitations.map(waitingCard);
    if (organization) showOrganization(organization, organizations, waiting);
    else replace(main, title(TEXTS.none, TEXTS.noneText), waiting, h("div", { class: "card" }, createForm()));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const again = h("button", { class: "button", type: "button", onclick: () => show(chosen) }, TEXTS.again);
    showMessage(main, TEXTS.failed, error.detail, again);
  }
}

/**
 * @param {Organization} organization
 * @param {Organization[]} all
 * @param {HTMLElement[]} waiting
 */
function showOrganization(organization, all, waiting) {
  const { id, name, role } = organization;
  const owner = role === "owner";
  const list = invitationList(client, { organization_id: id }, owner);
  const members = h("div");
  showMembers();
  replace(
    main,
    title(name, `${TEXTS.your(role)}. ${TEXTS.lead}`),
    sections(),
    all.length > 1 && choice(all, id),
    waiting,
    section("members", TEXTS.members, members),
    owner && section("invite", TEXTS.invite, inviteForm(client, { organization_id: id }, list.load)),
    section("pending", TEXTS.pending, list.element),
    owner && section("webhooks", TEXTS.webhooks, webhookList(client, id)),
    h("details", { class: "card" }, h("summary", null, TEXTS.another), createForm()),
  );

  /** The rest of the page stays: links that are shown only once, and what is being typed. */
  function showMembers() {
    replace(members, memberList(client, organization, user.id, changed));
  }

  /** The pressed button is gone: the focus goes to its list, or to the page. @param {string} userId */
  async function changed(userId) {
    if (userId === user.id) {
      await show(id);
      main.focus();
    } else {
      showMembers();
      document.getElementById("members")?.focus();
    }
  }
}

/** Open the page anew, with the navigation of a member. @param {string} id */
function open(id) {
  location.assign(`organization.html?id=${id}`);
}

/** Links to the user's organizations. @param {Organization[]} all @param {string} shown */
function choice(all, shown) {
  return h(
    "nav",
    { class: "tabs", "aria-label": TEXTS.choose },
    all.map(({ id, name }) =>
      h("a", { href: `organization.html?id=${id}`, "aria-current": id === shown ? "page" : null, dir: "auto" }, name),
    ),
  );
}

/** @param {string} heading @param {string} text */
function title(heading, text) {
  return h("div", { class: "page-title" }, h("div", null, h("h1", { dir: "auto" }, heading), h("p", null, text)));
}

/** @param {string} id @param {string} heading @param {import("../ui/dom.js").Child} content */
function section(id, heading, content) {
  return h("section", { class: "stack", "aria-labelledby": id }, h("h2", { id, tabindex: "-1" }, heading), content);
}

function createForm() {
  const name = textInput("name", "", { required: true, maxlength: "200", autocomplete: "organization" });
  const status = h("div", { role: "alert" });
  const send = h("button", { class: "button" }, TEXTS.create);
  const form = h(
    "form",
    { class: "stack" },
    field(TEXTS.name, name, TEXTS.nameHint),
    status,
    h("div", { class: "row" }, send),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(send, async () => {
      replace(status);
      try {
        const { organization } = await createOrganization(client, name.value);
        forgetMembership(user.id);
        open(organization.id);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        const words = error.fields.errors?.map((/** @type {any} */ { msg }) => msg).join(" ") || error.detail;
        replace(status, h("p", { class: "notice danger" }, words));
      }
    });
  });
  return form;
}

/** @param {{id: string, organization: {name: string}, role: string, expires_at: string}} invitation */
function waitingCard({ id, organization: { name }, role, expires_at: end }) {
  const join = h("button", { class: "button", type: "button", "aria-label": `${TEXTS.join} ${name}` }, TEXTS.join);
  join.addEventListener("click", () =>
    busy(join, async () => {
      try {
        const { organization } = await client.call("accept-invitation", { body: { invitation_id: id } });
        forgetMembership(user.id);
        open(organization?.id ?? "");
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        toast(error.detail);
      }
    }),
  );
  return h(
    "div",
    { class: "card line" },
    h(
      "span",
      { class: "line-main" },
      h("strong", { dir: "auto" }, TEXTS.waiting(name)),
      h("span", { class: "muted small" }, TEXTS.waitingText(ROLES[role].toLowerCase(), end)),
    ),
    join,
  );
}
