// @ts-check
/** The form that invites: pasted addresses or, to an interview, one link. */
import { Problem } from "../../client/http/problems.js";
import { field, numberInput, select, showFault, textArea } from "../authoring/fields.js";
import { busy } from "../ui/dialog.js";
import { h, replace, setText } from "../ui/dom.js";
import { plural } from "../ui/format.js";
import { addressesIn } from "./addresses.js";
import { copyAll, copyRow } from "./copy-link.js";
import { ADDRESS_PROBLEMS, ROLES, ROLES_HINT } from "./labels.js";
import { invite, linkOf } from "./people.js";
import { endField, endOf, termFields, termsIn } from "./terms.js";

/** @import { Client, Created } from "./people.js" */

const TEXTS = {
  how: "How",
  byMail: "By e-mail address",
  byLink: "With one link for several people",
  emails: "E-mail addresses",
  emailsHint: "One or many, separated in any way. Addresses with and without an account can be mixed.",
  file: "Or take them from a file (CSV or text)",
  found: (/** @type {number} */ count) => `${plural(count, "address", "addresses")} found.`,
  none: "Enter at least one e-mail address.",
  many: (/** @type {number} */ most) => `At most ${most} addresses at a time. Invite the rest afterwards.`,
  places: "Places",
  placesHint: "How many people can accept it.",
  role: "Role",
  note: "Message (optional)",
  noteHint: "They see it when they open the link.",
  invite: "Invite",
  makeLink: "Make the link",
  invited: (/** @type {number} */ count) => `${plural(count, "invitation")} made`,
  mailed: "An e-mail with a link is on its way to each of them.",
  sendYourself: "No e-mail goes out from here: send each link to its person yourself. The links are shown only now.",
  theLink: "everybody",
  notInvited: "Not invited",
};
const MOST = 200;

/**
 * @param {Client} client
 * @param {{interview_id: string} | {organization_id: string}} to
 * @param {() => void} onInvited
 */
export function inviteForm(client, to, onInvited) {
  const toInterview = "interview_id" in to;
  const emails = textArea("emails", "", { name: "emails", rows: "3" });
  const file = h("input", { class: "input", type: "file", id: "file", accept: ".csv,.txt,text/csv,text/plain" });
  const found = h("span", { class: "hint", "aria-live": "polite" });
  const places = numberInput("places", 10, { name: "places", min: "1", max: "1000", required: true });
  const status = h("div", { class: "stack", role: "status" });
  const refused = h("div", { role: "alert" });
  const send = h("button", { class: "button" }, TEXTS.invite);
  const byMail = h(
    "div",
    { class: "stack" },
    field(TEXTS.emails, emails, TEXTS.emailsHint),
    h("div", { class: "field" }, h("label", { for: "file" }, TEXTS.file), file, found),
  );
  const byLink = h("div", { hidden: true }, field(TEXTS.places, places, TEXTS.placesHint));
  const how = h(
    "fieldset",
    { class: "field" },
    h("legend", null, TEXTS.how),
    radio("emails", TEXTS.byMail, true),
    radio("link", TEXTS.byLink, false),
  );
  const form = h(
    "form",
    { class: "card stack", novalidate: true },
    toInterview && how,
    byMail,
    toInterview && byLink,
    toInterview &&
      h(
        "div",
        { class: "field-grid" },
        endField("invite", null),
        termFields("invite", { extra_time_percent: 0, attempts_allowed: 1 }),
      ),
    toInterview &&
      field(TEXTS.note, textArea("note", "", { name: "note", maxlength: "1000", rows: "2" }), TEXTS.noteHint),
    !toInterview && field(TEXTS.role, roleSelect("role", "recruiter"), ROLES_HINT),
    refused,
    h("div", { class: "row" }, send),
  );
  how.addEventListener("change", () => {
    const link = chosen() === "link";
    byMail.hidden = link;
    byLink.hidden = !link;
    setText(send, link ? TEXTS.makeLink : TEXTS.invite);
  });
  emails.addEventListener("input", count);
  file.addEventListener("change", async () => {
    const text = await file.files?.[0]?.text();
    if (text === undefined) return;
    emails.value = addressesIn(`${emails.value}\n${text}`).join("\n");
    file.value = "";
    count();
    emails.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  return h("div", { class: "stack" }, form, status);

  function chosen() {
    return toInterview ? String(new FormData(form).get("how")) : "emails";
  }

  function count() {
    const { length } = addressesIn(emails.value);
    setText(found, length ? TEXTS.found(length) : "");
    showFault(emails, length > MOST ? TEXTS.many(MOST) : "");
  }

  function submit() {
    const addresses = addressesIn(emails.value);
    const link = chosen() === "link";
    if (!link && (!addresses.length || addresses.length > MOST)) {
      showFault(emails, addresses.length ? TEXTS.many(MOST) : TEXTS.none);
      emails.focus();
      return;
    }
    const wrong = [...form.elements].find(
      (control) => control instanceof HTMLInputElement && control.checkVisibility() && !control.checkValidity(),
    );
    if (wrong instanceof HTMLInputElement) {
      wrong.reportValidity();
      return;
    }
    const values = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
    const body = {
      ...to,
      ...(link ? { link: { places: Number(values.places) } } : { emails: addresses }),
      ...(toInterview
        ? { ...termsIn(values), expires_at: endOf(values.end), note: values.note.trim() }
        : { role: values.role }),
    };
    busy(send, async () => {
      replace(refused);
      try {
        show(await invite(client, body));
        emails.value = "";
        count();
        onInvited();
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        const words = error.fields.errors?.map((/** @type {any} */ { msg }) => msg).join(" ") || error.detail;
        replace(refused, h("p", { class: "notice danger" }, words));
      }
    });
  }

  /** @param {Created} created */
  function show({ invitations, problems }) {
    const unsent = invitations.filter(({ delivery, person }) => delivery === "copy_link" && !person);
    replace(
      status,
      invitations.length > 0 &&
        h(
          "div",
          { class: "notice success" },
          h("strong", null, TEXTS.invited(invitations.length)),
          h("p", null, unsent.length ? TEXTS.sendYourself : TEXTS.mailed),
          unsent.length > 1 && copyAll(unsent.map((one) => `${one.email}\t${linkOf(one)}`)),
          unsent.length > 0 &&
            h(
              "ul",
              { class: "card-list" },
              unsent.map((one) =>
                h(
                  "li",
                  { class: "stack small" },
                  h("span", { class: "preserve" }, one.email),
                  copyRow(linkOf(one), one.email ?? TEXTS.theLink),
                ),
              ),
            ),
        ),
      problems.length > 0 &&
        h(
          "div",
          { class: "notice warning" },
          h("strong", null, TEXTS.notInvited),
          h(
            "ul",
            { class: "bullets" },
            problems.map(({ email, code }) =>
              h("li", { class: "preserve" }, `${email}: ${ADDRESS_PROBLEMS[code] ?? code}`),
            ),
          ),
        ),
    );
  }

  /** @param {string} value @param {string} label @param {boolean} checked */
  function radio(value, label, checked) {
    return h(
      "label",
      { class: "choice" },
      h("input", { type: "radio", name: "how", value, checked }),
      h("span", null, label),
    );
  }
}

/** @param {string} id @param {string} value */
export function roleSelect(id, value) {
  const control = select(id, value, ROLES);
  control.name = id;
  return control;
}
