// @ts-check
/** One invitation as its organization sees it: whom it is for, how far it has come, and what can be done about it. */
import { Problem } from "../../client/http/problems.js";
import { ask, busy, toast } from "../ui/dialog.js";
import { h } from "../ui/dom.js";
import { formDialog } from "../ui/form-dialog.js";
import { date, plural } from "../ui/format.js";
import { showLink } from "./copy-link.js";
import { INVITATION_STATES, MAIL_STATES, ROLES } from "./labels.js";
import { changeInvitation, linkOf } from "./people.js";
import { endField, endOf, endsWords, termFields, termsIn, termsOf } from "./terms.js";

/** @import { Client, Invitation } from "./people.js" */

const TEXTS = {
  link: (/** @type {number} */ taken, /** @type {number} */ places) =>
    `Link: ${taken} of ${plural(places, "place")} taken`,
  byLink: "by link",
  accepted: "accepted",
  noMail: "no e-mail: send the link yourself",
  asked: (/** @type {string} */ day, /** @type {string | null} */ name) =>
    `${name ?? "Somebody"} asked for a new invitation on ${day}.`,
  copy: "New link",
  resend: "Send again",
  resent: "Another e-mail is on its way.",
  extend: "Extend",
  change: "Change",
  session: "Open the session",
  revoke: "Revoke",
  named: (/** @type {string} */ does, /** @type {string} */ name) => `${does}: ${name}`,
  changeTitle: (/** @type {string} */ name) => `Invitation of ${name}`,
  changeText:
    "You can change attempts and extra time until the first session starts. After that, open the session to give time or to reopen it.",
  extendText: "It can be accepted again until then.",
  save: "Save",
  saved: "Saved.",
  revokeTitle: (/** @type {string} */ name) => `Revoke the invitation of ${name}?`,
  revokeText: "Its links stop working. A person who has begun can finish.",
  keep: "Keep it",
  revoked: "Revoked.",
};

/**
 * @param {Client} client
 * @param {Invitation} invitation
 * @param {boolean} manages may the user change invitations?
 * @returns {HTMLLIElement}
 */
export function invitationRow(client, invitation, manages) {
  const name = nameOf(invitation);
  const { label, kind } = INVITATION_STATES[invitation.state];
  const element = h(
    "li",
    { class: "card line" },
    h(
      "span",
      { class: "line-main" },
      h("strong", { dir: "auto" }, name),
      h("span", { class: "muted small" }, factsOf(invitation).join(" · ")),
      invitation.asked_at &&
        h("span", { class: "asked small" }, TEXTS.asked(date(invitation.asked_at), invitation.asked_by?.name ?? null)),
    ),
    h("span", { class: `badge ${kind}` }, label),
    h("span", { class: "row" }, actions()),
  );
  return element;

  function actions() {
    const { state, session_id: session, person, role, delivery } = invitation;
    if (session) {
      const href = `recruiter.html?session=${session}`;
      return [
        h("a", { class: "button quiet small", href, "aria-label": TEXTS.named(TEXTS.session, name) }, TEXTS.session),
      ];
    }
    if (!manages || state === "revoked" || (role && person)) return [];
    const waits = !person && state !== "expired";
    return [
      waits && (delivery === "email" ? action(TEXTS.resend, resend) : action(TEXTS.copy, resend)),
      action(state === "expired" ? TEXTS.extend : TEXTS.change, change),
      action(TEXTS.revoke, revoke),
    ];
  }

  /** @param {string} does @param {() => Promise<Invitation | null>} work returns the invitation if it has changed */
  function action(does, work) {
    const button = h(
      "button",
      { class: "button quiet small", type: "button", "aria-label": TEXTS.named(does, name) },
      does,
    );
    button.addEventListener("click", () =>
      busy(button, async () => {
        try {
          const changed = await work();
          if (!changed) return;
          const row = invitationRow(client, changed, manages);
          const held = element.contains(document.activeElement) || document.activeElement === document.body;
          element.replaceWith(row);
          row.tabIndex = -1;
          if (held) (row.querySelector("button") ?? row).focus();
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          toast(error.detail);
        }
      }),
    );
    return button;
  }

  async function resend() {
    const answer = await changeInvitation(client, invitation.id, { action: "resend" });
    if (answer.invitation.delivery === "email") toast(TEXTS.resent);
    else await showLink(linkOf(answer), name);
    return answer.invitation;
  }

  function change() {
    const open = invitation.state !== "expired";
    const fields = [endField("change", open ? invitation.expires_at : null)];
    if (!invitation.role) fields.push(...termFields("change", invitation));
    return formDialog({
      id: "change",
      title: TEXTS.changeTitle(name),
      text: [
        !open && h("p", { class: "muted" }, TEXTS.extendText),
        !invitation.role && h("p", { class: "muted" }, TEXTS.changeText),
      ],
      fields,
      submit: TEXTS.save,
      run: async (values) => {
        let now = invitation;
        const terms = termsIn(values);
        const others =
          terms.extra_time_percent !== invitation.extra_time_percent ||
          terms.attempts_allowed !== invitation.attempts_allowed;
        if (!invitation.role && others)
          now = (await changeInvitation(client, invitation.id, { action: "change", ...terms })).invitation;
        const end = endOf(values.end);
        if (!open || date(end) !== date(invitation.expires_at))
          now = (await changeInvitation(client, invitation.id, { action: "extend", expires_at: end })).invitation;
        toast(TEXTS.saved);
        return now;
      },
    });
  }

  async function revoke() {
    const answer = await ask({
      title: TEXTS.revokeTitle(name),
      body: h("p", null, TEXTS.revokeText),
      actions: [
        { value: "revoke", label: TEXTS.revoke, kind: "danger" },
        { value: "", label: TEXTS.keep, kind: "secondary" },
      ],
    });
    if (answer !== "revoke") return null;
    const { invitation: now } = await changeInvitation(client, invitation.id, { action: "revoke" });
    toast(TEXTS.revoked);
    return now;
  }
}

/** @param {Invitation} invitation */
function nameOf({ email, person, places, places_taken: taken }) {
  if (places !== null) return TEXTS.link(taken ?? 0, places);
  return person?.name ?? email ?? "";
}

/** @param {Invitation} invitation @returns {string[]} */
function factsOf(invitation) {
  const { email, person, role, link_id: link, state, expires_at: end, session_id: session } = invitation;
  const address = email ?? person?.email;
  const waits = !person && invitation.places === null && (state === "invited" || state === "opened");
  return [
    person && person.name !== address ? address : null,
    role ? ROLES[role] : null,
    link ? TEXTS.byLink : null,
    person && !session ? TEXTS.accepted : null,
    ...(role ? [] : termsOf(invitation)),
    state === "revoked" || session ? null : endsWords(end),
    waits ? (MAIL_STATES[invitation.email_status ?? ""] ?? TEXTS.noMail) : null,
  ].filter((fact) => fact !== null && fact !== undefined);
}
